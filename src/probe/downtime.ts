import type { ProbeSample } from './probe-events.ts';

/**
 * A time without service as users felt it: from the completion of the last good answer before it to the completion of
 * the first good answer after it, with at least one failed request between the two.
 */
export interface Outage {
  readonly fromMs: number;
  /** Absent while no good answer has come since. */
  readonly toMs?: number;
  readonly failedCount: number;
}

export interface Downtime {
  readonly sampleCount: number;
  readonly outages: readonly Outage[];
  readonly longestMs: number;
  readonly totalMs: number;
  readonly failedCount: number;
  /** Good answers that were slower than the slow threshold, late answers to requests begun in an outage included. */
  readonly slowCount: number;
  /** What the numbers are good to: the larger of the interval and the worst scheduling delay seen. */
  readonly resolutionMs: number;
  /** By the version marker, where one is configured. */
  readonly lastAnswerFromOldAtMs?: number;
  readonly firstAnswerFromNewAtMs?: number;
}

export interface DowntimeOptions {
  readonly intervalMs: number;
  /** A good answer slower than this is counted as slow. */
  readonly slowAfterMs: number;
}

export type MeasureDowntime = (samples: readonly ProbeSample[], options: DowntimeOptions) => Downtime;
