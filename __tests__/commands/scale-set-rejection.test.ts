import { describe, expect, it } from 'vitest';
import { foreignWrite } from '../../emulator/arm/foreign-write.ts';
import {
  imageResource,
  newImage,
  oldImage,
  scaleSetId,
  type WorldOptions,
} from '../emulator/arm/compute/scale-set-world.ts';
import { type ScaleSetCommands, startScaleSetCommands } from './scale-set-commands.ts';

const succeeded = { kind: 'ran', result: { outcome: 'succeeded', cleanUpErrors: [] } };
const image = { kind: 'image', image: newImage } as const;

function everyInstanceHas(world: ScaleSetCommands, name: string): void {
  const { model, instances } = world.images();
  expect(model).toBe(name);
  expect(new Set(Object.values(instances))).toEqual(new Set([name]));
}

function putImage({ emulated }: ScaleSetCommands, imageReference: object): void {
  foreignWrite(emulated.plane, scaleSetId, {
    properties: { virtualMachineProfile: { storageProfile: { imageReference } } },
  });
}

/** A promotion half-way through its batches, whose process is gone. */
async function killedRollout(): Promise<ScaleSetCommands> {
  const world = startScaleSetCommands({ capacity: 6 });
  await world.canary(world.runner(1), { share: { kind: 'percent', percent: 10 } });
  const victim = world.runner(2);
  void world.rollout(victim);
  await world.written('POST web/manualupgrade', 2);
  victim.kill();
  return world;
}

describe('a rejection', () => {
  it('asks for no more upgrades once somebody else has changed the model: they would bring what is there now', async () => {
    const world = startScaleSetCommands({ capacity: 3, resources: [imageResource('web-3')] });
    await world.canary(world.runner(1));
    world.emulated.plane.faults.add({
      match: { method: 'POST', path: 'manualupgrade$' },
      effect: 'foreign-write',
      when: 'before',
      resourceId: scaleSetId,
      mergePatch: {
        properties: {
          virtualMachineProfile: {
            storageProfile: { imageReference: { id: newImage.id.replace('web-2', 'web-3') } },
          },
        },
      },
    });
    const from = world.writes().length;
    const end = await world.rollback(world.runner(2));
    expect(end).toMatchObject({ kind: 'ran', result: { outcome: 'failed' } });
    const writes = world.writes().slice(from);
    expect(writes.filter((write) => write === 'POST web/manualupgrade')).toHaveLength(1);
    expect(world.images().model).toBe('web-3');
  });

  it('half-way through a batch names the lock that binds, and what to do about it', async () => {
    const world = await killedRollout();
    await expect(world.rollback(world.runner(3))).rejects.toThrow(
      /is locked by \S+runs\/2\/attempts\/1 .*"command: recover".*"command: unlock"/s,
    );
  });

  it('half-way through a batch takes back all that was reached, and nobody else', async () => {
    const world = await killedRollout();
    const reached = world.workedOn();
    expect(reached).toHaveLength(2);
    await world.unlock(world.runner(3));
    expect(await world.rollback(world.runner(4))).toMatchObject(succeeded);
    everyInstanceHas(world, 'web-1');
    expect(world.workedOn()).toEqual(reached);
    expect(world.record()).toMatchObject({ lock: undefined, journal: undefined, release: undefined });
  });

  it('of a finished release goes back by the tag that it has left, and a second one has nothing to do', async () => {
    const world = startScaleSetCommands();
    await world.rollout(world.runner(1), { payload: image });
    expect(await world.rollback(world.runner(2))).toMatchObject(succeeded);
    everyInstanceHas(world, 'web-1');
    expect(await world.rollback(world.runner(3))).toMatchObject({
      kind: 'no-change',
      reason: expect.stringContaining(
        'was taken back already, by https://github.com/contoso/shop/actions/runs/2/',
      ),
    });
  });

  it('of a release whose image was deleted takes it back, though the model has it still', async () => {
    const world = startScaleSetCommands();
    await world.canary(world.runner(1));
    world.emulated.plane.store.remove(newImage.id);
    expect(await world.rollback(world.runner(2))).toMatchObject(succeeded);
    everyInstanceHas(world, 'web-1');
    expect(world.record().release).toBeUndefined();
  });

  it('of a finished release is refused where the model has something else by now', async () => {
    const other = { id: newImage.id.replace('web-2', 'web-3') };
    const world = startScaleSetCommands({ resources: [imageResource(other.id)] });
    await world.rollout(world.runner(1), { payload: image });
    putImage(world, other);
    const writes = world.writes().length;
    await expect(world.rollback(world.runner(2))).rejects.toThrow(/its model has web-3 by now/);
    expect(world.writes()).toHaveLength(writes);
  });

  it('brings the instances back where somebody has put the former image into the model already', async () => {
    const world = startScaleSetCommands();
    await world.rollout(world.runner(1), { payload: image });
    putImage(world, oldImage);
    expect(await world.rollback(world.runner(2))).toMatchObject(succeeded);
    everyInstanceHas(world, 'web-1');
  });

  it('without any release says so', async () => {
    const world = startScaleSetCommands();
    await expect(world.rollback(world.runner(1))).rejects.toThrow(/No release is open on scale set "web"/);
    expect(world.writes()).toEqual([]);
  });

  it('takes instances back that have come with the new model meanwhile', async () => {
    const world = startScaleSetCommands();
    await world.canary(world.runner(1));
    foreignWrite(world.emulated.plane, scaleSetId, { sku: { capacity: 5 } });
    await world.clock.sleep(600_000);
    expect(world.images().instances).toMatchObject({ 3: 'web-2', 4: 'web-2' });
    expect(await world.rollback(world.runner(2))).toMatchObject(succeeded);
    everyInstanceHas(world, 'web-1');
    expect(world.workedOn()).toEqual(['0', '3', '4']);
  });

  it('leaves those alone that were older than the release, and that it has not reached', async () => {
    const world = startScaleSetCommands({ capacity: 4 });
    putImage(world, newImage);
    const third = { id: newImage.id.replace('web-2', 'web-3') };
    foreignWrite(world.emulated.plane, third.id, imageResource(third.id));
    await world.canary(world.runner(1), {
      payload: { kind: 'image', image: third },
      share: { kind: 'percent', percent: 10 },
    });
    expect(await world.rollback(world.runner(2))).toMatchObject(succeeded);
    expect(world.images()).toEqual({
      model: 'web-2',
      instances: { 0: 'web-2', 1: 'web-1', 2: 'web-1', 3: 'web-1' },
    });
    expect(world.workedOn()).toEqual(['0']);
  });

  it('works where every instance has gone', async () => {
    const world = startScaleSetCommands();
    await world.canary(world.runner(1));
    foreignWrite(world.emulated.plane, scaleSetId, { sku: { capacity: 0 } });
    await world.clock.sleep(600_000);
    expect(await world.rollback(world.runner(2))).toMatchObject(succeeded);
    expect(world.images()).toEqual({ model: 'web-1', instances: {} });
  });

  it('that is stopped by a failure is gone on with by the next one', async () => {
    const world = startScaleSetCommands();
    await world.canary(world.runner(1));
    world.emulated.plane.faults.add({
      match: { method: 'POST', path: 'manualupgrade$', times: 'always' },
      effect: 'answer',
      status: 403,
      code: 'AuthorizationFailed',
    });
    expect(await world.rollback(world.runner(2))).toMatchObject({ result: { outcome: 'failed' } });
    expect(world.record().lock).toBeUndefined();
    world.emulated.plane.faults.remove();
    expect(await world.rollback(world.runner(3))).toMatchObject(succeeded);
    everyInstanceHas(world, 'web-1');
  });

  it('is undone once more where the first try of the undoing fails', async () => {
    const world = startScaleSetCommands(
      {},
      {
        faults: [
          {
            match: { method: 'POST', path: 'manualupgrade$', nth: 1 },
            effect: 'operation-fails',
            model: 'changed',
          },
          {
            match: { method: 'POST', path: 'reimage$' },
            effect: 'answer',
            status: 403,
            code: 'AuthorizationFailed',
          },
          {
            match: { method: 'POST', path: 'manualupgrade$', nth: 2 },
            effect: 'answer',
            status: 403,
            code: 'AuthorizationFailed',
          },
        ],
      },
    );
    const end = await world.canary(world.runner(1));
    expect(end).toMatchObject({ result: { outcome: 'rolled-back', undoErrors: [] } });
    everyInstanceHas(world, 'web-1');
    expect(world.record()).toEqual({ last: expect.objectContaining({ kind: 'undoing' }) });
  });
});

describe('a recovery', () => {
  it('takes the way that lets fewer instances go down', async () => {
    const world = await killedRollout();
    expect(await world.recover(world.runner(3))).toMatchObject({ ...succeeded, recoveredTo: 'undo' });
    everyInstanceHas(world, 'web-1');
  });

  it('by two at once is carried out by one', async () => {
    const world = await killedRollout();
    const ends = await Promise.allSettled(
      [3, 4].map((number) => world.recover(world.runner(number), 'undo')),
    );
    expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    everyInstanceHas(world, 'web-1');
  });

  it('that was lost is gone on with in the direction that it had begun', async () => {
    const world = await killedRollout();
    const second = world.runner(3);
    void world.recover(second, 'finish');
    await world.written('POST web/manualupgrade', 3);
    second.kill();
    const end = await world.recover(world.runner(4));
    expect(end).toMatchObject({ ...succeeded, recoveredTo: 'finish' });
    everyInstanceHas(world, 'web-2');
  });

  it('finishes in the batches that the job had asked for', async () => {
    const world = startScaleSetCommands({ capacity: 6 });
    const victim = world.runner(1);
    void world.rollout(victim, {
      payload: image,
      batchSize: { kind: 'count', count: 2 },
      pauseBetweenBatchesMs: 700_000,
    });
    await world.written('POST web/manualupgrade');
    victim.kill();
    const startedAtMs = world.clock.monotonicMs();
    const runner = world.runner(2);
    expect(await world.recover(runner, 'finish')).toMatchObject(succeeded);
    const batches = runner.events.flatMap((event) =>
      event.type === 'batch-started' ? [event.instanceIds] : [],
    );
    expect(new Set(batches.map(({ length }) => length))).toEqual(new Set([2]));
    expect(world.clock.monotonicMs() - startedAtMs).toBeGreaterThan(700_000);
  });

  it('finishes within the budget for unhealthy instances that the job had', async () => {
    const world = startScaleSetCommands({
      capacity: 4,
      payloads: [
        { image: '/web-1$', version: 'one' },
        { image: '/web-2$', version: 'two', condition: 'unhealthy', instances: ['3'] },
      ],
    });
    const victim = world.runner(1);
    void world.rollout(victim, { payload: image, maxUnhealthy: { kind: 'percent', percent: 25 } });
    await world.written('POST web/manualupgrade');
    victim.kill();
    expect(await world.recover(world.runner(2), 'finish')).toMatchObject(succeeded);
    everyInstanceHas(world, 'web-2');
  });

  /** A rollout of which the last instance does not get well, killed when only that is left. */
  async function killedBeforeTheSick(onUnhealthy: 'rollback' | 'stop'): Promise<ScaleSetCommands> {
    const world = startScaleSetCommands({
      capacity: 4,
      payloads: [
        { image: '/web-1$', version: 'one' },
        { image: '/web-2$', version: 'two', condition: 'unhealthy', instances: ['3'] },
      ],
    });
    const victim = world.runner(1);
    void world.rollout(victim, { payload: image, batchSize: { kind: 'count', count: 1 }, onUnhealthy });
    await world.written('POST web/manualupgrade', 3);
    victim.kill();
    return world;
  }

  it('that finds the new version not well goes back, where the job would have', async () => {
    const world = await killedBeforeTheSick('rollback');
    const runner = world.runner(2);
    expect(await world.recover(runner)).toMatchObject({ ...succeeded, recoveredTo: 'undo' });
    const plans = runner.events.flatMap((event) => (event.type === 'plan-started' ? [event.plan] : []));
    expect(plans.map(({ method }) => method)).toEqual(['batches', 'take-back']);
    everyInstanceHas(world, 'web-1');
    expect(world.record()).toMatchObject({ lock: undefined, journal: undefined, release: undefined });
  });

  it.each([
    ['the job would have stopped', 'stop', 'auto'],
    ['a person has asked for the end', 'rollback', 'finish'],
  ] as const)(
    'that finds the new version not well leaves the release open where %s',
    async (_, onUnhealthy, to) => {
      const world = await killedBeforeTheSick(onUnhealthy);
      expect(await world.recover(world.runner(2), to)).toMatchObject({
        recoveredTo: 'finish',
        result: { outcome: 'failed', error: { code: 'UnhealthyInstances' } },
      });
      expect(world.record()).toMatchObject({ lock: undefined, journal: undefined, release: {} });
      expect(await world.rollback(world.runner(3))).toMatchObject(succeeded);
      everyInstanceHas(world, 'web-1');
    },
  );

  it('finishes where the scale set has become smaller than a batch', async () => {
    const world = startScaleSetCommands({ capacity: 6 });
    const victim = world.runner(1);
    void world.rollout(victim, { payload: image, batchSize: { kind: 'count', count: 4 } });
    await world.written('POST web/manualupgrade');
    victim.kill();
    await world.clock.sleep(600_000);
    foreignWrite(world.emulated.plane, scaleSetId, { sku: { capacity: 2 } });
    await world.clock.sleep(600_000);
    expect(await world.recover(world.runner(2), 'finish')).toMatchObject(succeeded);
    everyInstanceHas(world, 'web-2');
  });

  it('of a rollback does not go forwards', async () => {
    const world = startScaleSetCommands();
    await world.canary(world.runner(1));
    const victim = world.runner(2);
    void world.rollback(victim);
    await world.written('POST web/manualupgrade', 2);
    victim.kill();
    await expect(world.recover(world.runner(3), 'finish')).rejects.toThrow(
      /What was interrupted is a rollback/,
    );
    expect(world.record().lock).toBeUndefined();
    expect(await world.recover(world.runner(4))).toMatchObject({ ...succeeded, recoveredTo: 'undo' });
    everyInstanceHas(world, 'web-1');
  });
});

describe('a rejection with suspend-repairs', () => {
  const repairing: WorldOptions = {
    properties: {
      automaticRepairsPolicy: { enabled: true, gracePeriod: 'PT10M', repairAction: 'Replace' },
    },
  };
  const repairsOf = ({ requests }: ScaleSetCommands) =>
    requests
      .filter(({ path }) => path.endsWith('/setOrchestrationServiceState'))
      .map(({ body }) => (JSON.parse(body) as { readonly action: string }).action);

  it.each([
    ['of an open release', false],
    ['of one that is over', true],
  ])('%s suspends automatic repairs while instances are taken back, and resumes them', async (_, isOver) => {
    const world = startScaleSetCommands(repairing);
    await world.canary(world.runner(1), { allowNoRollback: true, suspendRepairs: true });
    if (isOver) {
      await world.rollout(world.runner(2));
    } else {
      // By hand: the release has nothing suspended any more.
      await world.arm.write(
        {
          method: 'POST',
          path: `${scaleSetId}/setOrchestrationServiceState`,
          apiVersion: '2024-07-01',
          body: { serviceName: 'AutomaticRepairs', action: 'Resume' },
          pace: 'as-told',
          timeoutMs: 60_000,
        },
        new AbortController().signal,
      );
    }
    const before = repairsOf(world).length;
    const writesBefore = world.writes().length;
    expect(await world.rollback(world.runner(3), { suspendRepairs: true })).toMatchObject({
      result: { outcome: 'succeeded', cleanUpErrors: [] },
    });
    expect(repairsOf(world).slice(before)).toEqual(['Suspend', 'Resume']);
    const writes = world.writes().slice(writesBefore);
    expect(writes.indexOf('POST web/setOrchestrationServiceState')).toBeLessThan(
      writes.indexOf('POST web/manualupgrade'),
    );
    expect(world.record().release).toBeUndefined();
  });
});
