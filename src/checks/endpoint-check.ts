import { isIPv6 } from 'node:net';
import { type ConnectTo, type Endpoint, endpointOf } from '../probe/connect-to.ts';
import { anySuccess } from '../probe/expectation.ts';
import { ask, type ProbeQuestion } from '../probe/request.ts';
import type { InstanceEndpointCheck } from './health-gate.ts';
import { oneLine } from './one-line.ts';
import type { Reasons } from './reasons.ts';

export interface EndpointCheckSettings {
  readonly connectTo: readonly ConnectTo[];
  readonly timeoutMs: number;
}

/** Asks one instance once, on a new connection to where an inbound NAT rule leads to it. Never rejects. */
export async function checkEndpoint(
  check: InstanceEndpointCheck,
  endpoint: Endpoint,
  settings: EndpointCheckSettings,
): Promise<Reasons> {
  const question = questionOf(check, endpoint, settings);
  const result = await ask(question);
  return result.kind === 'good' ? [] : [`does not answer well at ${question.url} (${oneLine(result.cause)})`];
}

/**
 * Asks it for any answer at all, once. A bad one has come from the machine; of what a firewall keeps away there is none. Never rejects.
 *
 * @returns why there is none, in words that follow the instance.
 */
export async function seekAnswer(
  check: InstanceEndpointCheck,
  endpoint: Endpoint,
  settings: EndpointCheckSettings,
): Promise<Reasons> {
  const question = questionOf(check, endpoint, settings);
  const result = await ask(question);
  return result.kind === 'good' || result.status !== undefined
    ? []
    : [`does not answer at ${question.url} (${oneLine(result.cause)})`];
}

function questionOf(
  check: InstanceEndpointCheck,
  { host, port }: Endpoint,
  { connectTo, timeoutMs }: EndpointCheckSettings,
): ProbeQuestion {
  const { protocol } = check;
  const path = protocol === 'http' ? `/${check.path.replace(/^\//, '')}` : '';
  const url = `${protocol}://${isIPv6(host) ? `[${host}]` : host}:${port}${path}`;
  const target = { protocol, url, source: 'inbound NAT rule' };
  const expect = protocol === 'http' ? check.expectation : anySuccess;
  return { protocol, url, endpoint: endpointOf(target, connectTo), timeoutMs, expect };
}
