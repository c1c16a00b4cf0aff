import type { Clock } from '../../clock.ts';
import { type BucketLimit, TokenBucket } from './token-bucket.ts';

/** What a request takes out of one bucket. */
export interface Demand {
  readonly limit: BucketLimit;
  /** Whose bucket: the subscription, or the id of a resource. */
  readonly scope: string;
  readonly tokens: number;
}

export type Taken =
  | {
      readonly kind: 'granted';
      /** What is left in each bucket, whole requests, in the order of the demands. */
      readonly left: readonly { readonly name: string; readonly left: number }[];
    }
  | {
      readonly kind: 'refused';
      readonly limit: BucketLimit;
      readonly retryAfterMs: number;
      /** How many have asked where `limit.capacity` were allowed. */
      readonly measured: number;
    };

/** A bucket as a test asks for it. */
export interface BucketLevel {
  readonly name: string;
  readonly scope: string;
  readonly capacity: number;
  /** At speed 1. */
  readonly refillPerMinute: number;
  readonly left: number;
  readonly lowest: number;
  /** How many requests were answered 429 for it. */
  readonly refused: number;
}

/** Every bucket of ARM and its providers that was ever asked. */
export class Throttling {
  readonly #clock: Pick<Clock, 'monotonicMs'>;
  readonly #speed: number;
  readonly #buckets = new Map<string, { readonly scope: string; readonly bucket: TokenBucket }>();

  constructor(clock: Pick<Clock, 'monotonicMs'>, speed: number) {
    this.#clock = clock;
    this.#speed = speed;
  }

  /** Takes all that is asked for, or nothing: a request that is refused costs nothing. */
  take(demands: readonly Demand[]): Taken {
    const nowMs = this.#clock.monotonicMs();
    for (const demand of demands) {
      const bucket = this.#bucket(demand, nowMs);
      const retryAfterMs = bucket.waitMs(demand.tokens, nowMs);
      if (retryAfterMs === 0) continue;
      bucket.refuse();
      const measured = demand.limit.capacity + bucket.refusedInARow;
      return { kind: 'refused', limit: demand.limit, retryAfterMs, measured };
    }
    const left = demands.map((demand) => {
      const bucket = this.#bucket(demand, nowMs);
      bucket.take(demand.tokens, nowMs);
      return { name: demand.limit.name, left: Math.floor(bucket.left(nowMs)) };
    });
    return { kind: 'granted', left };
  }

  levels(): readonly BucketLevel[] {
    const nowMs = this.#clock.monotonicMs();
    return Array.from(this.#buckets.values(), ({ scope, bucket }) => ({
      ...bucket.limit,
      scope,
      left: bucket.left(nowMs),
      lowest: bucket.lowest,
      refused: bucket.refused,
    }));
  }

  #bucket({ limit, scope }: Demand, nowMs: number): TokenBucket {
    const key = `${limit.name} ${scope.toLowerCase()}`;
    const known = this.#buckets.get(key)?.bucket;
    if (known !== undefined) return known;
    const bucket = new TokenBucket(limit, this.#speed, nowMs);
    this.#buckets.set(key, { scope, bucket });
    return bucket;
  }
}
