import { describe, expect, it } from 'vitest';
import { foreignWrite } from '../../emulator/arm/foreign-write.ts';
import { withRecord } from '../../src/record/record.ts';
import { imageResource, newImage, scaleSetId } from '../emulator/arm/compute/scale-set-world.ts';
import { type ScaleSetCommands, startScaleSetCommands } from './scale-set-commands.ts';

const succeeded = { kind: 'ran', result: { outcome: 'succeeded', cleanUpErrors: [] } };
const second = { kind: 'image', image: newImage } as const;
const third = { kind: 'image', image: { id: newImage.id.replace('web-2', 'web-3') } } as const;
const ofRun = (run: number) => `https://github.com/contoso/shop/actions/runs/${run}/attempts/1`;
const unknownId = '20200101T000000Z-00000000';

/** A scale set on which web-2 was released and finished; of web-3 one instance does not get well. */
async function released(): Promise<ScaleSetCommands> {
  const world = startScaleSetCommands({
    resources: [imageResource(third.image.id)],
    payloads: [
      { image: '/web-[12]$', version: 'good' },
      { image: '/web-3$', version: 'bad', condition: 'unhealthy', instances: ['2'] },
    ],
  });
  expect(await world.rollout(world.runner(1), { payload: second })).toMatchObject(succeeded);
  return world;
}

/** The id of the release that is open then. */
async function canaryOf(world: ScaleSetCommands, run: number): Promise<string> {
  expect(await world.canary(world.runner(run), { payload: third })).toMatchObject(succeeded);
  const { release } = world.record();
  expect.assert(release !== undefined);
  return release.id;
}

function everyInstanceHas(world: ScaleSetCommands, name: string): void {
  expect(world.images()).toEqual({ model: name, instances: { 0: name, 1: name, 2: name } });
}

/** Nothing is written by it. */
async function changesNothing(world: ScaleSetCommands, rollback: Promise<unknown>, reason: RegExp) {
  const writes = world.writes().length;
  expect(await rollback).toMatchObject({ kind: 'no-change', reason: expect.stringMatching(reason) });
  expect(world.writes()).toHaveLength(writes);
}

describe('a rollback of the release that it names', () => {
  it('takes it back while it is open', async () => {
    const world = await released();
    const releaseId = await canaryOf(world, 2);
    const runner = world.runner(3);
    expect(await world.rollback(runner, { releaseId })).toMatchObject(succeeded);
    everyInstanceHas(world, 'web-2');
    expect(world.record().last).toMatchObject({ kind: 'rollback', releaseId, run: ofRun(3) });
  });

  it('changes nothing where that has taken itself back: the one before it stands', async () => {
    const world = await released();
    const releaseId = await canaryOf(world, 2);
    expect(await world.rollout(world.runner(3))).toMatchObject({ result: { outcome: 'rolled-back' } });
    const rollback = world.rollback(world.runner(4), { releaseId });
    await changesNothing(
      world,
      rollback,
      /is not open on web; it has taken itself back at \S+, in \S+runs\/3\/attempts\/1; no release is open$/,
    );
    everyInstanceHas(world, 'web-2');
  });

  it('changes nothing where somebody else has promoted it, and says how that is taken back', async () => {
    const world = startScaleSetCommands();
    await world.canary(world.runner(1));
    const { release } = world.record();
    await world.rollout(world.runner(2));
    const rollback = world.rollback(world.runner(3), { releaseId: release?.id ?? '' });
    await changesNothing(
      world,
      rollback,
      /it was finished at \S+, by \S+runs\/2\/attempts\/1; no release is open\. .*command: rollback without release-id/,
    );
    everyInstanceHas(world, 'web-2');
    expect(await world.rollback(world.runner(4))).toMatchObject(succeeded);
    expect(world.record().last).toMatchObject({ kind: 'rollback', releaseId: release?.id });
    everyInstanceHas(world, 'web-1');
  });

  it('says what is open and which was the last where nothing tells of it', async () => {
    const world = await released();
    const last = world.record().last?.releaseId;
    const open = await canaryOf(world, 2);
    const rollback = world.rollback(world.runner(3), { releaseId: unknownId });
    await changesNothing(
      world,
      rollback,
      new RegExp(
        `release ${unknownId} is not open on web; release ${open} is open, by \\S+runs/2/\\S+ since \\S+; the last one, ${last}, was finished at \\S+, by \\S+runs/1/`,
      ),
    );
    expect(world.images().instances).toMatchObject({ 0: 'web-3', 1: 'web-2' });
  });

  it('changes nothing on a scale set without any release', async () => {
    const world = startScaleSetCommands();
    const rollback = world.rollback(world.runner(1), { releaseId: unknownId });
    await changesNothing(world, rollback, /no release is open; no tag azure-rollout-last tells which/);
  });

  it('does not wait for whoever works on another one', async () => {
    const world = await released();
    const victim = world.runner(2);
    void world.canary(victim, { payload: third });
    await world.written('POST web/manualupgrade', 4);
    victim.kill();
    await expect(world.rollback(world.runner(3))).rejects.toThrow(/is locked by/);
    const rollback = world.rollback(world.runner(4), { releaseId: unknownId });
    await changesNothing(world, rollback, /is not open on web; release \S+ is open, by \S+runs\/2\//);
  });

  it('changes nothing where it is promoted between the plan and the lock', async () => {
    const world = startScaleSetCommands({}, { requestLatency: 'realistic' });
    await world.canary(world.runner(1));
    const { release } = world.record();
    expect.assert(release !== undefined);
    const reads = world.requests.length;
    const rollback = world.rollback(world.runner(2), { releaseId: release.id });
    while (!world.requests.slice(reads).some(({ path }) => path.endsWith('/virtualMachines'))) {
      await world.clock.sleep(1);
    }
    const promoted = {
      finishedAtEpochMs: Date.UTC(2026, 0, 2),
      kind: 'run',
      strategy: 'full-rollout',
      method: 'batches',
      releaseId: release.id,
      previousTarget: release.previousPayload,
      target: release.payload,
      downtime: null,
      run: ofRun(3),
    } as const;
    foreignWrite(world.emulated.plane, scaleSetId, {
      tags: { 'azure-rollout-release': null, ...withRecord({}, { last: promoted }) },
    });
    const canaries = world.images();
    await changesNothing(world, rollback, /it was finished at \S+, by \S+runs\/3\//);
    expect(world.images()).toEqual(canaries);
  });
});

describe('a release that has taken itself back', () => {
  const undone: Record<string, (world: ScaleSetCommands) => Promise<unknown>> = {
    'for its instances': async (world) => {
      await canaryOf(world, 2);
      return world.rollout(world.runner(3));
    },
    'after a failure, at its first write': (world) => {
      world.emulated.plane.faults.add({
        match: { method: 'PATCH', path: 'virtualMachineScaleSets/web$', nth: 2 },
        effect: 'answer',
        status: 400,
        code: 'BadRequest',
      });
      return world.canary(world.runner(2), { payload: third });
    },
    'in post': async (world) => {
      const cancelled = world.runner(2);
      const running = world.canary(cancelled, { payload: third });
      await world.written('POST web/manualupgrade', 4);
      cancelled.cancel();
      await running.catch(() => undefined);
      return world.settle(world.runner(2), cancelled);
    },
    'in a recovery': async (world) => {
      const victim = world.runner(2);
      void world.canary(victim, { payload: third });
      await world.written('POST web/manualupgrade', 4);
      victim.kill();
      return world.recover(world.runner(3), 'undo');
    },
  };

  it.each(Object.entries(undone))(
    '%s is not followed by a rollback of the one before it',
    async (_, undo) => {
      const world = await released();
      await undo(world);
      everyInstanceHas(world, 'web-2');
      expect(world.record()).toMatchObject({ lock: undefined, journal: undefined, release: undefined });
      await changesNothing(
        world,
        world.rollback(world.runner(9)),
        /the last release of web, \S+, (?:has|was) taken /,
      );
      everyInstanceHas(world, 'web-2');
    },
  );

  it('is told by the status', async () => {
    const world = await released();
    const releaseId = await canaryOf(world, 2);
    await world.rollout(world.runner(3));
    expect(await world.status(world.runner(4))).toMatchObject({
      status: { state: 'idle', last: { kind: 'undoing', releaseId, run: ofRun(3), method: 'batches' } },
    });
  });

  it('leaves no word of the one before it where no record is to be left', async () => {
    const world = await released();
    const control = { leavesRecord: false };
    await world.canary(
      world.runner(2),
      { payload: third, share: { kind: 'percent', percent: 100 } },
      control,
    );
    everyInstanceHas(world, 'web-2');
    expect(world.record().last).toBeUndefined();
    await expect(world.rollback(world.runner(3))).rejects.toThrow(/no tag azure-rollout-last/);
  });
});

describe('a release with record: none that somebody else brings to its end', () => {
  it.each(['finish', 'undo'] as const)(
    'leaves no word of itself, nor of the one before it: %s',
    async (way) => {
      const world = startScaleSetCommands();
      const payload = { kind: 'image', image: newImage } as const;
      await world.rollout(world.runner(1), { payload });
      await world.rollback(world.runner(2));
      const upgrades = world.writes().filter((write) => write === 'POST web/manualupgrade').length;
      const killed = world.runner(3);
      void world.rollout(killed, { payload }, { leavesRecord: false });
      await world.written('POST web/manualupgrade', upgrades + 1);
      killed.kill();
      expect(await world.recover(world.runner(4), way)).toMatchObject(succeeded);
      everyInstanceHas(world, way === 'finish' ? 'web-2' : 'web-1');
      expect(world.record()).toEqual({});
    },
  );
});

describe('a promotion of the release that it names', () => {
  it('finishes it', async () => {
    const world = startScaleSetCommands();
    await world.canary(world.runner(1));
    const releaseId = world.record().release?.id ?? '';
    expect(await world.rollout(world.runner(2), { releaseId })).toMatchObject(succeeded);
    everyInstanceHas(world, 'web-2');
    expect(world.record().last).toMatchObject({ kind: 'run', releaseId });
    await changesNothing(world, world.rollout(world.runner(3), { releaseId }), /it was finished at/);
  });

  it('is refused where another one is open by now: nobody has approved that', async () => {
    const world = await released();
    const approved = await canaryOf(world, 2);
    await world.rollback(world.runner(3));
    await canaryOf(world, 4);
    const writes = world.writes().length;
    await expect(world.rollout(world.runner(5), { releaseId: approved })).rejects.toThrow(
      /release \S+ is not open on web; it was taken back at \S+, by \S+runs\/3\/attempts\/1; release \S+ is open, by \S+runs\/4\/.* Nothing was changed/,
    );
    expect(world.writes()).toHaveLength(writes);
  });
});
