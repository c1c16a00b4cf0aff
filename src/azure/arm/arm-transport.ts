import { createNetworkManagement } from '@azure/arm-network/api';
import type { TokenCredential } from '@azure/identity';
import type { Clock } from '../../engine/clock.ts';
import { DeadlineError } from '../../engine/deadline.ts';
import { startTimer } from '../../engine/timer.ts';
import { AccessTokens } from './access-tokens.ts';
import { NoAnswerError, readErrorBody } from './arm-error.ts';
import type { ArmRequestEvent } from './arm-events.ts';
import { NoTokenError, type RenewableCredential, SignInError } from './sign-in.ts';

export type ArmMethod = ArmRequestEvent['method'];

export interface ArmRequest {
  readonly method: ArmMethod;
  /** A path with its query, or an absolute URL that ARM gave: echoed untouched, its query may be signed. */
  readonly url: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly reason: ArmRequestEvent['reason'];
  /** Once it has aborted nothing is sent, and no answer to a read is waited for. */
  readonly signal: AbortSignal;
  readonly answerTimeoutMs: number;
  /** With a token that is asked for anew: ARM has refused the one that there was. */
  readonly signsInAnew?: boolean;
}

export interface ArmAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON; undefined where there was none. */
  readonly body: unknown;
  readonly sentAtMs: number;
  readonly receivedAtMs: number;
}

/**
 * One exchange on the wire: never repeats anything, emits exactly one event; none where it fails to sign in, because nothing
 * is sent then.
 */
export type ArmTransport = (request: ArmRequest) => Promise<ArmAnswer>;

type NetworkClientOptions = NonNullable<Parameters<typeof createNetworkManagement>[2]>;

export interface ArmTransportOptions {
  readonly credential: TokenCredential & Partial<RenewableCredential>;
  readonly subscriptionId: string;
  readonly endpoint: string;
  readonly clock: Clock;
  readonly emit: (event: ArmRequestEvent) => void;
  /** Debug level: bodies. A message is made only where somebody reads it: the downtime window has no time to waste. */
  readonly debug: (message: () => string) => void;
  /** Sends requests in place of Node's own HTTP client: an in-process ARM. */
  readonly httpClient?: NetworkClientOptions['httpClient'];
}

/**
 * The SDK's pipeline (sign-in, proxy, user agent, redirects) without its retries and without its models. Retries would
 * repeat a write unseen; the models drop every property that they do not know, and a body read and written back would
 * lose it.
 */
export function createArmTransport(options: ArmTransportOptions): ArmTransport {
  const tokens = new AccessTokens(options.credential, options.clock);
  let client = createClient(options, tokens);
  let sequence = 0;
  return async (request) => {
    request.signal.throwIfAborted();
    if (request.signsInAnew) {
      tokens.renew();
      // The pipeline keeps the token until this machine's clock says that it is over.
      client = createClient(options, tokens);
    }
    await tokens.ready(request.signal);
    sequence += 1;
    const exchange = { request, sequence, sentAtMs: options.clock.monotonicMs() };
    if (request.body !== undefined) {
      options.debug(() => `${request.method} ${pathOf(request.url)} ${printable(request.body)}`);
    }
    const answer = await answerTo(exchange, client, options);
    options.emit(answered(exchange, answer));
    options.debug(() => `${answer.status} ${pathOf(request.url)} ${printable(answer.body)}`);
    return answer;
  };
}

function createClient(
  { subscriptionId, endpoint, httpClient }: ArmTransportOptions,
  tokens: AccessTokens,
): Client {
  const client = createNetworkManagement(tokens, subscriptionId, {
    endpoint,
    retryOptions: { maxRetries: 0 },
    userAgentOptions: { userAgentPrefix: 'azure-rollout' },
    ...(httpClient === undefined ? {} : { httpClient }),
  });
  // It takes every URL apart for a span, which nobody here records.
  client.pipeline.removePolicy({ name: 'tracingPolicy' });
  return client;
}

type Client = ReturnType<typeof createNetworkManagement>;

/** @throws NoAnswerError, after its event; the signal's reason where a read was given up; what sign-in throws after a challenge. */
async function answerTo(
  exchange: Exchange,
  client: Client,
  { clock, emit }: ArmTransportOptions,
): Promise<ArmAnswer> {
  const { request, sentAtMs } = exchange;
  const limit = answerLimit(request.answerTimeoutMs, clock);
  const givenUp = givingUp(request, clock);
  try {
    const response = await client.pathUnchecked(request.url)[VERBS[request.method]]({
      headers: { ...request.headers },
      abortSignal: AbortSignal.any([limit.signal, givenUp.signal]),
      ...(request.body === undefined ? {} : { body: request.body }),
    });
    return {
      status: Number(response.status),
      headers: response.headers,
      body: parsed(response.body),
      sentAtMs,
      receivedAtMs: clock.monotonicMs(),
    };
  } catch (error) {
    if (error instanceof SignInError || error instanceof NoTokenError) {
      throw error;
    }
    const cause = limit.signal.aborted
      ? `none within ${request.answerTimeoutMs / 1000} s`
      : givenUp.signal.aborted && request.method !== 'GET'
        ? 'the run was cancelled, and did not wait longer'
        : error instanceof Error
          ? error.message
          : String(error);
    emit(unanswered(exchange, clock.monotonicMs(), cause));
    if (request.method === 'GET') {
      request.signal.throwIfAborted();
    }
    throw new NoAnswerError(`${request.method} ${pathOf(request.url)} got no answer from ARM: ${cause}`, {
      cause: error,
    });
  } finally {
    limit.stop();
    givenUp.stop();
  }
}

/** A cancelled process has ten seconds in all before it is killed, and has to tell what it leaves. */
const GRACE_MS = 4_000;

/**
 * When nobody waits for an answer any more. A read is given up at once. A write that has been sent is carried out by ARM
 * all the same, perhaps after an undoing has looked and found nothing to undo: where that follows in this process, as after
 * a deadline, its answer is waited for. A cancelled process is short of time, and waits for a moment.
 */
function givingUp({ method, signal }: ArmRequest, clock: Clock): { signal: AbortSignal; stop: () => void } {
  if (method === 'GET') {
    return { signal, stop: () => undefined };
  }
  const expiry = new AbortController();
  let stopTimer = () => {};
  const giveUp = () => {
    if (!(signal.reason instanceof DeadlineError)) {
      stopTimer = startTimer(clock, GRACE_MS, () => expiry.abort());
    }
  };
  signal.addEventListener('abort', giveUp, { once: true });
  const stop = () => {
    signal.removeEventListener('abort', giveUp);
    stopTimer();
  };
  return { signal: expiry.signal, stop };
}

/** Not the SDK's own timeout: its timer goes on after a request that failed, and holds the process for that long. */
function answerLimit(answerTimeoutMs: number, clock: Clock): { signal: AbortSignal; stop: () => void } {
  const expiry = new AbortController();
  const stop = startTimer(clock, answerTimeoutMs, () => expiry.abort());
  return { signal: expiry.signal, stop };
}

/** And what is run on an instance: what a command is to find there is nobody's business who reads the log. */
const SECRET_MEMBER = /secret|password|protectedSettings|token|accountKey|connectionString|^script$/i;

function printable(body: unknown): string {
  return JSON.stringify(body ?? null, (name, value: unknown) => (SECRET_MEMBER.test(name) ? '***' : value));
}

const VERBS = { GET: 'get', PUT: 'put', PATCH: 'patch', POST: 'post', DELETE: 'delete' } as const;

/** An answer that is not JSON comes from a proxy or gateway: it stays text, and the error that quotes it stays short. */
function parsed(body: unknown): unknown {
  return body === '' || body === null ? undefined : body;
}

interface Exchange {
  readonly request: ArmRequest;
  readonly sequence: number;
  readonly sentAtMs: number;
}

function eventBase({ request, sequence, sentAtMs }: Exchange, atMs: number) {
  return {
    type: 'arm-request',
    atMs,
    sentAtMs,
    sequence,
    method: request.method,
    path: pathOf(request.url),
    apiVersion: /[?&]api-version=([^&]+)/i.exec(request.url)?.[1] ?? '',
    reason: request.reason,
  } as const;
}

function answered(exchange: Exchange, answer: ArmAnswer): ArmRequestEvent {
  const { headers, status, body } = answer;
  const remaining = Object.entries(headers)
    .filter(([name]) => name.startsWith(REMAINING))
    .map(([name, value]) => [name.slice(REMAINING.length), value] as const);
  return {
    ...eventBase(exchange, answer.receivedAtMs),
    result: {
      kind: 'answer',
      status,
      ...(status >= 400 ? { errorCode: readErrorBody(body, status).code } : {}),
    },
    ...(headers['x-ms-request-id'] === undefined ? {} : { requestId: headers['x-ms-request-id'] }),
    ...(headers['x-ms-correlation-request-id'] === undefined
      ? {}
      : { correlationId: headers['x-ms-correlation-request-id'] }),
    remaining: Object.fromEntries(remaining),
  };
}

const REMAINING = 'x-ms-ratelimit-remaining-';

function unanswered(exchange: Exchange, atMs: number, cause: string): ArmRequestEvent {
  return { ...eventBase(exchange, atMs), result: { kind: 'no-answer', cause }, remaining: {} };
}

/** Path of a URL, without host and query: what may be logged. */
export function pathOf(url: string): string {
  const path = url.replace(/^https?:\/\/[^/]+/, '');
  const query = path.indexOf('?');
  return query === -1 ? path : path.slice(0, query);
}
