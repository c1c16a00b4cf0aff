import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ArmResource } from '../emulator/data-plane/contract.ts';
import { anySuccess } from '../src/probe/expectation.ts';
import type { CanaryGoal, TakeBackTerms } from '../src/strategies/scale-set/goal.ts';
import { type ScaleSetCommands, startScaleSetCommands } from './commands/scale-set-commands.ts';
import { shareNatPorts } from './commands/shared-nat-ports.ts';
import {
  type Body,
  customScript,
  group,
  healthExtension,
  newImage,
  propertiesOf,
  scaleSetBody,
  scaleSetId,
  type WorldOptions,
} from './emulator/arm/compute/scale-set-world.ts';

const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');

/** The role definition for scale sets that the README tells users to create. */
const role = readRole('Azure Rollout scale sets');
const changing = role.filter((action) => !action.endsWith('/read'));
const subscription = group.split('/').slice(0, 3).join('/');

function readRole(name: string): readonly string[] {
  const definitions = [...readme.matchAll(/```json\n(.*?)```/gs)].map(
    ([, json = '']) => JSON.parse(json) as { readonly Name: string; readonly Actions: readonly string[] },
  );
  return definitions.find((each) => each.Name === name)?.Actions ?? [];
}

const extensions = [healthExtension, customScript({ commandToExecute: 'one.sh' })];

/** Scaled by autoscale, repaired, and with an extension: so that a release takes every action that there is. */
const eventful: WorldOptions = {
  properties: {
    automaticRepairsPolicy: { enabled: true, gracePeriod: 'PT30M' },
    virtualMachineProfile: profileWithSecurityGroup(),
  },
  resources: [autoscaleSetting()],
};

function profileWithSecurityGroup(): Body {
  const profile = propertiesOf(scaleSetBody({ extensions })).virtualMachineProfile as {
    readonly networkProfile: { readonly networkInterfaceConfigurations: readonly { properties: Body }[] };
  };
  const networkSecurityGroup = { id: `${group}/providers/Microsoft.Network/networkSecurityGroups/web` };
  const interfaces = profile.networkProfile.networkInterfaceConfigurations.map((each) => ({
    ...each,
    properties: { ...each.properties, networkSecurityGroup },
  }));
  return { ...profile, networkProfile: { networkInterfaceConfigurations: interfaces } };
}

function autoscaleSetting(): ArmResource {
  return {
    id: `${group}/providers/Microsoft.Insights/autoscalesettings/web`,
    name: 'web',
    type: 'Microsoft.Insights/autoscaleSettings',
    location: 'westus2',
    properties: { enabled: true, targetResourceUri: scaleSetId, profiles: [] },
  };
}

const withImage: Partial<CanaryGoal> = {
  suspendRepairs: true,
  onUnhealthy: 'quarantine',
};

const formerSettings = { settings: { commandToExecute: 'one.sh' } };

const releases = {
  image: {
    ...withImage,
    health: {
      minHealthyTimeMs: 30_000,
      healthyDeadlineMs: 300_000,
      command: 'true',
      endpoint: { protocol: 'http', port: 8080, path: '/', expectation: anySuccess },
    },
  },
  extension: {
    payload: { kind: 'extension', name: 'install', settings: { commandToExecute: 'two.sh' } },
    previousSettings: formerSettings,
    suspendRepairs: true,
  },
} satisfies Record<string, Partial<CanaryGoal>>;

function grant(world: ScaleSetCommands, scope: string, notActions: readonly string[] = []): void {
  world.emulated.plane.permissions.replace([{ scope, actions: role, notActions }]);
}

const refusedOf = (world: ScaleSetCommands) =>
  world.emulated.journal.entries().filter(({ status }) => status === 401 || status === 403);

test('each role that the README defines is created from a file, and assigned, by commands that stand there', () => {
  const names = [...readme.matchAll(/"Name": "(.*?)"/g)].map(([, name]) => name);
  expect(names).toHaveLength(3);
  const commands = [...readme.matchAll(/```bash\n(.*?)```/gs)].map(([, each = '']) => each);
  for (const name of names) {
    const own = commands.filter((each) =>
      each.includes(`az role assignment create --role "${name}" --scope `),
    );
    expect(own).toEqual([expect.stringMatching(/^az role definition create --role-definition \S+\.json\n/)]);
  }
});

describe.each([
  ['subscription', subscription],
  ['resource group', group],
])('the role of the README, assigned at the %s, is enough', (place, scope) => {
  const refusedInGroup = (world: ScaleSetCommands) =>
    refusedOf(world).filter(({ path }) => place === 'subscription' || path.startsWith(group));

  test.each<[string, Partial<CanaryGoal>, Partial<TakeBackTerms>, string]>([
    ['an image', withImage, {}, 'web-2'],
    ['settings of an extension', releases.extension, { previousSettings: formerSettings }, 'web-1'],
  ])('for a canary with %s, its promotion and the way back', async (_, goal, terms, image) => {
    const world = startScaleSetCommands(eventful);
    grant(world, scope);
    const succeeded = { kind: 'ran', result: { outcome: 'succeeded', cleanUpErrors: [] } };
    expect(await world.canary(world.runner(1), goal)).toMatchObject(succeeded);
    expect(await world.rollout(world.runner(2), { suspendRepairs: true, ...terms })).toMatchObject(succeeded);
    expect(world.images().model).toBe(image);
    expect(await world.rollback(world.runner(3), terms)).toMatchObject(succeeded);
    expect(world.images().model).toBe('web-1');
    expect(refusedInGroup(world)).toEqual([]);
    expect(new Set(world.writes())).toEqual(
      new Set([
        'PATCH virtualMachineScaleSets/web',
        'POST web/setOrchestrationServiceState',
        'PUT virtualMachines/0',
        'POST web/manualupgrade',
        ...(image === 'web-1' ? ['PUT extensions/install'] : []),
      ]),
    );
  });

  test('to reimage a canary that does not get well, and to quarantine it', async () => {
    const world = startScaleSetCommands({
      ...eventful,
      payloads: [
        { image: '/web-1$', version: 'one' },
        { image: '/web-2$', version: 'two', condition: 'unhealthy' },
      ],
    });
    grant(world, scope);
    expect(await world.canary(world.runner(1), withImage)).toMatchObject({ result: { outcome: 'failed' } });
    expect(world.writes()).toEqual(expect.arrayContaining(['POST web/reimage', 'POST web/poweroff']));
    expect(refusedInGroup(world)).toEqual([]);
  });
});

test.each(changing)(
  'without %s a release is refused before its first write, by that name',
  async (action) => {
    const world = startScaleSetCommands(eventful);
    shareNatPorts(world);
    grant(world, group, [action]);
    const goal = action.endsWith('extensions/write') ? releases.extension : releases.image;
    await expect(world.canary(world.runner(1), goal)).rejects.toThrow(
      new RegExp(`may not do what the release takes\\. Grant it (\\S+, )*${action}( |,)`),
    );
    expect(world.writes()).toEqual([]);
  },
);

test.each([
  'Microsoft.Compute/virtualMachineScaleSets/write',
  'Microsoft.Compute/virtualMachineScaleSets/manualUpgrade/action',
  'Microsoft.Compute/virtualMachineScaleSets/virtualMachines/write',
  'Microsoft.Compute/virtualMachineScaleSets/setOrchestrationServiceState/action',
])('without %s neither the promotion nor the way back begins', async (action) => {
  const world = startScaleSetCommands(eventful);
  await world.canary(world.runner(1), { suspendRepairs: true });
  const before = world.writes().length;
  grant(world, group, [action]);
  await expect(world.rollout(world.runner(2))).rejects.toThrow(action);
  await expect(world.rollback(world.runner(3))).rejects.toThrow(action);
  expect(world.writes()).toHaveLength(before);
  expect(world.images().model).toBe(newImage.id.split('/').at(-1));
});

test('what a release does not take, its identity need not have', async () => {
  const world = startScaleSetCommands();
  const plain = ['write', 'manualUpgrade/action', 'reimage/action'];
  grant(
    world,
    group,
    changing.filter((action) => !plain.some((each) => action.endsWith(`virtualMachineScaleSets/${each}`))),
  );
  expect(await world.canary(world.runner(1))).toMatchObject({ result: { outcome: 'succeeded' } });
});
