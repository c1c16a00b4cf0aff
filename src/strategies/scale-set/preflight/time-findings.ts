import type { StrategyContext } from '../../strategy.ts';
import type { ScaleSetGoal } from '../goal.ts';
import { waitedMs } from '../plan/expected-duration.ts';
import type { PlannedSteps } from '../plan/plan-release.ts';

export interface TimeFindings {
  readonly refusals: readonly string[];
  readonly hazards: readonly string[];
}

const nothing: TimeFindings = { refusals: [], hazards: [] };

/**
 * Whether a release comes to its end before the time of the run is up, when everything is broken off. The waits that were asked
 * for last as long as they say; the rest is what was recorded, which nobody knows of this scale set.
 */
export function timeFindings(
  { clock, endsAtMs }: Pick<StrategyContext, 'clock' | 'endsAtMs'>,
  { health }: Pick<ScaleSetGoal, 'health'>,
  { steps, expectedDuration }: Pick<PlannedSteps, 'steps' | 'expectedDuration'>,
): TimeFindings {
  if (expectedDuration === undefined) {
    return nothing;
  }
  const leftMs = endsAtMs - clock.monotonicMs();
  const upgrade = steps.find((step) => step.kind === 'upgrade-outdated');
  const batches = upgrade === undefined ? 1 : upgrade.plannedBatches.length;
  const leastMs = waitedMs({
    batches,
    minHealthyTimeMs: health.minHealthyTimeMs,
    pauseBetweenBatchesMs: upgrade?.pauseBetweenBatchesMs ?? 0,
  });
  const medianMs = expectedDuration.medianSeconds * 1000;
  const remedy =
    upgrade === undefined
      ? 'Set a longer timeout, or a shorter min-healthy-time.'
      : 'Set a longer timeout, a larger batch-size, or a shorter pause-between-batches or min-healthy-time.';
  if (leastMs > leftMs) {
    return {
      refusals: [
        `The release cannot end in time: ${upgrade === undefined ? 'min-healthy-time alone lasts' : `the min-healthy-time of ${counted(batches)} and the pauses between them alone last`} ` +
          `${timeText(leastMs)}, and timeout leaves ${timeText(leftMs)} for everything. ${remedy}`,
      ],
      hazards: [],
    };
  }
  return medianMs > leftMs
    ? {
        refusals: [],
        hazards: [
          `The release is expected to last ${timeText(medianMs)}, and timeout leaves ${timeText(leftMs)}: when that is up it is broken off, and ` +
            `on-failure decides what becomes of what was upgraded by then. ${remedy}`,
        ],
      }
    : nothing;
}

function counted(batches: number): string {
  return batches === 1 ? 'the batch' : `${batches} batches`;
}

function timeText(durationMs: number): string {
  const seconds = Math.max(0, Math.round(durationMs / 1000));
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 6) / 10} min`;
}
