import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { anySuccess } from '../../../src/probe/expectation.ts';
import { checkTarget } from '../../../src/strategies/vip-swap/probe-target.ts';
import { observed } from './observed.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
  }
});

/** A machine that remembers by which names it was asked. */
async function machine(address: string): Promise<{ port: number; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.headers.host}${request.url}`);
    response.end('well');
  });
  servers.push(server);
  server.listen(0, address);
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, asked };
}

const settings = (url?: URL) => ({
  workerEntry: '',
  connectTo: [],
  intervalMs: 250,
  timeoutMs: 2_000,
  expectation: anySuccess,
  ...(url === undefined ? {} : { url }),
});

describe('the check of the target', () => {
  it('asks what production is asked, by the same name, at the address of the target', async () => {
    const { port, asked } = await machine('127.0.0.2');
    const environment = observed({ targetIpAddress: '127.0.0.2' });
    const url = new URL(`http://shop.example:${port}/health`);
    expect(await checkTarget(environment, { kind: 'own-address' }, settings(url))).toEqual({
      kind: 'answered',
    });
    expect(asked).toEqual([`shop.example:${port}/health`]);
  });

  it('asks a URL of its own where it leads', async () => {
    const { port, asked } = await machine('127.0.0.3');
    const environment = observed({ targetIpAddress: '127.0.0.2' });
    const check = { kind: 'url', url: `http://127.0.0.3:${port}/ready` } as const;
    expect(await checkTarget(environment, check, settings())).toEqual({ kind: 'answered' });
    expect(asked).toEqual([`127.0.0.3:${port}/ready`]);
  });

  it('says what was asked, and what came of it', async () => {
    const environment = observed({ targetIpAddress: '127.0.0.2' });
    const url = new URL('http://shop.example:1/health');
    expect(await checkTarget(environment, { kind: 'own-address' }, settings(url))).toEqual({
      kind: 'failed',
      url: 'http://shop.example:1/health',
      cause: 'connection refused',
    });
  });
});
