import type { WatchOptions } from '../production-watch.ts';
import type { StrategyContext } from '../strategy.ts';
import type { SwapEnvironment } from './environment.ts';
import type { VipSwapGoal } from './goal.ts';
import type { PlannedRecord } from './plan.ts';

/** With `probe: off` production is not asked; the target still is. */
export interface VipSwapOptions extends WatchOptions {
  readonly goal: VipSwapGoal;
  readonly record: PlannedRecord;
}

/** What of it is in the plan. */
export type PlannedSwap = Pick<VipSwapOptions, 'goal' | 'record' | 'isProbeOn'>;

/** One swap: what was asked for, Azure as it was found, and what it may use. */
export interface Swap {
  readonly context: StrategyContext;
  readonly options: VipSwapOptions;
  readonly environment: SwapEnvironment;
}
