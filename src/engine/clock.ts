import { setTimeout as timeout } from 'node:timers/promises';

/**
 * Time as the engine sees it. Everything that waits takes a clock, so that a forty-minute release is tested in
 * milliseconds.
 */
export interface Clock {
  /** Milliseconds on a clock that never goes back. Only differences mean anything. */
  monotonicMs(): number;
  /** Milliseconds since the epoch: for what a person reads, never for arithmetic on durations. */
  epochMs(): number;
  /** Resolves after `durationMs`; rejects with the signal's reason as soon as the signal aborts. */
  sleep(durationMs: number, signal?: AbortSignal): Promise<void>;
}

/** Node takes any longer time for 1 ms: a `Retry-After` of a month would be a flood of requests. No job lasts as long. */
const LONGEST_TIMER_MS = 2_147_483_647;

/**
 * The machine's own clocks. `monotonicMs` is CLOCK_MONOTONIC, which every thread and process of one machine shares:
 * the prober's samples, taken in a worker thread, lie on the same axis as the ARM operations.
 */
export const systemClock: Clock = {
  monotonicMs: () => Number(process.hrtime.bigint()) / 1e6,
  epochMs: () => Date.now(),
  sleep: async (durationMs, signal) => {
    try {
      await timeout(
        Math.min(Math.max(0, durationMs), LONGEST_TIMER_MS),
        undefined,
        signal === undefined ? {} : { signal },
      );
    } catch (error) {
      throw signal?.aborted ? signal.reason : error;
    }
  },
};
