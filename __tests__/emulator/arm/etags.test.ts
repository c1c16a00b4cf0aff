import { expect, test } from 'vitest';
import { codesOf, VirtualArm } from './virtual-arm.ts';

test('a write under the etag that is there passes, and changes it', async () => {
  const azure = await VirtualArm.open();
  const { etag } = await azure.read(azure.loadBalancer('vipswap1lb'));
  const put = await azure.point('vipswap1lb', 'vipswap1pip', { 'if-match': String(etag) });
  expect(put.status).toBe(200);
  expect(put.body).not.toMatchObject({ etag });
});

test('a write under a stale etag is refused and changes nothing', async () => {
  const azure = await VirtualArm.open();
  await azure.createPublicIp('temporary');
  azure.nowMs = 10_000;
  const { etag } = await azure.read(azure.loadBalancer('vipswap2lb'));
  await azure.send('PATCH', azure.loadBalancer('vipswap2lb'), { tags: { by: 'somebody else' } });
  const put = await azure.point('vipswap2lb', 'temporary', { 'if-match': String(etag) });
  expect(codesOf(put)).toEqual([412, 'PreconditionFailed', 'PreconditionFailedEtagMismatch']);
  expect(await azure.holderOf('temporary')).toBeUndefined();
});

test('children carry the etag of their load balancer, and a GET says it as a header too', async () => {
  const azure = await VirtualArm.open();
  const path = azure.loadBalancer('vipswap1lb');
  const { headers, body } = await azure.send('GET', path);
  const pool = await azure.read(`${path}/backendAddressPools/bepool`);
  expect(headers.etag).toBe((body as { etag: string }).etag);
  expect(pool.etag).toBe(headers.etag);
});

test('binding an address changes its etag', async () => {
  const azure = await VirtualArm.open();
  await azure.createPublicIp('temporary');
  azure.nowMs = 10_000;
  const { etag } = await azure.read(azure.publicIp('temporary'));
  await azure.point('vipswap2lb', 'temporary');
  azure.nowMs = 20_000;
  expect((await azure.read(azure.publicIp('temporary'))).etag).not.toBe(etag);
});

test('If-None-Match: * creates, and never overwrites', async () => {
  const azure = await VirtualArm.open();
  const path = azure.publicIp('vipswap1pip');
  const refused = await azure.send('PUT', path, await azure.read(path), { 'if-none-match': '*' });
  expect(refused.status).toBe(412);
  const created = await azure.send(
    'PUT',
    azure.publicIp('new'),
    {
      location: 'southcentralus',
      sku: { name: 'Standard' },
      properties: { publicIPAllocationMethod: 'Static' },
    },
    { 'if-none-match': '*' },
  );
  expect(created.status).toBe(201);
});
