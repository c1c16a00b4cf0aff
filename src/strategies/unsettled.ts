import type { Interrupted } from '../engine/interrupted.ts';
import type { Step } from '../engine/plan.ts';
import type { RecordedDowntime } from '../record/last-run.ts';
import type { WatchOptions } from './production-watch.ts';
import type { StrategyContext } from './strategy.ts';

/** A plan whose process was cancelled or killed, for another process to settle. */
export interface Unsettled
  extends Pick<Interrupted<Step>, 'plan' | 'startedStepIds' | 'cause' | 'timeoutMs'> {
  /** Instances that it had begun to upgrade; none of a strategy that has no instances. */
  readonly begunIds: readonly string[];
  /** Whether a write of the interrupted process may still be on its way to ARM. */
  readonly mayHaveLateWrites: boolean;
  /** How production is asked where it seems to have moved. */
  readonly watch: WatchOptions;
  /** Of a plan that had reached its goal: how long production was away in it. Absent: nobody knows. */
  readonly downtime?: RecordedDowntime;
}

/** What is to stay as the interrupted process has left it. */
export type Left = Pick<Unsettled, 'plan' | 'startedStepIds' | 'mayHaveLateWrites'>;

export type SettleContext = Pick<StrategyContext, 'arm' | 'clock' | 'emit' | 'lease'>;
