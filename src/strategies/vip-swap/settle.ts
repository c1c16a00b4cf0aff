import { settleInterrupted } from '../../engine/interrupted.ts';
import type { RunResult } from '../../engine/run.ts';
import { LATE_WRITE_MS } from '../late-writes.ts';
import { unwatched } from '../production-watch.ts';
import type { StrategyContext } from '../strategy.ts';
import type { Unsettled } from '../unsettled.ts';
import { vipSwapPerformers } from './performers.ts';
import { giveUpLock } from './release-lock.ts';
import { isVipSwapStep, journalIn } from './steps.ts';

/** Brings a swap to an end that was cancelled, or whose process was killed: undone, or its clean-up finished. */
export async function settleVipSwap(
  { arm, clock, emit, lease }: Pick<StrategyContext, 'arm' | 'clock' | 'emit' | 'lease'>,
  { plan, startedStepIds, timeoutMs, undoTimeoutMs, mayHaveLateWrites }: Unsettled,
): Promise<RunResult> {
  const steps = plan.steps.filter(isVipSwapStep);
  if (steps.length !== plan.steps.length) {
    throw new Error(
      `The interrupted plan "${plan.goal}" is not one of vip-swap, so it cannot be undone here.`,
    );
  }
  const journal = journalIn({ ...plan, steps });
  const endsAtMs = clock.monotonicMs() + timeoutMs;
  const settle = (tell: typeof emit) =>
    settleInterrupted({
      plan: { ...plan, steps },
      startedStepIds,
      performerOf: vipSwapPerformers({
        arm,
        watch: unwatched,
        lease,
        journal,
        ...(mayHaveLateWrites ? { lateWritesUntilMs } : {}),
      }),
      clock,
      timeoutMs: endsAtMs - clock.monotonicMs(),
      undoTimeoutMs,
      emit: tell,
    });
  const lateWritesUntilMs = clock.monotonicMs() + LATE_WRITE_MS;
  const first = await settle(emit);
  // A write that arrived late has changed what was undone before it. None can arrive any more, and the plan is the same.
  const isWorthAnother =
    mayHaveLateWrites && first.outcome === 'failed' && clock.monotonicMs() + LATE_WRITE_MS < endsAtMs;
  const result = isWorthAnother
    ? await settle((event) => (event.type === 'plan-started' ? undefined : emit(event)))
    : first;
  if (result.outcome === 'failed') {
    await giveUpLock({ arm, clock, lease }, journal, AbortSignal.any([]));
  }
  return result;
}
