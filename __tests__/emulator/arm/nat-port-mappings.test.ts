import { expect, test } from 'vitest';
import { type Body, VirtualArm } from './virtual-arm.ts';

const firstPort = 50_000;

/** Two machines in the pool of `vipswap1lb`, which has one NAT rule for all of them. */
async function withNatRule(lastPort = firstPort + 9): Promise<VirtualArm> {
  const azure = await VirtualArm.open({ scenarioName: 'virtual-machines' });
  const path = azure.loadBalancer('vipswap1lb');
  const body = (await azure.read(path)) as { properties: Record<string, unknown> };
  const { frontendIPConfigurations } = body.properties as { frontendIPConfigurations: { id: string }[] };
  const rule = {
    name: 'direct',
    properties: {
      frontendIPConfiguration: { id: frontendIPConfigurations[0]?.id },
      backendAddressPool: { id: `${path}/backendAddressPools/bepool` },
      protocol: 'Tcp',
      frontendPortRangeStart: firstPort,
      frontendPortRangeEnd: lastPort,
      backendPort: 9000,
    },
  };
  const put = await azure.send('PUT', path, {
    ...body,
    properties: { ...body.properties, inboundNatRules: [rule] },
  });
  expect(put.status).toBe(200);
  azure.nowMs += 10_000;
  return azure;
}

async function setPools(azure: VirtualArm, nic: string, ...pools: readonly string[]): Promise<void> {
  const path = `${azure.group}/providers/Microsoft.Network/networkInterfaces/${nic}`;
  const body = (await azure.read(path)) as { properties: { ipConfigurations: { properties: Body }[] } };
  const ipConfigurations = body.properties.ipConfigurations.map((configuration) => ({
    ...configuration,
    properties: {
      ...configuration.properties,
      loadBalancerBackendAddressPools: pools.map((pool) => ({
        id: `${azure.loadBalancer('vipswap1lb')}/backendAddressPools/${pool}`,
      })),
    },
  }));
  const put = await azure.send('PUT', path, {
    ...body,
    properties: { ...body.properties, ipConfigurations },
  });
  expect(put.status).toBe(200);
  azure.nowMs += 10_000;
}

/** The port that ARM names for a machine; undefined where it names none. */
async function mappedPort(azure: VirtualArm, nic: string): Promise<number | undefined> {
  const interfaceId = `${azure.group}/providers/Microsoft.Network/networkInterfaces/${nic}`;
  const { properties } = (await azure.read(interfaceId)) as {
    properties: { ipConfigurations: { id: string }[] };
  };
  const path = `${azure.loadBalancer('vipswap1lb')}/backendAddressPools/bepool/queryInboundNatRulePortMapping`;
  const { status, body } = await azure.send('POST', path, {
    ipConfiguration: { id: properties.ipConfigurations[0]?.id },
  });
  expect(status).toBe(200);
  return (body as { inboundNatRulePortMappings: { frontendPort: number }[] }).inboundNatRulePortMappings[0]
    ?.frontendPort;
}

/** The ports of the range that lead to a machine: those that go silent with it. */
function reachedPorts(azure: VirtualArm, instance: string): readonly number[] {
  const { dataPlane } = azure.arm.plane;
  const served = () => {
    azure.nowMs += 60_000;
    return dataPlane
      .groundTruth()
      .filter(
        ({ port, toMs, state, publicIpAddressId }) =>
          port >= firstPort &&
          toMs === undefined &&
          state === 'served' &&
          /vipswap1pip$/i.test(publicIpAddressId),
      )
      .map(({ port }) => port);
  };
  const before = served();
  dataPlane.setInstanceCondition(instance, 'machine-down');
  const without = served();
  dataPlane.setInstanceCondition(instance, 'healthy');
  return before.filter((port) => !without.includes(port));
}

test('ARM names the port by which the data plane reaches a machine', async () => {
  const azure = await withNatRule();
  expect(await mappedPort(azure, 'blue0nic')).toBe(firstPort);
  expect(await mappedPort(azure, 'blue1nic')).toBe(firstPort + 1);
  expect(reachedPorts(azure, 'blue0')).toEqual([firstPort]);
  expect(reachedPorts(azure, 'blue1')).toEqual([firstPort + 1]);
});

test('a machine keeps its port when another one leaves, and the one that comes gets the free port', async () => {
  const azure = await withNatRule();
  await setPools(azure, 'blue0nic');
  expect(await mappedPort(azure, 'blue0nic')).toBeUndefined();
  expect(await mappedPort(azure, 'blue1nic')).toBe(firstPort + 1);
  expect(reachedPorts(azure, 'blue1')).toEqual([firstPort + 1]);
  const [green] = azure.scenario.workloads.filter(({ instance }) => instance === 'green0');
  if (green === undefined) throw new Error('There is no green0.');
  azure.arm.plane.dataPlane.placeWorkload({
    ...green,
    backends: [
      `${azure.group}/providers/Microsoft.Network/networkInterfaces/green0nic/ipConfigurations/ipconfig1`,
    ],
  });
  await setPools(azure, 'green0nic', 'bepool');
  expect(await mappedPort(azure, 'green0nic')).toBe(firstPort);
  expect(reachedPorts(azure, 'green0')).toEqual([firstPort]);
  await setPools(azure, 'blue0nic', 'bepool');
  expect(await mappedPort(azure, 'blue0nic')).toBe(firstPort + 2);
});

test('a machine for which no port is left has none on either side', async () => {
  const azure = await withNatRule(firstPort);
  expect(await mappedPort(azure, 'blue0nic')).toBe(firstPort);
  expect(await mappedPort(azure, 'blue1nic')).toBeUndefined();
  expect(reachedPorts(azure, 'blue1')).toEqual([]);
});
