import type { Clock } from '../../engine/clock.ts';
import { DeadlineError, withDeadline } from '../../engine/deadline.ts';
import { timeLimitOf } from '../../engine/time-limit.ts';
import {
  ArmError,
  ArmOperationTimeoutError,
  NoAnswerError,
  readErrorBody,
  UncertainWriteError,
} from './arm-error.ts';
import type { ArmEvent } from './arm-events.ts';
import { type ArmAnswer, type ArmRequest, type ArmTransport, pathOf } from './arm-transport.ts';
import { namingCall } from './deadline-of-call.ts';
import { leaveAlone, type PutOff } from './leave-alone.ts';
import { awaitOperation, type PacedWrite, type Patience, type PollPace } from './long-running.ts';
import {
  backoffMs,
  LONGEST_TOLD_IN_WINDOW_MS,
  type Meaning,
  mayBeEndOfOperation,
  meaningOf,
  type Restraint,
  retryAfterMs,
} from './retry.ts';
import { NoTokenError } from './sign-in.ts';

export interface ArmWrite {
  readonly method: 'PUT' | 'PATCH' | 'POST' | 'DELETE';
  /** Resource id, or the path of an action. */
  readonly path: string;
  readonly apiVersion: string;
  readonly body?: unknown;
  /** ETag that the resource must still have; ARM answers 412 otherwise. */
  readonly ifMatch?: string | undefined;
  /** Absent: by who sends it, `tight` in the window (`inWindow`), else `as-told`. */
  readonly pace?: PollPace;
  /** For its long-running operation, from acceptance to end. Absent: longer than any that was recorded. */
  readonly timeoutMs?: number;
  /**
   * What is done where ARM would carry it out later: it is throttled, or another operation is in the way. Absent: it is sent
   * again for as long as that is worth it. `tell`: that is a refusal, for a caller who has other things to do meanwhile.
   */
  readonly whenBusy?: 'tell';
  /** Whether the resource, as a GET prints it, is what the write is to make of it: done, and not by somebody else. */
  readonly isDone?: (resource: unknown) => boolean;
}

/** Azure Resource Manager, as raw JSON. The one layer that retries, by what an answer means. */
export interface Arm {
  /**
   * @param patience Absent: `long`.
   * @throws ArmError when ARM refuses; NoAnswerError when it stays silent for as long as retries are worth it.
   */
  get(
    path: string,
    apiVersion: string,
    signal: AbortSignal,
    query?: Readonly<Record<string, string>>,
    patience?: ReadPatience,
  ): Promise<unknown>;
  /** The `value` of every page. A query is part of the first request: ARM carries it on in its links to the next page. */
  list(
    path: string,
    apiVersion: string,
    signal: AbortSignal,
    query?: Readonly<Record<string, string>>,
    patience?: ReadPatience,
  ): Promise<unknown[]>;
  /**
   * Sends a write and waits until ARM says that its operation is done.
   *
   * @returns the body of the answer that closed the operation: of the write itself, or of the operation's result (POST).
   * @throws ArmError when refused; ArmOperationError when accepted and not succeeded; UncertainWriteError;
   *   ArmOperationTimeoutError.
   */
  write(write: ArmWrite, signal: AbortSignal): Promise<unknown>;
  /**
   * Milliseconds since the epoch by ARM's clock, to a second or two: the `date` of its last answer, and what has passed since.
   * It is the one clock that runs on different machines share. Before the first answer, this machine's own.
   */
  epochMs(): number;
  /** Waits before a state is read again that no long-running operation of ours is behind. */
  pause(durationMs: number, signal: AbortSignal): Promise<void>;
}

/**
 * How long a read is repeated that may be: for as long as that is worth it, or until the signal of who asks aborts. `tight`: as
 * `long`, and where ARM wants to be left alone, every ten seconds until the time of who asks is up.
 */
export type ReadPatience = Extract<Patience, 'long' | 'endless' | 'tight'>;

/** The same ARM for who works, or looks, while production may be down: its reads and writes are tight. */
export function inWindow(arm: Arm): Arm {
  return paced(arm, 'tight', 'tight');
}

/** The same ARM for who tidies up, once production is where it shall be: nobody is down for as long as ARM wants to be left alone. */
export function outsideWindow(arm: Arm): Arm {
  return paced(arm, 'long', 'as-told');
}

function paced(arm: Arm, ownPatience: ReadPatience, pace: PollPace): Arm {
  return {
    ...arm,
    get: (path, apiVersion, signal, query, patience = ownPatience) =>
      arm.get(path, apiVersion, signal, query, patience),
    list: (path, apiVersion, signal, query, patience = ownPatience) =>
      arm.list(path, apiVersion, signal, query, patience),
    write: (write, signal) => arm.write({ pace, ...write }, signal),
  };
}

export interface ArmOptions {
  readonly transport: ArmTransport;
  readonly clock: Clock;
  readonly emit: (event: ArmEvent) => void;
}

/**
 * A call is given up after this many retries, and not within a minute: an address that another operation holds is asked
 * for every second, and given up early production would be moved back for nothing.
 */
const MOST_RETRIES = 10;
const PATIENCE_MS = 60_000;
/** What another operation holds: no update of an address was ever recorded to take longer than 130 s. */
const HELD_PATIENCE_MS = 180_000;

/** ARM answers within seconds, long-running work included: what takes longer will not come any more. */
const ANSWER_TIMEOUT_MS = 60_000;
/** A poll is cheap to repeat, and the downtime window does not close while one is waited for. */
const POLL_ANSWER_TIMEOUT_MS = 5_000;

/** The longest that was recorded of Microsoft.Network is 1083 s, the deletion of an application gateway. */
const OPERATION_TIMEOUT_MS = 1_200_000;

export function createArm(given: ArmOptions): Arm {
  const { transport, epochMs } = withArmClock(given);
  const options = { ...given, transport };
  return {
    epochMs,
    async get(path, apiVersion, signal, query = {}, patience = 'long') {
      const url = withQuery(path, { ...query, 'api-version': apiVersion });
      const answer = await namingCall({ ...options, method: 'GET', path, signal }, (transport) =>
        read({ ...options, transport }, url, signal, { kind: 'call' }, patience),
      );
      return answer.body;
    },
    list(path, apiVersion, signal, query = {}, patience = 'long') {
      return namingCall({ ...options, method: 'GET', path, signal }, async (transport) => {
        const items: unknown[] = [];
        let url: string | undefined = withQuery(path, { ...query, 'api-version': apiVersion });
        while (url !== undefined) {
          const page = pageOf(
            (await read({ ...options, transport }, url, signal, { kind: 'call' }, patience)).body,
          );
          items.push(...page.value);
          url = page.nextLink;
        }
        return items;
      });
    },
    pause: (durationMs, signal) => options.clock.sleep(durationMs, signal),
    write(write, signal) {
      return namingCall({ ...options, ...write, signal }, (transport) =>
        carryOut({ ...options, transport }, write, signal),
      );
    },
  };
}

async function carryOut(options: ArmOptions, given: ArmWrite, signal: AbortSignal): Promise<unknown> {
  const write = { pace: 'as-told', ...given } as const;
  const answer = await submit(options, write, signal);
  const { timeoutMs = OPERATION_TIMEOUT_MS } = write;
  const subject = `ARM to finish ${write.method} ${write.path}`;
  const deadline = { clock: options.clock, signal, timeoutMs, subject };
  return withDeadline(deadline, (limited) =>
    awaitOperation({
      ...options,
      write,
      answer,
      signal: limited,
      read: (url, poll, patience) =>
        read(options, url, limited, { kind: 'poll', number: poll }, patience, POLL_RESTRAINT[write.pace]),
    }),
  ).catch((error: unknown) => {
    throw error instanceof DeadlineError && !signal.aborted
      ? new ArmOperationTimeoutError(error.message, { cause: error })
      : error;
  });
}

function withArmClock({
  transport,
  clock,
}: ArmOptions): Pick<ArmOptions, 'transport'> & Pick<Arm, 'epochMs'> {
  let aheadMs: number | undefined;
  return {
    epochMs: () => (aheadMs === undefined ? clock.epochMs() : clock.monotonicMs() + aheadMs),
    async transport(request) {
      const answer = await transport(request);
      const dateMs = Date.parse(answer.headers.date ?? '');
      aheadMs = Number.isNaN(dateMs) ? aheadMs : dateMs - answer.receivedAtMs;
      return answer;
    },
  };
}

function withQuery(path: string, query: Readonly<Record<string, string>>): string {
  return `${path}?${new URLSearchParams(query).toString()}`;
}

function pageOf(body: unknown): { value: unknown[]; nextLink: string | undefined } {
  if (typeof body !== 'object' || body === null || !('value' in body) || !Array.isArray(body.value)) {
    throw new Error(`ARM answered a list without a "value": ${JSON.stringify(body).slice(0, 200)}`);
  }
  const nextLink = 'nextLink' in body && typeof body.nextLink === 'string' ? body.nextLink : undefined;
  return { value: body.value, nextLink: nextLink === '' ? undefined : nextLink };
}

/**
 * A read changes nothing: whatever went wrong with it, it may be repeated.
 *
 * @returns an answer of success; at a `location` also the error that its operation has ended with.
 */
async function read(
  { transport, clock, emit }: ArmOptions,
  url: string,
  signal: AbortSignal,
  firstReason: ArmRequest['reason'] = { kind: 'call' },
  patience: Patience = 'long',
  restraint: Partial<Restraint> = patience === 'tight' ? TIGHT : {},
): Promise<ArmAnswer> {
  const isGivenUp = (attempt: number) =>
    patience === 'none' ||
    (patience !== 'endless' && isOverpatient(attempt, clock.monotonicMs() - startedAtMs));
  const answerTimeoutMs = firstReason.kind === 'poll' ? POLL_ANSWER_TIMEOUT_MS : ANSWER_TIMEOUT_MS;
  const startedAtMs = clock.monotonicMs();
  let signsInAnew = false;
  let ends = 0;
  for (let attempt = 1; ; attempt += 1) {
    const reason = reasonOf(attempt, firstReason);
    const request = { method: 'GET', url, reason, signal, answerTimeoutMs, signsInAnew } as const;
    let waitMs = Math.min(backoffMs(attempt), restraint.longestBackoffMs ?? Number.POSITIVE_INFINITY);
    let putOff: PutOff | undefined;
    try {
      const answer = await transport(request);
      if (answer.status < 400) {
        return answer;
      }
      if (answer.status === UNAUTHORIZED && !signsInAnew) {
        signsInAnew = true;
        continue;
      }
      const meaning = meaningOf(answer, attempt, restraint);
      if (patience === 'location' && mayBeEndOfOperation(answer)) {
        ends += 1;
        if (meaning.kind === 'refused' || ends > MOST_ENDS_DOUBTED) {
          return answer;
        }
      }
      const isAskedOn = patience === 'tight' && isThrottledInTime(meaning, signal);
      if (meaning.kind === 'refused' || (isGivenUp(attempt) && !isAskedOn)) {
        throw refusal(request, answer);
      }
      putOff = { ...request, answer, waitMs: meaning.afterMs };
    } catch (error) {
      if (error instanceof NoTokenError && patience !== 'none') {
        // Nothing was asked of ARM, so nothing is learnt by giving up; whoever signs in says when it is not worth another try.
        waitMs = backoffMs(attempt);
      } else if (!(error instanceof NoAnswerError) || isGivenUp(attempt)) {
        throw error;
      }
    }
    await (putOff === undefined ? clock.sleep(waitMs, signal) : leaveAlone({ clock, emit }, putOff, signal));
  }
}

/** Sends a write until ARM accepts or refuses it; repeats only what ARM says it has not carried out. */
async function submit(
  { transport, clock, emit }: ArmOptions,
  write: PacedWrite,
  signal: AbortSignal,
): Promise<ArmAnswer> {
  const url = withQuery(write.path, { 'api-version': write.apiVersion });
  const call = {
    method: write.method,
    url,
    body: write.body,
    headers: write.ifMatch === undefined ? {} : { 'if-match': write.ifMatch },
    signal,
    answerTimeoutMs: ANSWER_TIMEOUT_MS,
  };
  const startedAtMs = clock.monotonicMs();
  let signsInAnew = false;
  for (let attempt = 1; ; attempt += 1) {
    const request = { ...call, signsInAnew, reason: reasonOf(attempt, { kind: 'call' }) };
    const answer = await transport(request).catch((error: unknown) => {
      if (error instanceof NoTokenError) {
        return undefined;
      }
      throw error instanceof NoAnswerError ? new UncertainWriteError(error.message, { cause: error }) : error;
    });
    if (answer === undefined) {
      // It was never sent, so it may be sent again; whoever signs in says when that is not worth another try.
      await clock.sleep(backoffMs(attempt), signal);
      continue;
    }
    if (answer.status < 400) {
      return answer;
    }
    if (answer.status === UNAUTHORIZED && !signsInAnew) {
      signsInAnew = true;
      continue;
    }
    const meaning = meaningOf(answer, attempt, WRITE_RESTRAINT[write.pace]);
    if (meaning.kind === 'uncertain') {
      // Whoever finds out what has become of it shall not ask an ARM that wants to be left alone.
      await leaveAlone({ clock, emit }, { ...request, answer, waitMs: meaning.afterMs }, signal);
      throw new UncertainWriteError(refusal(request, answer).message, { cause: refusal(request, answer) });
    }
    const patienceMs = meaning.kind === 'held' ? HELD_PATIENCE_MS : PATIENCE_MS;
    const isAskedOn = write.pace === 'tight' && isThrottledInTime(meaning, signal);
    const isGivenUp = !isAskedOn && isOverpatient(attempt, clock.monotonicMs() - startedAtMs, patienceMs);
    if (meaning.kind === 'refused' || write.whenBusy === 'tell' || isGivenUp) {
      throw refusal(request, answer);
    }
    await leaveAlone({ clock, emit }, { ...request, answer, waitMs: meaning.afterMs }, signal);
  }
}

/**
 * Nothing was carried out. Once for each call a token is asked for anew: a machine whose clock goes wrong keeps one for
 * good that is over, and production may be down meanwhile.
 */
const UNAUTHORIZED = 401;

function reasonOf(attempt: number, first: ArmRequest['reason']): ArmRequest['reason'] {
  return attempt === 1 ? first : { kind: 'retry', number: attempt - 1 };
}

/** After how many tries, and how much time, a request is given up. */
function isOverpatient(attempt: number, elapsedMs: number, patienceMs = PATIENCE_MS): boolean {
  return attempt > MOST_RETRIES && elapsedMs >= patienceMs;
}

/** Whatever gives up for a quota that has to refill, what comes after it would be throttled as well. */
function isThrottledInTime({ kind }: Meaning, signal: AbortSignal): boolean {
  return kind === 'throttled' && timeLimitOf(signal) !== undefined;
}

/** How often an operation has to be told as failed, where it may be the poll that failed, is this and once more. */
const MOST_ENDS_DOUBTED = 2;
const TIGHT = { longestToldMs: LONGEST_TOLD_IN_WINDOW_MS } as const;
const WRITE_RESTRAINT = { tight: TIGHT, 'as-told': {} } as const;
/** Inside the window a poll that failed is repeated as soon as the next one would be sent, unless ARM says when. */
const POLL_RESTRAINT = {
  tight: { ...TIGHT, longestBackoffMs: 250 },
  'as-told': {},
} as const;

function refusal(request: Pick<ArmRequest, 'method' | 'url'>, answer: ArmAnswer): ArmError {
  return new ArmError({
    method: request.method,
    path: pathOf(request.url),
    status: answer.status,
    body: readErrorBody(answer.body, answer.status),
    requestId: answer.headers['x-ms-request-id'],
    correlationId: answer.headers['x-ms-correlation-request-id'],
    retryAfterMs: retryAfterMs(answer),
  });
}
