import { describe, expect, test } from 'vitest';
import { answerTo } from './answer.ts';
import { apiVersion, codesOf, VirtualArm } from './virtual-arm.ts';

describe('paths and versions', () => {
  test.each<[string, (azure: VirtualArm) => string, readonly unknown[]]>([
    ['no api-version', (azure) => `${azure.publicIp('vipswap1pip')}?`, [400, 'MissingApiVersionParameter']],
    [
      'an api-version that is no date',
      (azure) => `${azure.publicIp('vipswap1pip')}?api-version=latest`,
      [400, 'InvalidApiVersionParameter'],
    ],
    [
      'an api-version that the provider does not know',
      (azure) => `${azure.publicIp('vipswap1pip')}?api-version=2019-01-01`,
      [400, 'NoRegisteredProviderFound'],
    ],
    [
      'another subscription',
      () => '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/vipswap',
      [404, 'SubscriptionNotFound'],
    ],
    [
      'another group',
      (azure) => azure.publicIp('x').replace('/vipswap/', '/elsewhere/'),
      [404, 'ResourceGroupNotFound'],
    ],
    [
      'an unknown provider',
      (azure) => `${azure.group}/providers/Microsoft.Nothing/things`,
      [404, 'InvalidResourceNamespace'],
    ],
    [
      'an unknown type',
      (azure) => `${azure.group}/providers/Microsoft.Network/nothings`,
      [404, 'InvalidResourceType'],
    ],
    ['nothing by that name', (azure) => azure.publicIp('nobody'), [404, 'ResourceNotFound']],
    [
      'a child of nothing',
      (azure) => `${azure.loadBalancer('nobody')}/backendAddressPools/pool`,
      [404, 'ParentResourceNotFound'],
    ],
  ])('%s', async (_, path, codes) => {
    const azure = await VirtualArm.open();
    const target =
      path(azure).includes('resourceGroups/vipswap') && !path(azure).includes('providers')
        ? `${path(azure)}?api-version=2021-04-01`
        : path(azure);
    expect(codesOf(await azure.send('GET', target))).toEqual(codes);
  });

  test.each(['2015-06-15', '2018-08-01', '2022-01-01', '2024-01-01', '2025-05-01', '2026-01-01'])(
    'one shape serves api-version %s',
    async (version) => {
      const azure = await VirtualArm.open();
      const path = azure.loadBalancer('vipswap1lb');
      expect((await azure.send('GET', `${path}?api-version=${version}`)).body).toEqual(
        await azure.read(path),
      );
    },
  );

  test('ids are compared without case, and answered as they were made', async () => {
    const azure = await VirtualArm.open();
    const body = await azure.read(azure.publicIp('vipswap1pip').toUpperCase());
    expect(body.id).toBe(azure.publicIp('vipswap1pip'));
  });

  test('a method that the resource does not have', async () => {
    const azure = await VirtualArm.open();
    expect(codesOf(await azure.send('POST', azure.publicIp('vipswap1pip')))).toEqual([
      405,
      'MethodNotAllowed',
    ]);
  });

  test('a body that is no JSON', async () => {
    const azure = await VirtualArm.open();
    const response = await answerTo(azure.arm, {
      method: 'PUT',
      path: azure.publicIp('vipswap1pip'),
      query: apiVersion,
      headers: {},
      body: '{"location":',
    });
    expect(codesOf(response)).toEqual([400, 'InvalidRequestContent']);
  });

  test('a correlation id comes back; every request has its own id', async () => {
    const azure = await VirtualArm.open();
    const headers = { 'x-ms-correlation-request-id': '1f2e3d4c-0000-4000-8000-000000000001' };
    const first = await azure.send('GET', azure.publicIp('vipswap1pip'), undefined, headers);
    const second = await azure.send('GET', azure.publicIp('vipswap1pip'), undefined, headers);
    expect(first.headers).toMatchObject(headers);
    expect(first.headers['x-ms-request-id']).not.toBe(second.headers['x-ms-request-id']);
  });
});

describe('locks', () => {
  const lockOf = (scope: string): string =>
    `${scope}/providers/Microsoft.Authorization/locks/frozen?api-version=2020-05-01`;

  test('CanNotDelete lets writes through and refuses deletions', async () => {
    const azure = await VirtualArm.open();
    await azure.createPublicIp('temporary');
    azure.nowMs = 10_000;
    const lock = await azure.send('PUT', lockOf(azure.group), { properties: { level: 'CanNotDelete' } });
    expect(lock.status).toBe(201);
    expect((await azure.point('vipswap2lb', 'temporary')).status).toBe(200);
    expect(codesOf(await azure.send('DELETE', azure.publicIp('temporary')))).toEqual([409, 'ScopeLocked']);
    await azure.send('DELETE', lockOf(azure.group));
    azure.nowMs = 20_000;
    await azure.point('vipswap2lb', 'vipswap2pip');
    expect((await azure.send('DELETE', azure.publicIp('temporary'))).status).toBe(202);
  });

  test('ReadOnly on one resource refuses its writes and no others', async () => {
    const azure = await VirtualArm.open();
    await azure.send('PUT', lockOf(azure.loadBalancer('vipswap1lb')), { properties: { level: 'ReadOnly' } });
    expect(codesOf(await azure.point('vipswap1lb', 'vipswap1pip'))).toEqual([409, 'ScopeLocked']);
    expect((await azure.point('vipswap2lb', 'vipswap2pip')).status).toBe(200);
    const { value } = await azure.read(
      `${azure.loadBalancer('vipswap1lb')}/providers/Microsoft.Authorization/locks?api-version=2016-09-01`,
    );
    expect(value).toHaveLength(1);
  });
});

describe('permissions', () => {
  test('everything is allowed where the scenario grants nothing in particular', async () => {
    const azure = await VirtualArm.open();
    const path = `${azure.group}/providers/Microsoft.Authorization/permissions?api-version=2022-04-01`;
    expect(await azure.read(path)).toEqual({
      value: [{ actions: ['*'], notActions: [], dataActions: [], notDataActions: [] }],
    });
  });

  test('a reader may not write', async () => {
    const azure = await VirtualArm.open({});
    azure.arm.plane.permissions.replace([{ scope: azure.group, actions: ['*/read'] }]);
    const refused = await azure.point('vipswap1lb', 'vipswap1pip');
    expect(codesOf(refused)).toEqual([403, 'AuthorizationFailed']);
    expect(JSON.stringify(refused.body)).toContain("perform action 'Microsoft.Network/loadBalancers/write'");
  });

  test('a load balancer may only point at an address that its writer may join', async () => {
    const azure = await VirtualArm.open();
    azure.arm.plane.permissions.replace([
      { scope: azure.group, actions: ['*'], notActions: ['Microsoft.Network/publicIPAddresses/join/action'] },
    ]);
    expect(codesOf(await azure.point('vipswap1lb', 'vipswap1pip'))).toEqual([
      403,
      'LinkedAuthorizationFailed',
    ]);
  });

  test('an operation is open to whoever knows its URL', async () => {
    const azure = await VirtualArm.open();
    azure.arm.plane.permissions.replace([{ scope: azure.group, actions: ['*'] }]);
    const put = await azure.point('vipswap1lb', 'vipswap1pip');
    expect((await azure.follow(put.headers['azure-asyncoperation'])).status).toBe(200);
  });
});
