/**
 * From `fromMs` on this share of what answers behind production, and no more, may be away at once, because a release works on it. 0:
 * nobody, 1: all.
 */
export interface ShareAway {
  /** On `Clock.monotonicMs`. */
  readonly fromMs: number;
  readonly share: number;
}

/** Of a release during which production is never away as a whole: how often it is told of an outage all the same. */
const FALSE_ALARM = 0.001;

/**
 * So many requests that fail one after the other are an outage; fewer may be chance, where a share of production is away and the
 * others answer. Each request is a connection of its own, which the load balancer sends to one of them whatever became of the one before:
 * n in a row fail by chance with `share ** n`, and among all requests of a release somewhere with `requestCount * share ** n` at most.
 * Where nobody is away a single failure needs another reason than chance, and where all are it is part of the outage.
 */
export function fewestFailures(share: number, requestCount: number): number {
  if (share <= 0 || share >= 1) {
    return 1;
  }
  return Math.max(1, Math.floor(Math.log(FALSE_ALARM / requestCount) / Math.log(share)) + 1);
}

/** The largest share that may have been away at some time from `fromMs` to `toMs`. @param shares in the order of time. */
export function largestShare(shares: readonly ShareAway[], fromMs: number, toMs: number): number {
  const first = shares.findLastIndex((each) => each.fromMs <= fromMs);
  return shares
    .slice(Math.max(0, first))
    .filter((each) => each.fromMs <= toMs)
    .reduce((largest, { share }) => Math.max(largest, share), 0);
}
