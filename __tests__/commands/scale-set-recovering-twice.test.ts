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
