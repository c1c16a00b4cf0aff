import { describe, expect, it } from 'vitest';
import { checkEndpoint } from '../../src/checks/endpoint-check.ts';
import type { InstanceEndpointCheck } from '../../src/checks/health-gate.ts';
import { anySuccess } from '../../src/probe/expectation.ts';
import { Service, startBlackHole } from '../probe/service.ts';

const health = { protocol: 'http', port: 80, path: '/health', expectation: anySuccess } as const;
const tcp = { protocol: 'tcp', port: 22 } as const;
const here = { connectTo: [], timeoutMs: 5_000 };

/** Nothing listens there any more. */
async function closedPort(): Promise<number> {
  const service = await Service.start();
  const { port } = service;
  await service.stopListening();
  return port;
}

const check = (what: InstanceEndpointCheck, port: number, settings = here) =>
  checkEndpoint(what, { host: '127.0.0.1', port }, settings);

describe('an HTTP check of one instance', () => {
  it('asks for the path at the port of its inbound NAT rule', async () => {
    await using service = await Service.start();
    const asked: unknown[] = [];
    service.answer = ({ url, headers: { host } }, response) => {
      asked.push(url, host);
      response.end('ready');
    };
    expect(await check(health, service.port)).toEqual([]);
    expect(await check({ ...health, path: 'health' }, service.port)).toEqual([]);
    const host = `127.0.0.1:${service.port}`;
    expect(asked).toEqual(['/health', host, '/health', host]);
  });

  it('tells what was answered instead', async () => {
    await using service = await Service.start();
    service.answer = (_, response) => response.writeHead(503).end();
    const url = `http://127.0.0.1:${service.port}/health`;
    expect(await check(health, service.port)).toEqual([`does not answer well at ${url} (status 503)`]);
  });

  it('judges by what is expected', async () => {
    await using service = await Service.start();
    service.answer = (_, response) => response.end('version 1');
    const expecting = (pattern: RegExp) => ({ ...health, expectation: { kind: 'body', pattern } as const });
    expect(await check(expecting(/version 1/), service.port)).toEqual([]);
    expect(await check(expecting(/version 2/), service.port)).toEqual([
      expect.stringContaining('(body does not match /version 2/)'),
    ]);
  });

  it('connects where a mapping says, as the prober does', async () => {
    await using service = await Service.start();
    const connectTo = [{ fromHost: '20.1.2.3', fromPort: 50_001, toHost: '127.0.0.1', toPort: service.port }];
    expect(await checkEndpoint(health, { host: '20.1.2.3', port: 50_001 }, { ...here, connectTo })).toEqual(
      [],
    );
  });

  it('gives up an instance that accepts and does not answer', async () => {
    await using service = await Service.start();
    service.answer = () => {};
    expect(await check(health, service.port, { ...here, timeoutMs: 50 })).toEqual([
      expect.stringContaining('(no answer within 50 ms)'),
    ]);
  });

  it('names the IPv6 address as a URL does', async () => {
    const port = await closedPort();
    const reasons = await checkEndpoint(health, { host: '::1', port }, { ...here, timeoutMs: 50 });
    expect(reasons).toEqual([expect.stringContaining(`at http://[::1]:${port}/health (`)]);
  });
});

describe('a TCP check of one instance', () => {
  it('is good where a connection is made, whatever is spoken on it', async () => {
    await using service = await Service.start();
    expect(await check(tcp, service.port)).toEqual([]);
  });

  it('tells a connection that was refused', async () => {
    const port = await closedPort();
    expect(await check(tcp, port)).toEqual([
      `does not answer well at tcp://127.0.0.1:${port} (connection refused)`,
    ]);
  });

  it('tells a connection that was swallowed', async () => {
    await using hole = await startBlackHole();
    expect(await check(tcp, hole.port, { ...here, timeoutMs: 50 })).toEqual([
      expect.stringContaining('(no connection within 50 ms)'),
    ]);
  });
});
