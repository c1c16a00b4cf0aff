import type { Clock } from '../../engine/clock.ts';
import { timeLimitOf } from '../../engine/time-limit.ts';
import { readErrorBody } from './arm-error.ts';
import type { ArmEvent } from './arm-events.ts';
import { type ArmAnswer, type ArmRequest, pathOf } from './arm-transport.ts';
import { LONGEST_BACKOFF_MS } from './retry.ts';

/** Whoever reads the log of a run wonders after less than that why nothing happens. */
const LONG_MS = 30_000;

interface Waiting {
  readonly clock: Clock;
  readonly emit: (event: ArmEvent) => void;
}

/** A request, and the answer by which ARM wants to be left alone with it. */
export interface PutOff extends Pick<ArmRequest, 'method' | 'url'> {
  readonly answer: ArmAnswer;
  readonly waitMs: number;
}

/**
 * Waits for as long as ARM wants to be left alone. To wait for what comes after the end of the time helps nobody, and nothing else is
 * asked meanwhile: then it is given up at once, as it would be at that end.
 *
 * @throws what the signal would abort with.
 */
export async function leaveAlone(
  { clock, emit }: Waiting,
  putOff: PutOff,
  signal: AbortSignal,
): Promise<void> {
  const { waitMs } = putOff;
  const limit = timeLimitOf(signal);
  const leftMs = limit?.leftMs();
  const isInVain = leftMs !== undefined && waitMs > LONGEST_BACKOFF_MS && waitMs > leftMs && !signal.aborted;
  if (isInVain || waitMs >= LONG_MS) {
    emit(waitEvent(putOff, clock.monotonicMs(), leftMs, isInVain));
  }
  if (limit !== undefined && isInVain) {
    throw limit.reasonBefore(inVainText(putOff, leftMs));
  }
  await clock.sleep(waitMs, signal);
}

/** Asking again after that is no flood, and an operation that runs may end before ARM wants to be asked. */
const LONGEST_UNASKED_MS = 60_000;

/** Waits before an operation that runs is asked about again: where ARM's word goes past the end of the time, it is asked before that. */
export async function leaveRunning(
  { clock, emit }: Waiting,
  putOff: PutOff,
  signal: AbortSignal,
): Promise<void> {
  const limit = timeLimitOf(signal);
  const leftMs = limit?.leftMs();
  const isPast = leftMs !== undefined && putOff.waitMs > leftMs;
  const waitMs = isPast ? Math.min(putOff.waitMs, LONGEST_UNASKED_MS) : putOff.waitMs;
  if (waitMs >= LONG_MS && !isPast) {
    emit(waitEvent(putOff, clock.monotonicMs(), leftMs, false));
  }
  await clock.sleep(waitMs, signal);
}

function waitEvent(
  { method, url, answer, waitMs }: PutOff,
  atMs: number,
  leftMs: number | undefined,
  isInVain: boolean,
): ArmEvent {
  return {
    type: 'arm-wait',
    atMs,
    method,
    path: pathOf(url),
    because: becauseOf(answer),
    waitMs,
    ...(leftMs === undefined ? {} : { leftMs }),
    isInVain,
  };
}

function inVainText({ method, url, answer, waitMs }: PutOff, leftMs = 0): string {
  return (
    `ARM wants to be left alone with ${method} ${pathOf(url)} for ${secondsText(waitMs)} (${becauseOf(answer)}), and ${secondsText(leftMs)} ` +
    'are left, so it is not waited for'
  );
}

/** `429 TooManyRequests` */
function becauseOf({ status, body }: ArmAnswer): string {
  return status < 400 ? String(status) : `${status} ${readErrorBody(body, status).code}`;
}

function secondsText(durationMs: number): string {
  return `${Math.round(durationMs / 1000)} s`;
}
