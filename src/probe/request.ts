import { once } from 'node:events';
import http, { type Agent, type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import net, { isIP } from 'node:net';
import type { HttpAnswer } from './answer.ts';
import { type Endpoint, withoutBrackets } from './connect-to.ts';
import { type ProbeExpectation, unmetBecause } from './expectation.ts';
import type { ProbeSample, ProbeTarget } from './probe-events.ts';
import { readVersion, type VersionMarker } from './version-marker.ts';

/** Everything that one request of the prober needs: plain data, made once, sent into the worker thread. */
export interface ProbeQuestion {
  readonly protocol: ProbeTarget['protocol'];
  readonly url: string;
  readonly endpoint: Endpoint;
  readonly timeoutMs: number;
  readonly expect: ProbeExpectation;
  readonly versionMarker?: VersionMarker;
}

/** No answer, or not all of it, in time. */
export class ProbeTimeoutError extends Error {
  override readonly name = 'ProbeTimeoutError';
}

/**
 * A connection attempt that nobody answers is repeated by the kernel after one second (RFC 6298, 2.1). Waiting for that
 * would turn an outage shorter than the timeout into answers that were merely slow, and none would be told.
 */
const connectionLimitMs = 900;
const bodyLimitBytes = 64 * 1024;

/** Asks once, on a new connection, and judges the answer. Never rejects. */
export async function ask(question: ProbeQuestion): Promise<ProbeSample['result']> {
  try {
    return question.protocol === 'tcp' ? await connectOnce(question) : await getOnce(question);
  } catch (error) {
    return { kind: 'failed', cause: causeOf(error) };
  }
}

async function connectOnce({ endpoint, timeoutMs }: ProbeQuestion): Promise<ProbeSample['result']> {
  const socket = net.connect(endpoint).on('error', ignore);
  const limitMs = Math.min(timeoutMs, connectionLimitMs);
  const timer = setTimeout(() => socket.destroy(noConnection(limitMs)), limitMs);
  try {
    await once(socket, 'connect');
    return { kind: 'good' };
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
}

async function getOnce(question: ProbeQuestion): Promise<ProbeSample['result']> {
  const answer = await exchange(openRequest(question, false), question.timeoutMs);
  const unmet = unmetBecause(answer, question.expect);
  if (unmet !== undefined) return { kind: 'failed', cause: unmet, status: answer.status };
  const version = question.versionMarker && readVersion(answer, question.versionMarker);
  return { kind: 'good', status: answer.status, ...(version === undefined ? {} : { version }) };
}

/**
 * The address is connected to as it is, never looked up; host name, SNI and path are the URL's. A certificate is checked
 * against the host name where the URL has one. It is not where the URL has an address, which no certificate names:
 * Azure's HTTPS health probes do not check it either.
 */
export function openRequest({ url, endpoint }: ProbeQuestion, agent: Agent | false): ClientRequest {
  const { protocol, host, hostname, pathname, search } = new URL(url);
  const isAddress = isIP(withoutBrackets(hostname)) !== 0;
  const options = {
    agent,
    ...endpoint,
    path: pathname + search,
    headers: { host, 'user-agent': 'azure-rollout-probe', accept: '*/*' },
  };
  return protocol === 'https:'
    ? https.request({ ...options, servername: isAddress ? '' : hostname, rejectUnauthorized: !isAddress })
    : http.request(options);
}

/**
 * Sends the request and reads its answer, at most 64 KiB of the body. A redirect is an answer like any other.
 *
 * @throws ProbeTimeoutError where no complete answer has come within `timeoutMs`, else the error of the connection.
 */
export async function exchange(request: ClientRequest, timeoutMs: number): Promise<HttpAnswer> {
  let expire = () => request.destroy(noConnection(timeoutMs));
  const timer = setTimeout(() => expire(), timeoutMs);
  const stopLimit = limitConnection(request, Math.min(timeoutMs, connectionLimitMs));
  try {
    // A request goes on emitting errors after it was given up; without a listener they would end the worker.
    request.on('error', ignore).once('finish', () => {
      expire = () => request.destroy(new ProbeTimeoutError(`no answer within ${timeoutMs} ms`));
    });
    const response = await responseTo(request);
    expire = () => {
      response.destroy(new ProbeTimeoutError(`no complete answer within ${timeoutMs} ms`));
      return request;
    };
    return { status: response.statusCode ?? 0, headers: response.headers, ...(await readBody(response)) };
  } finally {
    clearTimeout(timer);
    stopLimit();
  }
}

/** @returns ends the limit; it ends by itself when the connection is made, or was there already. */
function limitConnection(request: ClientRequest, limitMs: number): () => void {
  const timer = setTimeout(() => request.destroy(noConnection(limitMs)), limitMs);
  const stop = () => clearTimeout(timer);
  request.once('socket', (socket) => (socket.connecting ? socket.once('connect', stop) : stop()));
  return stop;
}

function responseTo(request: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once('response', resolve).once('error', reject).end();
    // An upgrade that nobody asked for closes the connection without an error and without a response.
    request.once('close', () => reject(new Error('connection closed')));
  });
}

async function readBody(response: IncomingMessage): Promise<Pick<HttpAnswer, 'body' | 'isTruncated'>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    const bytes = Buffer.from(chunk);
    chunks.push(bytes);
    size += bytes.length;
    if (size > bodyLimitBytes) break;
  }
  const body = Buffer.concat(chunks).subarray(0, bodyLimitBytes).toString('utf8');
  return { body, isTruncated: size > bodyLimitBytes };
}

function noConnection(timeoutMs: number): ProbeTimeoutError {
  return new ProbeTimeoutError(`no connection within ${timeoutMs} ms`);
}

const causes: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset',
  ETIMEDOUT: 'connection timed out',
  EHOSTUNREACH: 'no route to the host',
  ENETUNREACH: 'no route to the network',
};

/** A few words for a table; the socket errors of Node name addresses and system calls as well. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return causes[code] ?? error.message;
}

function ignore(): void {}
