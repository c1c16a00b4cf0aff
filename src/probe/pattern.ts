/** `i`, `m`, `s` and `u` only: `g` and `y` make a RegExp remember where it was, so the second answer would be judged differently. */
const written = /^\/(?<source>.+)\/(?<flags>[imsu]*)$/s;

/** Reads `/source/flags`. Undefined where the text is not written so, or is no regular expression. */
export function parsePattern(text: string): RegExp | undefined {
  const { source, flags } = written.exec(text)?.groups ?? {};
  if (source === undefined) return undefined;
  try {
    return new RegExp(source, flags);
  } catch {
    return undefined;
  }
}

/** How many groups the pattern captures, told by a variant of it that matches the empty string. */
export function groupCount(pattern: RegExp): number {
  return (new RegExp(`${pattern.source}|`, pattern.flags).exec('')?.length ?? 1) - 1;
}
