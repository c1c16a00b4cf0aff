import type { ProbeSettings } from '../production-watch.ts';
import type { StrategyContext } from '../strategy.ts';
import type { SwapEnvironment } from './environment.ts';
import type { VipSwapGoal } from './goal.ts';

export interface VipSwapOptions {
  readonly goal: VipSwapGoal;
  readonly probe: ProbeSettings;
  /** `probe: off`: production is not asked; the target still is. */
  readonly isProbeOn: boolean;
  readonly verifyTimeoutMs: number;
}

/** One swap: what was asked for, Azure as it was found, and what it may use. */
export interface Swap {
  readonly context: StrategyContext;
  readonly options: VipSwapOptions;
  readonly environment: SwapEnvironment;
}
