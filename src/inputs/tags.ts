import { InputError, misunderstood } from './input-error.ts';

const grammar = 'a JSON object of strings ({"cost-center": "42"}), or one NAME=VALUE a line';

/** Azure's limits for tags of a resource. */
const limits = { count: 50, nameLength: 512, valueLength: 256, forbidden: /[<>%&\\?/]/ } as const;

/**
 * Reads the input `temporary-ip-tags`.
 *
 * @throws InputError also for what Azure would refuse: it would do so in the middle of the run.
 */
export function parseTags(value: string): Record<string, string> {
  const entries = value.startsWith('{') ? entriesOfJson(value) : value.split('\n').map(entryOfLine);
  for (const [name, text] of entries) {
    if (name === '' || name.length > limits.nameLength || limits.forbidden.test(name)) {
      throw refused(`the name '${name}'`, 'names of 1 to 512 characters without < > % & \\ ? /');
    }
    if (text.length > limits.valueLength) {
      throw refused(`the value of '${name}'`, 'values of at most 256 characters');
    }
  }
  const names = new Set(entries.map(([name]) => name.toLowerCase()));
  if (names.size !== entries.length || names.size > limits.count) {
    throw refused(`this set of ${entries.length} tags`, 'at most 50, each name once, whatever its case');
  }
  return Object.fromEntries(entries);
}

function entriesOfJson(value: string): [string, string][] {
  const parsed = parseJson(value);
  if (typeof parsed !== 'object' || parsed === null) {
    throw misunderstood('temporary-ip-tags', value, grammar);
  }
  return Object.entries(parsed).map(([name, text]: [string, unknown]) => {
    if (typeof text !== 'string') {
      throw misunderstood('temporary-ip-tags', value, grammar);
    }
    return [name, text];
  });
}

function parseJson(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

function entryOfLine(line: string): [string, string] {
  const separator = line.indexOf('=');
  if (separator === -1) {
    throw misunderstood('temporary-ip-tags', line.trim(), grammar);
  }
  return [line.slice(0, separator).trim(), line.slice(separator + 1).trim()];
}

function refused(what: string, allowed: string): InputError {
  return new InputError('temporary-ip-tags', `Azure does not take ${what}. Allowed: ${allowed}.`);
}
