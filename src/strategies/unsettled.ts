import type { Interrupted } from '../engine/interrupted.ts';
import type { Step } from '../engine/plan.ts';

/** A plan whose process was cancelled or killed, for another process to settle. */
export interface Unsettled
  extends Pick<Interrupted<Step>, 'plan' | 'startedStepIds' | 'timeoutMs' | 'undoTimeoutMs'> {
  /** Whether a write of the interrupted process may still be on its way to ARM. */
  readonly mayHaveLateWrites: boolean;
}
