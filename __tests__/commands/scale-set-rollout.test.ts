import { describe, expect, it } from 'vitest';
import { foreignWrite } from '../../emulator/arm/foreign-write.ts';
import type { Arm } from '../../src/azure/arm/arm.ts';
import { titleOf, verdict } from '../../src/report/verdict/verdict.ts';
import { isLeftToPost } from '../../src/saving-progress.ts';
import { overtimeMs } from '../../src/undo-timeout.ts';
import {
  autoscaleSetting,
  imageResource,
  newImage,
  oldImage,
  scaleSetId,
  type WorldOptions,
} from '../emulator/arm/compute/scale-set-world.ts';
import { tell } from '../report/scale-set-runs.ts';
import { type ScaleSetCommands, type ScaleSetRunner, startScaleSetCommands } from './scale-set-commands.ts';

const succeeded = { kind: 'ran', result: { outcome: 'succeeded', cleanUpErrors: [] } };
const rolledBack = { kind: 'ran', result: { outcome: 'rolled-back', undoErrors: [] } };

const image = { kind: 'image', image: newImage } as const;

const replacing = {
  automaticRepairsPolicy: { enabled: true, gracePeriod: 'PT30M', repairAction: 'Replace' },
};

function sickWith(instances: readonly string[], more: WorldOptions = {}): WorldOptions {
  return {
    payloads: [
      { image: '/web-1$', version: 'one' },
      { image: '/web-2$', version: 'two', condition: 'unhealthy', instances },
    ],
    ...more,
  };
}

function batchesOf({ events }: ScaleSetRunner): (readonly string[])[] {
  return events.flatMap((event) => (event.type === 'batch-started' ? [event.instanceIds] : []));
}

/** Another writer puts an image into the model, and says nothing to anybody. */
function putImage({ emulated }: ScaleSetCommands, imageReference: object): void {
  foreignWrite(emulated.plane, scaleSetId, {
    properties: { virtualMachineProfile: { storageProfile: { imageReference } } },
  });
}

function scaleTo({ emulated }: ScaleSetCommands, capacity: number): void {
  foreignWrite(emulated.plane, scaleSetId, { sku: { capacity } });
}

function everyInstanceHas(world: ScaleSetCommands, name: string): void {
  const { model, instances } = world.images();
  expect(model).toBe(name);
  expect(new Set(Object.values(instances))).toEqual(new Set([name]));
}

/** What a release sets aside for its length: who is protected from scale-in, and whether repairs are suspended. */
async function setAside({ emulated, arm }: ScaleSetCommands) {
  const { signal } = new AbortController();
  const view = await arm.get(`${scaleSetId}/instanceView`, '2024-07-01', signal);
  const instances = emulated.plane.store.list('Microsoft.Compute/virtualMachineScaleSets/virtualMachines');
  return {
    repairs: /"serviceState":"(\w+)"/.exec(JSON.stringify(view))?.[1],
    protectedIds: instances
      .filter(({ properties }) => JSON.stringify(properties).includes('"protectFromScaleIn":true'))
      .map(({ instanceId }) => String(instanceId)),
  };
}

describe('a command that decides who is well', () => {
  const health = { minHealthyTimeMs: 0, healthyDeadlineMs: 120_000, command: 'check' };

  it('is run on canaries of another job before anybody else is upgraded, and promotes none that fails', async () => {
    const world = startScaleSetCommands({
      commandResults: [{ script: 'check', exitCode: 1, instances: ['0'] }],
    });
    expect(await world.canary(world.runner(1))).toMatchObject({ result: { outcome: 'succeeded' } });
    const promoted = await world.rollout(world.runner(2), { health, onUnhealthy: 'stop' });
    expect(promoted).toMatchObject({
      result: {
        outcome: 'failed',
        error: {
          message: expect.stringMatching(/instance 0 fails its check command \(exit status 1/) as string,
        },
      },
    });
    expect(world.workedOn()).toEqual(['0']);
  });

  const refusing = (times: number | 'always', status = 409) => ({
    faults: [
      {
        match: { path: 'runCommand$', times },
        effect: 'answer' as const,
        status,
        code: status === 409 ? 'Conflict' : 'TooManyRequests',
        message: 'Run command extension execution is in progress.',
      },
    ],
  });
  const patient = { ...health, healthyDeadlineMs: 600_000 };
  const passing = { commandResults: [{ script: 'check', exitCode: 0 }] };

  it.each([409, 429])(
    'that ARM refuses with %i is run when that has passed, and costs no instance its disk',
    async (status) => {
      const world = startScaleSetCommands(passing, refusing(2, status));
      const runner = world.runner(1);
      expect(await world.canary(runner, { health: patient })).toMatchObject(succeeded);
      expect(world.writes().filter((write) => write.endsWith('/runCommand'))).toHaveLength(3);
      expect(world.writes()).not.toContain('POST web/reimage');
      expect(runner.events).toContainEqual(
        expect.objectContaining({
          type: 'instance-check',
          reasons: [
            expect.stringMatching(/^has not had its check command run, because ARM refuses to: \d+ /),
          ],
        }),
      );
      expect(JSON.stringify(runner.events)).not.toContain('fails its check command');
    },
  );

  it('that ARM never lets run counts as not well, is told so, and costs no instance its disk', async () => {
    const world = startScaleSetCommands(passing, refusing('always'));
    const end = await world.canary(world.runner(1), { health, onUnhealthy: 'stop' });
    expect(end).toMatchObject({
      result: {
        outcome: 'failed',
        error: {
          code: 'UnhealthyInstances',
          message: expect.stringMatching(
            /As last seen, instance 0 has not had its check command run, because ARM refuses to: 409 Conflict: Run command [^.]+\.$/,
          ) as string,
        },
      },
    });
    expect(world.writes()).not.toContain('POST web/reimage');
  });

  it.each([
    ['fails with 500', { effect: 'answer', status: 500, code: 'InternalServerError' }],
    ['never answers', { effect: 'connection-reset' }],
    ['accepts, and another operation comes first', { effect: 'operation-fails', code: 'Conflict' }],
  ] as const)(
    'of which nobody knows what became, because ARM %s, costs no instance its disk',
    async (_, fault) => {
      const faults = [{ match: { path: 'runCommand$', times: 2 }, ...fault }];
      const world = startScaleSetCommands(passing, { faults });
      expect(await world.canary(world.runner(1), { health: patient })).toMatchObject(succeeded);
      expect(world.writes()).not.toContain('POST web/reimage');
    },
  );

  it('that ARM never lets run switches no instance off, and is no word against one that was taken back', async () => {
    const world = startScaleSetCommands({ ...passing, capacity: 4 }, refusing('always'));
    const max = { maxUnhealthy: { kind: 'count', count: 4 } } as const;
    const goal = { health, onUnhealthy: 'quarantine', ...max } as const;
    expect(await world.canary(world.runner(1), goal)).toMatchObject(succeeded);
    expect(world.writes()).not.toContain('POST web/poweroff');
    expect(await world.rollback(world.runner(2), { health })).toMatchObject(succeeded);
  });

  it('that hangs keeps nobody from ending as on-unhealthy says, nor the others from going back', async () => {
    const faults = [
      { match: { path: 'virtualMachines/0/runCommand$', times: 'always' }, effect: 'stuck' },
    ] as const;
    const world = startScaleSetCommands({ ...passing, capacity: 4 }, { faults });
    const goal = { health, share: { kind: 'instances', instanceIds: ['0', '1'] } } as const;
    const stopped = await world.canary(world.runner(1), { ...goal, onUnhealthy: 'stop' });
    expect(stopped).toMatchObject({
      result: {
        error: {
          code: 'UnhealthyInstances',
          message: expect.stringContaining('refused to make its disk anew'),
        },
      },
    });
    const other = startScaleSetCommands({ ...passing, capacity: 4 }, { faults });
    expect(await other.canary(other.runner(1), goal)).toMatchObject({
      result: { outcome: 'failed', error: { code: 'UnhealthyInstances' } },
    });
    expect(other.images()).toMatchObject({ model: 'web-1', instances: { 0: 'web-2', 1: 'web-1' } });
  });

  it('is run on each instance once by each job', async () => {
    const world = startScaleSetCommands({ commandResults: [{ script: 'check', exitCode: 0 }] });
    await world.canary(world.runner(1));
    const sentBefore = world.requests.length;
    const promoted = await world.rollout(world.runner(2), { health });
    expect(promoted).toMatchObject({ result: { outcome: 'succeeded' } });
    const asked = world.requests
      .slice(sentBefore)
      .flatMap(({ method, path }) =>
        method === 'POST' && path.endsWith('/runCommand') ? [path.split('/').at(-2)] : [],
      );
    expect(asked.toSorted()).toEqual(['0', '1', '2']);
  });
});

describe('a rollout', () => {
  it('of an open release upgrades all that is outdated, one by one', async () => {
    const world = startScaleSetCommands({ capacity: 4 });
    await world.canary(world.runner(1));
    const runner = world.runner(2);
    expect(await world.rollout(runner)).toMatchObject(succeeded);
    expect(batchesOf(runner)).toHaveLength(2);
    everyInstanceHas(world, 'web-2');
  });

  it('with a payload needs no canary', async () => {
    const world = startScaleSetCommands();
    expect(await world.rollout(world.runner(1), { payload: image })).toMatchObject(succeeded);
    everyInstanceHas(world, 'web-2');
    expect(world.record()).toMatchObject({ release: undefined, last: { kind: 'run' } });
  });

  it('with the payload of the open release goes on with it; with another it is refused', async () => {
    const other = { id: newImage.id.replace('web-2', 'web-3') };
    const world = startScaleSetCommands({ resources: [imageResource(other.id)] });
    await world.canary(world.runner(1));
    const refused = world.rollout(world.runner(2), { payload: { kind: 'image', image: other } });
    await expect(refused).rejects.toThrow(/web-3 cannot be released beside it/);
    expect(await world.rollout(world.runner(3), { payload: image })).toMatchObject(succeeded);
    everyInstanceHas(world, 'web-2');
  });

  it('without a payload and without a release upgrades whatever is outdated, and then has nothing to do', async () => {
    const world = startScaleSetCommands();
    putImage(world, newImage);
    expect(await world.rollout(world.runner(1))).toMatchObject(succeeded);
    everyInstanceHas(world, 'web-2');
    const writes = world.writes().length;
    expect(await world.rollout(world.runner(2))).toMatchObject({
      kind: 'no-change',
      reason: 'every instance has web-2 already',
    });
    expect(world.writes()).toHaveLength(writes);
  });

  it("that stops without a way back is in nobody's way", async () => {
    const world = startScaleSetCommands(sickWith(['0'], { properties: replacing }));
    putImage(world, newImage);
    const end = await world.rollout(world.runner(1), { suspendRepairs: true });
    expect(end).toMatchObject({ result: { outcome: 'failed', error: { code: 'UnhealthyInstances' } } });
    const back = { kind: 'image', image: { id: newImage.id.replace('web-2', 'web-1') } } as const;
    expect(await world.rollout(world.runner(2), { payload: back })).toMatchObject(succeeded);
    everyInstanceHas(world, 'web-1');
    expect(await setAside(world)).toMatchObject({ repairs: 'Running' });
  });

  it('takes batches of a size, never a whole zone, and pauses between them', async () => {
    const world = startScaleSetCommands({ capacity: 9, zones: ['1', '2', '3'] });
    const runner = world.runner(1);
    const startedAtMs = world.clock.monotonicMs();
    const end = await world.rollout(runner, {
      payload: image,
      batchSize: { kind: 'count', count: 3 },
      pauseBetweenBatchesMs: 1_000_000,
    });
    expect(end).toMatchObject(succeeded);
    const zoneOf = (id: string) =>
      String(world.emulated.plane.store.get(`${scaleSetId}/virtualMachines/${id}`)?.zones);
    for (const ids of batchesOf(runner)) {
      for (const zone of ['1', '2', '3']) {
        expect(ids.filter((id) => zoneOf(id) === zone).length).toBeLessThan(3);
      }
    }
    const pauses = batchesOf(runner).length - 1;
    expect(pauses).toBeGreaterThanOrEqual(2);
    expect(world.clock.monotonicMs() - startedAtMs).toBeGreaterThan(pauses * 1_000_000);
  });

  it('is refused where what is to be waited alone lasts longer than timeout', async () => {
    const world = startScaleSetCommands({ capacity: 4 });
    const slow = { payload: image, pauseBetweenBatchesMs: 1_000_000 };
    await expect(world.rollout(world.runner(1), slow, { timeoutMs: 3_100_000 })).rejects.toThrow(
      /min-healthy-time of 4 batches and the pauses between them alone last 52 min, and timeout leaves 51\.\d min/,
    );
    const short = { timeoutMs: 25_000 };
    await expect(world.canary(world.runner(2), {}, short)).rejects.toThrow(
      /in time: min-healthy-time alone lasts 30 s, and timeout leaves 2\d s for everything/,
    );
    expect(world.writes()).toEqual([]);
  });

  it('is told by its plan that it will hardly end in time', async () => {
    const world = startScaleSetCommands({ capacity: 4 });
    const hazardsWithin = async (timeoutMs: number) => {
      const end = await world.rollout(world.runner(1), { payload: image }, { command: 'plan', timeoutMs });
      return end.kind === 'planned' ? end.plan.hazards.filter((hazard) => hazard.includes('timeout')) : [];
    };
    expect(await hazardsWithin(500_000)).toEqual([]);
    expect(await hazardsWithin(390_000)).toEqual([
      expect.stringMatching(
        /^The release is expected to last 6\.7 min, and timeout leaves 6\.\d min: .* Set a longer timeout, a larger batch-size/,
      ),
    ]);
  });

  it('is refused with a batch that is larger than the scale set', async () => {
    const world = startScaleSetCommands();
    const batchSize = { kind: 'count', count: 4 } as const;
    await expect(world.rollout(world.runner(1), { payload: image, batchSize })).rejects.toThrow(
      /batch-size 4 is more than the scale set "web" has: 3 instances/,
    );
    expect(world.writes()).toEqual([]);
  });

  it('asks before each batch who is outdated: instances come with the new model, and others go', async () => {
    const world = startScaleSetCommands({ capacity: 4 });
    const runner = world.runner(1);
    const rolling = world.rollout(runner, { payload: image });
    await world.written('POST web/manualupgrade');
    scaleTo(world, 6);
    await world.written('POST web/manualupgrade', 2);
    await world.arm.write(
      {
        method: 'POST',
        path: `${scaleSetId}/delete`,
        apiVersion: '2024-07-01',
        body: { instanceIds: ['3'] },
        pace: 'as-told',
        timeoutMs: 600_000,
      },
      new AbortController().signal,
    );
    expect(await rolling).toMatchObject(succeeded);
    everyInstanceHas(world, 'web-2');
    expect(batchesOf(runner)).toEqual([['0'], ['1'], ['2']]);
  });

  it('upgrades an instance that was being made on the former model only when it is there', async () => {
    // A PATCH is done at once by this profile, and an instance made in a minute.
    const world = startScaleSetCommands({ capacity: 2 }, { profile: 'seed-2017' });
    const runner = world.runner(1);
    const rolling = world.rollout(runner, { payload: image, batchSize: { kind: 'count', count: 2 } });
    await world.written('PATCH virtualMachineScaleSets/web');
    scaleTo(world, 3);
    expect(await rolling).toMatchObject(succeeded);
    everyInstanceHas(world, 'web-2');
    const seen = runner.events.flatMap((event) =>
      event.type === 'release-seen' ? [event.instances.find(({ instanceId }) => instanceId === '2')] : [],
    );
    expect(seen.map((each) => each?.provisioningState)).toContain('Creating');
    const upgraded = runner.events.findIndex(
      (event) => event.type === 'batch-started' && event.instanceIds.includes('2'),
    );
    const lastSeen = runner.events.slice(0, upgraded).findLast((event) => event.type === 'release-seen');
    expect(lastSeen?.instances.find(({ instanceId }) => instanceId === '2')).toMatchObject({
      provisioningState: 'Succeeded',
      image: 'web-1',
    });
  });

  it('goes on where an instance is deleted between the listing and its upgrade', async () => {
    const world = startScaleSetCommands(
      { capacity: 4 },
      {
        faults: [
          {
            match: { method: 'POST', path: 'manualupgrade$', nth: 2 },
            effect: 'foreign-write',
            when: 'before',
            resourceId: scaleSetId,
            mergePatch: { sku: { capacity: 3 } },
          },
        ],
      },
    );
    const end = await world.rollout(world.runner(1), {
      payload: image,
      batchSize: { kind: 'count', count: 2 },
    });
    expect(end).toMatchObject(succeeded);
    everyInstanceHas(world, 'web-2');
  });

  it("that met somebody else's model with an upgrade under way remembers whom that has reached: a rollback takes them back, too", async () => {
    const third = { id: newImage.id.replace('web-2', 'web-3') };
    const world = startScaleSetCommands(
      { capacity: 4, resources: [imageResource(third.id)] },
      {
        faults: [
          {
            match: { method: 'POST', path: 'manualupgrade$', nth: 2 },
            effect: 'foreign-write',
            when: 'before',
            resourceId: scaleSetId,
            mergePatch: {
              properties: { virtualMachineProfile: { storageProfile: { imageReference: third } } },
            },
          },
        ],
      },
    );
    await world.canary(world.runner(1));
    const stopped = await world.rollout(world.runner(2), {}, { onFailure: 'stop' });
    expect(stopped).toMatchObject({ result: { outcome: 'failed', error: { code: 'ForeignChange' } } });
    expect(Object.values(world.images().instances)).toContain('web-3');
    putImage(world, newImage);
    expect(await world.rollback(world.runner(3))).toMatchObject(succeeded);
    everyInstanceHas(world, 'web-1');
  });

  it('leaves protected instances out, and says that they are outdated', async () => {
    const world = startScaleSetCommands({ capacity: 4 });
    foreignWrite(world.emulated.plane, `${scaleSetId}/virtualMachines/2`, {
      properties: { protectionPolicy: { protectFromScaleSetActions: true } },
    });
    const runner = world.runner(1);
    expect(await world.rollout(runner, { payload: image })).toMatchObject(succeeded);
    expect(world.workedOn()).toEqual(['0', '1', '3']);
    const planned = runner.events.find((event) => event.type === 'plan-started');
    expect(planned?.plan.methodReason).toContain('outdated afterwards: 2');
    expect(await world.rollout(world.runner(2))).toMatchObject({
      kind: 'no-change',
      reason:
        'every instance has web-2 already, except 2: protectFromScaleSetActions keeps every upgrade from it, so it is outdated still',
    });
  });

  it('names whom it could not upgrade, as protected, in its title, its headline, its goal and its steps', async () => {
    const world = startScaleSetCommands({ capacity: 4 });
    foreignWrite(world.emulated.plane, `${scaleSetId}/virtualMachines/2`, {
      properties: { protectionPolicy: { protectFromScaleSetActions: true } },
    });
    const { report } = await tell(world, 'run', (runner) => world.rollout(runner, { payload: image }));
    expect(report.outcome).toBe('succeeded');
    expect(titleOf(report)).toMatch(/: upgraded, except instance 2$/);
    expect(verdict(report)).toMatch(
      /^3 of 4 instances of web have .*; instance 2 is outdated still, because protectFromScaleSetActions keeps every upgrade from it; /,
    );
    expect(report.plan?.goal).toBe('every instance of web but 2 shall have web-2');
    expect(report.steps.find(({ id }) => id === 'confirm-release')?.title).toMatch(
      /no instance is outdated but 2, which protectFromScaleSetActions keeps so/,
    );
  });

  it('upgrades an instance no more often than twice, whatever ARM says of it', async () => {
    const world = startScaleSetCommands();
    const runner = world.runner(1);
    const arm: Arm = {
      ...runner.context.arm,
      async list(...args) {
        const reads = (await runner.context.arm.list(...args)) as { properties?: object }[];
        return reads.map((each) => ({
          ...each,
          properties: { ...each.properties, latestModelApplied: false },
        }));
      },
    };
    const end = await world.rollout(
      { ...runner, context: { ...runner.context, arm } },
      { payload: image },
      { onFailure: 'stop' },
    );
    expect(end).toMatchObject({
      result: { outcome: 'failed', error: { message: expect.stringContaining('are outdated still of web') } },
    });
    expect(batchesOf(runner)).toHaveLength(6);
  });

  it('goes back as a whole where an instance does not get well', async () => {
    const world = startScaleSetCommands(sickWith(['2']));
    await world.canary(world.runner(1));
    expect(await world.rollout(world.runner(2))).toMatchObject(rolledBack);
    everyInstanceHas(world, 'web-1');
    expect(world.record()).toEqual({ last: expect.objectContaining({ kind: 'undoing' }) });
  });

  it('goes on over instances that do not get well within the budget, and names them', async () => {
    const world = startScaleSetCommands(sickWith(['2'], { capacity: 5 }));
    const runner = world.runner(1);
    const end = await world.rollout(runner, {
      payload: image,
      maxUnhealthy: { kind: 'percent', percent: 20 },
    });
    expect(end).toMatchObject(succeeded);
    everyInstanceHas(world, 'web-2');
    const seen = runner.events.findLast((event) => event.type === 'release-seen');
    expect(
      seen?.instances.filter(({ role }) => role === 'unhealthy').map(({ instanceId }) => instanceId),
    ).toEqual(['2']);
  });

  it.each(['rollback', 'quarantine'] as const)(
    'tries an instance again that ARM could not upgrade, although the budget has room for it: %s',
    async (onUnhealthy) => {
      const world = startScaleSetCommands(
        { capacity: 4 },
        {
          faults: [
            {
              match: { method: 'POST', path: 'manualupgrade$', times: 2 },
              effect: 'operation-superseded',
              model: 'unchanged',
            },
          ],
        },
      );
      const end = await world.rollout(world.runner(1), {
        payload: image,
        maxUnhealthy: { kind: 'count', count: 1 },
        onUnhealthy,
      });
      expect(end).toMatchObject(succeeded);
      everyInstanceHas(world, 'web-2');
      expect(world.writes()).not.toContain('POST web/poweroff');
    },
  );

  it('stops at the deadline in the middle of a batch, and takes all of it back', async () => {
    const world = startScaleSetCommands({ capacity: 4 });
    const end = await world.rollout(world.runner(1), { payload: image }, { timeoutMs: 250_000 });
    expect(end).toMatchObject({ ...rolledBack, result: { error: { name: 'DeadlineError' } } });
    everyInstanceHas(world, 'web-1');
    expect(world.record()).toEqual({ last: expect.objectContaining({ kind: 'undoing' }) });
  });

  it('hands over what it cannot take back in the time for that: the lock goes, and the journal stays', async () => {
    const world = startScaleSetCommands(
      { capacity: 4 },
      {
        faults: [
          {
            match: { method: 'POST', path: 'manualupgrade$', nth: 2, times: 'always' },
            effect: 'stuck',
            model: 'unchanged',
          },
        ],
      },
    );
    const timeoutMs = 250_000;
    const beganAtMs = world.clock.monotonicMs();
    const end = await world.rollout(world.runner(1), { payload: image }, { timeoutMs });
    expect(end).toMatchObject({ result: { outcome: 'failed', error: { name: 'DeadlineError' } } });
    expect(isLeftToPost(end)).toBe(false);
    expect(world.clock.monotonicMs() - beganAtMs).toBeLessThan(
      timeoutMs + overtimeMs({ strategy: 'full-rollout' }),
    );
    expect(world.record()).toMatchObject({ lock: undefined, journal: { method: 'batches' } });
  });

  it('says that it is done only where a fresh read shows it', async () => {
    const world = startScaleSetCommands(
      {},
      {
        faults: [
          {
            match: { method: 'POST', path: 'manualupgrade$', times: 'always' },
            effect: 'operation-superseded',
            model: 'unchanged',
          },
        ],
      },
    );
    const end = await world.rollout(world.runner(1), { payload: image }, { onFailure: 'stop' });
    expect(end).toMatchObject({ result: { outcome: 'rolled-back' } });
    everyInstanceHas(world, 'web-1');
  });
});

describe('two runs at once', () => {
  it('are kept apart by the lock: one gets it, and the other is told who has it', async () => {
    const world = startScaleSetCommands();
    const ends = await Promise.allSettled(
      [1, 2].map((number) => world.rollout(world.runner(number), { payload: image })),
    );
    expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(String(ends.find((end) => end.status === 'rejected')?.reason)).toMatch(/"web" is locked by https/);
    everyInstanceHas(world, 'web-2');
  });

  it.each(['rollout', 'rollback'] as const)(
    'may wait for the lock, and find that there is nothing left to do: %s',
    async (half) => {
      const world = startScaleSetCommands();
      await world.canary(world.runner(1));
      const ends = await Promise.all(
        [2, 3].map((number) =>
          half === 'rollout'
            ? world.rollout(world.runner(number), {}, { lockTimeoutMs: 7_200_000 })
            : world.rollback(world.runner(number), {}, { lockTimeoutMs: 7_200_000 }),
        ),
      );
      expect(ends.map(({ kind }) => kind).toSorted()).toEqual(['no-change', 'ran']);
    },
  );

  it('without a way back wait as well', async () => {
    const world = startScaleSetCommands();
    putImage(world, newImage);
    const ends = await Promise.all(
      [1, 2].map((number) => world.rollout(world.runner(number), {}, { lockTimeoutMs: 7_200_000 })),
    );
    expect(ends.map(({ kind }) => kind).toSorted()).toEqual(['no-change', 'ran']);
  });
});

describe('a model that somebody has put back while a release was open', () => {
  it('is not changed again by a promotion, whose plan says so as well, and rollback ends the release', async () => {
    const world = startScaleSetCommands();
    await world.canary(world.runner(1));
    putImage(world, oldImage);
    const refusal =
      /^Somebody has put web-1 back into the model .* instance 0 still has .*"command: rollback"/;
    await expect(world.rollout(world.runner(2))).rejects.toThrow(refusal);
    const planned = world.rollout(world.runner(3), {}, { command: 'plan' });
    await expect(planned).rejects.toThrow(refusal);
    expect(world.images()).toMatchObject({ model: 'web-1', instances: { 0: 'web-2', 1: 'web-1' } });
    expect(await world.rollback(world.runner(4))).toMatchObject({ result: { outcome: 'succeeded' } });
    everyInstanceHas(world, 'web-1');
    expect(world.record().release).toBeUndefined();
  });
});

describe('a live run that is unlocked', () => {
  it('stops before its next batch, and takes back what it has done, because nobody else has taken it over', async () => {
    const world = startScaleSetCommands({ capacity: 5 });
    const rolling = world.rollout(world.runner(1), { payload: image });
    await world.written('POST web/manualupgrade', 2);
    expect(await world.unlock(world.runner(2))).toMatchObject({ kind: 'unlocked' });
    const end = await rolling;
    expect(end).toMatchObject({
      result: {
        error: {
          code: 'LockLost',
          // It writes once more, to take itself back.
          message: expect.stringMatching(
            /nobody has it\. The run goes no further with the release; "command: status"/,
          ),
        },
      },
    });
    expect(world.writes().filter((write) => write.endsWith('manualupgrade')).length).toBeLessThan(5);
    everyInstanceHas(world, 'web-1');
    expect(world.record()).toEqual({ last: expect.objectContaining({ kind: 'undoing' }) });
  });

  it('leaves everything to whoever has the lock by then', async () => {
    const world = startScaleSetCommands({ capacity: 5 });
    const rolling = world.rollout(world.runner(1), { payload: image });
    await world.written('POST web/manualupgrade', 2);
    await world.unlock(world.runner(2));
    const recovering = world.recover(world.runner(3), 'finish');
    expect(await rolling).toMatchObject({ result: { outcome: 'failed', error: { code: 'LockLost' } } });
    expect(await recovering).toMatchObject(succeeded);
    everyInstanceHas(world, 'web-2');
    expect(world.record()).toMatchObject({ lock: undefined, journal: undefined, release: undefined });
  });
});

describe('a live run that is recovered', () => {
  it('names who has its lock, and does not take the recovery for somebody who writes to the model', async () => {
    const world = startScaleSetCommands({ capacity: 5 });
    const rolling = world.rollout(world.runner(1), { payload: image });
    await world.written('POST web/manualupgrade', 2);
    // The run looks when its batch is upgraded: a recovery that has begun much earlier is over by then.
    await world.clock.sleep(90_000);
    const recovering = world.recover(world.runner(3), 'undo');
    expect(await rolling).toMatchObject({
      result: {
        outcome: 'failed',
        error: { code: 'LockLost', message: expect.stringMatching(/\/runs\/3\/.*Nothing more was written/) },
      },
    });
    expect(await recovering).toMatchObject(succeeded);
    everyInstanceHas(world, 'web-1');
  });
});

describe('what a release sets aside is given back in every ending', () => {
  const shape: WorldOptions = { properties: replacing, resources: [autoscaleSetting()] };
  const goal = { suspendRepairs: true } as const;
  const asBefore = { repairs: 'Running', protectedIds: [] };

  async function opened(options: WorldOptions = {}): Promise<ScaleSetCommands> {
    const world = startScaleSetCommands({ ...shape, ...options });
    await world.canary(world.runner(1), goal);
    expect(await setAside(world)).toEqual({ repairs: 'Suspended', protectedIds: ['0'] });
    return world;
  }

  it('of a promotion, whose plan says that what the release has suspended is resumed', async () => {
    const world = await opened();
    const planned = await world.rollout(world.runner(2), {}, { command: 'plan' });
    expect.assert(planned.kind === 'planned');
    expect(planned.plan.hazards.filter((hazard) => hazard.includes('repairs'))).toEqual([
      expect.stringMatching(/suspended for the length of the release, and resumed in every ending\.$/),
    ]);
    expect(await world.rollout(world.runner(2), goal)).toMatchObject(succeeded);
    expect(await setAside(world)).toEqual(asBefore);
  });

  it('of a rejection', async () => {
    const world = await opened();
    expect(await world.rollback(world.runner(2))).toMatchObject(succeeded);
    expect(await setAside(world)).toEqual(asBefore);
  });

  it('of a canary that does not get well', async () => {
    const world = startScaleSetCommands(sickWith(['0'], shape));
    expect(await world.canary(world.runner(1), goal)).toMatchObject(rolledBack);
    expect(await setAside(world)).toEqual(asBefore);
  });

  it('of a promotion that is taken back', async () => {
    const world = await opened(sickWith(['2'], shape));
    expect(await world.rollout(world.runner(2), goal)).toMatchObject(rolledBack);
    expect(await setAside(world)).toEqual(asBefore);
    expect(world.record()).toEqual({ last: expect.objectContaining({ kind: 'undoing' }) });
  });

  it.each(['finish', 'undo'] as const)(
    'of a promotion that is killed and recovered by %s',
    async (direction) => {
      const world = await opened();
      const victim = world.runner(2);
      void world.rollout(victim, goal);
      await world.written('POST web/manualupgrade', 2);
      victim.kill();
      expect(await world.recover(world.runner(3), direction)).toMatchObject(succeeded);
      expect(await setAside(world)).toEqual(asBefore);
    },
  );

  it('of a canary that is cancelled and settled', async () => {
    const world = startScaleSetCommands(shape);
    const cancelled = world.runner(1);
    const running = world.canary(cancelled, goal);
    await world.written('POST web/manualupgrade');
    cancelled.cancel();
    expect(await running).toMatchObject({ result: { outcome: 'interrupted' } });
    // `post` has four minutes, in which not all of it can be done.
    expect(await world.settle(world.runner(2), cancelled)).toMatchObject({ outcome: 'failed' });
    expect(world.record()).toMatchObject({ lock: undefined, journal: {} });
    expect(await world.recover(world.runner(3), 'undo')).toMatchObject(succeeded);
    expect(await setAside(world)).toEqual(asBefore);
    expect(world.record()).toMatchObject({ release: undefined, last: { kind: 'rollback' } });
  });

  it('and what was suspended by somebody else stays so', async () => {
    const world = startScaleSetCommands(shape);
    await world.arm.write(
      {
        method: 'POST',
        path: `${scaleSetId}/setOrchestrationServiceState`,
        apiVersion: '2024-07-01',
        body: { serviceName: 'AutomaticRepairs', action: 'Suspend' },
        pace: 'as-told',
        timeoutMs: 600_000,
      },
      new AbortController().signal,
    );
    await world.canary(world.runner(1), goal);
    await world.rollout(world.runner(2), goal);
    expect(await setAside(world)).toEqual({ repairs: 'Suspended', protectedIds: [] });
  });

  it('and is not forgotten where it cannot be given back: the record stays, and a recovery gives it', async () => {
    const world = await opened();
    world.emulated.plane.faults.add({
      match: { method: 'POST', path: 'setOrchestrationServiceState$', times: 'always' },
      effect: 'answer',
      status: 403,
      code: 'AuthorizationFailed',
    });
    const end = await world.rollout(world.runner(2), goal);
    expect(end).toMatchObject({ result: { outcome: 'succeeded', cleanUpErrors: [{}, {}] } });
    world.emulated.plane.faults.remove();
    expect(await world.recover(world.runner(3))).toMatchObject(succeeded);
    expect(await setAside(world)).toEqual(asBefore);
    expect(world.record()).toMatchObject({ lock: undefined, journal: undefined, release: undefined });
  });
});
