import { describe, expect, test } from 'vitest';
import { apiVersion, codesOf, VirtualArm } from './virtual-arm.ts';

describe('long-running operations', () => {
  test('a load balancer with backends is Updating until its operation ends', async () => {
    const azure = await VirtualArm.open();
    await azure.createPublicIp('temporary');
    azure.nowMs = 20_000;
    const etagBefore = (await azure.read(azure.loadBalancer('vipswap2lb'))).etag;
    const put = await azure.point('vipswap2lb', 'temporary');
    expect(put.status).toBe(200);
    expect(put.headers['retry-after']).toBe('10');
    expect(put.headers['azure-asyncnotification']).toBe('Enabled');
    expect(put.headers.location).toBeUndefined();

    azure.nowMs += 9_999;
    const running = await azure.follow(put.headers['azure-asyncoperation']);
    expect(running).toMatchObject({ status: 200, body: { status: 'InProgress' } });
    expect(running.headers['retry-after']).toBe('10');
    const updating = await azure.read(azure.loadBalancer('vipswap2lb'));
    expect(updating).toMatchObject({ properties: { provisioningState: 'Updating' } });
    expect(updating.etag).not.toBe(etagBefore);

    azure.nowMs += 1;
    const ended = await azure.follow(put.headers['azure-asyncoperation']);
    expect(ended.body).toEqual({ status: 'Succeeded' });
    expect(ended.headers['retry-after']).toBeUndefined();
    const settled = await azure.read(azure.loadBalancer('vipswap2lb'));
    expect(settled).toMatchObject({ properties: { provisioningState: 'Succeeded' } });
    expect(settled.etag).not.toBe(updating.etag);
  });

  test('a load balancer without backends answers Succeeded at once', async () => {
    const azure = await VirtualArm.open();
    await azure.createPublicIp('lonely');
    azure.nowMs = 10_000;
    const put = await azure.send('PUT', azure.loadBalancer('lonely'), {
      location: 'southcentralus',
      sku: { name: 'Standard' },
      properties: {
        frontendIPConfigurations: [
          { name: 'frontend', properties: { publicIPAddress: { id: azure.publicIp('lonely') } } },
        ],
      },
    });
    expect(put).toMatchObject({ status: 201, body: { properties: { provisioningState: 'Succeeded' } } });
    expect(put.headers['retry-after']).toBeUndefined();
    expect((await azure.follow(put.headers['azure-asyncoperation'])).body).toEqual({ status: 'Succeeded' });
  });

  test('a new address has no ipAddress before its operation has ended', async () => {
    const azure = await VirtualArm.open();
    const put = await azure.createPublicIp('temporary');
    expect(put).toMatchObject({ status: 201, body: { properties: { provisioningState: 'Updating' } } });
    expect(put.headers['retry-after']).toBe('1');
    expect(put.body).not.toHaveProperty('properties.ipAddress');
    azure.nowMs = 10_000;
    expect(await azure.read(azure.publicIp('temporary'))).toHaveProperty('properties.ipAddress');
  });

  test('an address still Updating answers 429 to whoever wants it next', async () => {
    const azure = await VirtualArm.open();
    await azure.createPublicIp('temporary');
    expect(codesOf(await azure.point('vipswap2lb', 'temporary'))).toEqual([
      429,
      'RetryableError',
      'ReferencedResourceNotProvisioned',
    ]);
  });

  test('an address that a load balancer lets go is not free before that update has ended', async () => {
    const azure = await VirtualArm.open();
    await azure.createPublicIp('temporary');
    azure.nowMs = 10_000;
    await azure.point('vipswap2lb', 'temporary');
    expect(codesOf(await azure.point('vipswap1lb', 'vipswap2pip'))).toEqual([
      429,
      'RetryableError',
      'ReferencedResourceNotProvisioned',
    ]);
    azure.nowMs = 20_000;
    expect((await azure.point('vipswap1lb', 'vipswap2pip')).status).toBe(200);
  });

  test('a second PUT supersedes the operation of the first', async () => {
    const azure = await VirtualArm.open();
    const first = await azure.point('vipswap1lb', 'vipswap1pip');
    azure.nowMs = 5_000;
    const second = await azure.point('vipswap1lb', 'vipswap1pip');
    expect((await azure.follow(first.headers['azure-asyncoperation'])).body).toMatchObject({
      status: 'Canceled',
      error: { code: 'Canceled', details: [{ code: 'CanceledAndSupersededDueToAnotherOperation' }] },
    });
    azure.nowMs = 10_000;
    expect(await azure.stateOf(azure.loadBalancer('vipswap1lb'))).toBe('Updating');
    azure.nowMs = 15_000;
    expect((await azure.follow(second.headers['azure-asyncoperation'])).body).toEqual({
      status: 'Succeeded',
    });
    expect(await azure.stateOf(azure.loadBalancer('vipswap1lb'))).toBe('Succeeded');
  });

  test('an address held by a superseded update is free when the superseding one has ended', async () => {
    const azure = await VirtualArm.open();
    await azure.createPublicIp('temporary');
    azure.nowMs = 10_000;
    await azure.point('vipswap2lb', 'temporary');
    azure.nowMs = 15_000;
    await azure.point('vipswap2lb', 'temporary');
    azure.nowMs = 25_000;
    expect(await azure.stateOf(azure.publicIp('vipswap2pip'))).toBe('Succeeded');
  });

  test('a DELETE answers 202 with two URLs; the result is 204', async () => {
    const azure = await VirtualArm.open();
    await azure.createPublicIp('temporary');
    azure.nowMs = 10_000;
    const deleted = await azure.send('DELETE', azure.publicIp('temporary'));
    expect(deleted).toMatchObject({ status: 202, body: undefined });
    expect(deleted.headers['retry-after']).toBe('10');
    expect((await azure.follow(deleted.headers.location)).status).toBe(202);
    expect(codesOf(await azure.send('GET', azure.publicIp('temporary')))).toEqual([404, 'NotFound']);
    azure.nowMs = 20_000;
    expect((await azure.follow(deleted.headers.location)).status).toBe(204);
    expect(codesOf(await azure.send('GET', azure.publicIp('temporary')))).toEqual([404, 'ResourceNotFound']);
    expect((await azure.send('DELETE', azure.publicIp('temporary'))).status).toBe(204);
  });

  test('the signature of an operation URL must come back as it was given', async () => {
    const azure = await VirtualArm.open();
    const put = await azure.point('vipswap1lb', 'vipswap1pip');
    const url = new URL(put.headers['azure-asyncoperation'] ?? '');
    expect([...url.searchParams.keys()]).toEqual(['api-version', 't', 'c', 's', 'h']);
    url.searchParams.set('s', 'forged');
    expect((await azure.follow(url.href)).status).toBe(404);
    expect((await azure.send('GET', `${url.pathname}?${apiVersion}`)).status).toBe(404);
  });

  test('Retry-After shrinks with the speed, to whole seconds', async () => {
    const azure = await VirtualArm.open({ speed: 4 });
    expect((await azure.point('vipswap1lb', 'vipswap1pip')).headers['retry-after']).toBe('3');
    azure.nowMs = 2_500;
    expect(await azure.stateOf(azure.loadBalancer('vipswap1lb'))).toBe('Succeeded');
  });
});
