import type { ExpectedDuration } from '../../../engine/plan.ts';
import type { Payload } from '../payload/payload.ts';

/**
 * Seconds of one upgrade, from public recordings of ARM traffic (2016 to 2023). No recording upgrades an image by
 * `manualupgrade` as such: what it does to a machine is a reimage, of which there are 15 of sets (median 70) and 10 of
 * single instances (p90 124).
 */
const UPGRADE = {
  image: {
    median: 70,
    p90: 124,
    basis: 'an upgrade of an image lasts as long as a recorded reimage (n = 25)',
  },
  extension: {
    median: 20,
    p90: 89,
    basis: 'an upgrade of an extension lasts as long as a recorded manualupgrade of two instances (n = 126)',
  },
} as const;

export interface BatchedRelease {
  readonly payload: Payload['kind'];
  readonly batches: number;
  readonly minHealthyTimeMs: number;
  readonly pauseBetweenBatchesMs: number;
}

/** From the first upgrade to the last instance that was found healthy. */
export function expectedDuration(release: BatchedRelease): ExpectedDuration {
  const { payload, batches } = release;
  const { median, p90, basis } = UPGRADE[payload];
  const waitedSeconds = waitedMs(release) / 1000;
  return {
    medianSeconds: batches * median + waitedSeconds,
    p90Seconds: batches * p90 + waitedSeconds,
    basis:
      `${batches} ${batches === 1 ? 'batch' : 'batches'}; ${basis}, by recorded durations of ARM (2016 to 2023); no recording ` +
      'upgrades more than two instances in one call, and the time that an application takes to get healthy is not in it',
  };
}

/** Of instances that have the payload already, and are to be seen good. */
export function checkDuration({
  minHealthyTimeMs,
}: Pick<BatchedRelease, 'minHealthyTimeMs'>): ExpectedDuration {
  const seconds = minHealthyTimeMs / 1000;
  return {
    medianSeconds: seconds,
    p90Seconds: seconds,
    basis:
      'nobody is upgraded: min-healthy-time alone; the time that an application takes to get healthy is not in it',
  };
}

/** What was asked to be waited, however fast Azure is: the good health of each batch, and the pauses between them. */
export function waitedMs({
  batches,
  minHealthyTimeMs,
  pauseBetweenBatchesMs,
}: Omit<BatchedRelease, 'payload'>): number {
  return batches * minHealthyTimeMs + Math.max(0, batches - 1) * pauseBetweenBatchesMs;
}
