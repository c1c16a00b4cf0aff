import { describe, expect, test } from 'vitest';
import type { InstanceEndpointCheck } from '../../../src/checks/health-gate.ts';
import { anySuccess } from '../../../src/probe/expectation.ts';
import { MOST_TAGS } from '../../../src/record/numbered-tags.ts';
import {
  answeredBy,
  type ScaleSetCommands,
  startScaleSetCommands,
} from '../../commands/scale-set-commands.ts';
import { group, scaleSetId } from '../../emulator/arm/compute/scale-set-world.ts';
import { Service } from '../../probe/service.ts';

const subscription = group.split('/').slice(0, 3).join('/');
const loadBalancerId = `${group}/providers/Microsoft.Network/loadBalancers/weblb`;

type Changes = (world: ScaleSetCommands) => void;

/** What a canary is refused for, before anything is written. */
async function refusalOf(change: Changes, goal = {}): Promise<string> {
  const world = startScaleSetCommands();
  change(world);
  const end = world.canary(world.runner(1), goal).then(
    () => 'not refused',
    (error: Error) => error.message,
  );
  const message = await end;
  expect(message === 'not refused' ? [] : world.writes()).toEqual([]);
  return message;
}

/** What a plan says that could not be checked. */
async function uncheckedOf(change: Changes, goal = {}): Promise<readonly string[]> {
  const world = startScaleSetCommands();
  change(world);
  const end = await world.canary(world.runner(1), goal, { command: 'plan' });
  expect.assert(end.kind === 'planned');
  return end.plan.unchecked;
}

function put({ emulated }: ScaleSetCommands, id: string, type: string, properties: object): void {
  emulated.plane.store.put({ id, name: id.split('/').at(-1) ?? '', type, properties: { ...properties } });
}

const locked =
  (scope: string, level: 'ReadOnly' | 'CanNotDelete'): Changes =>
  (world) =>
    put(world, `${scope}/providers/Microsoft.Authorization/locks/freeze`, 'Microsoft.Authorization/locks', {
      level,
    });

const stacked =
  (scope: string, denySettings: object = { mode: 'denyWriteAndDelete' }): Changes =>
  (world) =>
    put(
      world,
      `${scope}/providers/Microsoft.Resources/deploymentStacks/infra`,
      'Microsoft.Resources/deploymentStacks',
      { denySettings, resources: [{ id: scaleSetId.toUpperCase() }] },
    );

const withTags =
  (tags: Readonly<Record<string, string>>): Changes =>
  ({ emulated }) => {
    const { store } = emulated.plane;
    const scaleSet = store.get(scaleSetId);
    expect.assert(scaleSet !== undefined);
    store.put({ ...scaleSet, tags });
  };

const without =
  (...notActions: readonly string[]): Changes =>
  ({ emulated }) =>
    emulated.plane.permissions.replace([{ scope: '/', actions: ['*'], notActions }]);

describe('a lock', () => {
  test.each([
    ['the scale set', scaleSetId],
    ['its resource group', group],
    ['its subscription', subscription],
  ])('that makes %s read-only is in the way of every write and action', async (_, scope) => {
    expect(await refusalOf(locked(scope, 'ReadOnly'))).toContain(
      `The ReadOnly lock "freeze" on ${scope} forbids every write to the scale set "web". Remove the lock for the time of the release.`,
    );
  });

  test('that only forbids deletion is in nobody’s way, and neither is one of something else', async () => {
    expect(await refusalOf(locked(group, 'CanNotDelete'))).toBe('not refused');
    expect(await refusalOf(locked(loadBalancerId, 'ReadOnly'))).toBe('not refused');
  });

  test('is in the way of the way back, too', async () => {
    const world = startScaleSetCommands();
    await world.canary(world.runner(1));
    const before = world.writes().length;
    locked(group, 'ReadOnly')(world);
    await expect(world.rollback(world.runner(2))).rejects.toThrow('The ReadOnly lock "freeze"');
    expect(world.writes()).toHaveLength(before);
  });
});

describe('an owner that would put the scale set back', () => {
  test.each([
    ['a deployment stack of the group', group],
    ['a deployment stack of the subscription', subscription],
  ])('is told: %s', async (_, scope) => {
    expect(await refusalOf(stacked(scope))).toContain(
      `The scale set "web" is owned by deployment stack ${scope}/providers/Microsoft.Resources/deploymentStacks/infra ` +
        '(deny settings: denyWriteAndDelete): its next update would undo the release.',
    );
  });

  test('is told: the cluster that manages the resource group', async () => {
    const cluster = `${subscription}/resourceGroups/shop/providers/Microsoft.ContainerService/managedClusters/shop`;
    const message = await refusalOf(({ emulated: { plane } }) => {
      const found = plane.store.get(group);
      expect.assert(found !== undefined);
      plane.store.put({ ...found, managedBy: cluster });
    });
    expect(message).toContain(
      `The resource group "canary" is managed by ${cluster}, which would undo the release`,
    );
  });

  test('is told: the cluster that has tagged the scale set', async () => {
    expect(await refusalOf(withTags({ 'aks-managed-poolName': 'nodes' }))).toContain(
      'The scale set "web" is owned by Kubernetes (tag aks-managed-poolName: nodes), which would undo the release',
    );
  });
});

describe('the tags of the scale set', () => {
  const tags = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`tag-${index}`, 'x']));
  const spare = async (goal = {}): Promise<number> => {
    const message = await refusalOf(withTags(tags(MOST_TAGS)), goal);
    const [, needed = ''] = /needs room for (\d+) more/.exec(message) ?? [];
    return Number(needed);
  };

  test('must leave room for the record of a release', async () => {
    const needed = await spare();
    expect(await refusalOf(withTags(tags(MOST_TAGS - needed + 2)))).toContain(
      `The scale set "web" has ${MOST_TAGS - needed + 2} tags, and a release needs room for ${needed} more`,
    );
    expect(await refusalOf(withTags(tags(MOST_TAGS - needed + 2)))).toContain('Remove 2 of its tags.');
    expect(await refusalOf(withTags(tags(MOST_TAGS - needed)))).toBe('not refused');
  });

  test('must leave room for whom it may put in quarantine', async () => {
    expect((await spare({ onUnhealthy: 'quarantine' })) - (await spare())).toBe(1);
  });

  test('are never more than Azure allows where there was just that room', async () => {
    const world = startScaleSetCommands();
    withTags(tags(MOST_TAGS - (await spare())))(world);
    await world.canary(world.runner(1));
    await world.rollback(world.runner(2));
    await world.canary(world.runner(3));
    expect(await world.rollout(world.runner(4))).toMatchObject({ result: { outcome: 'succeeded' } });
    const sizes = world.emulated.journal
      .entries()
      .flatMap(({ requestBody }) => tagsIn(requestBody))
      .map((written) => Object.keys(written).length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(MOST_TAGS);
    expect(sizes.length).toBeGreaterThan(4);
  });

  const tagsIn = (body: unknown): object[] =>
    typeof body === 'object' &&
    body !== null &&
    'tags' in body &&
    typeof body.tags === 'object' &&
    body.tags !== null
      ? [body.tags]
      : [];
});

describe('a port at which instances are asked', () => {
  const asked = (endpoint: InstanceEndpointCheck) => ({
    health: { minHealthyTimeMs: 30_000, healthyDeadlineMs: 300_000, endpoint },
  });
  const http = (port: number) => asked({ protocol: 'http', port, path: '/', expectation: anySuccess });
  const tcp = (port: number) => asked({ protocol: 'tcp', port });
  const nothing: Changes = () => undefined;

  test('has to be one to which an inbound NAT rule leads', async () => {
    expect(await refusalOf(nothing, http(8081))).toContain(
      'check-http asks each instance of the scale set "web" at its port 8081, to which no inbound NAT rule with a public address ' +
        'leads (such rules lead to 22).',
    );
    expect(await refusalOf(nothing, tcp(5432))).toContain('check-tcp asks each instance');
    await using service = await Service.start();
    const planned = startScaleSetCommands({}, answeredBy(service));
    expect(await planned.canary(planned.runner(1), tcp(22), { command: 'plan' })).toMatchObject({
      kind: 'planned',
    });
  });

  test('is not checked where the load balancer may not be read, which is told', async () => {
    const unreadable: Changes = ({ emulated }) =>
      emulated.plane.faults.add({
        // The first one reads what production is.
        match: { method: 'GET', path: 'loadBalancers/weblb$', nth: 2 },
        effect: 'answer',
        status: 403,
        code: 'AuthorizationFailed',
        message: 'Not you.',
      });
    expect(await uncheckedOf(unreadable, http(8081))).toContainEqual(
      expect.stringMatching(/^Inbound NAT rules were not checked at .*weblb/),
    );
  });

  test('is refused before a rollback takes anybody down, too', async () => {
    const world = startScaleSetCommands();
    await world.canary(world.runner(1));
    const before = world.writes().length;
    await expect(world.rollback(world.runner(2), http(8081))).rejects.toThrow('at its port 8081');
    expect(world.writes()).toHaveLength(before);
    expect(await world.rollback(world.runner(3))).toMatchObject({ result: { outcome: 'succeeded' } });
  });
});

describe('what may not be read', () => {
  test.each([
    ['Permissions', 'Microsoft.Authorization/permissions/read', scaleSetId],
    ['Locks', 'Microsoft.Authorization/locks/read', group],
    ['Owners of resource groups', 'Microsoft.Resources/subscriptions/resourceGroups/read', group],
    ['Deployment stacks', 'Microsoft.Resources/deploymentStacks/read', subscription],
  ])('is told as unchecked, and the release goes on: %s', async (subject, action, scope) => {
    expect(await uncheckedOf(without(action))).toContainEqual(
      expect.stringMatching(
        new RegExp(`^${subject} were not checked at ${scope}.* Reading them takes ${action} there`),
      ),
    );
    expect((await uncheckedOf(() => undefined)).filter((each) => each.startsWith(subject))).toEqual([]);
  });
});
