import { describe, expect, test } from 'vitest';
import {
  autoscaleSetting,
  codesOf,
  newImage,
  propertiesOf,
  refusal,
  ScaleSetWorld,
  scaleSetId,
} from './scale-set-world.ts';

const loadBalancerId = scaleSetId.replace(/Microsoft\.Compute.*/, 'Microsoft.Network/loadBalancers/weblb');
const idsOf = async (world: ScaleSetWorld) => (await world.instances()).map(({ instanceId }) => instanceId);

async function natRules(world: ScaleSetWorld): Promise<unknown> {
  const { inboundNatRules } = propertiesOf(await world.read(loadBalancerId)) as {
    inboundNatRules: { name: string; properties: { frontendPort: number } }[];
  };
  return inboundNatRules.map(({ name, properties }) => [name, properties.frontendPort]);
}

async function poolSize(world: ScaleSetWorld): Promise<number> {
  const { backendAddressPools } = propertiesOf(await world.read(loadBalancerId)) as {
    backendAddressPools: { properties: { backendIPConfigurations?: unknown[] } }[];
  };
  return backendAddressPools[0]?.properties.backendIPConfigurations?.length ?? 0;
}

async function protect(world: ScaleSetWorld, instanceId: string, policy: object): Promise<void> {
  const body = { properties: { protectionPolicy: policy } };
  await world.done(world.send('PUT', `${scaleSetId}/virtualMachines/${instanceId}`, body));
}

describe('a scale set that grows', () => {
  test('makes instances on the newest model, and leaves the others on theirs', async () => {
    const world = new ScaleSetWorld();
    await world.done(world.patchImage(newImage));
    await world.scale(5);
    expect(await idsOf(world)).toEqual(['0', '1', '2', '3', '4']);
    expect(propertiesOf(await world.instance(4)).provisioningState).toBe('Creating');
    expect([world.answers(3), world.answers(0)]).toEqual([false, true]);
    world.wait(10);
    expect(await world.latest()).toEqual(['3', '4']);
    expect([world.answers(3), world.version(3), world.version(0)]).toEqual([true, 'two', 'one']);
  });

  test('puts them into the pool, and gives each a port of the NAT pool', async () => {
    const world = new ScaleSetWorld();
    expect(await poolSize(world)).toBe(3);
    await world.done(world.scale(4));
    expect(await poolSize(world)).toBe(4);
    expect(await natRules(world)).toEqual([
      ['ssh.0', 50000],
      ['ssh.1', 50001],
      ['ssh.2', 50002],
      ['ssh.3', 50003],
    ]);
    const { value } = await world.read(`${scaleSetId}/virtualMachines/3/networkInterfaces`);
    expect(value).toMatchObject([
      {
        properties: {
          ipConfigurations: [
            {
              properties: {
                loadBalancerInboundNatRules: [{ id: `${loadBalancerId}/inboundNatRules/ssh.3` }],
              },
            },
          ],
        },
      },
    ]);
  });

  test('lets nobody be lost who asks meanwhile', async () => {
    const world = new ScaleSetWorld();
    await world.done(world.scale(6), 60);
    await world.scaleSet();
    const truth = world.dataPlane.groundTruth().filter(({ port }) => port === 9000);
    expect(truth.map(({ state }) => state)).toEqual(['served']);
  });

  test('and shrinks again is what its load balancer forwards to, each instance at an address of its own', async () => {
    const world = new ScaleSetWorld();
    const backends = () => world.dataPlane.ruleHealth(loadBalancerId, 'http');
    expect(backends()).toHaveLength(3);
    await world.done(world.scale(5), 60);
    await world.scaleSet();
    expect(backends().map(({ state }) => state)).toEqual(['Up', 'Up', 'Up', 'Up', 'Up']);
    const { value } = await world.read(`${scaleSetId}/networkInterfaces`);
    const addresses = JSON.stringify(value).match(/"privateIPAddress":"[^"]+"/g);
    expect(new Set(addresses).size).toBe(5);
    await world.done(world.scale(2));
    await world.scaleSet();
    expect(backends()).toHaveLength(2);
  });

  test('never gives an id twice', async () => {
    const world = new ScaleSetWorld();
    await world.done(world.act('delete', ['2']));
    await world.done(world.scale(3));
    expect(await idsOf(world)).toEqual(['0', '1', '3']);
  });
});

describe('a scale set that shrinks', () => {
  test('lets the highest ids go, from the load balancer too', async () => {
    const world = new ScaleSetWorld({ properties: { platformFaultDomainCount: 1 } });
    await world.scale(1);
    expect(propertiesOf(await world.instance(2)).provisioningState).toBe('Deleting');
    expect([0, 1, 2].map((id) => world.answers(id))).toEqual([true, false, false]);
    world.wait(10);
    expect(await idsOf(world)).toEqual(['0']);
    expect(await poolSize(world)).toBe(1);
    expect(await natRules(world)).toEqual([['ssh.0', 50000]]);
  });

  test('takes from the zone that has most', async () => {
    const world = new ScaleSetWorld({
      capacity: 6,
      zones: ['1', '2', '3'],
      properties: { platformFaultDomainCount: 5 },
    });
    await world.done(world.act('delete', ['2']));
    await world.done(world.scale(3));
    expect(await idsOf(world)).toEqual(['0', '1', '5']);
    expect((await world.instances()).map(({ zones }) => zones)).toEqual([['1'], ['2'], ['3']]);
  });

  test('takes from the fault domain that has most', async () => {
    const world = new ScaleSetWorld({ capacity: 4, properties: { platformFaultDomainCount: 2 } });
    await world.done(world.act('delete', ['1']));
    await world.done(world.scale(2));
    expect(await idsOf(world)).toEqual(['0', '3']);
  });

  test('lets an instance go that is being upgraded', async () => {
    const world = new ScaleSetWorld({
      properties: { platformFaultDomainCount: 1 },
      durations: { 'vmss-upgrade-image': 5 },
    });
    await world.done(world.patchImage(newImage));
    await world.act('manualupgrade', ['2']);
    await world.scale(2);
    world.wait(5);
    expect(propertiesOf(await world.instance(2)).provisioningState).toBe('Deleting');
    expect(world.answers(2)).toBe(false);
    world.wait(5);
    expect(await idsOf(world)).toEqual(['0', '1']);
  });

  test('twice in a row lets nobody go twice', async () => {
    const world = new ScaleSetWorld({ capacity: 5, properties: { platformFaultDomainCount: 1 } });
    await world.scale(4);
    await world.scale(3);
    await world.act('delete', ['0']);
    world.wait(30);
    expect(await idsOf(world)).toEqual(['0', '1', '2']);
    await world.act('delete', ['0']);
    await world.act('delete', ['0']);
    world.wait(30);
    expect(await idsOf(world)).toEqual(['1', '2']);
    expect((await world.scaleSet()).sku).toMatchObject({ capacity: 2 });
  });

  test('keeps everybody else away from an instance that is on its way out', async () => {
    const world = new ScaleSetWorld({
      properties: { platformFaultDomainCount: 1 },
      durations: { 'vmss-vm-put': 5 },
    });
    const put = () =>
      world.send('PUT', `${scaleSetId}/virtualMachines/2`, {
        properties: { protectionPolicy: { protectFromScaleIn: false } },
      });
    await put();
    await world.scale(2);
    world.wait(5);
    await world.patch({ tags: { one: '1' } });
    expect(propertiesOf(await world.instance(2)).provisioningState).toBe('Deleting');
    expect(refusal(await put())).toEqual([409, 'Conflict']);
    world.wait(5);
    expect(await idsOf(world)).toEqual(['0', '1']);
  });

  test('spares those that are protected from scale-in', async () => {
    const world = new ScaleSetWorld({ properties: { platformFaultDomainCount: 1 } });
    await protect(world, '2', { protectFromScaleIn: true });
    await world.done(world.scale(1));
    expect(await idsOf(world)).toEqual(['2']);
  });

  test('refuses to go below what is protected, and stays as it was', async () => {
    const world = new ScaleSetWorld();
    await protect(world, '1', { protectFromScaleIn: true });
    expect(refusal(await world.scale(0))).toEqual([409, 'OperationNotAllowed']);
    expect(await idsOf(world)).toEqual(['0', '1', '2']);
    expect((await world.scaleSet()).sku).toMatchObject({ capacity: 3 });
  });
});

describe('instances that are deleted by id', () => {
  test('are taken off the capacity', async () => {
    const world = new ScaleSetWorld();
    await world.done(world.act('delete', ['0', '2']));
    expect(await idsOf(world)).toEqual(['1']);
    expect((await world.scaleSet()).sku).toMatchObject({ capacity: 1 });
  });

  test('may be protected: protection is not against the user', async () => {
    const world = new ScaleSetWorld();
    await protect(world, '1', { protectFromScaleIn: true, protectFromScaleSetActions: true });
    const { status } = await world.done(world.send('DELETE', `${scaleSetId}/virtualMachines/1`));
    expect(status).toBe(202);
    expect(await idsOf(world)).toEqual(['0', '2']);
  });
});

test('a scenario composes a hundred instances over zones from a few lines', async () => {
  const world = new ScaleSetWorld({
    capacity: 100,
    zones: ['1', '2', '3'],
    properties: { platformFaultDomainCount: 5 },
  });
  const first = await world.read(`${scaleSetId}/virtualMachines`);
  const nextLink = new URL(String(first.nextLink));
  const second = await world.read(`${nextLink.pathname}${nextLink.search}`);
  const all = [...(first.value as object[]), ...(second.value as object[])] as { zones: string[] }[];
  expect(second.nextLink).toBeUndefined();
  expect(['1', '2', '3'].map((zone) => all.filter(({ zones }) => zones[0] === zone).length)).toEqual([
    34, 33, 33,
  ]);
  const views = await Promise.all(Array.from({ length: 100 }, (_, id) => world.view(id)));
  const domains = views.map(({ platformFaultDomain }) => platformFaultDomain);
  expect(new Set(domains)).toEqual(new Set([0, 1, 2, 3, 4]));
  expect(await poolSize(world)).toBe(100);
  const summary = (await world.read(`${scaleSetId}/instanceView`)).virtualMachine;
  expect(summary).toEqual({
    statusesSummary: [
      { code: 'ProvisioningState/succeeded', count: 100 },
      { code: 'HealthState/healthy', count: 100 },
    ],
  });
  expect(codesOf(views[99]?.statuses)).toEqual(['ProvisioningState/succeeded', 'PowerState/running']);
});

test('an autoscale that adds instances mid-canary: another writer changes the capacity', async () => {
  const world = new ScaleSetWorld();
  world.arm.plane.faults.add({
    match: { method: 'POST', path: 'manualupgrade$' },
    effect: 'foreign-write',
    when: 'after',
    resourceId: scaleSetId,
    mergePatch: { sku: { capacity: 5 } },
  });
  await world.done(world.patchImage(newImage));
  await world.done(world.act('manualupgrade', ['0']));
  expect(await idsOf(world)).toEqual(['0', '1', '2', '3', '4']);
  expect(await world.latest()).toEqual(['0', '3', '4']);
  expect([world.answers(4), world.version(4)]).toEqual([true, 'two']);
});

describe('autoscale', () => {
  interface Setting {
    readonly enabled?: boolean;
    readonly minimum?: string;
    readonly maximum?: string;
    readonly type?: string;
    readonly value?: string;
    readonly targetResourceUri?: string;
  }

  const setting = ({
    enabled = true,
    minimum = '2',
    maximum = '10',
    type = 'ChangeCount',
    value = '2',
    ...more
  }: Setting) => {
    const { properties, ...rest } = autoscaleSetting();
    const rules = ['Increase', 'Decrease'].map((direction) => ({ scaleAction: { direction, type, value } }));
    return {
      ...rest,
      properties: {
        ...properties,
        enabled,
        ...more,
        profiles: [
          {
            name: 'nights',
            recurrence: {},
            capacity: { minimum: '0', maximum: '0', default: '0' },
            rules: [],
          },
          { name: 'by load', capacity: { minimum, maximum, default: '3' }, rules },
        ],
      },
    };
  };

  async function capacityAfter(
    direction: 'Increase' | 'Decrease',
    given: Setting,
    isProtected = false,
  ): Promise<number> {
    const world = new ScaleSetWorld({ resources: [setting(given)] });
    if (isProtected) {
      for (const id of ['0', '1']) await protect(world, id, { protectFromScaleIn: true });
    }
    world.arm.plane.faults.add({
      match: { path: 'instanceView$' },
      effect: 'autoscale',
      when: 'after',
      scaleSetId,
      direction,
    });
    await world.read(`${scaleSetId}/instanceView`);
    world.wait(10);
    const { sku } = await world.scaleSet();
    expect(await idsOf(world)).toHaveLength((sku as { capacity: number }).capacity);
    return (sku as { capacity: number }).capacity;
  }

  test.each<['Increase' | 'Decrease', Setting, number]>([
    ['Increase', {}, 5],
    ['Increase', { maximum: '4' }, 4],
    ['Increase', { maximum: '3' }, 3],
    ['Increase', { type: 'PercentChangeCount', value: '100' }, 6],
    ['Increase', { type: 'ExactCount', value: '8' }, 8],
    ['Increase', { enabled: false }, 3],
    ['Increase', { targetResourceUri: `${scaleSetId}-other` }, 3],
    ['Decrease', {}, 2],
    ['Decrease', { minimum: '0' }, 1],
    ['Decrease', { minimum: '3' }, 3],
  ])('does what its setting says when the load changes: %s, %o', async (direction, given, capacity) => {
    expect(await capacityAfter(direction, given)).toBe(capacity);
  });

  test('takes nobody away who is protected from it', async () => {
    expect(await capacityAfter('Decrease', { minimum: '0', value: '3' }, true)).toBe(2);
  });
});

describe('an upgrade to another network profile', () => {
  /** The model without its backend pool and without its first NAT pool. */
  async function leavePools(world: ScaleSetWorld): Promise<void> {
    const { networkProfile } = propertiesOf(await world.scaleSet()).virtualMachineProfile as {
      networkProfile: unknown;
    };
    const text = JSON.stringify(networkProfile)
      .replace(/"loadBalancerBackendAddressPools":\[[^\]]*\]/, '"loadBalancerBackendAddressPools":[]')
      .replace(/\{"id":"[^"]*inboundNatPools\/ssh"\},/, '');
    const body = { properties: { virtualMachineProfile: { networkProfile: JSON.parse(text) as unknown } } };
    await world.done(world.patch(body));
  }

  const addressOf = async (world: ScaleSetWorld, id: number) => {
    const { value } = await world.read(`${scaleSetId}/virtualMachines/${id}/networkInterfaces`);
    return /"privateIPAddress":"([^"]*)"/.exec(JSON.stringify(value))?.[1];
  };

  test('joins and leaves what the model says, and keeps addresses and ports', async () => {
    const world = new ScaleSetWorld({ natPorts: [22, 80] });
    const [rules, addresses] = [
      await natRules(world),
      await Promise.all([0, 1, 2].map((id) => addressOf(world, id))),
    ];
    await leavePools(world);
    expect([await poolSize(world), await natRules(world)]).toEqual([3, rules]);
    await world.done(world.act('manualupgrade', ['0', '1']));
    expect(await poolSize(world)).toBe(1);
    expect(await natRules(world)).toEqual(
      (rules as [string, number][]).filter(([name]) => !['ssh.0', 'ssh.1'].includes(name)),
    );
    expect(await Promise.all([0, 1, 2].map((id) => addressOf(world, id)))).toEqual(addresses);
    expect([0, 1, 2].map((id) => world.answers(id))).toEqual([true, true, true]);
  });
});
