import { LastingError } from '../../engine/hand-over.ts';

/** The model of a scale set has what somebody else has put there, and the release neither writes over it nor goes past it. */
export class ForeignModelError extends LastingError {
  override readonly name = 'ForeignModelError';
  readonly code = 'ForeignChange';
}
