import type { Clock } from './clock.ts';

/**
 * Does something when the time has come.
 *
 * @returns calls it off.
 */
export function startTimer(clock: Pick<Clock, 'sleep'>, durationMs: number, ring: () => void): () => void {
  const off = new AbortController();
  void clock.sleep(durationMs, off.signal).then(ring, () => undefined);
  // Without a reason an exception is made, with its stack, and for every request one that nobody reads.
  return () => off.abort('called off');
}
