/** What a run must not tell, in whatever words of others it comes back: ARM quotes settings, and scripts print them. */
export interface KnownSecrets {
  /** From now on it is `***` in everything that is concealed. */
  add(secret: string): void;
  conceal(text: string): string;
}

/**
 * The runner hides a secret of any length, in the log. A shorter one is no secret in a report either, but it is a part of many
 * words: hidden there, it would take numbers and names with it.
 */
const SHORTEST = 4;
/** One line of several may be quoted alone; a short one is `fi` or `done`, and no secret. */
const SHORTEST_LINE = 8;
const SHORTEST_ENCODED = 8;

const HIDDEN = '***';
/** Ends what was cut. */
const CUT = '…';

export function createKnownSecrets(): KnownSecrets {
  const forms = new Set<string>();
  let pattern: RegExp | undefined;
  return {
    add(secret) {
      const before = forms.size;
      for (const form of formsOf(secret)) {
        forms.add(form);
      }
      pattern = forms.size === before ? pattern : patternOf(forms);
    },
    conceal(text) {
      return pattern === undefined
        ? text
        : concealCut(
            text.replace(pattern, () => HIDDEN),
            forms,
          );
    },
  };
}

/** The longest come first: where one is the beginning of another one, all of that goes. */
function patternOf(forms: ReadonlySet<string>): RegExp | undefined {
  const longestFirst = [...forms].sort((left, right) => right.length - left.length);
  return longestFirst.length === 0 ? undefined : new RegExp(longestFirst.map(RegExp.escape).join('|'), 'g');
}

/** As it is, and as others write it who quote it. */
function formsOf(secret: string): string[] {
  const lines = secret.split(/\r?\n/).map((line) => line.trim());
  const whole = [secret, secret.trim(), secret.replace(/\s+/g, ' ').trim()];
  const plain = [
    ...whole,
    ...(lines.length > 1 ? lines.filter(({ length }) => length >= SHORTEST_LINE) : []),
  ];
  return plain
    .filter(({ length }) => length >= SHORTEST)
    .flatMap((form) => [
      form,
      escaped(form),
      escaped(escaped(form)),
      encodeURIComponent(form.toWellFormed()),
      ...inBase64(form),
    ]);
}

/** Inside of a string of JSON. Quoted in the message of an error that is JSON itself, it is escaped twice. */
function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** By itself, and inside of something longer, such as an inline script: there it may begin at any bit of a character. */
function inBase64(text: string): string[] {
  const bytes = Buffer.from(text, 'utf8');
  return [0, 1, 2]
    .map((before) => {
      const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
      return encoded.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
    })
    .filter(({ length }) => length >= SHORTEST_ENCODED);
}

/** What was cut may end in the middle of a secret. */
function concealCut(text: string, forms: ReadonlySet<string>): string {
  return text
    .split(CUT)
    .map((part, index, parts) => (index === parts.length - 1 ? part : withoutBeginning(part, forms)))
    .join(CUT);
}

function withoutBeginning(text: string, forms: ReadonlySet<string>): string {
  const longest = Math.max(0, ...[...forms].map((form) => commonEnd(text, form)));
  return longest === 0 ? text : `${text.slice(0, text.length - longest)}${HIDDEN}`;
}

/** How much of the end of a text is the beginning of a secret. */
function commonEnd(text: string, form: string): number {
  for (let length = Math.min(form.length, text.length); length >= SHORTEST; length -= 1) {
    if (text.endsWith(form.slice(0, length))) {
      return length;
    }
  }
  return 0;
}
