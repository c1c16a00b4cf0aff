import type { InstanceCount } from '../strategies/scale-set/goal.ts';
import type { InputName } from './definitions.ts';
import { InputError, misunderstood } from './input-error.ts';
import type { ReadInput } from './read.ts';

const wholeNumber = /^\d{1,9}$/;

/** Reads a whole number in a range. */
export function parseWithin(name: InputName, value: string, least: number, most: number): number {
  const allowed = `a whole number from ${least} to ${most}`;
  if (!wholeNumber.test(value)) {
    throw misunderstood(name, value, allowed);
  }
  const number = Number(value);
  if (number < least || number > most) {
    throw new InputError(name, `'${value}' is out of range. Allowed: ${allowed}.`);
  }
  return number;
}

/** A uniform scale set has at most so many instances. */
const MOST_INSTANCES = 1000;

/** Reads `5` as a count, and `20%` as a share of them. */
export function readInstanceCount(read: ReadInput, name: InputName, least: 0 | 1): InstanceCount {
  const value = read(name);
  const { digits, sign } = /^(?<digits>\d{1,9})(?<sign>%?)$/.exec(value)?.groups ?? {};
  const allowed = `a number of instances from ${least} to ${MOST_INSTANCES}, or a percentage from ${least}% to 100%`;
  if (digits === undefined) {
    throw misunderstood(name, value, allowed);
  }
  const number = Number(digits);
  if (number < least || number > (sign === '%' ? 100 : MOST_INSTANCES)) {
    throw new InputError(name, `'${value}' is out of range. Allowed: ${allowed}.`);
  }
  return sign === '%' ? { kind: 'percent', percent: number } : { kind: 'count', count: number };
}
