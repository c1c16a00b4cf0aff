import type { Clock } from '../engine/clock.ts';
import { startTimer } from '../engine/timer.ts';

/** `post` has no more time than that. A write that is on its way then is carried out all the same. */
const LONGEST_GOODBYE_MS = 15_000;

/**
 * The last thing that a process does: it gives its lock up. Where that cannot be done in time, the lock ends by itself.
 *
 * @param signal aborts where there is no time even for this.
 */
export async function withinGoodbye(
  clock: Clock,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const inTime = new AbortController();
  // Not by a deadline, after which the answer to a write is waited for.
  const callOff = startTimer(clock, LONGEST_GOODBYE_MS, () => inTime.abort());
  try {
    await work(AbortSignal.any([signal, inTime.signal]));
  } catch {
    // Who is gone can tell nobody, and the lock has an end of its own.
  } finally {
    callOff();
  }
}
