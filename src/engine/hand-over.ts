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

/** What is in the way stays there until a person has looked at it: to undo a step once more would end no better. */
export class LastingError extends Error {
  override readonly name: string = 'LastingError';
}

/** Whether something was not undone for want of time, or will not be undone by another try: nobody of this run goes on with it. */
export function isHandedOver({ undoErrors }: { readonly undoErrors: readonly unknown[] }): boolean {
  return undoErrors.some(
    (error) =>
      error instanceof HandOverError || error instanceof UndoTimeoutError || error instanceof LastingError,
  );
}
