import { describe, expect, test } from 'vitest';
import { type Body, codesOf, VirtualArm } from './virtual-arm.ts';

/** The production load balancer's body, changed at one place. */
async function changed(
  azure: VirtualArm,
  change: (properties: Record<string, unknown>) => void,
): Promise<Body> {
  const body = await azure.read(azure.loadBalancer('vipswap1lb'));
  change(body.properties as Record<string, unknown>);
  return body;
}

function childrenOf(properties: Record<string, unknown>, name: string): Record<string, unknown>[] {
  return properties[name] as Record<string, unknown>[];
}

test('a body that comes back as it was read leaves everything as it was', async () => {
  const azure = await VirtualArm.open();
  const path = azure.loadBalancer('vipswap1lb');
  const before = await azure.read(path);
  await azure.send('PUT', path, before);
  azure.nowMs = 10_000;
  const after = await azure.read(path);
  const plain = (body: Body): unknown =>
    JSON.parse(JSON.stringify(body).replaceAll(/W\/\\"[^"]+\\"/g, 'etag'));
  expect(plain(after)).toEqual(plain(before));
});

test('properties that nobody knows are kept in every object of a load balancer', async () => {
  const azure = await VirtualArm.open();
  const path = azure.loadBalancer('vipswap1lb');
  const planted = plant(await azure.read(path));
  expect((await azure.send('PUT', path, planted.body)).status).toBe(200);
  azure.nowMs = 10_000;
  expect(JSON.stringify(await azure.read(path)).split('"planted"').length - 1).toBe(planted.count);
});

/** An unknown member in every object that ARM takes from a client: not in what it computes. */
function plant(body: Body): { readonly body: unknown; readonly count: number } {
  let count = 0;
  const computed = [
    'loadBalancingRules',
    'inboundNatRules',
    'inboundNatPools',
    'outboundRules',
    'backendIPConfigurations',
  ];
  const visit = (value: unknown, depth: number): unknown => {
    if (Array.isArray(value)) return value.map((item: unknown) => visit(item, depth + 1));
    if (typeof value !== 'object' || value === null) return value;
    count += 1;
    const members = Object.entries(value).map(([name, member]) => [
      name,
      depth > 2 && computed.includes(name) ? member : visit(member, depth + 1),
    ]);
    return { ...Object.fromEntries(members), planted: count };
  };
  return { body: visit(body, 0), count };
}

test('back-references point both ways', async () => {
  const azure = await VirtualArm.open();
  const body = await azure.read(azure.loadBalancer('vipswap1lb'));
  const rule = { id: `${azure.loadBalancer('vipswap1lb')}/loadBalancingRules/web` };
  expect(body).toMatchObject({
    properties: {
      frontendIPConfigurations: [{ properties: { loadBalancingRules: [rule] } }],
      backendAddressPools: [{ properties: { loadBalancingRules: [rule] } }],
      probes: [{ properties: { loadBalancingRules: [rule] } }],
    },
  });
  const pools = childrenOf(body.properties as Record<string, unknown>, 'backendAddressPools');
  expect(pools.map(({ properties }) => (properties as Body).backendIPConfigurations)).toEqual([
    expect.objectContaining({ length: 3 }),
  ]);
});

describe('refused as Azure refuses it', () => {
  test.each<[string, (properties: Record<string, unknown>, azure: VirtualArm) => void]>([
    [
      'FrontendIPConfigHasNoSubnetOrPublicIP',
      (properties) => {
        for (const frontend of childrenOf(properties, 'frontendIPConfigurations')) frontend.properties = {};
      },
    ],
    [
      'PublicIPAddressInUse',
      (properties, azure) => {
        for (const frontend of childrenOf(properties, 'frontendIPConfigurations')) {
          frontend.properties = { publicIPAddress: { id: azure.publicIp('vipswap2pip') } };
        }
      },
    ],
    [
      'InvalidResourceReference',
      (properties, azure) => {
        for (const frontend of childrenOf(properties, 'frontendIPConfigurations')) {
          frontend.properties = { publicIPAddress: { id: azure.publicIp('nowhere') } };
        }
      },
    ],
    [
      'PublicIPReferencedByMultipleIPConfigs',
      (properties) => {
        const frontends = childrenOf(properties, 'frontendIPConfigurations');
        frontends.push({ ...frontends[0], name: 'second', id: undefined });
      },
    ],
    [
      'InvalidResourceReference',
      (properties) => {
        properties.probes = [];
      },
    ],
    [
      'RulesUseSameFrontendPortProtocolAndIPConfig',
      (properties) => {
        const rules = childrenOf(properties, 'loadBalancingRules');
        rules.push({
          ...rules[0],
          name: 'second',
          properties: { ...(rules[0]?.properties as Body), backendPort: 9001 },
        });
      },
    ],
    [
      'RulesUseSameBackendPortProtocolAndPool',
      (properties) => {
        const rules = childrenOf(properties, 'loadBalancingRules');
        rules.push({
          ...rules[0],
          name: 'second',
          properties: { ...(rules[0]?.properties as Body), frontendPort: 8000 },
        });
      },
    ],
    [
      'ResourceAvailabilityZonesCannotBeModified',
      (properties) => {
        for (const frontend of childrenOf(properties, 'frontendIPConfigurations')) frontend.zones = ['1'];
      },
    ],
  ])('%s', async (code, change) => {
    const azure = await VirtualArm.open();
    const before = await azure.read(azure.loadBalancer('vipswap1lb'));
    const body = await changed(azure, (properties) => change(properties, azure));
    const refused = await azure.send('PUT', azure.loadBalancer('vipswap1lb'), body);
    expect(codesOf(refused)).toEqual([400, code]);
    expect(await azure.read(azure.loadBalancer('vipswap1lb'))).toEqual(before);
  });

  test('another SKU, on an update', async () => {
    const azure = await VirtualArm.open();
    const body = { ...(await azure.read(azure.loadBalancer('vipswap1lb'))), sku: { name: 'Basic' } };
    const refused = await azure.send('PUT', azure.loadBalancer('vipswap1lb'), body);
    expect(codesOf(refused)).toEqual([400, 'SkuCannotBeChangedOnUpdate']);
  });

  test('the deletion of a load balancer that a scale set uses', async () => {
    const azure = await VirtualArm.open();
    const refused = await azure.send('DELETE', azure.loadBalancer('vipswap1lb'));
    expect(codesOf(refused)).toEqual([400, 'LoadBalancerInUseByVirtualMachineScaleSet']);
  });
});

describe('children', () => {
  test.each([
    'frontendIPConfigurations',
    'backendAddressPools',
    'loadBalancingRules',
    'probes',
    'inboundNatRules',
    'outboundRules',
  ])('%s are listed and read', async (collection) => {
    const azure = await VirtualArm.open();
    const path = `${azure.loadBalancer('vipswap1lb')}/${collection}`;
    const { value } = (await azure.read(path)) as { value: { id: string }[] };
    const properties = (await azure.read(azure.loadBalancer('vipswap1lb'))).properties as Body;
    expect(value).toEqual(properties[collection]);
    for (const child of value) expect(await azure.read(child.id)).toEqual(child);
    expect(codesOf(await azure.send('GET', `${path}/nobody`))).toEqual([404, 'NotFound']);
  });

  test('a pool of addresses is put, mapped to ports and deleted', async () => {
    const azure = await VirtualArm.open();
    const path = `${azure.loadBalancer('vipswap1lb')}/backendAddressPools/second`;
    const address = { name: 'one', properties: { ipAddress: '10.0.0.99' } };
    const put = await azure.send('PUT', path, { properties: { loadBalancerBackendAddresses: [address] } });
    expect(put).toMatchObject({
      status: 201,
      body: { name: 'second', properties: { provisioningState: 'Updating' } },
    });
    azure.nowMs = 10_000;
    const again = await azure.send('PUT', path, await azure.read(path));
    expect(again).toMatchObject({ status: 200, body: { properties: { provisioningState: 'Succeeded' } } });
    const mapping = await azure.send('POST', `${path}/queryInboundNatRulePortMapping`, {
      ipAddress: '10.0.0.99',
    });
    expect(mapping).toMatchObject({ status: 200, body: { inboundNatRulePortMappings: [] } });
    expect((await azure.send('DELETE', path)).status).toBe(202);
    expect(codesOf(await azure.send('GET', path))).toEqual([404, 'NotFound']);
  });

  test('a pool that a rule uses stays', async () => {
    const azure = await VirtualArm.open();
    const path = `${azure.loadBalancer('vipswap1lb')}/backendAddressPools/bepool`;
    expect((await azure.send('DELETE', path)).status).toBe(400);
    expect((await azure.send('GET', path)).status).toBe(200);
  });
});

test('the health of a rule comes from the health probes of the data plane', async () => {
  const azure = await VirtualArm.open();
  azure.arm.plane.dataPlane.setInstanceCondition('vipswap1_0', 'process-dead');
  azure.nowMs = 60_000;
  const path = `${azure.loadBalancer('vipswap1lb')}/loadBalancingRules/web/health`;
  const accepted = await azure.send('POST', path);
  expect(accepted.status).toBe(202);
  azure.nowMs += 10_000;
  const health = await azure.follow(accepted.headers.location);
  expect(health).toMatchObject({ status: 200, body: { up: 2, down: 1 } });
});

test('a network interface that joins a pool shows in the load balancer', async () => {
  const azure = await VirtualArm.open({ scenarioName: 'virtual-machines' });
  const path = `${azure.group}/providers/Microsoft.Network/networkInterfaces/blue1nic`;
  const members = async (): Promise<unknown> =>
    ((await azure.read(`${azure.loadBalancer('vipswap1lb')}/backendAddressPools/bepool`)).properties as Body)
      .backendIPConfigurations;
  expect(await members()).toHaveLength(2);
  const body = (await azure.read(path)) as { properties: { ipConfigurations: { properties: Body }[] } };
  const [configuration] = body.properties.ipConfigurations;
  if (configuration === undefined) throw new Error('blue1nic has no IP configuration');
  configuration.properties = { ...configuration.properties, loadBalancerBackendAddressPools: [] };
  expect((await azure.send('PUT', path, body)).status).toBe(200);
  expect(await members()).toHaveLength(1);
});
