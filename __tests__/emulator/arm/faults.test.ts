import { describe, expect, test } from 'vitest';
import { foreignWrite } from '../../../emulator/arm/foreign-write.ts';
import { ConnectionCut } from '../../../emulator/arm/http.ts';
import type { Fault } from '../../../emulator/faults.ts';
import { codesOf, VirtualArm } from './virtual-arm.ts';

const put1 = { method: 'PUT', path: 'loadBalancers/vipswap1lb$' } as const;

async function faulty(fault: Fault): Promise<VirtualArm> {
  const azure = await VirtualArm.open();
  await azure.createPublicIp('temporary');
  azure.nowMs = 10_000;
  azure.arm.plane.faults.add(fault);
  return azure;
}

test('any answer instead of ARM', async () => {
  const azure = await faulty({
    match: put1,
    effect: 'answer',
    status: 503,
    code: 'ServerTimeout',
    headers: { 'retry-after': '7' },
  });
  const answer = await azure.point('vipswap1lb', 'temporary');
  expect(codesOf(answer)).toEqual([503, 'ServerTimeout']);
  expect(answer.headers['retry-after']).toBe('7');
  expect(await azure.holderOf('temporary')).toBeUndefined();
  expect((await azure.point('vipswap1lb', 'temporary')).status).toBe(200);
});

test('a whole body of one’s own', async () => {
  const azure = await faulty({
    match: put1,
    effect: 'answer',
    status: 502,
    code: '',
    body: '<html>Bad Gateway</html>',
  });
  expect(await azure.point('vipswap1lb', 'temporary')).toMatchObject({
    status: 502,
    body: '<html>Bad Gateway</html>',
  });
});

test('a lost answer: the write happens, the client does not hear of it', async () => {
  const azure = await faulty({ match: put1, effect: 'answer-lost' });
  await expect(azure.point('vipswap1lb', 'temporary')).rejects.toBeInstanceOf(ConnectionCut);
  expect(await azure.holderOf('temporary')).toBe('vipswap1lb');
});

test('a request whose connection is cut, and which is carried out later', async () => {
  let nowMs = 0;
  const slept: { readonly durationMs: number; readonly wake: () => void }[] = [];
  const clock = {
    monotonicMs: () => nowMs,
    epochMs: () => Date.UTC(2026, 10, 22),
    sleep: (durationMs: number) => new Promise<void>((wake) => slept.push({ durationMs, wake })),
  };
  const azure = await VirtualArm.open({ clock });
  await azure.createPublicIp('temporary');
  nowMs = 10_000;
  azure.arm.plane.faults.add({ match: put1, effect: 'answer-lost', carriedOutAfterMs: 5_000 });
  await expect(azure.point('vipswap1lb', 'temporary')).rejects.toBeInstanceOf(ConnectionCut);
  expect(await azure.holderOf('temporary')).toBeUndefined();
  expect(slept.map(({ durationMs }) => durationMs)).toEqual([5_000]);
  slept[0]?.wake();
  await expect.poll(() => azure.holderOf('temporary')).toBe('vipswap1lb');
});

test('a reset before anything happens', async () => {
  const azure = await faulty({ match: put1, effect: 'connection-reset' });
  await expect(azure.point('vipswap1lb', 'temporary')).rejects.toBeInstanceOf(ConnectionCut);
  expect(await azure.holderOf('temporary')).toBeUndefined();
});

test('throttling, with and without Retry-After', async () => {
  const azure = await faulty({ match: put1, effect: 'throttled', retryAfterSeconds: 17 });
  azure.arm.plane.faults.add({ match: { ...put1, nth: 2 }, effect: 'throttled' });
  const first = await azure.point('vipswap1lb', 'temporary');
  expect(codesOf(first)).toEqual([429, 'SubscriptionRequestsThrottled']);
  expect(first.headers['retry-after']).toBe('17');
  const second = await azure.point('vipswap1lb', 'temporary');
  expect(second.status).toBe(429);
  expect(second.headers['retry-after']).toBeUndefined();
});

test('a policy denies, and says which assignment', async () => {
  const azure = await faulty({
    match: { method: 'PUT', path: 'publicIPAddresses/new$' },
    effect: 'policy-denied',
    assignment: { name: 'no-new-addresses', displayName: 'No new addresses' },
  });
  const refused = await azure.createPublicIp('new');
  expect(codesOf(refused)).toEqual([403, 'RequestDisallowedByPolicy']);
  expect(refused.body).toMatchObject({
    error: {
      target: 'new',
      additionalInfo: [
        {
          type: 'PolicyViolation',
          info: { policyAssignmentName: 'no-new-addresses', policyAssignmentDisplayName: 'No new addresses' },
        },
      ],
    },
  });
});

test('the quota is reached', async () => {
  const azure = await faulty({
    match: { path: 'publicIPAddresses/new$' },
    effect: 'quota-reached',
    limit: 20,
  });
  expect(codesOf(await azure.createPublicIp('new'))).toEqual([400, 'PublicIPCountLimitReached']);
});

describe('operations that do not end well', () => {
  test.each([
    ['operation-fails', 'changed', 'Failed', 'Failed', 'vipswap1lb'],
    ['operation-fails', 'unchanged', 'Failed', 'Failed', undefined],
    ['operation-canceled', 'changed', 'Canceled', 'Failed', 'vipswap1lb'],
    ['operation-canceled', 'unchanged', 'Canceled', 'Failed', undefined],
    ['operation-superseded', 'changed', 'Canceled', 'Succeeded', 'vipswap1lb'],
    ['operation-superseded', 'unchanged', 'Canceled', 'Succeeded', undefined],
  ] as const)('%s, model %s', async (effect, model, status, state, holder) => {
    const azure = await faulty({ match: put1, effect, model });
    const put = await azure.point('vipswap1lb', 'temporary');
    expect(put).toMatchObject({ status: 200, body: { properties: { provisioningState: 'Updating' } } });
    azure.nowMs += 10_000;
    expect((await azure.follow(put.headers['azure-asyncoperation'])).body).toMatchObject({ status });
    expect(await azure.stateOf(azure.loadBalancer('vipswap1lb'))).toBe(state);
    expect(await azure.holderOf('temporary')).toBe(holder);
  });

  test('stuck for ever', async () => {
    const azure = await faulty({ match: put1, effect: 'stuck' });
    const put = await azure.point('vipswap1lb', 'temporary');
    azure.nowMs += 1e9;
    expect((await azure.follow(put.headers['azure-asyncoperation'])).body).toEqual({ status: 'InProgress' });
    expect(await azure.stateOf(azure.loadBalancer('vipswap1lb'))).toBe('Updating');
  });

  test.each([
    ['changed', true, 'temporary'],
    ['changed', false, undefined],
    ['unchanged', true, 'temporary'],
    ['unchanged', false, undefined],
  ] as const)('model %s, data plane follows: %s', async (model, dataPlaneFollows, served) => {
    const azure = await faulty({ match: put1, effect: 'operation-fails', model, dataPlaneFollows });
    await azure.point('vipswap1lb', 'temporary');
    azure.nowMs += 60_000;
    const open = azure.arm.plane.dataPlane
      .groundTruth()
      .filter(
        ({ toMs, state, publicIpAddressId }) =>
          toMs === undefined && state === 'served' && publicIpAddressId.endsWith('/temporary'),
      );
    expect(open.at(0)?.publicIpAddressId.split('/').at(-1)).toBe(served);
  });
});

test('another writer comes in between', async () => {
  const azure = await VirtualArm.open();
  azure.arm.plane.faults.add({
    match: put1,
    effect: 'foreign-write',
    when: 'before',
    resourceId: azure.loadBalancer('vipswap1lb'),
    mergePatch: { tags: { by: 'autoscale' } },
  });
  const { etag } = await azure.read(azure.loadBalancer('vipswap1lb'));
  const put = await azure.point('vipswap1lb', 'vipswap1pip', { 'if-match': String(etag) });
  expect(put.status).toBe(412);
  expect(await azure.read(azure.loadBalancer('vipswap1lb'))).toMatchObject({ tags: { by: 'autoscale' } });
});

test('the operation of another writer runs for its time, and is superseded by a write over it', async () => {
  const azure = await VirtualArm.open();
  const balancer = azure.loadBalancer('vipswap1lb');
  for (const resourceId of [azure.publicIp('vipswap1pip'), balancer]) {
    azure.arm.plane.faults.add({
      match: { method: 'GET', path: `${resourceId.split('/').at(-1)}$` },
      effect: 'foreign-write',
      when: 'before',
      resourceId,
      mergePatch: { tags: { by: 'a colleague' } },
      lastsMs: 90_000,
    });
    expect(await azure.stateOf(resourceId)).toBe('Updating');
  }
  await azure.point('vipswap1lb', 'vipswap1pip');
  azure.nowMs += 80_000;
  expect(await azure.read(balancer)).toMatchObject({
    tags: { by: 'a colleague' },
    properties: { provisioningState: 'Succeeded' },
  });
  expect(await azure.stateOf(azure.publicIp('vipswap1pip'))).toBe('Updating');
  azure.nowMs += 11_000;
  expect(await azure.stateOf(azure.publicIp('vipswap1pip'))).toBe('Succeeded');
});

test('the operation of another writer is as much faster as all others are', async () => {
  const azure = await VirtualArm.open({ speed: 10 });
  const address = azure.publicIp('vipswap1pip');
  foreignWrite(azure.arm.plane, address, { tags: { by: 'a colleague' } }, 90_000);
  azure.nowMs += 8_900;
  expect(await azure.stateOf(address)).toBe('Updating');
  azure.nowMs += 200;
  expect(await azure.stateOf(address)).toBe('Succeeded');
});

test('extra latency: half way there the request meets the model', async () => {
  const azure = await faulty({
    match: { path: 'vipswap1pip$' },
    effect: 'delayed',
    beforeMs: 300,
    afterMs: 200,
  });
  await azure.read(azure.publicIp('vipswap1pip'));
  expect(azure.arm.journal.entries().at(-1)).toMatchObject({ receivedAtMs: 10_000, answeredAtMs: 10_500 });
});

test('a fault meets the nth fitting request, so many times, and only a fitting body', async () => {
  const azure = await faulty({
    match: {
      ...put1,
      nth: 2,
      times: 2,
      body: { pointer: '/properties/frontendIPConfigurations/0/name', equals: 'loadBalancerFrontEnd' },
    },
    effect: 'answer',
    status: 500,
    code: 'InternalServerError',
  });
  const statuses: number[] = [];
  await azure.send('PUT', azure.loadBalancer('vipswap1lb'), {});
  for (let count = 0; count < 4; count += 1)
    statuses.push((await azure.point('vipswap1lb', 'vipswap1pip')).status);
  expect(statuses).toEqual([200, 500, 500, 200]);
});
