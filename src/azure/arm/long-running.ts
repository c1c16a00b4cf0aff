import type { Clock } from '../../engine/clock.ts';
import type { ArmWrite } from './arm.ts';
import {
  ArmError,
  type ArmErrorBody,
  ArmOperationError,
  codesOf,
  NoAnswerError,
  readErrorBody,
  UncertainWriteError,
} from './arm-error.ts';
import type { ArmEvent } from './arm-events.ts';
import type { ArmAnswer } from './arm-transport.ts';
import { leaveRunning } from './leave-alone.ts';
import { LEAST_TOLD_MS, retryAfterMs } from './retry.ts';
import { NoTokenError } from './sign-in.ts';

/**
 * How often a long-running operation is asked about. `as-told`: as `Retry-After` says. `tight`: inside the downtime
 * window, where `Retry-After: 10` would keep production down for ten seconds after ARM is done.
 */
export type PollPace = 'tight' | 'as-told';

/** From the sending of one poll to the sending of the next one of the same URL. */
const TIGHT_MS = 250;
/**
 * Where ARM gives no `Retry-After`, as Microsoft.Compute does for manualupgrade and reimage: before the first polls, and
 * before every later one. Compute refills 15 polls a minute and resource, up to 45: an operation that lasts for minutes takes
 * half of the refill, and one of a second, as most changes of a model are, is not waited for much longer than it takes.
 */
const FIRST_UNTOLD_MS = [2_000, 4_000];
const UNTOLD_MS = 8_000;

/**
 * How long a failing read is repeated. `none` where the next read comes anyway, `endless` where nobody asks after it: until its signal aborts. `tight`: see
 * `ReadPatience`. `location`: as `long`, but an error may itself be the news. ARM tells of a failed operation by one, 500 among them, and production may be down meanwhile: so one that may be that is
 * repeated for a moment only, and then it is an answer like any other.
 */
export type Patience = 'long' | 'location' | 'none' | 'endless' | 'tight';

/** A write of which the pace is settled. */
export type PacedWrite = ArmWrite & Required<Pick<ArmWrite, 'pace'>>;

export interface AwaitOperation {
  readonly write: PacedWrite;
  /** The answer that accepted the write. */
  readonly answer: ArmAnswer;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly emit: (event: ArmEvent) => void;
  /** A GET with retries; `poll` is its number, from 1. */
  readonly read: (url: string, poll: number, patience: Patience) => Promise<ArmAnswer>;
}

type Status = 'running' | 'Succeeded' | 'Failed' | 'Canceled';

/** What an accepted write is followed by: ARM's own order of preference (async-api-reference of ARM). */
type Monitor =
  | { readonly kind: 'azure-async-operation'; readonly url: string; readonly resultUrl: string | undefined }
  | { readonly kind: 'location'; readonly url: string }
  | { readonly kind: 'done' };

/**
 * Waits for the end of an accepted write.
 *
 * @returns the body that closed it: the operation's result for a POST, else of the write's own answer.
 * @throws ArmOperationError when the operation ended as `Failed` or `Canceled`.
 */
export async function awaitOperation(operation: AwaitOperation): Promise<unknown> {
  const monitor = monitorOf(operation);
  if (monitor.kind === 'done') {
    finished(operation, 'Succeeded', undefined, 0);
    return operation.answer.body;
  }
  let last = operation.answer;
  for (let poll = 1; ; poll += 1) {
    if (await glance(operation, last, poll)) {
      finished(operation, 'Succeeded', undefined, poll);
      return operation.answer.body;
    }
    await pause(operation, monitor, last, poll);
    last = await ask(operation, monitor, poll);
    const status = statusOf(monitor, last);
    if (status === 'running') {
      continue;
    }
    if (status !== 'Succeeded') {
      const error = readErrorBody(last.body, last.status);
      finished(operation, status, error.code, poll);
      throw operationError(operation, status, error);
    }
    finished(operation, status, undefined, poll);
    return resultOf(operation, monitor, last, poll);
  }
}

/** One poll. That it fails, or gets no answer, tells nothing of the operation, which was accepted. */
async function ask(operation: AwaitOperation, monitor: Exclude<Monitor, { kind: 'done' }>, poll: number) {
  const patience = monitor.kind === 'location' ? 'location' : 'long';
  return operation
    .read(monitor.url, poll, patience)
    .catch((error: unknown) => rethrow(operation, 'no longer says how it ended', error));
}

function rethrow({ write }: AwaitOperation, what: string, error: unknown): never {
  throw error instanceof ArmError || error instanceof NoAnswerError
    ? new UncertainWriteError(`ARM accepted ${write.method} ${write.path}, and ${what}: ${error.message}`, {
        cause: error,
      })
    : error;
}

/**
 * A PUT that is answered `Succeeded` at once is done, whatever headers come with it: load balancers without backends
 * answer so (3,654 of 4,044 recorded), and a poll would only lengthen the window.
 */
function monitorOf({ write, answer }: AwaitOperation): Monitor {
  const asyncOperation = answer.headers['azure-asyncoperation'];
  const location = answer.headers.location;
  if (write.method === 'PUT' && provisioningStateOf(answer.body) === 'Succeeded') {
    return { kind: 'done' };
  }
  if (asyncOperation !== undefined) {
    return { kind: 'azure-async-operation', url: asyncOperation, resultUrl: location };
  }
  return location !== undefined && answer.status === 202
    ? { kind: 'location', url: location }
    : { kind: 'done' };
}

function statusOf(monitor: Monitor, answer: ArmAnswer): Status {
  if (monitor.kind === 'location') {
    return answer.status >= 400 ? endOf(answer) : answer.status === 202 ? 'running' : 'Succeeded';
  }
  const { body } = answer;
  const status = typeof body === 'object' && body !== null && 'status' in body ? body.status : undefined;
  return status === 'Succeeded' || status === 'Failed' || status === 'Canceled' ? status : 'running';
}

/** An error at the `Location` has no status of the operation but in its codes. */
function endOf({ body, status }: ArmAnswer): 'Failed' | 'Canceled' {
  const codes = codesOf(readErrorBody(body, status));
  return codes.some((code) => CANCELED.test(code)) ? 'Canceled' : 'Failed';
}

const CANCELED = /cancell?ed|preempted/i;

/**
 * Inside the window the resource itself is asked too, half-way between two polls of its operation: who knows what the
 * write is to leave behind need not wait for the operation to say so.
 */
async function glance(
  { write, clock, signal, read }: AwaitOperation,
  last: ArmAnswer,
  poll: number,
): Promise<boolean> {
  if (write.pace !== 'tight' || write.isDone === undefined) {
    return false;
  }
  await clock.sleep(Math.max(0, last.sentAtMs + TIGHT_MS / 2 - clock.monotonicMs()), signal);
  try {
    return write.isDone((await read(`${write.path}?api-version=${write.apiVersion}`, poll, 'none')).body);
  } catch (error) {
    if (error instanceof ArmError || error instanceof NoAnswerError || error instanceof NoTokenError) {
      return false;
    }
    throw error;
  }
}

async function pause(
  { write, clock, emit, signal }: AwaitOperation,
  { url }: Exclude<Monitor, { kind: 'done' }>,
  last: ArmAnswer,
  poll: number,
): Promise<void> {
  if (write.pace === 'tight') {
    const sinceSentMs = clock.monotonicMs() - last.sentAtMs;
    await clock.sleep(Math.max(0, TIGHT_MS - sinceSentMs), signal);
    return;
  }
  const toldMs = retryAfterMs(last) ?? FIRST_UNTOLD_MS[poll - 1] ?? UNTOLD_MS;
  const waitMs = Math.max(toldMs, LEAST_TOLD_MS);
  await leaveRunning({ clock, emit }, { method: 'GET', url, answer: last, waitMs }, signal);
}

async function resultOf(
  operation: AwaitOperation,
  monitor: Monitor,
  last: ArmAnswer,
  poll: number,
): Promise<unknown> {
  const { write, answer, read } = operation;
  if (write.method !== 'POST') {
    return answer.body;
  }
  if (monitor.kind === 'azure-async-operation' && monitor.resultUrl !== undefined) {
    const result = await read(monitor.resultUrl, poll + 1, 'long').catch((error: unknown) =>
      rethrow(operation, 'says that it succeeded, but not with what result', error),
    );
    return result.body;
  }
  return last.body;
}

function finished(
  { write, answer, emit, clock }: AwaitOperation,
  status: Exclude<Status, 'running'>,
  errorCode: string | undefined,
  polls: number,
): void {
  emit({
    type: 'arm-operation',
    atMs: polls === 0 ? answer.receivedAtMs : clock.monotonicMs(),
    sentAtMs: answer.sentAtMs,
    acceptedAtMs: answer.receivedAtMs,
    method: write.method,
    path: write.path,
    status,
    ...(errorCode === undefined ? {} : { errorCode }),
    polls,
  });
}

function operationError(
  { write, answer }: AwaitOperation,
  status: 'Failed' | 'Canceled',
  body: ArmErrorBody,
): ArmOperationError {
  return new ArmOperationError(status, {
    method: write.method,
    path: write.path,
    body,
    requestId: answer.headers['x-ms-request-id'],
    correlationId: answer.headers['x-ms-correlation-request-id'],
  });
}

export function provisioningStateOf(body: unknown): string | undefined {
  const properties =
    typeof body === 'object' && body !== null && 'properties' in body ? body.properties : undefined;
  const state =
    typeof properties === 'object' && properties !== null && 'provisioningState' in properties
      ? properties.provisioningState
      : undefined;
  return typeof state === 'string' ? state : undefined;
}
