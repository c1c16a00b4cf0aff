import type { Journal } from '../../../record/journal.ts';
import type { Lock } from '../../../record/lock.ts';
import type { RecoverTo } from '../../strategy.ts';
import type { Traces } from '../performers.ts';
import type { PlannedRelease } from '../plan/steps.ts';

/** The interrupted run, as it was when the recovery began. */
export interface SeenRun {
  readonly release: PlannedRelease;
  readonly recoverTo: RecoverTo;
  readonly journal: Journal;
  /** The one that was there: any other is new. */
  readonly lock: Lock | undefined;
  /** What it may have left in Azure. */
  readonly traces: Traces;
}
