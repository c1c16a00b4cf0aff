import { settleInterrupted } from '../../engine/interrupted.ts';
import type { Plan } from '../../engine/plan.ts';
import type { RunResult } from '../../engine/run.ts';
import { unwatched } from '../production-watch.ts';
import type { StrategyContext } from '../strategy.ts';
import { vipSwapPerformers } from './performers.ts';
import { isVipSwapStep } from './steps.ts';

/** Brings a swap to an end whose process was killed: undone, or its clean-up finished. */
export function settleVipSwap(
  { arm, clock, emit }: Pick<StrategyContext, 'arm' | 'clock' | 'emit'>,
  plan: Plan,
  startedStepIds: readonly string[],
  undoTimeoutMs: number,
): Promise<RunResult> {
  const steps = plan.steps.filter(isVipSwapStep);
  if (steps.length !== plan.steps.length) {
    throw new Error(
      `The interrupted plan "${plan.goal}" is not one of vip-swap, so it cannot be undone here.`,
    );
  }
  return settleInterrupted({
    plan: { ...plan, steps },
    startedStepIds,
    performerOf: vipSwapPerformers({ arm, watch: unwatched }),
    clock,
    undoTimeoutMs,
    emit,
  });
}
