import { DeadlineError } from './deadline.ts';

/**
 * The time of a process that undoes or settles is up, and it comes to its end: no answer is waited for any more, as after a
 * deadline that is followed by an undoing.
 */
export class HandOverError extends Error {
  override readonly name = 'HandOverError';
  readonly code = 'HandOver';

  constructor() {
    super('The time of this process was up before it was done: "command: recover" goes on.');
  }
}

/** The undoing of one step has had its share of the time: those that come after it need the rest. */
export class UndoTimeoutError extends DeadlineError {
  readonly code = 'UndoTimeout';
}

/** Whether something was not undone for want of time: nobody of this run goes on with it. */
export function isHandedOver({ undoErrors }: { readonly undoErrors: readonly unknown[] }): boolean {
  return undoErrors.some((error) => error instanceof HandOverError || error instanceof UndoTimeoutError);
}
