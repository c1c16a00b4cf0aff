import { ProblemsError } from '../engine/failure.ts';

/** A release is refused before any write: everything is as it was. The message says why, and what would make it possible. */
export class RefusedError extends ProblemsError {
  override readonly name = 'RefusedError';
  readonly code = 'Refused';

  constructor(problems: string | readonly string[], options?: ErrorOptions) {
    super(typeof problems === 'string' ? [problems] : problems, options);
  }
}
