import { expect, test } from 'vitest';
import { codesOf, VirtualArm } from './virtual-arm.ts';

test('both load balancers change with one operation', async () => {
  const azure = await VirtualArm.open();
  const accepted = await azure.send('POST', azure.swapPath(), azure.swapBody());
  expect(accepted).toMatchObject({ status: 202, body: undefined });
  expect(accepted.headers['azure-asyncoperation']).toBeUndefined();
  expect(await azure.stateOf(azure.loadBalancer('vipswap1lb'))).toBe('Updating');
  expect(await azure.stateOf(azure.loadBalancer('vipswap2lb'))).toBe('Updating');
  expect((await azure.follow(accepted.headers.location)).status).toBe(202);
  azure.nowMs = 10_000;
  expect(await azure.follow(accepted.headers.location)).toMatchObject({ status: 200, body: undefined });
  expect(await azure.holderOf('vipswap1pip')).toBe('vipswap2lb');
  expect(await azure.holderOf('vipswap2pip')).toBe('vipswap1lb');
  expect(await azure.stateOf(azure.publicIp('vipswap1pip'))).toBe('Succeeded');
});

test('superseded by a write of one load balancer, it leaves the other Failed', async () => {
  const azure = await VirtualArm.open();
  await azure.send('POST', azure.swapPath(), azure.swapBody());
  azure.nowMs = 5_000;
  await azure.point('vipswap2lb', 'vipswap1pip');
  azure.nowMs = 20_000;
  expect(await azure.stateOf(azure.loadBalancer('vipswap1lb'))).toBe('Failed');
  expect(await azure.stateOf(azure.loadBalancer('vipswap2lb'))).toBe('Succeeded');
});

test('a load balancer with two frontends cannot swap', async () => {
  const azure = await VirtualArm.open({ scenarioName: 'dual-stack' });
  const refused = await azure.send('POST', azure.swapPath(), azure.swapBody());
  expect(codesOf(refused)).toEqual([400, 'SwapNeedsOneFrontend']);
});

test('the region of the path is the region of the load balancers', async () => {
  const azure = await VirtualArm.open();
  const refused = await azure.send('POST', azure.swapPath('westus'), azure.swapBody());
  expect(codesOf(refused)).toEqual([400, 'InvalidResourceReference']);
});

test('an api-version from before the operation does not know it', async () => {
  const azure = await VirtualArm.open();
  const refused = await azure.send('POST', `${azure.swapPath()}?api-version=2020-08-01`, azure.swapBody());
  expect(codesOf(refused)).toEqual([400, 'NoRegisteredProviderFound']);
});

test('it can be switched off', async () => {
  const azure = await VirtualArm.open({ settings: { swapOperation: 'unavailable' } });
  const refused = await azure.send('POST', azure.swapPath(), azure.swapBody());
  expect(codesOf(refused)).toEqual([404, 'InvalidResourceType']);
});

test('it is an action at the subscription: rights on the group are not enough', async () => {
  const azure = await VirtualArm.open();
  azure.arm.plane.permissions.replace([{ scope: azure.group, actions: ['*'] }]);
  const refused = await azure.send('POST', azure.swapPath(), azure.swapBody());
  expect(codesOf(refused)).toEqual([403, 'AuthorizationFailed']);
});

test.each([
  ['unchanged', 'vipswap1lb', 'vipswap2lb'],
  ['half-changed', undefined, 'vipswap1lb'],
] as const)('accepted and then failed, it leaves the model %s', async (model, production, staging) => {
  const azure = await VirtualArm.open();
  azure.arm.plane.faults.add({
    match: { method: 'POST', path: 'setLoadBalancerFrontendPublicIpAddresses' },
    effect: 'operation-fails',
    code: 'InternalServerError',
    model,
  });
  const accepted = await azure.send('POST', azure.swapPath(), azure.swapBody());
  expect(accepted.status).toBe(202);
  azure.nowMs = 10_000;
  const result = await azure.follow(accepted.headers.location);
  expect(codesOf(result)).toEqual([500, 'InternalServerError']);
  expect(await azure.stateOf(azure.loadBalancer('vipswap1lb'))).toBe('Failed');
  expect(await azure.holderOf('vipswap1pip')).toBe(production);
  expect(await azure.holderOf('vipswap2pip')).toBe(staging);
});
