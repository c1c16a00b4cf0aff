import { setTimeout as timeout } from 'node:timers/promises';

/** Time as the emulator sees it: taken from outside, so that thousands of schedules run without waiting. */
export interface Clock {
  /** CLOCK_MONOTONIC milliseconds on the machine's own clock, the same axis in every process of one machine. */
  monotonicMs(): number;
  /** Milliseconds since the epoch: for dates and token lifetimes. */
  epochMs(): number;
  sleep(durationMs: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  monotonicMs: () => Number(process.hrtime.bigint()) / 1e6,
  epochMs: () => Date.now(),
  sleep: (durationMs, signal) =>
    timeout(Math.max(0, durationMs), undefined, signal === undefined ? {} : { signal }),
};
