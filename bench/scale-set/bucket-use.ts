/** One rate limit bucket, as `GET /throttling` of the emulator tells of it. */
export interface BucketUse {
  readonly name: string;
  readonly scope: string;
  readonly capacity: number;
  /** The fewest tokens that were ever left. */
  readonly lowest: number;
  /** Requests that were answered 429 for it. */
  readonly refused: number;
}

/** 0 to 1: how much of it was in use at its worst moment. */
export function usedShare({ capacity, lowest }: BucketUse): number {
  return 1 - lowest / capacity;
}

/** Of each name the bucket that was used most, the most used first. */
export function mostUsed(buckets: readonly BucketUse[]): BucketUse[] {
  const byShare = buckets.toSorted((one, other) => usedShare(other) - usedShare(one));
  return byShare.filter(({ name }, index) => byShare.findIndex((each) => each.name === name) === index);
}

export function refusedBy(buckets: readonly BucketUse[]): number {
  return buckets.reduce((sum, { refused }) => sum + refused, 0);
}
