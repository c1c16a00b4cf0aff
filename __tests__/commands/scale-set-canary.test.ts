import { describe, expect, it } from 'vitest';
import { foreignWrite } from '../../emulator/arm/foreign-write.ts';
import { verdict } from '../../src/report/verdict/verdict.ts';
import { isLeftToPost } from '../../src/saving-progress.ts';
import {
  autoscaleSetting,
  imageResource,
  newImage,
  oldImage,
  scaleSetId,
  type WorldOptions,
} from '../emulator/arm/compute/scale-set-world.ts';
import { tell } from '../report/scale-set-runs.ts';
import { type ScaleSetCommands, startScaleSetCommands } from './scale-set-commands.ts';

const otherImage = { id: newImage.id.replace('web-2', 'web-3') };

const withOtherImage = { resources: [imageResource(otherImage.id)] };

function sickWith(instances: readonly string[], more: WorldOptions = {}): WorldOptions {
  return {
    payloads: [
      { image: '/web-1$', version: 'one' },
      { image: '/web-2$', version: 'two', condition: 'unhealthy', instances },
    ],
    ...more,
  };
}

const succeeded = { kind: 'ran', result: { outcome: 'succeeded', cleanUpErrors: [] } };

describe('a canary', () => {
  it('is a share of the instances, spread over the zones', async () => {
    const world = startScaleSetCommands({ capacity: 9, zones: ['1', '2', '3'] });
    expect(await world.canary(world.runner(1), { share: { kind: 'percent', percent: 30 } })).toMatchObject(
      succeeded,
    );
    const store = world.emulated.plane.store;
    const zones = world.workedOn().map((id) => store.get(`${scaleSetId}/virtualMachines/${id}`)?.zones);
    expect(zones.flat().toSorted()).toEqual(['1', '2', '3']);
    expect(world.record()).toMatchObject({ release: { canaryIds: world.workedOn() } });
  });

  it('is who was named', async () => {
    const world = startScaleSetCommands({ capacity: 5 });
    await world.canary(world.runner(1), { share: { kind: 'instances', instanceIds: ['3', '1'] } });
    expect(world.workedOn()).toEqual(['1', '3']);
  });

  it.each([
    [
      'all instances',
      100,
      { capacity: 3 },
      'Instances 0, 1, 2 are upgraded in one call, and no other instance serves',
    ],
    ['all of a zone', 33, { capacity: 3, zones: ['1', '2', '3'] }, 'no other instance of zone 1 serves'],
  ])('tells of the outage that upgrading %s at once is', async (_, percent, options, words) => {
    const world = startScaleSetCommands(options);
    const goal = { share: { kind: 'percent', percent } } as const;
    const end = await world.canary(world.runner(1), goal, { command: 'plan' });
    expect(end).toMatchObject({
      kind: 'planned',
      plan: {
        hazards: expect.arrayContaining([expect.stringContaining(words)]),
        expectedDowntime: { basis: expect.stringMatching(/^the canaries go down at once/) },
      },
    });
  });

  it('goes down at once by the plan of a recovery that finishes it, too', async () => {
    const world = startScaleSetCommands();
    const victim = world.runner(1);
    void world.canary(victim);
    await world.written('POST web/manualupgrade');
    victim.kill();
    const runner = world.runner(2);
    await world.recover(runner, 'finish');
    const planned = runner.events.find((event) => event.type === 'plan-started');
    expect(planned?.plan.expectedDowntime.basis).toBe('the canaries go down at once');
  });

  it('goes down by no plan of a recovery of a job that only checked it, and the model is not written then', async () => {
    const world = startScaleSetCommands({ commandResults: [{ script: 'check', exitCode: 0 }] });
    const health = { minHealthyTimeMs: 30_000, healthyDeadlineMs: 300_000, command: 'check' };
    await world.canary(world.runner(1), { health });
    const victim = world.runner(2);
    const before = world.writes().length;
    void world.canary(victim, { health });
    await world.written('POST 0/runCommand', 2);
    expect(world.writes().slice(before)).toHaveLength(2);
    victim.kill();
    const runner = world.runner(3);
    await world.recover(runner, 'finish', { health });
    const planned = runner.events.find((event) => event.type === 'plan-started');
    expect(planned?.plan.expectedDowntime.basis).toMatch(
      /^no instance goes down: the canaries have it already/,
    );
    expect(planned?.plan.steps.map(({ id }) => id)).not.toContain('change-model');
  });

  it('that is sick is a hazard of the plan of its job run again, which names those that stay canaries', async () => {
    const world = startScaleSetCommands(sickWith(['1'], { capacity: 4 }));
    const share = { kind: 'instances', instanceIds: ['0', '1'] } as const;
    await world.canary(world.runner(1), { share, onUnhealthy: 'stop' });
    const smaller = { share: { kind: 'percent', percent: 10 } } as const;
    const end = await world.canary(world.runner(2), smaller, { command: 'plan' });
    expect.assert(end.kind === 'planned');
    const { hazards, methodReason, goal } = end.plan;
    expect(hazards).toContainEqual(
      expect.stringMatching(
        /^Instance 1 has the payload of the release already, and is not well \(unhealthy\)/,
      ),
    );
    expect(goal).toMatch(/^2 of 4 instances/);
    expect(methodReason).toMatch(/: 1 \(rounded up\); .*; of the open release 1 is a canary, too$/);
  });

  it('is told to have no way back where the image of the model is not there any more', async () => {
    const world = startScaleSetCommands();
    world.emulated.plane.store.remove(oldImage.id);
    const end = await world.canary(world.runner(1), {}, { command: 'plan' });
    expect.assert(end.kind === 'planned');
    expect(end.plan.hazards).toContainEqual(
      expect.stringMatching(
        /^The image that the instances have now, web-1, cannot be used any more .* a rollback would fail\./,
      ),
    );
  });

  it('is no outage where those that have the payload already go on serving', async () => {
    const world = startScaleSetCommands();
    await world.canary(world.runner(1));
    const all = { share: { kind: 'percent', percent: 100 } } as const;
    const end = await world.canary(world.runner(2), all, { command: 'plan' });
    expect.assert(end.kind === 'planned');
    expect(end.plan.hazards.filter((hazard) => hazard.includes('in one call'))).toEqual([]);
  });

  it('has nothing to do where it is there and well', async () => {
    const world = startScaleSetCommands();
    await world.canary(world.runner(1));
    const writes = world.writes().length;
    const { release } = world.record();
    expect(await world.canary(world.runner(2))).toMatchObject({
      kind: 'no-change',
      reason: `the canaries of release ${release?.id} have web-2 already, and are well`,
    });
    expect(world.writes()).toHaveLength(writes);
  });

  it('has nothing to do either where the whole scale set has it, and no release is open', async () => {
    const world = startScaleSetCommands({ image: newImage });
    expect(await world.canary(world.runner(1))).toMatchObject({
      kind: 'no-change',
      reason: 'the canaries have web-2 already, and are well',
    });
  });

  it('opens no release for one that is not well, where the whole scale set has it already', async () => {
    const world = startScaleSetCommands({ image: newImage });
    world.dataPlane.setInstanceCondition('web_0', 'unhealthy');
    await world.clock.sleep(120_000);
    expect(await world.canary(world.runner(1))).toMatchObject({
      kind: 'no-change',
      reason: 'the canaries have web-2 already; not well, and left as it is: instance 0',
    });
    expect(world.writes()).toEqual([]);
  });

  it('is checked again where a command on the instance decides, which no view tells', async () => {
    const world = startScaleSetCommands({ commandResults: [{ script: 'check', exitCode: 1 }] });
    const health = { minHealthyTimeMs: 0, healthyDeadlineMs: 120_000, command: 'check' };
    const first = await world.canary(world.runner(1), { onUnhealthy: 'stop', health });
    expect(first).toMatchObject({
      result: {
        outcome: 'failed',
        error: { code: 'UnhealthyInstances', message: expect.stringMatching(/exit status 1/) as string },
      },
    });
    const runner = world.runner(2);
    const again = await world.canary(runner, { onUnhealthy: 'stop', health });
    expect(again).toMatchObject({ result: { outcome: 'failed', error: { code: 'UnhealthyInstances' } } });
    expect(runner.events).toContainEqual(
      expect.objectContaining({
        type: 'batch-started',
        instanceIds: ['0'],
        checkedIds: ['0'],
        outdatedCount: 0,
      }),
    );
  });

  it('grows with a larger share, and leaves those alone that it has', async () => {
    const world = startScaleSetCommands({ capacity: 10 });
    await world.canary(world.runner(1), { share: { kind: 'percent', percent: 10 } });
    const upgrades = world.writes().filter((write) => write.endsWith('manualupgrade')).length;
    const end = await world.canary(world.runner(2), { share: { kind: 'percent', percent: 30 } });
    expect(end).toMatchObject(succeeded);
    const bodies = world.requests
      .filter(({ path }) => path.endsWith('manualupgrade'))
      .slice(upgrades)
      .map(({ body }) => JSON.parse(body));
    expect(bodies).toEqual([{ instanceIds: ['1', '2'] }]);
    expect(world.record()).toMatchObject({ release: { canaryIds: ['0', '1', '2'] } });
  });

  it('is a canary no more once it is deleted', async () => {
    const world = startScaleSetCommands({ capacity: 5 });
    await world.canary(world.runner(1), { share: { kind: 'instances', instanceIds: ['1', '3'] } });
    await world.arm.write(
      {
        method: 'POST',
        path: `${scaleSetId}/delete`,
        apiVersion: '2024-07-01',
        body: { instanceIds: ['1'] },
        pace: 'as-told',
        timeoutMs: 600_000,
      },
      new AbortController().signal,
    );
    const end = await world.canary(world.runner(2), { share: { kind: 'percent', percent: 50 } });
    expect(end).toMatchObject(succeeded);
    expect(world.record().release?.canaryIds).not.toContain('1');
    expect(world.record().release?.canaryIds).toContain('3');
  });

  it('never touches an instance that is protected from scale set actions', async () => {
    const world = startScaleSetCommands();
    foreignWrite(world.emulated.plane, `${scaleSetId}/virtualMachines/0`, {
      properties: { protectionPolicy: { protectFromScaleSetActions: true } },
    });
    await world.canary(world.runner(1), { share: { kind: 'percent', percent: 100 } });
    expect(world.workedOn()).toEqual(['1', '2']);
    await world.rollback(world.runner(2));
    expect(world.workedOn()).toEqual(['1', '2']);
    expect(world.images()).toEqual({ model: 'web-1', instances: { 0: 'web-1', 1: 'web-1', 2: 'web-1' } });
  });

  it.each<[string, WorldOptions]>([
    ['the application health extension', {}],
    ['the health probe of the load balancer', { extensions: [], isProbed: true }],
  ])(
    'goes back where it does not get well by %s, and only after it was tried from a fresh disk',
    async (_, more) => {
      const world = startScaleSetCommands(sickWith(['0'], more));
      await world.clock.sleep(60_000);
      const end = await world.canary(world.runner(1));
      expect(end).toMatchObject({
        result: { outcome: 'rolled-back', error: { code: 'UnhealthyInstances' }, undoErrors: [] },
      });
      expect(world.writes().filter((write) => write.endsWith('/reimage'))).toHaveLength(1);
      expect(world.images()).toEqual({ model: 'web-1', instances: { 0: 'web-1', 1: 'web-1', 2: 'web-1' } });
      expect(world.record()).toEqual({ last: expect.objectContaining({ kind: 'undoing' }) });
      expect(world.workedOn()).toEqual(['0']);
    },
  );

  it('stays where it is with on-unhealthy: stop, unlocked, and can be promoted or rejected', async () => {
    for (const half of ['rollout', 'rollback'] as const) {
      const world = startScaleSetCommands(sickWith(['0']));
      const end = await world.canary(world.runner(1), { onUnhealthy: 'stop' });
      expect(end).toMatchObject({ result: { outcome: 'failed' } });
      expect(world.record()).toMatchObject({
        lock: undefined,
        journal: undefined,
        release: { canaryIds: ['0'] },
      });
      const ended =
        half === 'rollout'
          ? // Who is not well still counts.
            world.rollout(world.runner(2), { maxUnhealthy: { kind: 'count', count: 1 } })
          : world.rollback(world.runner(2));
      expect(await ended).toMatchObject(succeeded);
      expect(world.record().release).toBeUndefined();
    }
  });

  it('is as bad as it was when it is tried again: the release has made it so', async () => {
    const world = startScaleSetCommands(sickWith(['0']));
    await world.canary(world.runner(1), { onUnhealthy: 'stop' });
    const again = await world.canary(world.runner(2), { onUnhealthy: 'stop' });
    expect(again).toMatchObject({ result: { outcome: 'failed', error: { code: 'UnhealthyInstances' } } });
  });

  it('of sick instances is no failure of the release', async () => {
    const world = startScaleSetCommands({
      payloads: [{ version: 'any', condition: 'unhealthy', instances: ['0'] }],
    });
    await world.clock.sleep(600_000);
    const end = await world.canary(world.runner(1), { share: { kind: 'instances', instanceIds: ['0'] } });
    expect(end).toMatchObject(succeeded);
  });

  it.each([
    [0, 'failed'],
    [1, 'succeeded'],
  ] as const)(
    'powers off who does not get well with quarantine, at a budget of %i too',
    async (count, outcome) => {
      const world = startScaleSetCommands(sickWith(['0'], { capacity: 5 }));
      const end = await world.canary(world.runner(1), {
        share: { kind: 'percent', percent: 40 },
        onUnhealthy: 'quarantine',
        maxUnhealthy: { kind: 'count', count },
      });
      expect(end).toMatchObject({ result: { outcome } });
      expect(world.writes().filter((write) => write.endsWith('/poweroff'))).toHaveLength(1);
      const seen = world.runner(2);
      expect(await world.status(seen)).toMatchObject({
        status: {
          instances: expect.arrayContaining([expect.objectContaining({ instanceId: '0', power: 'stopped' })]),
        },
      });
    },
  );

  it('on-failure says what becomes of a failure that is none of the instances', async () => {
    for (const [onFailure, outcome] of [
      ['rollback', 'rolled-back'],
      ['stop', 'failed'],
    ] as const) {
      const world = startScaleSetCommands(
        {},
        {
          faults: [
            {
              match: { method: 'POST', path: 'manualupgrade$' },
              effect: 'answer',
              status: 403,
              code: 'AuthorizationFailed',
            },
          ],
        },
      );
      const end = await world.canary(world.runner(1), {}, { onFailure });
      expect(end).toMatchObject({ result: { outcome, error: { code: 'AuthorizationFailed' } } });
      expect(world.images().model).toBe(onFailure === 'rollback' ? 'web-1' : 'web-2');
      expect(world.record().lock).toBeUndefined();
      expect(world.record().journal).toBeUndefined();
    }
  });

  it('that fails before it has upgraded anybody leaves the release that it goes on with as it was', async () => {
    const world = startScaleSetCommands({ capacity: 10, resources: [autoscaleSetting()] });
    await world.canary(world.runner(1), { share: { kind: 'percent', percent: 10 } });
    const before = world.record();
    world.emulated.plane.faults.add({
      match: { method: 'PUT', path: 'virtualMachines/2$', times: 'always' },
      effect: 'answer',
      status: 403,
      code: 'AuthorizationFailed',
    });
    const end = await world.canary(world.runner(2), { share: { kind: 'percent', percent: 30 } });
    expect(end).toMatchObject({ result: { outcome: 'rolled-back', undoErrors: [] } });
    expect(world.record()).toEqual(before);
    expect(world.images()).toMatchObject({
      model: 'web-2',
      instances: { 0: 'web-2', 1: 'web-1', 2: 'web-1' },
    });
  });

  it('is refused beside another release', async () => {
    const world = startScaleSetCommands(withOtherImage);
    await world.canary(world.runner(1));
    const writes = world.writes().length;
    const other = world.canary(world.runner(2), { payload: { kind: 'image', image: otherImage } });
    await expect(other).rejects.toThrow(/Release \S+ of web-2 is open .* web-3 cannot be released beside it/);
    expect(world.writes()).toHaveLength(writes);
  });

  it('of what the model has, and not every instance, is refused for want of a way back', async () => {
    const world = startScaleSetCommands();
    foreignWrite(world.emulated.plane, scaleSetId, {
      properties: { virtualMachineProfile: { storageProfile: { imageReference: newImage } } },
    });
    await expect(world.canary(world.runner(1))).rejects.toThrow(
      /A canary that cannot be taken back is no canary/,
    );
    expect(await world.canary(world.runner(2), { allowNoRollback: true })).toMatchObject(succeeded);
  });
});

describe('a canary of the marketplace', () => {
  const ubuntu = { publisher: 'Canonical', offer: 'ubuntu', sku: 'server' };
  const shape: WorldOptions = {
    image: { ...ubuntu, version: '1.0.0' },
    payloads: [{ version: 'any' }],
    marketplaceImages: [
      {
        ...ubuntu,
        versions: [
          { name: '1.0.0', hyperVGeneration: 'V2', operatingSystem: 'Linux' },
          { name: '2.0.0', hyperVGeneration: 'V2', operatingSystem: 'Linux' },
        ],
      },
      {
        ...ubuntu,
        sku: 'gen1',
        versions: [{ name: '2.0.0', hyperVGeneration: 'V1', operatingSystem: 'Linux' }],
      },
    ],
  };
  const imagesSent = ({ requests }: ScaleSetCommands) =>
    requests
      .flatMap(({ body }) => /"imageReference":(\{[^}]*\})/.exec(body)?.[1] ?? [])
      .map((each) => JSON.parse(each));

  it('has the version that latest stood for when the plan was made, and goes back to the former one', async () => {
    const world = startScaleSetCommands(shape);
    const image = { ...ubuntu, version: 'latest' };
    expect(await world.canary(world.runner(1), { payload: { kind: 'image', image } })).toMatchObject(
      succeeded,
    );
    expect(await world.canary(world.runner(2), { payload: { kind: 'image', image } })).toMatchObject({
      kind: 'no-change',
    });
    expect(await world.rollback(world.runner(3))).toMatchObject(succeeded);
    expect(imagesSent(world)).toEqual([
      { ...ubuntu, version: '2.0.0' },
      { ...ubuntu, version: '1.0.0' },
    ]);
  });

  const own = { id: newImage.id };
  const sold = { ...ubuntu, version: '2.0.0' };
  it.each([
    ['has an image of the marketplace, Canonical:', 'web-2 is a managed or gallery image', shape, own],
    [
      'has a managed or gallery image, web-1, and',
      'is an image of the marketplace',
      { ...shape, image: oldImage },
      sold,
    ],
  ])(
    'is refused before the first write where the kind of image would change: it %s',
    async (has, is, options, image) => {
      const world = startScaleSetCommands(options);
      const refused = await world
        .canary(world.runner(1), { payload: { kind: 'image', image } })
        .catch((error: Error) => error.message);
      expect(refused).toMatch(/^image: The model of scale set "web" /);
      expect(refused).toContain(has);
      expect(refused).toContain(is);
      expect(refused).toMatch(
        /may not be changed\."\)\. Release .* or make a new scale set of .* \(vip-swap\)\.$/,
      );
      expect(world.writes()).toEqual([]);
    },
  );

  it('is told that a model with latest in it names a version from then on', async () => {
    const world = startScaleSetCommands({ ...shape, image: { ...ubuntu, version: 'latest' } });
    const runner = world.runner(1);
    const image = { ...ubuntu, version: '1.0.0' };
    const end = await world.canary(runner, { payload: { kind: 'image', image } }, { command: 'plan' });
    expect(end).toMatchObject({
      kind: 'planned',
      plan: {
        hazards: expect.arrayContaining([
          expect.stringMatching(/taken back Canonical:ubuntu:server:2\.0\.0/),
        ]),
      },
    });
    expect(world.writes()).toEqual([]);
  });

  it('of another generation is refused in the plan', async () => {
    const world = startScaleSetCommands(shape);
    const image = { ...ubuntu, sku: 'gen1', version: 'latest' };
    await expect(world.canary(world.runner(1), { payload: { kind: 'image', image } })).rejects.toThrow(
      /generation V1/,
    );
    expect(world.writes()).toEqual([]);
  });
});

describe('what stands against a canary is told in the plan, and nothing is written', () => {
  it.each<[string, WorldOptions, RegExp]>([
    [
      'upgrade policy Automatic',
      { properties: { upgradePolicy: { mode: 'Automatic' } } },
      /upgrade policy Automatic/,
    ],
    [
      'upgrade policy Rolling',
      { properties: { upgradePolicy: { mode: 'Rolling' } } },
      /upgrade policy Rolling/,
    ],
    [
      'repairs by Replace',
      {
        properties: {
          automaticRepairsPolicy: { enabled: true, gracePeriod: 'PT30M', repairAction: 'Replace' },
        },
      },
      /suspend-repairs: true/,
    ],
    [
      'an image of another generation',
      {
        resources: [
          imageResource(otherImage.id, {
            hyperVGeneration: 'V1',
            storageProfile: { osDisk: { osType: 'Linux', osState: 'Generalized' } },
          }),
        ],
      },
      /image: The image web-3 has the generation V1/,
    ],
    [
      'an image of another OS',
      {
        resources: [
          imageResource(otherImage.id, {
            hyperVGeneration: 'V2',
            storageProfile: { osDisk: { osType: 'Windows', osState: 'Generalized' } },
          }),
        ],
      },
      /has the OS Windows/,
    ],
    [
      'a specialized image',
      {
        resources: [
          imageResource(otherImage.id, {
            hyperVGeneration: 'V2',
            storageProfile: { osDisk: { osType: 'Linux', osState: 'Specialized' } },
          }),
        ],
      },
      /is specialized, and the scale set "web" has an OS profile/,
    ],
  ])('%s', async (_, options, reason) => {
    const world = startScaleSetCommands(options);
    const image = options.resources === undefined ? newImage : otherImage;
    const payload = { kind: 'image', image } as const;
    await expect(world.canary(world.runner(1), { payload })).rejects.toThrow(reason);
    expect(world.writes()).toEqual([]);
  });

  it.each([
    [
      'an image that is not there',
      { id: oldImage.id.replace('web-1', 'web-9') },
      /^image: There is no managed image .*web-9\. Allowed: /,
    ],
  ])('%s', async (_, image, reason) => {
    const world = startScaleSetCommands();
    await expect(world.canary(world.runner(1), { payload: { kind: 'image', image } })).rejects.toThrow(
      reason,
    );
    expect(world.writes()).toEqual([]);
  });

  it.each([
    [{ kind: 'instances', instanceIds: ['7'] }, /names 7, but the scale set "web" has the instances 0, 1, 2/],
    [{ kind: 'instances', instanceIds: ['0', '1', '2'] }, /names every instance/],
  ] as const)('%j', async (share, reason) => {
    const world = startScaleSetCommands();
    await expect(world.canary(world.runner(1), { share })).rejects.toThrow(reason);
    expect(world.writes()).toEqual([]);
  });

  it('a scale set without instances', async () => {
    const world = startScaleSetCommands({ capacity: 0 });
    await expect(world.canary(world.runner(1))).rejects.toThrow(/has no instances/);
    await expect(world.rollout(world.runner(2))).rejects.toThrow(/has no instances/);
  });
});

describe('a model that somebody else changes', () => {
  const write = (properties: object) =>
    ({
      match: {
        method: 'PATCH',
        path: 'virtualMachineScaleSets/web$',
        body: {
          pointer: '/properties/virtualMachineProfile/storageProfile/imageReference/id',
          equals: newImage.id,
        },
      },
      effect: 'foreign-write',
      when: 'before',
      resourceId: scaleSetId,
      mergePatch: { properties },
    }) as const;

  it('in another part keeps that, and gets the release', async () => {
    const world = startScaleSetCommands({}, { faults: [write({ singlePlacementGroup: false })] });
    expect(await world.canary(world.runner(1))).toMatchObject(succeeded);
    expect(world.emulated.plane.store.get(scaleSetId)?.properties).toMatchObject({
      singlePlacementGroup: false,
    });
    expect(world.images().model).toBe('web-2');
  });

  it('to another payload, before the release is put into it, is in the tags as what nobody has released', async () => {
    const foreign = { virtualMachineProfile: { storageProfile: { imageReference: otherImage } } };
    const world = startScaleSetCommands(
      { resources: [imageResource(otherImage.id)] },
      { faults: [write(foreign)] },
    );
    const { report } = await tell(world, 'run', (runner) => world.canary(runner));
    expect(verdict(report)).toContain('its model is what somebody else has made it meanwhile');
    expect(world.images().model).toBe('web-3');
    const { last } = world.record();
    expect(last).toMatchObject({ kind: 'undoing', previousTarget: 'canary/web-2' });
    expect(last).not.toHaveProperty('target');
    expect(await world.rollback(world.runner(2))).toMatchObject({
      kind: 'no-change',
      reason: expect.stringMatching(
        /has taken itself back, in .*: its instances were left with what was before it, and the model with what somebody else/,
      ),
    });
  });

  const automatic = { upgradePolicy: { mode: 'Automatic' } };
  const noExtensions = { virtualMachineProfile: { extensionProfile: { extensions: [] } } };

  it.each([
    [
      'what lets the payload out, before the payload is put into it',
      automatic,
      write(automatic),
      'upgradePolicy',
    ],
    [
      'what goes out with the payload, before the payload is put into it',
      noExtensions,
      write(noExtensions),
      'virtualMachineProfile.extensionProfile',
    ],
    [
      'what goes out with the payload, before anybody is upgraded',
      noExtensions,
      { ...write(noExtensions), when: 'after' },
      'virtualMachineProfile.extensionProfile',
    ],
  ] as const)('in %s keeps theirs, and nobody gets the payload', async (_, foreign, fault, part) => {
    const world = startScaleSetCommands({}, { faults: [fault] });
    const before = world.images();
    const end = await world.canary(world.runner(1));
    expect(end).toMatchObject({
      result: {
        outcome: 'rolled-back',
        error: { code: 'ForeignChange', message: expect.stringContaining(`was planned: ${part}.`) as string },
        undoErrors: [],
      },
    });
    expect(world.images()).toEqual(before);
    expect(world.emulated.plane.store.get(scaleSetId)?.properties).toMatchObject(foreign);
    expect(world.record().lock ?? world.record().journal ?? world.record().release).toBeUndefined();
  });

  it('after the payload is in it, so that others get it too, is told, and all of them go back', async () => {
    const world = startScaleSetCommands();
    const running = world.canary(world.runner(1));
    await world.written('POST web/manualupgrade');
    const others = { instanceIds: ['1', '2'] };
    const path = `${scaleSetId}/manualupgrade`;
    await world
      .process()
      .arm.write(
        { method: 'POST', path, apiVersion: '2026-04-01', body: others, pace: 'as-told' },
        new AbortController().signal,
      );
    expect(await running).toMatchObject({
      result: {
        outcome: 'rolled-back',
        error: {
          message: expect.stringMatching(
            /^Instances have the payload that are no canaries.*: 1, 2: /,
          ) as string,
        },
      },
    });
    expect(world.images()).toEqual({ model: 'web-1', instances: { 0: 'web-1', 1: 'web-1', 2: 'web-1' } });
  });

  it('in the same part before the lock keeps theirs: the run does not plan anew from there', async () => {
    const foreign = { virtualMachineProfile: { storageProfile: { imageReference: otherImage } } };
    const fault = {
      ...write(foreign),
      match: { method: 'PATCH', path: 'virtualMachineScaleSets/web$' },
    } as const;
    const world = startScaleSetCommands(withOtherImage, { faults: [fault] });
    await expect(world.canary(world.runner(1))).rejects.toMatchObject({
      code: 'ForeignChange',
      message: expect.stringMatching(/since this run was planned: it has .*web-3\./) as string,
    });
    expect(world.images()).toEqual({ model: 'web-3', instances: { 0: 'web-1', 1: 'web-1', 2: 'web-1' } });
    expect(world.workedOn()).toEqual([]);
  });

  it('in the same part keeps theirs, and the release is over with a clear error', async () => {
    const foreign = { virtualMachineProfile: { storageProfile: { imageReference: otherImage } } };
    const world = startScaleSetCommands(withOtherImage, { faults: [write(foreign)] });
    const end = await world.canary(world.runner(1));
    expect(end).toMatchObject({
      result: { outcome: 'rolled-back', error: { code: 'ForeignChange' }, undoErrors: [] },
    });
    expect(world.images()).toEqual({ model: 'web-3', instances: { 0: 'web-1', 1: 'web-1', 2: 'web-1' } });
    expect(world.record()).toEqual({ last: expect.objectContaining({ kind: 'undoing' }) });
  });

  it('in the same part while canaries are upgraded keeps theirs: what cannot be undone is tried once, and not by post', async () => {
    const foreign = { virtualMachineProfile: { storageProfile: { imageReference: otherImage } } };
    const match = { method: 'POST', path: 'manualupgrade$' };
    const fault = { ...write(foreign), match, when: 'after' } as const;
    const world = startScaleSetCommands(sickWith(['0'], withOtherImage), { faults: [fault] });
    const runner = world.runner(1);
    const end = await world.canary(runner);
    expect(end).toMatchObject({ result: { outcome: 'failed', error: { code: 'ForeignChange' } } });
    const undone = runner.events.filter(({ type }) => type === 'undo-failed');
    expect(undone.map((event) => 'stepId' in event && event.stepId)).toEqual([
      'upgrade-canaries',
      'change-model',
      'take-lock',
    ]);
    expect(isLeftToPost(end)).toBe(false);
    expect(world.images()).toEqual({ model: 'web-3', instances: { 0: 'web-2', 1: 'web-1', 2: 'web-1' } });
    // Whoever recovers it need not wait for this run.
    expect(world.record()).toMatchObject({ lock: undefined, journal: {}, release: {} });
  });

  it('while the release is open stands in the way of both halves, with what to do', async () => {
    const world = startScaleSetCommands(withOtherImage);
    await world.canary(world.runner(1));
    foreignWrite(world.emulated.plane, scaleSetId, {
      properties: { virtualMachineProfile: { storageProfile: { imageReference: otherImage } } },
    });
    const writes = world.writes().length;
    await expect(world.rollout(world.runner(2))).rejects.toThrow(
      /it has web-3. Put web-2 or web-1 back into it/,
    );
    await expect(world.rollback(world.runner(3))).rejects.toThrow(
      /it has web-3. Put web-2 or web-1 back into it/,
    );
    expect(world.writes()).toHaveLength(writes);
  });
});
