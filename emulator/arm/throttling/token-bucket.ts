/** How many requests a bucket holds, and how fast they come back, at speed 1. */
export interface BucketLimit {
  readonly name: string;
  readonly capacity: number;
  readonly refillPerMinute: number;
}

/** Tokens that come back evenly, up to the capacity. Times only move forward. */
export class TokenBucket {
  readonly limit: BucketLimit;
  readonly #refillPerMs: number;
  #tokens: number;
  #asOfMs: number;
  #lowest: number;
  #refused = 0;
  #refusedInARow = 0;

  constructor(limit: BucketLimit, speed: number, nowMs: number) {
    this.limit = limit;
    // What lasts is divided by the speed, the waiting for a token as well: else a fast emulator would throttle more.
    this.#refillPerMs = (limit.refillPerMinute / 60_000) * speed;
    this.#tokens = limit.capacity;
    this.#lowest = limit.capacity;
    this.#asOfMs = nowMs;
  }

  /** The fewest that were ever left. */
  get lowest(): number {
    return this.#lowest;
  }

  /** How many requests found too few. */
  get refused(): number {
    return this.#refused;
  }

  /** How many requests found too few since the last one that did not. */
  get refusedInARow(): number {
    return this.#refusedInARow;
  }

  left(nowMs: number): number {
    const refilled = Math.max(0, nowMs - this.#asOfMs) * this.#refillPerMs;
    return Math.min(this.limit.capacity, this.#tokens + refilled);
  }

  /** How long until so many are there; 0 where they are. More than the capacity is taken as a full bucket. */
  waitMs(tokens: number, nowMs: number): number {
    const missing = Math.min(tokens, this.limit.capacity) - this.left(nowMs);
    return missing <= 0 ? 0 : missing / this.#refillPerMs;
  }

  take(tokens: number, nowMs: number): void {
    this.#tokens = Math.max(0, this.left(nowMs) - tokens);
    this.#asOfMs = Math.max(this.#asOfMs, nowMs);
    this.#lowest = Math.min(this.#lowest, this.#tokens);
    this.#refusedInARow = 0;
  }

  refuse(): void {
    this.#refused += 1;
    this.#refusedInARow += 1;
  }
}
