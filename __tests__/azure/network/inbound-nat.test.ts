import { describe, expect, test } from 'vitest';
import {
  findEndpoint,
  findEndpoints,
  natPortsOf,
  reachedPortsOf,
  readInboundNat,
} from '../../../src/azure/network/inbound-nat.ts';
import type { ScaleSet } from '../../../src/azure/scale-sets/scale-sets.ts';
import { forbidden, LOST, type ScriptedAnswer, scriptedArm } from '../scripted-arm.ts';
import { scaleSetId, signal } from '../scripted-scale-set.ts';

const network = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network';
const loadBalancerId = `${network}/loadBalancers/lb`;
const poolId = `${loadBalancerId}/backendAddressPools/bepool`;
const addressId = `${network}/publicIPAddresses/pip`;
const query = `POST ${poolId}/queryInboundNatRulePortMapping`;
const instance = (id: string) => ({ id: `${scaleSetId}/virtualMachines/${id}` });
const ipConfiguration = (id: string) => ({
  id: `${instance(id).id.toUpperCase()}/networkInterfaces/nic/ipConfigurations/ip`,
});

const scaleSet: ScaleSet = {
  id: scaleSetId,
  name: 'web',
  location: 'westeurope',
  properties: {
    virtualMachineProfile: {
      networkProfile: {
        networkInterfaceConfigurations: [
          {
            name: 'nic',
            properties: {
              ipConfigurations: [
                {
                  name: 'ip',
                  properties: {
                    loadBalancerBackendAddressPools: [{ id: poolId }],
                    loadBalancerInboundNatPools: [{ id: `${loadBalancerId}/inboundNatPools/ssh` }],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  },
};

/** The rule that a NAT pool has made for an instance, as recorded. */
function poolRule(pool: string, id: string, ports: [frontend: number, backend: number], protocol = 'Tcp') {
  const [frontendPort, backendPort] = ports;
  return {
    id: `${loadBalancerId}/inboundNatRules/${pool}.${id}`,
    name: `${pool}.${id}`,
    properties: {
      frontendIPConfiguration: { id: `${loadBalancerId}/frontendIPConfigurations/front` },
      protocol,
      frontendPort,
      backendPort,
      backendIPConfiguration: ipConfiguration(id),
    },
  };
}

const rangeRule = {
  id: `${loadBalancerId}/inboundNatRules/web`,
  name: 'web',
  properties: {
    frontendIPConfiguration: { id: `${loadBalancerId}/frontendIPConfigurations/front` },
    protocol: 'Tcp',
    frontendPortRangeStart: 6000,
    frontendPortRangeEnd: 6100,
    backendPort: 80,
    backendAddressPool: { id: poolId },
  },
};

function mappings(...ports: [name: string, frontendPort: number][]): ScriptedAnswer {
  return {
    body: {
      inboundNatRulePortMappings: ports.map(([inboundNatRuleName, frontendPort]) => ({
        inboundNatRuleName,
        protocol: 'Tcp',
        frontendPort,
        backendPort: 80,
      })),
    },
  };
}

interface Options {
  readonly pools?: readonly object[];
  readonly rules: readonly object[];
  readonly frontend?: object;
  readonly queries?: readonly (ScriptedAnswer | typeof LOST)[];
}

async function nat({
  rules,
  pools = [],
  frontend = { publicIPAddress: { id: addressId } },
  queries = [],
}: Options) {
  const scripted = scriptedArm({
    [`GET ${loadBalancerId}`]: [
      {
        body: {
          id: loadBalancerId,
          name: 'lb',
          properties: {
            frontendIPConfigurations: [
              {
                id: `${loadBalancerId}/frontendIPConfigurations/front`,
                name: 'front',
                properties: frontend,
              },
            ],
            backendAddressPools: [
              {
                id: poolId,
                name: 'bepool',
                properties: { backendIPConfigurations: [ipConfiguration('3'), ipConfiguration('33')] },
              },
            ],
            inboundNatRules: rules,
            inboundNatPools: pools,
          },
        },
      },
    ],
    [`GET ${addressId}`]: [{ body: { id: addressId, properties: { ipAddress: '20.1.2.3' } } }],
    [query]: queries,
  });
  const read = await readInboundNat(scripted.arm, scaleSet, signal);
  return {
    ...scripted,
    ports: natPortsOf(read),
    reachedPorts: reachedPortsOf(scaleSet, read.loadBalancers),
    find: (id: string, port: number) => findEndpoint(scripted.arm, read, instance(id), port, signal),
    findAll: (id: string) => findEndpoints(scripted.arm, read, instance(id), signal),
  };
}

describe('the endpoint of one instance', () => {
  test('is that of the rule that its NAT pool has made for it', async () => {
    const { find, requests } = await nat({
      rules: [poolRule('ssh', '3', [50003, 22]), poolRule('ssh', '33', [50033, 22])],
    });
    expect(await find('33', 22)).toEqual({
      publicIpAddress: '20.1.2.3',
      frontendPort: 50033,
      loadBalancer: 'lb',
      natRule: 'ssh.33',
    });
    expect((await find('3', 22))?.frontendPort).toBe(50003);
    expect(requests).toHaveLength(2);
  });

  test('is that of the port which is asked for, by TCP', async () => {
    const { find } = await nat({
      rules: [poolRule('dns', '3', [53, 8080], 'Udp'), poolRule('http', '3', [50103, 8080])],
    });
    expect((await find('3', 8080))?.natRule).toBe('http.3');
    expect(await find('3', 22)).toBeUndefined();
    expect(await find('4', 8080)).toBeUndefined();
  });

  test('is its share of a rule with a range of ports, as ARM tells it', async () => {
    const { find, writes } = await nat({
      rules: [rangeRule],
      queries: [mappings(['ssh', 6001], ['web', 6007])],
    });
    expect(await find('3', 80)).toMatchObject({ publicIpAddress: '20.1.2.3', frontendPort: 6007 });
    expect(writes()).toMatchObject([{ key: query, body: { ipConfiguration: ipConfiguration('3') } }]);
  });

  test('is asked for again where no answer came, for it is a question', async () => {
    const { find, writes } = await nat({ rules: [rangeRule], queries: [LOST, mappings(['web', 6007])] });
    expect((await find('3', 80))?.frontendPort).toBe(6007);
    expect(writes()).toHaveLength(2);
  });

  test('is not known of an instance that is no member of the pool, or has no share yet', async () => {
    const { find, writes } = await nat({ rules: [rangeRule], queries: [mappings()] });
    expect(await find('9', 80)).toBeUndefined();
    expect(writes()).toEqual([]);
    expect(await find('3', 80)).toBeUndefined();
  });

  test('is none where the frontend has no public address', async () => {
    const { find } = await nat({
      rules: [poolRule('ssh', '3', [50003, 22])],
      frontend: { privateIPAddress: '10.0.0.4' },
    });
    expect(await find('3', 22)).toBeUndefined();
  });

  test('is none where the scale set has no load balancer, and nothing is read', async () => {
    const { arm, requests } = scriptedArm({});
    const read = await readInboundNat(arm, { ...scaleSet, properties: {} }, signal);
    expect(await findEndpoint(arm, read, instance('3'), 22, signal)).toBeUndefined();
    expect(requests).toEqual([]);
  });

  test('may not be for everybody to ask for', async () => {
    const { find } = await nat({ rules: [rangeRule], queries: [forbidden('action')] });
    await expect(find('3', 80)).rejects.toThrow('AuthorizationFailed');
  });
});

describe('the endpoints of one instance', () => {
  const sshRange = {
    ...rangeRule,
    id: `${loadBalancerId}/inboundNatRules/ssh`,
    name: 'ssh',
    properties: { ...rangeRule.properties, backendPort: 22 },
  };

  test('are those of all its ports, by one question', async () => {
    const { findAll, writes } = await nat({
      rules: [
        rangeRule,
        sshRange,
        poolRule('admin', '3', [60003, 8080]),
        poolRule('other', '33', [60033, 443]),
      ],
      queries: [mappings(['ssh', 6001], ['web', 6007])],
    });
    const ports = [...(await findAll('3'))].map(([port, { frontendPort }]) => [port, frontendPort]);
    expect(ports).toEqual([
      [22, 6001],
      [80, 6007],
      [8080, 60003],
    ]);
    expect(writes()).toHaveLength(1);
  });

  test('are asked for again by the next question', async () => {
    const { findAll, writes } = await nat({
      rules: [rangeRule],
      queries: [mappings(), mappings(['web', 6007])],
    });
    expect((await findAll('3')).size).toBe(0);
    expect((await findAll('3')).get(80)?.natRule).toBe('web');
    expect(writes()).toHaveLength(2);
  });
});

test('the ports of instances that rules lead to are told once each, and of TCP only', async () => {
  const { ports } = await nat({
    rules: [
      poolRule('admin', '3', [60000, 8080]),
      poolRule('ssh', '3', [50003, 22]),
      poolRule('ssh', '33', [50033, 22]),
      poolRule('dns', '3', [61000, 53], 'Udp'),
    ],
  });
  expect(ports).toEqual([22, 8080]);
});

describe('the ports at which a scale set can be asked', () => {
  const natPool = (name: string, backendPort: number, protocol = 'Tcp') => ({
    id: `${loadBalancerId.toUpperCase()}/inboundNatPools/${name}`,
    name,
    properties: {
      frontendIPConfiguration: { id: `${loadBalancerId}/frontendIPConfigurations/front` },
      protocol,
      frontendPortRangeStart: 50000,
      frontendPortRangeEnd: 50099,
      backendPort,
    },
  });

  test('are those to which rules of its instances and of its pools lead by TCP, and those of its NAT pools', async () => {
    const { reachedPorts } = await nat({
      rules: [rangeRule, poolRule('http', '3', [50103, 8080]), poolRule('dns', '3', [61000, 53], 'Udp')],
      pools: [natPool('ssh', 22)],
    });
    expect(reachedPorts).toEqual([22, 80, 8080]);
  });

  test('are not those of other machines, other pools and other NAT pools', async () => {
    const { reachedPorts } = await nat({
      rules: [
        {
          ...poolRule('jump', '3', [2222, 22]),
          properties: {
            ...poolRule('jump', '3', [2222, 22]).properties,
            backendIPConfiguration: { id: `${network}/networkInterfaces/jump/ipConfigurations/ip` },
          },
        },
        {
          ...rangeRule,
          properties: { ...rangeRule.properties, backendAddressPool: { id: `${poolId}2` } },
        },
      ],
      pools: [natPool('other', 443), natPool('ssh', 53, 'Udp')],
    });
    expect(reachedPorts).toEqual([]);
  });

  test('are none where the frontend has no public address', async () => {
    const { reachedPorts } = await nat({
      rules: [rangeRule],
      pools: [natPool('ssh', 22)],
      frontend: { privateIPAddress: '10.0.0.4' },
    });
    expect(reachedPorts).toEqual([]);
  });
});
