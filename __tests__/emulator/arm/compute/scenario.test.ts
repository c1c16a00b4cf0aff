import { expect, test } from 'vitest';
import { createArm } from '../../../../emulator/arm/arm.ts';
import type { Scenario } from '../../../../emulator/arm/scenario.ts';
import { ResourceStore } from '../../../../emulator/arm/store.ts';
import type { ArmResource, Workload } from '../../../../emulator/data-plane/contract.ts';
import { createVirtualDataPlane } from '../../../../emulator/data-plane/data-plane.ts';
import { startEmulator } from '../../../../emulator/index.ts';
import { lasting } from '../virtual-arm.ts';
import {
  canaryScenario,
  customScript,
  newImage,
  oldImage,
  propertiesOf,
  ScaleSetWorld,
  scaleSetId,
} from './scale-set-world.ts';

/** An instance that a scenario writes out. */
function written(instanceId: string, more: object = {}): ArmResource {
  return {
    id: `${scaleSetId}/virtualMachines/${instanceId}`,
    name: `web_${instanceId}`,
    type: 'Microsoft.Compute/virtualMachineScaleSets/virtualMachines',
    location: 'westus2',
    instanceId,
    properties: {},
    ...more,
  };
}

function load(scenario: Scenario) {
  const store = new ResourceStore();
  const clock = { monotonicMs: () => 0, epochMs: () => 0, sleep: async () => {} };
  const dataPlane = createVirtualDataPlane({ resources: store, clock });
  for (const workload of scenario.workloads) dataPlane.placeWorkload(workload);
  createArm({ scenario, dataPlane, clock, seed: 1, profile: lasting(1), store });
  const instance = (id: string) => store.get(`${scaleSetId}/virtualMachines/${id}`);
  return { store, dataPlane, instance };
}

test('instances that are written out keep what they say of themselves', () => {
  const { instance, store } = load(
    canaryScenario({
      image: newImage,
      resources: [
        written('3', { properties: { storageProfile: { imageReference: oldImage } } }),
        written('5', { properties: { protectionPolicy: { protectFromScaleIn: true } } }),
        written('8', {
          resources: [customScript({ commandToExecute: './older.sh' })],
        }),
      ],
    }),
  );
  expect(store.list('Microsoft.Compute/virtualMachineScaleSets/virtualMachines')).toHaveLength(3);
  expect(instance('3')?.properties).toMatchObject({
    latestModelApplied: false,
    storageProfile: { imageReference: oldImage },
  });
  expect(instance('5')?.properties).toMatchObject({
    latestModelApplied: true,
    protectionPolicy: { protectFromScaleIn: true },
  });
  expect(instance('8')).toMatchObject({
    properties: { latestModelApplied: false },
    resources: [{ name: 'install', properties: { settings: { commandToExecute: './older.sh' } } }],
  });
});

test('new instances take ids above those that are written out', async () => {
  const world = new ScaleSetWorld({ capacity: 2, resources: [written('3'), written('7')] });
  await world.done(world.scale(3));
  const ids = (await world.instances()).map(({ instanceId }) => instanceId);
  expect(ids).toEqual(['3', '7', '8']);
});

test('a workload that is written out comes before the payloads', () => {
  const workload: Workload = {
    instance: 'web_1',
    backends: [],
    version: 'by hand',
    ports: [7],
    healthPath: '/',
  };
  const scenario = canaryScenario({ resources: [written('0'), written('1')] });
  const { dataPlane } = load({ ...scenario, workloads: [workload] });
  const answers = (instance: string, port: number) =>
    dataPlane.answersLocally(instance, { protocol: 'tcp', port, path: '' });
  expect([answers('web_1', 7), answers('web_1', 80)]).toEqual([true, false]);
  expect([answers('web_0', 80), answers('web_0', 22)]).toEqual([true, true]);
});

test('of several payloads that fit, the last one counts, with its own ports and condition', () => {
  const world = new ScaleSetWorld({
    payloads: [
      { version: 'any', condition: 'machine-down' },
      {
        image: 'WEB-1$',
        version: 'mine',
        ports: [8080],
        healthPath: '/up',
        condition: 'unhealthy',
        instances: ['2'],
      },
      { image: 'web-2$', version: 'other' },
    ],
  });
  expect([world.version(0), world.version(2)]).toEqual(['mine', 'mine']);
  const healthy = (id: number) =>
    world.dataPlane.answersLocally(`web_${id}`, { protocol: 'http', port: 8080, path: '/up' });
  expect([healthy(0), healthy(1), healthy(2)]).toEqual([true, true, false]);
});

test('a scale set that no payload is about has instances that serve nothing', async () => {
  const world = new ScaleSetWorld({ payloads: [] });
  await world.done(world.patchImage(newImage));
  await world.done(world.act('manualupgrade', ['*']));
  expect(await world.latest()).toEqual(['0', '1', '2']);
  expect(world.answers(0)).toBe(false);
});

test('another writer may change a secret, and it stands in no resource', async () => {
  const world = new ScaleSetWorld({ extensions: [customScript({ commandToExecute: 'true' })] });
  const secret = customScript({ commandToExecute: 'true' }, { protectedSettings: { token: 'hush' } });
  world.arm.plane.faults.add({
    match: { method: 'GET', path: 'web$' },
    effect: 'foreign-write',
    when: 'before',
    resourceId: scaleSetId,
    mergePatch: { properties: { virtualMachineProfile: { extensionProfile: { extensions: [secret] } } } },
  });
  await world.scaleSet();
  expect(await world.latest()).toEqual([]);
  expect(JSON.stringify(world.arm.plane.store.all())).not.toContain('hush');
});

test('another writer may protect an instance', async () => {
  const world = new ScaleSetWorld();
  world.arm.plane.faults.add({
    match: { method: 'GET', path: 'web$' },
    effect: 'foreign-write',
    when: 'before',
    resourceId: `${scaleSetId}/virtualMachines/1`,
    mergePatch: { properties: { protectionPolicy: { protectFromScaleSetActions: true } } },
  });
  await world.scaleSet();
  expect(await world.instance(1)).toMatchObject({
    etag: '"2"',
    properties: { protectionPolicy: { protectFromScaleSetActions: true } },
  });
});

test('an emulator on real sockets takes the conditions of instances that it composes', async () => {
  const scenario = { ...canaryScenario(), conditions: { web_1: 'unhealthy' } } as const;
  await using emulator = await startEmulator({ scenario, publicAddresses: 'port-map' });
  const { dataPlane, store } = emulator.arm.plane;
  const probe = { protocol: 'http', port: 80, path: '/health' } as const;
  const healthy = [0, 1, 2].map((id) => dataPlane.answersLocally(`web_${id}`, probe));
  expect(healthy).toEqual([true, false, true]);
  const instance = store.get(`${scaleSetId}/virtualMachines/0`);
  expect(propertiesOf(instance ?? {})).toMatchObject({ latestModelApplied: true });
});
