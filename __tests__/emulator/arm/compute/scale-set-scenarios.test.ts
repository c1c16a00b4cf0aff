import { describe, expect, test } from 'vitest';
import { createArm } from '../../../../emulator/arm/arm.ts';
import { ResourceStore } from '../../../../emulator/arm/store.ts';
import { createVirtualDataPlane } from '../../../../emulator/data-plane/data-plane.ts';
import { readScenario } from '../../../../emulator/scenarios.ts';
import { type Answer, answerTo } from '../answer.ts';
import { lasting } from '../virtual-arm.ts';

type Body = Readonly<Record<string, unknown>>;

/** A scenario on a clock that only the test moves. Every operation lasts 10 s. */
async function open(scenarioName: string) {
  const scenario = await readScenario(scenarioName);
  const store = new ResourceStore();
  let nowMs = 0;
  const clock = {
    monotonicMs: () => nowMs,
    epochMs: () => Date.UTC(2026, 10, 22) + nowMs,
    sleep: async (durationMs: number) => {
      nowMs += durationMs;
    },
  };
  const dataPlane = createVirtualDataPlane({ resources: store, clock });
  const arm = createArm({ scenario, dataPlane, clock, seed: 1, profile: lasting(10), store });
  await dataPlane.start();
  const group = `/subscriptions/${scenario.subscriptionId}/resourceGroups/${scenarioName}`;
  const send = (
    method: string,
    path: string,
    body?: unknown,
    query = `api-version=${versionOf(path)}`,
  ): Promise<Answer> =>
    answerTo(arm, {
      method,
      path: path.startsWith('/') ? path : `${group}/providers/${path}`,
      query,
      headers: {},
      body: body === undefined ? '' : JSON.stringify(body),
    });
  return {
    send,
    /** Follows a URL that the control plane has given. */
    follow: (url: string | undefined): Promise<Answer> => {
      const { pathname, search } = new URL(url ?? '');
      return send('GET', pathname, undefined, search.slice(1));
    },
    read: async (path: string): Promise<Body> => {
      const { status, body } = await send('GET', path);
      if (status !== 200) throw new Error(`GET ${path} answered ${status} ${JSON.stringify(body)}`);
      return body as Body;
    },
    wait: (seconds: number) => {
      nowMs += seconds * 1000;
    },
    /** What the front door does now. */
    front: (port = 8080) =>
      dataPlane.groundTruth().find((interval) => interval.port === port && interval.toMs === undefined)
        ?.state,
  };
}

function versionOf(path: string): string {
  if (/Microsoft\.Insights/i.test(path)) return '2022-10-01';
  if (/galleries/i.test(path)) return '2023-07-03';
  return /Microsoft\.Compute/i.test(path) ? '2024-07-01' : '2024-01-01';
}

const web = 'Microsoft.Compute/virtualMachineScaleSets/web';

type World = Awaited<ReturnType<typeof open>>;

/** Of all pages. */
async function instancesOf(world: World, scaleSet: string): Promise<Body[]> {
  const instances: Body[] = [];
  let page = await world.read(`${scaleSet}/virtualMachines`);
  for (;;) {
    instances.push(...(page.value as Body[]));
    if (typeof page.nextLink !== 'string') return instances;
    page = (await world.follow(page.nextLink)).body as Body;
  }
}

/** What a look at an instance from inside shows. */
async function lookInside(world: World, scaleSet: string, instanceId: number): Promise<string> {
  const accepted = await world.send('POST', `${scaleSet}/virtualMachines/${instanceId}/runCommand`, {
    commandId: 'RunShellScript',
    script: ['curl http://localhost/'],
  });
  world.wait(10);
  const { body } = await world.follow(accepted.headers.location);
  return (body as { value: { message: string }[] }).value[0]?.message ?? '';
}

const patchImage = (id: string): Body => ({
  properties: { virtualMachineProfile: { storageProfile: { imageReference: { id } } } },
});

test.each([
  ['canary', 'canary', 'canarylb'],
  ['zonal', 'web', 'zonallb'],
  ['never-healthy', 'web', 'never-healthylb'],
  ['autoscale', 'web', 'autoscalelb'],
])(
  '%s is a scenario that ARM accepts: scale set and load balancer can be written as they are read',
  async (scenarioName, scaleSet, loadBalancer) => {
    const world = await open(scenarioName);
    for (const path of [
      `Microsoft.Network/loadBalancers/${loadBalancer}`,
      `Microsoft.Compute/virtualMachineScaleSets/${scaleSet}`,
    ]) {
      expect((await world.send('PUT', path, await world.read(path))).status).toBe(200);
      world.wait(10);
      expect(await world.read(path)).toMatchObject({ properties: { provisioningState: 'Succeeded' } });
    }
    const instances = await instancesOf(world, `Microsoft.Compute/virtualMachineScaleSets/${scaleSet}`);
    expect(new Set(instances.map(({ properties }) => (properties as Body).latestModelApplied))).toEqual(
      new Set([true]),
    );
    expect(world.front()).toBe('served');
  },
);

describe('canary', () => {
  const canary = 'Microsoft.Compute/virtualMachineScaleSets/canary';
  const scriptOfVersion2 = {
    properties: {
      publisher: 'Microsoft.Azure.Extensions',
      type: 'CustomScript',
      typeHandlerVersion: '2.1',
      settings: {
        fileUris: ['https://canaryscripts.blob.core.windows.net/scripts/install-nginx-v2.sh'],
        commandToExecute: 'bash install-nginx-v2.sh',
      },
    },
  };

  test('has three healthy instances behind its address, each with a port for SSH and one for a check', async () => {
    const world = await open('canary');
    expect(await instancesOf(world, canary)).toHaveLength(3);
    expect([8080, 50_000, 50_001, 50_002, 51_000, 51_001, 51_002].map(world.front)).toEqual(
      Array.from({ length: 7 }, () => 'served'),
    );
    const view = await world.read(`${canary}/virtualMachines/0/instanceView`);
    expect(view).toMatchObject({ vmHealth: { status: { code: 'HealthState/healthy' } } });
  });

  test('brings one instance to the second version of the script, the others stay on the first', async () => {
    const world = await open('canary');
    const put = await world.send('PUT', `${canary}/extensions/install`, scriptOfVersion2);
    expect(put.status).toBeLessThan(300);
    world.wait(10);
    const upgrade = await world.send('POST', `${canary}/manualupgrade`, { instanceIds: ['0'] });
    expect(upgrade.status).toBe(202);
    world.wait(5);
    // The machine stays up while the script stops the server and starts the new one.
    expect(world.front(51_000)).toBe('refused');
    expect(world.front(51_001)).toBe('served');
    world.wait(10);
    const latest = (await instancesOf(world, canary)).map(
      ({ properties }) => (properties as Body).latestModelApplied,
    );
    expect(latest).toEqual([true, false, false]);
    expect(world.front(51_000)).toBe('served');
    expect(await lookInside(world, canary, 0)).toContain('version v2');
    expect(await lookInside(world, canary, 1)).toContain('version v1');
  });
});

describe('zonal', () => {
  test('has a hundred instances, evenly in three zones, each with a port of its own', async () => {
    const world = await open('zonal');
    const instances = await instancesOf(world, web);
    const zones = instances.map(({ zones }) => String(zones));
    expect(['1', '2', '3'].map((zone) => zones.filter((each) => each === zone).length).toSorted()).toEqual([
      33, 33, 34,
    ]);
    const ports = Array.from({ length: 100 }, (_, index) => world.front(51_000 + index));
    expect(new Set(ports)).toEqual(new Set(['served']));
    expect(world.front(51_100)).toBeUndefined();
    expect(world.front()).toBe('served');
  });

  test('has an image of another generation, and a version that has not come to its region', async () => {
    const world = await open('zonal');
    const images = 'Microsoft.Compute/galleries/zonalgallery/images';
    expect(await world.read(`${images}/web`)).toMatchObject({
      properties: { hyperVGeneration: 'V2', features: [{ name: 'SecurityType', value: 'TrustedLaunch' }] },
    });
    expect(await world.read(`${images}/web-generation-one`)).toMatchObject({
      properties: { hyperVGeneration: 'V1' },
    });
    const { properties } = await world.read(`${images}/web/versions/3.0.0`);
    expect(properties).toMatchObject({
      publishingProfile: { targetRegions: [{ name: 'West Europe' }], excludeFromLatest: true },
    });
  });

  test('serves on while a batch is upgraded', async () => {
    const world = await open('zonal');
    const { id } = await world.read('Microsoft.Compute/galleries/zonalgallery/images/web/versions/2.0.0');
    expect((await world.send('PATCH', web, patchImage(String(id)))).status).toBe(200);
    world.wait(10);
    const upgrade = await world.send('POST', `${web}/manualupgrade`, { instanceIds: ['0', '1', '2', '3'] });
    expect(upgrade.status).toBe(202);
    world.wait(5);
    expect([51_000, 51_003, 51_004].map(world.front)).toEqual(['swallowed', 'swallowed', 'served']);
    world.wait(40);
    expect(world.front()).toBe('served');
    const latest = (await instancesOf(world, web)).filter(
      ({ properties }) => (properties as Body).latestModelApplied === true,
    );
    expect(latest.map(({ instanceId }) => instanceId)).toEqual(['0', '1', '2', '3']);
  });
});

test('never-healthy: one instance stays unhealthy on the second version, all others get well', async () => {
  const world = await open('never-healthy');
  const { id } = await world.read('Microsoft.Compute/images/web-2');
  await world.send('PATCH', web, patchImage(String(id)));
  world.wait(10);
  await world.send('POST', `${web}/manualupgrade`, { instanceIds: ['*'] });
  world.wait(600);
  const healthOf = async (instance: number) =>
    (await world.read(`${web}/virtualMachines/${instance}/instanceView`)).vmHealth;
  for (const instance of [0, 1, 2, 3, 4, 5]) {
    const code = instance === 1 ? 'HealthState/unhealthy' : 'HealthState/healthy';
    expect(await healthOf(instance)).toMatchObject({ status: { code } });
  }
});

test('autoscale: the first upgrade sees an instance come that nobody asked for, on the new model', async () => {
  const world = await open('autoscale');
  const settings = await world.read('Microsoft.Insights/autoscalesettings');
  expect(settings).toMatchObject({ value: [{ properties: { enabled: true } }] });
  const { id } = await world.read('Microsoft.Compute/images/web-2');
  await world.send('PATCH', web, patchImage(String(id)));
  world.wait(10);
  expect(await instancesOf(world, web)).toHaveLength(5);
  await world.send('POST', `${web}/manualupgrade`, { instanceIds: ['0'] });
  world.wait(60);
  const latest = (await instancesOf(world, web)).filter(
    ({ properties }) => (properties as Body).latestModelApplied === true,
  );
  expect(latest.map(({ instanceId }) => instanceId)).toEqual(['0', '5']);
  expect(world.front(51_005)).toBe('served');
});

test.each<[string, Body, Body]>([
  ['switched off', { enabled: false }, {}],
  ['at its maximum', {}, { capacity: { minimum: '5', maximum: '5', default: '5' } }],
])('autoscale: no instance comes where the setting is %s', async (_, change, ofProfile) => {
  const world = await open('autoscale');
  const { value } = await world.read('Microsoft.Insights/autoscalesettings');
  const [{ id, properties }] = value as [{ id: string; properties: { profiles: readonly Body[] } }];
  const profiles = properties.profiles.map((profile) => ({ ...profile, ...ofProfile }));
  expect((await world.send('PATCH', id, { properties: { ...change, profiles } })).status).toBe(200);
  await world.send('POST', `${web}/manualupgrade`, { instanceIds: ['0'] });
  world.wait(60);
  expect(await instancesOf(world, web)).toHaveLength(5);
});
