/** A duration that is known between two bounds only. */
export interface Bracket {
  /** The middle: as often too large as too small, where either bound would be wrong the same way every time. */
  readonly downMs: number;
  /** Half of the width: the truth is no further from the middle than this. */
  readonly uncertaintyMs: number;
}

/**
 * How long production was down in an outage that is over. At most for the gap between the good answers around it, because they
 * were served; at least from the sending of the first request that failed to the sending of the last one, because they
 * were not. When a failure came back says nothing: one that was refused took a millisecond, one that was swallowed the
 * timeout. Both bounds are durations between like moments, so a latency that all requests share is in neither.
 *
 * @param failedSentAtMs of the failed requests in the gap, in any order. Where latencies vary they may span more than it.
 */
export function bracketOf(gapMs: number, failedSentAtMs: readonly number[]): Bracket {
  const firstMs = failedSentAtMs.reduce((first, at) => Math.min(first, at), Infinity);
  const lastMs = failedSentAtMs.reduce((last, at) => Math.max(last, at), -Infinity);
  const atLeastMs = Math.min(gapMs, Math.max(0, lastMs - firstMs));
  return { downMs: (gapMs + atLeastMs) / 2, uncertaintyMs: (gapMs - atLeastMs) / 2 };
}
