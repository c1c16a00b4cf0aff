import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startSchedule } from '../../src/probe/schedule.ts';

describe('startSchedule', () => {
  /** Apart from the timers, so that a thread that stands still can be told as a clock that runs on without them. */
  let nowMs = 0;
  const now = () => nowMs;

  beforeEach(() => {
    nowMs = 1000.25;
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  function run(durationMs: number): void {
    for (let elapsedMs = 0; elapsedMs < durationMs; elapsedMs += 1) {
      nowMs += 1;
      vi.advanceTimersByTime(1);
    }
  }

  it('is due at once and then on the grid, without drift', () => {
    const due: number[] = [];
    const stop = startSchedule(250, now, (dueAtMs) => due.push(dueAtMs));
    run(100_000);
    stop();
    expect(due).toEqual(Array.from({ length: 401 }, (_, tick) => 1000.25 + tick * 250));
  });

  it('serves the oldest missed tick after a stall, so that its delay tells of it, and goes on with the grid', () => {
    const served: { readonly dueAtMs: number; readonly delayMs: number }[] = [];
    const stop = startSchedule(250, now, (dueAtMs) => served.push({ dueAtMs, delayMs: nowMs - dueAtMs }));
    nowMs += 1100;
    run(600);
    stop();
    expect(served.map(({ dueAtMs }) => dueAtMs - 1000.25)).toEqual([0, 250, 1500]);
    expect(served[1]?.delayMs).toBeGreaterThanOrEqual(850);
    expect(served[2]?.delayMs).toBeLessThan(250);
  });

  it('never asks a timer for less than no time, however long serving a tick lasts', () => {
    const setTimer = vi.spyOn(globalThis, 'setTimeout');
    const stop = startSchedule(250, now, () => {
      nowMs += 700;
    });
    run(1);
    stop();
    const delaysMs = setTimer.mock.calls.map(([, delayMs]) => delayMs);
    setTimer.mockRestore();
    expect(delaysMs.length).toBeGreaterThan(1);
    expect(new Set(delaysMs)).toEqual(new Set([0]));
  });

  it('ends when it is stopped', () => {
    let count = 0;
    const stop = startSchedule(250, now, () => {
      count += 1;
    });
    run(300);
    stop();
    run(1000);
    expect(count).toBe(2);
    expect(vi.getTimerCount()).toBe(0);
  });
});
