import {
  type Choice,
  type ChoiceName,
  type InputDefinition,
  type InputName,
  inputDefinitions,
} from './definitions.ts';
import { InputError, misunderstood } from './input-error.ts';

/** The value of an input, trimmed, its default where it is empty; empty where it has none. */
export type ReadInput = (name: InputName) => string;

/** @param source the raw value of an input, empty where it was not given. */
export function readFrom(source: (name: string) => string): ReadInput {
  return (name) => {
    const definition: InputDefinition = inputDefinitions[name];
    return source(name).trim() || (definition.default ?? '');
  };
}

/** The value of an input that the command cannot do without, though others can. */
export function readNeeded(read: ReadInput, name: InputName): string {
  const value = read(name);
  if (value === '') {
    throw missing(name);
  }
  return value;
}

function missing(name: InputName): InputError {
  const definition: InputDefinition = inputDefinitions[name];
  const allowed = definition.allowedValues?.join(', ') ?? definition.takes;
  return new InputError(name, `is missing. Allowed: ${allowed}.`);
}

/** Whether an input says something of its own: the runner fills in defaults, so one with its default was left out. */
export function isGiven(read: ReadInput, name: InputName): boolean {
  const definition: InputDefinition = inputDefinitions[name];
  return read(name).toLowerCase() !== (definition.default ?? '');
}

export function readChoice<Name extends ChoiceName>(read: ReadInput, name: Name): Choice<Name> {
  const value = readNeeded(read, name);
  const allowed: readonly Choice<Name>[] = inputDefinitions[name].allowedValues;
  const choice = allowed.find((each) => each === value);
  if (choice === undefined) {
    throw new InputError(name, `'${value}' is not known. Allowed: ${allowed.join(', ')}.`);
  }
  return choice;
}

/** The spellings that YAML 1.2 gives a boolean, as GitHub's own toolkit reads them. */
export function readBoolean(read: ReadInput, name: InputName): boolean {
  const value = read(name);
  if (/^(true|True|TRUE)$/.test(value)) return true;
  if (/^(false|False|FALSE)$/.test(value)) return false;
  throw new InputError(name, `'${value}' is not a boolean. Allowed: true, false.`);
}

/** Values between commas or newlines. None where the input is empty. */
export function readList(read: ReadInput, name: InputName): string[] {
  const value = read(name);
  const items = value
    .split(/[,\n]/)
    .map((item) => item.trim())
    .filter((item) => item !== '');
  if (value !== '' && items.length === 0) {
    throw misunderstood(name, value, 'values between commas or newlines');
  }
  const repeated = items.find((item, index) => isAmong(item, items.slice(0, index)));
  if (repeated !== undefined) {
    throw new InputError(name, `'${repeated}' is named twice. Allowed: each value once.`);
  }
  return items;
}

/** ARM compares names and ids without case. */
function isAmong(item: string, others: readonly string[]): boolean {
  return others.some((other) => other.toLowerCase() === item.toLowerCase());
}

/** The value of an optional input; undefined where it is empty. */
export function readOptional<T>(
  read: ReadInput,
  name: InputName,
  parse: (value: string) => T,
): T | undefined {
  const value = read(name);
  return value === '' ? undefined : parse(value);
}

/** Reads by a grammar that belongs to another module, whose errors name the input, the value and what is allowed. */
export function readBy<T>(read: ReadInput, name: InputName, parse: (value: string) => T): T | undefined {
  return readOptional(read, name, (value) => parseBy(name, value, parse));
}

/** As `readBy`, of a value that is there. */
export function parseBy<T>(name: InputName, value: string, parse: (value: string) => T): T {
  try {
    return parse(value);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new InputError(name, problem.replace(/^[a-z-]+: /, ''), { cause: error });
  }
}
