import { expect, test } from 'vitest';
import { type Body, VirtualArm } from './virtual-arm.ts';

const named = (body: Body): unknown => (body.value as { name: string }[]).map(({ name }) => name);

test.each<[string, (azure: VirtualArm) => string, readonly string[]]>([
  ['tenants', () => '/tenants?api-version=2020-01-01', ['Default Directory']],
  ['subscriptions', () => '/subscriptions?api-version=2019-11-01', ['azure-rollout']],
])('%s', async (_, path, displayNames) => {
  const azure = await VirtualArm.open();
  const { value } = (await azure.read(path(azure))) as { value: { displayName: string }[] };
  expect(value.map(({ displayName }) => displayName)).toEqual(displayNames);
});

test.each<[string, (azure: VirtualArm) => string, readonly string[]]>([
  [
    'resource groups',
    ({ scenario }) => `/subscriptions/${scenario.subscriptionId}/resourceGroups?api-version=2021-04-01`,
    ['vipswap'],
  ],
  [
    'load balancers of a group',
    ({ group }) => `${group}/providers/Microsoft.Network/loadBalancers`,
    ['vipswap1lb', 'vipswap2lb'],
  ],
  [
    'addresses of the subscription',
    ({ scenario }) =>
      `/subscriptions/${scenario.subscriptionId}/providers/Microsoft.Network/publicIPAddresses`,
    ['vipswap1pip', 'vipswap2pip'],
  ],
  [
    'instances of a scale set',
    ({ group }) =>
      `${group}/providers/Microsoft.Compute/virtualMachineScaleSets/vipswap1/virtualMachines?api-version=2024-07-01`,
    ['vipswap1_0', 'vipswap1_1', 'vipswap1_2'],
  ],
  [
    'network interfaces of a scale set, under the api-version of Microsoft.Network',
    ({ group }) => `${group}/providers/microsoft.Compute/virtualMachineScaleSets/vipswap1/networkInterfaces`,
    ['vipswap1nic', 'vipswap1nic', 'vipswap1nic'],
  ],
  [
    'network interfaces of an instance',
    ({ group }) =>
      `${group}/providers/microsoft.Compute/virtualMachineScaleSets/vipswap1/virtualMachines/0/networkInterfaces`,
    ['vipswap1nic'],
  ],
  [
    'deployment stacks, of which there are none',
    ({ group }) => `${group}/providers/Microsoft.Resources/deploymentStacks?api-version=2024-03-01`,
    [],
  ],
])('%s', async (_, path, names) => {
  const azure = await VirtualArm.open();
  expect(named(await azure.read(path(azure)))).toEqual(names);
});

test('a provider says which types and api-versions it serves', async () => {
  const azure = await VirtualArm.open();
  const path = `/subscriptions/${azure.scenario.subscriptionId}/providers/Microsoft.Network?api-version=2021-04-01`;
  const { resourceTypes } = (await azure.read(path)) as {
    resourceTypes: { resourceType: string; apiVersions: string[] }[];
  };
  const loadBalancers = resourceTypes.find(({ resourceType }) => resourceType === 'loadBalancers');
  expect(loadBalancers?.apiVersions).toContain('2018-08-01');
  for (const version of loadBalancers?.apiVersions ?? []) {
    expect(
      (await azure.send('GET', `${azure.loadBalancer('vipswap1lb')}?api-version=${version}`)).status,
    ).toBe(200);
  }
});

test.each(['vipswap', 'vipswap-2017', 'dual-stack', 'virtual-machines'])(
  'scenario %s is one that ARM accepts: every load balancer can be written as it is read',
  async (scenarioName) => {
    const azure = await VirtualArm.open({ scenarioName });
    for (const name of ['vipswap1lb', 'vipswap2lb']) {
      const path = azure.loadBalancer(name);
      expect((await azure.send('PUT', path, await azure.read(path))).status).toBe(200);
    }
    for (const name of ['vipswap1pip', 'vipswap2pip']) {
      const address = await azure.read(azure.publicIp(name));
      expect(address).toMatchObject({ properties: { ipAddress: expect.any(String) as string } });
      expect((await azure.send('PUT', azure.publicIp(name), address)).status).toBe(200);
    }
  },
);
