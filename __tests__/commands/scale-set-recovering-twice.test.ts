import { describe, expect, it } from 'vitest';
import { newImage } from '../emulator/arm/compute/scale-set-world.ts';
import { type ScaleSetCommands, startScaleSetCommands } from './scale-set-commands.ts';

const image = { kind: 'image', image: newImage } as const;

/** A rollout that was killed in its second batch. */
async function killedRollout(): Promise<ScaleSetCommands> {
  const world = startScaleSetCommands({ capacity: 4 });
  const victim = world.runner(1);
  void world.rollout(victim, { payload: image });
  await world.written('POST web/manualupgrade', 2);
  victim.kill();
  return world;
}

async function untilLockedBy(world: ScaleSetCommands, run: number): Promise<void> {
  while (!world.record().lock?.owner.endsWith(`/runs/${run}/attempts/1`)) {
    await world.clock.sleep(50);
  }
}

describe('a recovery that meets one that has only just taken the lock', () => {
  it('leaves it to that one, and finds nothing more to do', async () => {
    const world = await killedRollout();
    const first = world.recover(world.runner(3), 'undo');
    await untilLockedBy(world, 3);
    const second = world.recover(world.runner(4), 'undo');
    expect(await first).toMatchObject({ result: { outcome: 'succeeded' }, recoveredTo: 'undo' });
    expect(await second).toMatchObject({
      kind: 'no-change',
      reason: expect.stringContaining('has come to its end meanwhile'),
    });
    expect(world.record()).toEqual({ last: expect.objectContaining({ kind: 'rollback' }) });
  });

  it('takes the lock when nothing of that one is seen for as long as it may wait, and no sooner', async () => {
    const world = await killedRollout();
    const lost = world.runner(3);
    void world.recover(lost, 'undo');
    await untilLockedBy(world, 3);
    lost.kill();
    await world.clock.sleep(180_000);
    const startedAtMs = world.clock.monotonicMs();
    const recovering = world.recover(world.runner(4));
    await untilLockedBy(world, 4);
    const waitedMs = world.clock.monotonicMs() - startedAtMs;
    expect(waitedMs).toBeGreaterThanOrEqual(20_000);
    expect(waitedMs).toBeLessThan(30_000);
    expect(await recovering).toMatchObject({ result: { outcome: 'succeeded' } });
  });

  it('takes it at once where somebody has unlocked it meanwhile', async () => {
    const world = await killedRollout();
    const lost = world.runner(3);
    void world.recover(lost, 'undo');
    await untilLockedBy(world, 3);
    lost.kill();
    await world.clock.sleep(180_000);
    const recovering = world.recover(world.runner(4));
    await world.clock.sleep(1_000);
    const startedAtMs = world.clock.monotonicMs();
    // It looks again when it has written, and may find the lock of the recovery by then.
    const unlocking = Promise.allSettled([world.unlock(world.runner(5))]);
    await untilLockedBy(world, 4);
    expect(world.clock.monotonicMs() - startedAtMs).toBeLessThan(15_000);
    await unlocking;
    expect(await recovering).toMatchObject({ result: { outcome: 'succeeded' } });
  });
});

describe('a recovery that meets the run which began the release', () => {
  it('takes the lock at once: nobody can see whether that run is alive', async () => {
    const world = await killedRollout();
    const startedAtMs = world.clock.monotonicMs();
    const recovering = world.recover(world.runner(3), 'undo');
    await untilLockedBy(world, 3);
    expect(world.clock.monotonicMs() - startedAtMs).toBeLessThan(5_000);
    expect(await recovering).toMatchObject({ result: { outcome: 'succeeded' } });
  });
});

describe('a recovery that comes second', () => {
  const seconds = [
    ['undo', 'undo', /: release \S+ was taken back$/],
    ['finish', 'finish', /: release \S+ was finished$/],
    ['undo', 'auto', /: release \S+ was taken back$/],
    [
      'finish',
      'undo',
      /was finished\. This recovery was to undo it, and has changed nothing: "command: rollback" takes it back$/,
    ],
    [
      'undo',
      'finish',
      /was taken back\. This recovery was to finish it, and has changed nothing: "command: run" releases anew$/,
    ],
  ] as const;

  it.each(seconds)(
    'says which way the first one went: %s, where it was to %s',
    async (first, second, end) => {
      const world = await killedRollout();
      const winning = world.recover(world.runner(3), first);
      await untilLockedBy(world, 3);
      const losing = world.recover(world.runner(4), second);
      expect(await winning).toMatchObject({ result: { outcome: 'succeeded' }, recoveredTo: first });
      expect(await losing).toMatchObject({ kind: 'no-change', reason: expect.stringMatching(end) });
    },
  );

  it.each([
    ['finish', /^no release of web was interrupted; the last one, \S+, was finished at \S+Z$/],
    ['undo', /^no release of web was interrupted; the last one, \S+, was taken back at \S+Z$/],
  ] as const)('says so, too, where the first one had ended before it: %s', async (first, end) => {
    const world = await killedRollout();
    await world.recover(world.runner(3), first);
    expect(await world.recover(world.runner(4))).toMatchObject({
      kind: 'no-change',
      reason: expect.stringMatching(end),
    });
  });

  it('says that a canary is open where the first one has finished that', async () => {
    const world = startScaleSetCommands({ capacity: 4 });
    const victim = world.runner(1);
    void world.canary(victim);
    await world.written('POST web/manualupgrade');
    victim.kill();
    const winning = world.recover(world.runner(3), 'finish');
    await untilLockedBy(world, 3);
    const losing = world.recover(world.runner(4), 'undo');
    expect(await winning).toMatchObject({ result: { outcome: 'succeeded' }, recoveredTo: 'finish' });
    expect(await losing).toMatchObject({
      kind: 'no-change',
      reason: expect.stringMatching(
        /: release \S+ is open, to be promoted by full-rollout or taken back by "command: rollback"\. This recovery was to undo it/,
      ),
    });
    expect(await world.recover(world.runner(5))).toMatchObject({
      kind: 'no-change',
      reason: expect.stringMatching(/^no release of web was interrupted; release \S+ is open, by /),
    });
  });

  it.each([
    ['finish', 'undo', 'which it was to bring. This recovery was to undo it', 'release that'],
    ['undo', 'finish', 'as before it. This recovery was to finish it', '"command: run" releases anew'],
  ] as const)(
    'goes by the model where the release leaves no record: %s, where it was to %s',
    async (first, second, end, advice) => {
      const world = startScaleSetCommands({ capacity: 4 });
      const victim = world.runner(1);
      void world.rollout(victim, { payload: image }, { leavesRecord: false });
      await world.written('POST web/manualupgrade', 2);
      victim.kill();
      const winning = world.recover(world.runner(3), first);
      await untilLockedBy(world, 3);
      const losing = await world.recover(world.runner(4), second);
      expect(await winning).toMatchObject({ recoveredTo: first });
      expect(losing).toMatchObject({
        kind: 'no-change',
        reason: expect.stringMatching(/no tag tells how release \S+ ended; the model of web has /),
      });
      expect(losing).toMatchObject({ reason: expect.stringContaining(end) });
      expect(losing).toMatchObject({ reason: expect.stringContaining(advice) });
      expect(world.record()).toEqual({});
    },
  );
});
