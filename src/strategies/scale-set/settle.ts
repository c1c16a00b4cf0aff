import { getScaleSet } from '../../azure/scale-sets.ts';
import { settleInterrupted } from '../../engine/interrupted.ts';
import type { RunResult } from '../../engine/run.ts';
import { LATE_WRITE_MS } from '../late-writes.ts';
import { unwatched } from '../production-watch.ts';
import type { StrategyContext } from '../strategy.ts';
import type { Unsettled } from '../unsettled.ts';
import { accessTo } from './access.ts';
import type { ExtensionSettings } from './payload.ts';
import { scaleSetPerformers } from './performers.ts';
import { giveUpLock } from './scale-set-record.ts';
import { isScaleSetStep, releaseIn } from './steps.ts';

/**
 * Brings a release to an end that was cancelled, or whose process was killed: taken back, or its clean-up finished. What takes
 * longer than `post` is given is left to `command: recover`, or `rollback`.
 *
 * @param previousSettings of an extension, which no saved state may hold.
 */
export async function settleScaleSet(
  { arm, clock, emit, lease }: Pick<StrategyContext, 'arm' | 'clock' | 'emit' | 'lease'>,
  { plan, startedStepIds, timeoutMs, undoTimeoutMs, mayHaveLateWrites }: Unsettled,
  previousSettings: ExtensionSettings | undefined,
): Promise<RunResult> {
  const steps = plan.steps.filter(isScaleSetStep);
  if (steps.length !== plan.steps.length) {
    throw new Error(
      `The interrupted plan "${plan.goal}" is not one of a scale set, so it cannot be undone here.`,
    );
  }
  const release = releaseIn({ ...plan, steps });
  const endsAtMs = clock.monotonicMs() + timeoutMs;
  const lateWritesUntilMs = clock.monotonicMs() + (mayHaveLateWrites ? LATE_WRITE_MS : 0);
  const { signal } = new AbortController();
  const scaleSet = await getScaleSet(arm, release.scaleSetId, signal);
  // A write on its way is seen only when it has arrived.
  await clock.sleep(lateWritesUntilMs - clock.monotonicMs(), signal);
  const result = await settleInterrupted({
    plan: { ...plan, steps },
    startedStepIds,
    performerOf: scaleSetPerformers({
      arm,
      emit,
      watch: unwatched,
      lease,
      release,
      terms: {
        health: { minHealthyTimeMs: 0, healthyDeadlineMs: 0 },
        maxUnhealthy: { kind: 'count', count: 0 },
        onUnhealthy: 'stop',
      },
      sources: previousSettings === undefined ? {} : { previous: previousSettings },
      access: accessTo({ arm }, scaleSet),
      endpointCheck: { connectTo: [], timeoutMs: 2_000 },
      before: [],
      lateWritesUntilMs,
      isLockNeeded: false,
      troubled: { unhealthy: new Map(), quarantined: new Set() },
    }),
    clock,
    timeoutMs: endsAtMs - clock.monotonicMs(),
    undoTimeoutMs,
    emit,
  });
  if (result.outcome === 'failed') {
    await giveUpLock({ arm, clock, lease }, release.scaleSetId, false, AbortSignal.any([]));
  }
  return result;
}
