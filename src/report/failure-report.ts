import type { Failure } from '../engine/events.ts';

export interface FailureReport {
  readonly message: string;
  /** The failing side's own code, where it gave one. */
  readonly code: string | null;
  /** Each by itself, where the message tells of several. */
  readonly problems?: readonly string[];
}

export function toFailureReport({ message, code, problems = [] }: Failure): FailureReport {
  return { message, code: code ?? null, ...(problems.length < 2 ? {} : { problems }) };
}

/** Plain text that ends a sentence. The code is what people search for; ARM repeats it in some messages, and not in others. */
export function failureText({ message, code }: FailureReport): string {
  const text = code === null || message.includes(code) ? message : `${code}: ${message}`;
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** Somebody ended the run: there is no cause to be removed. */
export function isInterruption(failure: FailureReport | null): boolean {
  return failure?.code === 'Cancelled' || failure?.code === 'Interrupted';
}
