/** Azure's limits for the tags of one resource (Microsoft.Resources, api-version 2021-04-01). */
export const MOST_TAGS = 50;
export const LONGEST_VALUE = 256;

export type Tags = Readonly<Record<string, string>>;

/** A text of any length as tags: `name`, and `name-2`, `name-3` for what one value has no room for. */
export function toTags(name: string, text: string): Tags {
  const parts = partsOf(text);
  return Object.fromEntries(parts.map((part, index) => [numbered(name, index + 1), part]));
}

/** The text that `toTags` has split; undefined where there is none. Azure compares names of tags without case. */
export function fromTags(tags: Tags, name: string): string | undefined {
  const parts: string[] = [];
  for (;;) {
    const part = tagValue(tags, numbered(name, parts.length + 1));
    if (part === undefined) {
      return parts.length === 0 ? undefined : parts.join('');
    }
    parts.push(part);
  }
}

function numbered(name: string, number: number): string {
  return number === 1 ? name : `${name}-${number}`;
}

function tagValue(tags: Tags, name: string): string | undefined {
  return Object.entries(tags).find(([other]) => other.toLowerCase() === name.toLowerCase())?.[1];
}

/** By code points: half a surrogate pair is not a character that a tag can have. */
function partsOf(text: string): string[] {
  const parts = [''];
  for (const character of text) {
    const last = parts.length - 1;
    if (`${parts[last]}${character}`.length > LONGEST_VALUE) {
      parts.push(character);
    } else {
      parts[last] += character;
    }
  }
  return parts;
}
