import { DeadlineError } from '../engine/deadline.ts';

/** The time was up before an interrupted release was at its end: it is taken up again by the same command. */
export class RecoveryTimeoutError extends DeadlineError {
  readonly code = 'RecoveryTimeout';
}
