import { isJsonObject, type JsonObject } from '../strategies/json-object.ts';
import { type InputDefinition, type InputName, inputDefinitions } from './definitions.ts';
import { InputError } from './input-error.ts';

/** Reads a JSON object. What is wrong with a secret is told by its place, never by its text. */
export function parseJsonObject(name: InputName, value: string): JsonObject {
  const parsed = parseJson(name, value);
  if (!isJsonObject(parsed)) {
    throw notAnObject(name, value, '');
  }
  return parsed;
}

/** A shorter one is a part of many numbers, and everybody would know what was hidden there. */
const SHORTEST_NUMBER = 4;

/**
 * Every string that a JSON object or array has in it, at any depth, and every number of four characters or more, as JSON writes it; of
 * any other text, the text.
 */
export function textsOf(text: string): string[] {
  const parsed = tryJson(text);
  return typeof parsed === 'object' && parsed !== null ? textsIn(parsed) : [text];
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number') return [String(value)].filter(({ length }) => length >= SHORTEST_NUMBER);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

function parseJson(name: InputName, value: string): unknown {
  try {
    return JSON.parse(value);
  } catch (error) {
    // The engine's own message quotes the text around the mistake.
    const place = /\bline \d+ column \d+\b/.exec(String(error))?.[0];
    throw notAnObject(name, value, place === undefined ? '' : `, by its ${place}`);
  }
}

function notAnObject(name: InputName, value: string, place: string): InputError {
  const { secret }: InputDefinition = inputDefinitions[name];
  const what = secret === 'json' ? 'the value, which is a secret and not shown,' : `'${value}'`;
  return new InputError(
    name,
    `${what} is not understood${place}. Allowed: a JSON object ({"timestamp": 1}).`,
  );
}
