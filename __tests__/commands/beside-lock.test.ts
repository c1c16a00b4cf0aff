import { describe, expect, it } from 'vitest';
import { foreignWrite } from '../../emulator/arm/foreign-write.ts';
import type { Payload } from '../../src/strategies/scale-set/payload/payload.ts';
import { newImage, scaleSetId } from '../emulator/arm/compute/scale-set-world.ts';
import { type InProcessCommands, runUrl, startInProcessCommands } from './in-process-commands.ts';
import { startScaleSetCommands } from './scale-set-commands.ts';
import { rollback, run } from './swap-commands.ts';

const TAKES_IT_OVER =
  /"command: recover" with production-public-ip: vipswap1pip .*; it takes the lock over as soon as/;
const UNLOCKS =
  /No journal beside it says what was begun, so "command: recover" has nothing to bring to an end\..*"command: unlock" with production-public-ip: vipswap1pip .*unlock-reason/;

/** A lock that binds, whose runner is lost. */
async function locked(): Promise<InProcessCommands> {
  const world = startInProcessCommands();
  const victim = world.runner(runUrl(1));
  void run(victim.context, world.runOptions());
  await world.written('PUT publicIPAddresses/vipswap1pip');
  victim.kill();
  await world.clock.sleep(60_000);
  return world;
}

function changeJournal(
  world: InProcessCommands,
  change: (name: string, value: string) => string | null,
): void {
  const tags = Object.entries(world.tags()).map(([name, value]) => [
    name,
    name.startsWith('azure-rollout-journal') ? change(name, value) : value,
  ]);
  foreignWrite(world.emulated.plane, world.idOf('publicIPAddresses', 'vipswap1pip'), {
    tags: Object.fromEntries(tags),
  });
}

async function errorsOf(world: InProcessCommands): Promise<string[]> {
  const { goal, ...options } = world.runOptions();
  const ends = await Promise.allSettled([
    run(world.runner(runUrl(2)).context, world.runOptions()),
    run(world.runner(runUrl(3)).context, world.runOptions({}, { command: 'plan' })),
    run(world.runner(runUrl(4)).context, world.runOptions({}, { lockTimeoutMs: 20_000 })),
    rollback(world.runner(runUrl(5)).context, { ...options, terms: goal }),
  ]);
  return ends.map((end) => (end.status === 'rejected' ? String(end.reason) : 'no error'));
}

describe('who meets a lock is told what helps where its runner is lost', () => {
  it('with a journal: recover', async () => {
    const errors = await errorsOf(await locked());
    expect(errors).toEqual(errors.map(() => expect.stringMatching(TAKES_IT_OVER)));
  });

  it('without a journal, which recover would leave as it is: unlock', async () => {
    const world = await locked();
    changeJournal(world, () => null);
    const errors = await errorsOf(world);
    expect(errors).toEqual(errors.map(() => expect.stringMatching(UNLOCKS)));
  });

  it('with a journal that cannot be read, of which recover would be refused: another version, or a hand', async () => {
    const world = await locked();
    changeJournal(world, (name, value) => (name === 'azure-rollout-journal' ? 'v2 something' : value));
    const errors = await errorsOf(world);
    expect(errors).toEqual(
      errors.map(() =>
        expect.stringMatching(/cannot be read by this version.*recover with the version that wrote it/),
      ),
    );
  });

  it('of a scale set without a journal: unlock', async () => {
    const world = startScaleSetCommands();
    const payload: Payload = { kind: 'image', image: newImage };
    const victim = world.runner(1);
    void world.rollout(victim, { payload });
    await world.written('PATCH virtualMachineScaleSets/web');
    victim.kill();
    await world.clock.sleep(60_000);
    const { tags = {} } = world.emulated.plane.store.get(scaleSetId) as { tags?: Record<string, string> };
    foreignWrite(world.emulated.plane, scaleSetId, {
      tags: Object.fromEntries(
        Object.keys(tags)
          .filter((name) => name.startsWith('azure-rollout-journal'))
          .map((name) => [name, null]),
      ),
    });
    await expect(world.rollout(world.runner(2), { payload })).rejects.toThrow(
      /No journal beside it says what was begun.*"command: unlock" with scale-set: web/,
    );
  });
});
