import type { Clock } from './clock.ts';

/** A wait came to the end of its time. The message says what was waited for. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
}

export interface Deadline {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  /** Completes the sentence `Gave up after 90 s waiting for ...`. */
  readonly subject: string;
  /** What the signal aborts with. Absent: a DeadlineError. */
  readonly reasonOf?: (message: string) => Error;
}

/** Runs `work` with a signal that aborts when the caller's does, or with a DeadlineError when the time is up. */
export async function withDeadline<T>(
  { clock, signal, timeoutMs, subject, reasonOf = (message) => new DeadlineError(message) }: Deadline,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const expiry = new AbortController();
  const finished = new AbortController();
  const timer = clock.sleep(timeoutMs, finished.signal).then(
    () =>
      expiry.abort(reasonOf(`Gave up after ${Math.round(timeoutMs / 100) / 10} s waiting for ${subject}.`)),
    () => undefined,
  );
  try {
    return await work(AbortSignal.any([signal, expiry.signal]));
  } finally {
    finished.abort();
    await timer;
  }
}
