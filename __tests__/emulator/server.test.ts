import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../emulator/index.ts';
import { sendRaw, signIn } from './https.ts';

let emulator: Emulator;
let token: string;
let group: string;

beforeAll(async () => {
  emulator = await startEmulator({ profile: 'instant', speed: 20 });
  token = await signIn(emulator);
  const { resourceManagerEndpoint, subscriptionId } = emulator.announcement;
  group = `${resourceManagerEndpoint}/subscriptions/${subscriptionId}/resourceGroups/vipswap`;
});

afterAll(() => emulator[Symbol.asyncDispose]());

const publicIp = (name: string): string =>
  `${group}/providers/Microsoft.Network/publicIPAddresses/${name}?api-version=2024-01-01`;

function bearer(): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}

describe('tokens', () => {
  test('none: 401 with the way to sign in', async () => {
    const answer = await sendRaw(emulator, publicIp('vipswap1pip'));
    expect(answer).toMatchObject({ status: 401, body: { error: { code: 'AuthenticationFailed' } } });
    expect(answer.headers['www-authenticate']).toContain(emulator.announcement.authorityHost);
  });

  test('somebody else’s', async () => {
    const [header, claims] = token.split('.');
    const answer = await sendRaw(emulator, publicIp('vipswap1pip'), {
      headers: { authorization: `Bearer ${header}.${claims}.${Buffer.alloc(32).toString('base64url')}` },
    });
    expect(answer).toMatchObject({ status: 401, body: { error: { code: 'InvalidAuthenticationToken' } } });
  });
});

describe('on the wire', () => {
  test('a body with its length and type, and without them where there is none', async () => {
    const read = await sendRaw(emulator, publicIp('vipswap1pip'), { headers: bearer() });
    expect(read.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(read.headers['x-ms-ratelimit-remaining-subscription-global-reads']).toBe('3749');
    const put = await sendRaw(emulator, publicIp('temporary'), {
      method: 'PUT',
      headers: { ...bearer(), 'content-type': 'application/json' },
      body: JSON.stringify({
        location: 'southcentralus',
        sku: { name: 'Standard' },
        properties: { publicIPAllocationMethod: 'Static' },
      }),
    });
    expect(put.status).toBe(201);
    expect(put.headers['azure-asyncoperation']).toContain(emulator.announcement.resourceManagerEndpoint);
    const deleted = await sendRaw(emulator, publicIp('temporary'), { method: 'DELETE', headers: bearer() });
    expect(deleted).toMatchObject({ status: 202, body: undefined });
    expect(deleted.headers['content-length']).toBe('0');
    expect(deleted.headers['content-type']).toBeUndefined();
  });

  test('double slashes, as az sends them, and encoded names', async () => {
    const url = publicIp('vipswap%31pip').replace('Microsoft.Network/', 'Microsoft.Network//');
    expect(await sendRaw(emulator, url, { headers: bearer() })).toMatchObject({
      status: 200,
      body: { name: 'vipswap1pip' },
    });
  });

  test('a lost answer cuts the connection', async () => {
    const { adminEndpoint } = emulator.announcement;
    const fault = { match: { path: 'vipswap2pip$' }, effect: 'answer-lost' };
    await fetch(`${adminEndpoint}/faults`, { method: 'POST', body: JSON.stringify(fault) });
    await expect(sendRaw(emulator, publicIp('vipswap2pip'), { headers: bearer() })).rejects.toMatchObject({
      code: 'ECONNRESET',
    });
  });
});

describe('the admin endpoint', () => {
  const admin = async (
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; body: unknown }> => {
    const response = await fetch(`${emulator.announcement.adminEndpoint}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() };
  };

  test('tells what was asked, in order', async () => {
    await sendRaw(emulator, publicIp('vipswap1pip'), { headers: bearer() });
    const { body } = await admin('GET', '/requests');
    const entries = body as { sequence: number; receivedAtMs: number; answeredAtMs: number }[];
    expect(entries.at(-1)).toMatchObject({ method: 'GET', query: 'api-version=2024-01-01', status: 200 });
    expect(entries.map(({ sequence }) => sequence)).toEqual(entries.map((_, index) => index + 1));
    for (const { receivedAtMs, answeredAtMs } of entries)
      expect(answeredAtMs).toBeGreaterThanOrEqual(receivedAtMs);
  });

  test('writes as somebody else, and the etag changes', async () => {
    const id = new URL(publicIp('vipswap1pip')).pathname;
    const before = await sendRaw(emulator, publicIp('vipswap1pip'), { headers: bearer() });
    const written = await admin('PUT', '/resources', { id, tags: { by: 'autoscale' } });
    expect(written).toMatchObject({ status: 200, body: { tags: { by: 'autoscale' } } });
    const after = await sendRaw(emulator, publicIp('vipswap1pip'), { headers: bearer() });
    expect(after.headers.etag).not.toBe(before.headers.etag);
    expect(after.body).toMatchObject({ tags: { by: 'autoscale' } });
  });

  test('tells how low each rate limit has been', async () => {
    await sendRaw(emulator, publicIp('vipswap1pip'), { headers: bearer() });
    const { body } = await admin('GET', '/throttling');
    const reads = (body as { name: string; lowest: number }[]).find(
      ({ name }) => name === 'subscription-reads',
    );
    expect(reads).toMatchObject({ capacity: 250, scope: expect.stringContaining('/subscriptions/') });
    expect(reads?.lowest).toBeLessThan(250);
  });

  test('tells which requests no machine answered: none so far', async () => {
    expect(await admin('GET', '/unanswered-requests')).toEqual({ status: 200, body: [] });
  });

  test('sets, lists and removes faults, and refuses what is none', async () => {
    await admin('DELETE', '/faults');
    const set = await admin('POST', '/faults', { match: { path: 'nothing' }, effect: 'connection-reset' });
    expect(set).toMatchObject({ status: 201, body: { id: expect.any(String), met: 0 } });
    expect((await admin('GET', '/faults')).body).toHaveLength(1);
    expect(await admin('POST', '/faults', { match: {}, effect: 'earthquake' })).toMatchObject({
      status: 400,
    });
    expect((await admin('DELETE', `/faults?id=${(set.body as { id: string }).id}`)).body).toEqual([]);
  });

  test('replaces permissions while it runs', async () => {
    await admin('PUT', '/permissions', []);
    expect(await sendRaw(emulator, publicIp('vipswap1pip'), { headers: bearer() })).toMatchObject({
      status: 403,
    });
    await admin('PUT', '/permissions', null);
    expect(await sendRaw(emulator, publicIp('vipswap1pip'), { headers: bearer() })).toMatchObject({
      status: 200,
    });
    expect(await admin('PUT', '/permissions', { scope: '/' })).toMatchObject({ status: 400 });
  });

  test('breaks an instance, and the ground truth knows what was served', async () => {
    const broken = await admin('PUT', '/instances', { instance: 'vipswap1_0', condition: 'unhealthy' });
    expect(broken.status).toBe(200);
    expect(await admin('PUT', '/instances', { instance: 'vipswap1_0', condition: 'tired' })).toMatchObject({
      status: 400,
    });
    const { body } = await admin('GET', '/ground-truth');
    expect(body).toContainEqual(expect.objectContaining({ port: 9000, state: 'served' }));
  });

  test('knows operations and resources', async () => {
    const { body } = await admin('GET', '/operations');
    expect(body).toContainEqual(
      expect.objectContaining({ name: 'PutPublicIpAddressOperation', method: 'PUT', status: 'Succeeded' }),
    );
    const id = new URL(publicIp('vipswap1pip')).pathname;
    expect(await admin('GET', `/resources?id=${id}`)).toMatchObject({ status: 200, body: { id } });
    expect(await admin('GET', '/resources?id=nobody')).toMatchObject({ status: 404 });
    expect(await admin('GET', '/nothing')).toMatchObject({ status: 404 });
  });
});
