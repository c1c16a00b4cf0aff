import type { Clock } from './clock.ts';
import { setTimeLimit } from './time-limit.ts';

/** A wait came to the end of its time. The message says what was waited for, and in what state things are where no undoing tells. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';

  /** The same error with another sentence, and of the same kind, by which its reader knows whose time was up. */
  adding(sentence: string): DeadlineError {
    return new (this.constructor as typeof DeadlineError)(`${this.message} ${sentence}`, { cause: this });
  }
}

export interface Deadline {
  readonly clock: Pick<Clock, 'sleep' | 'monotonicMs'>;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  /** Completes the sentence `Gave up after 90 s waiting for ...`. A function is asked when the time is up. */
  readonly subject: string | (() => string);
  /** What the whole run was given, where `timeoutMs` is what is left of it: the figure that the user knows. */
  readonly wholeTimeoutMs?: number | undefined;
  /** What the signal aborts with. Absent: a DeadlineError. */
  readonly reasonOf?: (message: string) => Error;
}

/** Runs `work` with a signal that aborts when the caller's does, or with a DeadlineError when the time is up. */
export async function withDeadline<T>(
  deadline: Deadline,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { clock, signal, timeoutMs, reasonOf = (message: string) => new DeadlineError(message) } = deadline;
  const expiry = new AbortController();
  const finished = new AbortController();
  const timer = clock.sleep(timeoutMs, finished.signal).then(
    () => expiry.abort(reasonOf(gaveUp(deadline))),
    () => undefined,
  );
  try {
    return await work(limited(deadline, AbortSignal.any([signal, expiry.signal])));
  } finally {
    // Without a reason an exception is made, with its stack, that nobody reads.
    finished.abort('finished');
    await timer;
  }
}

/** Whoever would have to wait for longer than the time that is left is told by the signal how long that is. */
function limited({ clock, signal, timeoutMs, subject, reasonOf }: Deadline, both: AbortSignal): AbortSignal {
  const endsAtMs = clock.monotonicMs() + timeoutMs;
  setTimeLimit(both, signal, {
    leftMs: () => endsAtMs - clock.monotonicMs(),
    reasonBefore(why) {
      const message = `Gave up waiting for ${textOf(subject)}: ${why}.`;
      return reasonOf === undefined ? new DeadlineError(message) : reasonOf(message);
    },
  });
  return both;
}

function textOf(subject: Deadline['subject']): string {
  return typeof subject === 'string' ? subject : subject();
}

function gaveUp({ timeoutMs, wholeTimeoutMs = timeoutMs, subject }: Deadline): string {
  const left = secondsText(timeoutMs);
  const whole = secondsText(wholeTimeoutMs);
  const after = left === whole ? left : `${whole}, of which ${left} were left for it,`;
  return `Gave up after ${after} waiting for ${textOf(subject)}.`;
}

function secondsText(durationMs: number): string {
  return `${Math.round(durationMs / 100) / 10} s`;
}
