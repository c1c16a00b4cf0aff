import type { InputName } from './definitions.ts';

/** An input cannot be acted on. Nothing has been sent. */
export class InputError extends Error {
  override readonly name = 'InputError';
  readonly code = 'InvalidInput';
  readonly input: InputName;

  /** `problem` names the value, unless it is a secret's, and what is allowed. */
  constructor(input: InputName, problem: string, options?: ErrorOptions) {
    super(`${input}: ${problem}`, options);
    this.input = input;
  }
}

export function misunderstood(input: InputName, value: string, allowed: string): InputError {
  return new InputError(input, `'${value}' is not understood. Allowed: ${allowed}.`);
}
