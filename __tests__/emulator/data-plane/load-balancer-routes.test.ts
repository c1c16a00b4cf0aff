import { describe, expect, test } from 'vitest';
import type { ArmResource } from '../../../emulator/data-plane/contract.ts';
import { ipConfiguration, loadBalancer, loadBalancerId, workloads } from './environment.ts';
import { VirtualEnvironment } from './virtual.ts';

const id = loadBalancerId('lb1');
const frontend = { id: `${id}/frontendIPConfigurations/frontend` };
const pool = { id: `${id}/backendAddressPools/pool` };

const child = (kind: string, name: string, properties: object) => ({
  id: `${id}/${kind}/${name}`,
  name,
  properties: { frontendIPConfiguration: frontend, protocol: 'Tcp', backendPort: 8080, ...properties },
});

function environmentWith(
  properties: Readonly<Record<string, unknown>>,
  otherResources: readonly ArmResource[] = [],
): VirtualEnvironment {
  const lb1 = loadBalancer('lb1', { publicIp: 'pip1', scaleSet: 'blue', properties });
  return new VirtualEnvironment({
    loadBalancers: [lb1],
    otherResources,
    workloads: workloads('blue', '1.0', 3),
  });
}

/** The state of ports of pip1 when the named instances are down for long; ports that nothing forwards are absent. */
function statesWithout(environment: VirtualEnvironment, ...instances: readonly string[]) {
  for (const instance of instances) environment.dataPlane.setInstanceCondition(instance, 'machine-down');
  environment.nowMs += 60_000;
  const last = environment.dataPlane.groundTruth().filter(({ toMs }) => toMs === undefined);
  const atPip1 = last.filter(({ publicIpAddressId }) => publicIpAddressId.endsWith('/pip1'));
  return Object.fromEntries(atPip1.map(({ port, state }) => [port, state]));
}

function networkInterface(name: string, references: Readonly<Record<string, unknown>>): ArmResource {
  const nic = `/subscriptions/s1/resourceGroups/vipswap/providers/Microsoft.Network/networkInterfaces/${name}`;
  return {
    id: nic,
    name,
    type: 'Microsoft.Network/networkInterfaces',
    properties: { ipConfigurations: [{ id: ipConfiguration('blue', 2), properties: references }] },
  };
}

const emptyPool = { backendAddressPools: [{ id: pool.id, name: 'pool', properties: {} }] };

describe('the pool of a rule', () => {
  test('holds what the load balancer lists', () => {
    const states = statesWithout(environmentWith({}), 'blue_0', 'blue_1');
    expect(states).toEqual({ 9000: 'swallowed' });
  });

  test('holds the network interfaces that say they are in it', () => {
    const member = networkInterface('nic', {
      loadBalancerBackendAddressPools: [{ id: pool.id.toUpperCase() }],
    });
    const environment = environmentWith(emptyPool, [member]);
    expect(statesWithout(environment)).toEqual({ 9000: 'served' });
    expect(statesWithout(environment, 'blue_2')).toEqual({ 9000: 'swallowed' });
  });

  test('gains a network interface by a write of it', () => {
    const environment = environmentWith(emptyPool);
    environment.nowMs = 1000;
    expect(statesWithout(environment)).toEqual({ 9000: 'swallowed' });
    environment.write(200, networkInterface('nic', { loadBalancerBackendAddressPools: [{ id: pool.id }] }));
    expect(statesWithout(environment)).toEqual({ 9000: 'served' });
  });

  test('holds the private addresses of an IP-based pool', () => {
    const addresses = ['10.0.3.0', '10.0.3.1'].map((ipAddress) => ({ properties: { ipAddress } }));
    const properties = { loadBalancerBackendAddresses: addresses };
    const environment = environmentWith({ backendAddressPools: [{ id: pool.id, name: 'pool', properties }] });
    expect(statesWithout(environment, 'blue_0')).toEqual({ 9000: 'served' });
    expect(environment.dataPlane.ruleHealth(id, 'web')).toEqual([
      { backend: '10.0.3.0', state: 'Down' },
      { backend: '10.0.3.1', state: 'Up' },
    ]);
    expect(statesWithout(environment, 'blue_1')).toEqual({ 9000: 'swallowed' });
  });
});

describe('a rule', () => {
  test('with a floating IP reaches the frontend port of the machine, where nothing listens here', () => {
    const environment = new VirtualEnvironment({
      loadBalancers: [
        loadBalancer('lb1', {
          publicIp: 'pip1',
          scaleSet: 'blue',
          rule: { enableFloatingIP: true },
          probe: null,
        }),
      ],
    });
    expect(statesWithout(environment)).toEqual({ 9000: 'refused' });
  });

  test('with a floating IP is served by machines that listen on the frontend port', () => {
    const environment = new VirtualEnvironment({
      loadBalancers: [
        loadBalancer('lb1', { publicIp: 'pip1', scaleSet: 'blue', rule: { enableFloatingIP: true } }),
      ],
      workloads: workloads('blue', '1.0').map((workload) => ({ ...workload, ports: [8080, 9000] })),
    });
    expect(statesWithout(environment)).toEqual({ 9000: 'served' });
  });

  test.each([{ protocol: 'Udp' }, { frontendPort: 0 }])('for %o opens no port', (rule) => {
    const environment = new VirtualEnvironment({
      loadBalancers: [loadBalancer('lb1', { publicIp: 'pip1', scaleSet: 'blue', rule })],
    });
    expect(statesWithout(environment)).toEqual({});
  });

  test('on an internal frontend opens no port', () => {
    const environment = new VirtualEnvironment({
      loadBalancers: [loadBalancer('lb1', { scaleSet: 'blue' })],
    });
    expect(statesWithout(environment)).toEqual({});
  });
});

describe('inbound NAT', () => {
  test('of a rule goes to its machine', () => {
    const backendIPConfiguration = { id: ipConfiguration('blue', 1) };
    const rule = child('inboundNatRules', 'ssh', { frontendPort: 50_001, backendIPConfiguration });
    const environment = environmentWith({ inboundNatRules: [rule] });
    expect(statesWithout(environment, 'blue_0')).toEqual({ 9000: 'served', 50001: 'served' });
    expect(statesWithout(environment, 'blue_1')).toMatchObject({ 50001: 'swallowed' });
  });

  test('of a rule with a port range goes to the members of a pool in order', () => {
    const range = { frontendPortRangeStart: 50_000, frontendPortRangeEnd: 50_099, backendAddressPool: pool };
    const environment = environmentWith({ inboundNatRules: [child('inboundNatRules', 'ssh', range)] });
    expect(statesWithout(environment, 'blue_0')).toEqual({
      9000: 'served',
      50000: 'swallowed',
      50001: 'served',
    });
  });

  test('of a rule with a port range leaves every member its port when others come and go', () => {
    const range = { frontendPortRangeStart: 50_000, frontendPortRangeEnd: 50_002, backendAddressPool: pool };
    const natRule = child('inboundNatRules', 'ssh', range);
    const withMembers = (...instances: readonly number[]) =>
      loadBalancer('lb1', {
        publicIp: 'pip1',
        scaleSet: 'blue',
        properties: {
          backendAddressPools: [
            {
              id: pool.id,
              name: 'pool',
              properties: {
                backendIPConfigurations: instances.map((instance) => ({
                  id: ipConfiguration('blue', instance),
                })),
              },
            },
          ],
          inboundNatRules: [natRule],
        },
      });
    const environment = new VirtualEnvironment({
      loadBalancers: [withMembers(0, 1, 2)],
      workloads: workloads('blue', '1.0', 6),
    });
    environment.write(0, withMembers(1, 2));
    expect(statesWithout(environment, 'blue_2')).toMatchObject({
      50000: 'swallowed',
      50001: 'served',
      50002: 'swallowed',
    });
    // The port that is free goes to the first that comes; for the second there is none.
    environment.write(0, withMembers(4, 5, 1, 2));
    expect(statesWithout(environment, 'blue_5')).toMatchObject({
      50000: 'served',
      50001: 'served',
      50002: 'swallowed',
    });
    expect(statesWithout(environment, 'blue_4')).toMatchObject({ 50000: 'swallowed', 50001: 'served' });
  });

  test('of a rule named by a network interface goes to that machine', () => {
    const rule = child('inboundNatRules', 'ssh', { frontendPort: 50_002 });
    const member = networkInterface('nic', { loadBalancerInboundNatRules: [{ id: rule.id }] });
    const environment = environmentWith({ inboundNatRules: [rule] }, [member]);
    expect(statesWithout(environment, 'blue_2')).toMatchObject({ 50002: 'swallowed' });
  });

  const natPool = child('inboundNatPools', 'ssh', {
    frontendPortRangeStart: 50_000,
    frontendPortRangeEnd: 50_001,
  });
  const scaleSet: ArmResource = {
    id: '/subscriptions/s1/resourceGroups/vipswap/providers/Microsoft.Compute/virtualMachineScaleSets/blue',
    name: 'blue',
    type: 'Microsoft.Compute/virtualMachineScaleSets',
    properties: {
      virtualMachineProfile: {
        networkProfile: {
          networkInterfaceConfigurations: [
            {
              properties: {
                ipConfigurations: [{ properties: { loadBalancerInboundNatPools: [{ id: natPool.id }] } }],
              },
            },
          ],
        },
      },
    },
  };

  test('of a pool gives the instances of its scale set a port each, as far as the ports go', () => {
    const environment = environmentWith({ inboundNatPools: [natPool] }, [scaleSet]);
    expect(statesWithout(environment, 'blue_1')).toEqual({
      9000: 'served',
      50000: 'served',
      50001: 'swallowed',
    });
  });

  test('of a pool is what its rules say, where the load balancer lists them', () => {
    const backendIPConfiguration = { id: ipConfiguration('blue', 2) };
    const rule = child('inboundNatRules', 'ssh.2', { frontendPort: 50_001, backendIPConfiguration });
    const properties = { inboundNatPools: [natPool], inboundNatRules: [rule] };
    const environment = environmentWith(properties, [scaleSet]);
    expect(statesWithout(environment, 'blue_0')).toEqual({ 9000: 'served', 50001: 'served' });
  });
});
