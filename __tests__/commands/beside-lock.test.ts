import { describe, expect, it } from 'vitest';
import { foreignWrite } from '../../emulator/arm/foreign-write.ts';
import { newImage, scaleSetId } from '../emulator/arm/compute/scale-set-world.ts';
import { type InProcessCommands, runUrl, startInProcessCommands } from './in-process-commands.ts';
import { type ScaleSetCommands, startScaleSetCommands } from './scale-set-commands.ts';
import { recover, rollback, run } from './swap-commands.ts';

const TAKES_IT_OVER =
  /"command: recover" with production-public-ip: vipswap1pip .*; it takes the lock over as soon as .* finishes or undoes what was begun/;
const TAKES_IT_BACK =
  /"command: recover" with recover-to: undo \(finish, where it is a rollback itself\) and production-public-ip: vipswap1pip .*; it takes the lock over as soon as .* undoes what was begun/;
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
    const [rejected, ...others] = (await errorsOf(await locked())).toReversed();
    expect(others).toEqual(others.map(() => expect.stringMatching(TAKES_IT_OVER)));
    expect(rejected).toMatch(TAKES_IT_BACK);
  });

  it('who rolls back meets what was interrupted: to take it back, and not to finish it', async () => {
    const world = await locked();
    const { goal, ...options } = world.runOptions();
    await world.clock.sleep(36_000_000);
    await expect(rollback(world.runner(runUrl(2)).context, { ...options, terms: goal })).rejects.toThrow(
      /"command: recover" with recover-to: undo \(finish, .*\) and production-public-ip: vipswap1pip .* to take it back; without/,
    );
    await expect(run(world.runner(runUrl(3)).context, world.runOptions())).rejects.toThrow(
      /"command: recover" with production-public-ip: vipswap1pip .*\(recover-to: finish, undo or auto\)/,
    );
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
});

const image = { kind: 'image', image: newImage } as const;

/** A rollout whose lock binds, and whose runner is lost. */
async function lockedScaleSet(): Promise<ScaleSetCommands> {
  const world = startScaleSetCommands();
  const victim = world.runner(1);
  void world.rollout(victim, { payload: image });
  await world.written('PATCH virtualMachineScaleSets/web');
  victim.kill();
  await world.clock.sleep(60_000);
  return world;
}

function changeTags(world: ScaleSetCommands, change: (name: string, value: string) => string | null): void {
  const { tags = {} } = world.emulated.plane.store.get(scaleSetId) as { tags?: Record<string, string> };
  const changed = Object.entries(tags).map(([name, value]) => [name, change(name, value)]);
  foreignWrite(world.emulated.plane, scaleSetId, { tags: Object.fromEntries(changed) });
}

const isOf = (group: string) => (name: string) => name === group || name.startsWith(`${group}-`);

async function scaleSetErrorsOf(world: ScaleSetCommands): Promise<string[]> {
  const releaseId = '20260101T000000Z-12345678';
  const ends = await Promise.allSettled([
    world.rollout(world.runner(2), { payload: image }),
    world.canary(world.runner(3), {}, { command: 'plan' }),
    world.canary(world.runner(4), {}, { lockTimeoutMs: 90_000 }),
    world.rollout(world.runner(5), { releaseId }),
    world.rollback(world.runner(6)),
    world.rollback(world.runner(7), { releaseId }),
  ]);
  return ends.map((end) => (end.status === 'rejected' ? String(end.reason) : 'no error'));
}

describe('who meets the lock of a scale set is told what helps where its runner is lost', () => {
  it('with a journal: recover, and who rejects the release is not led to finish it', async () => {
    const world = await lockedScaleSet();
    await expect(world.rollout(world.runner(2), { payload: image })).rejects.toThrow(
      /"command: recover" with scale-set: web .*; it takes the lock at once, and finishes or undoes what was begun/,
    );
    for (const lockTimeoutMs of [0, 90_000]) {
      await expect(world.rollback(world.runner(3), {}, { lockTimeoutMs })).rejects.toThrow(
        /"command: recover" with recover-to: undo and scale-set: web .*; it takes the lock at once, and undoes what was begun/,
      );
    }
  });

  it('without a journal: unlock', async () => {
    const world = await lockedScaleSet();
    const isJournal = isOf('azure-rollout-journal');
    changeTags(world, (name, value) => (isJournal(name) ? null : value));
    await expect(world.rollout(world.runner(2), { payload: image })).rejects.toThrow(
      /No journal beside it says what was begun.*"command: unlock" with scale-set: web/,
    );
  });

  it.each([
    ['a journal of a newer version', 'azure-rollout-journal', 'v2 something'],
    ['a journal that was damaged', 'azure-rollout-journal', null],
    ['an open release of a newer version', 'azure-rollout-release', 'v2 something'],
    ['an open release that was damaged', 'azure-rollout-release-payload', null],
    ['a payload that this version does not know', 'azure-rollout-release-payload', 'container:shop:1'],
  ])('with %s: another version, or a hand, and unlock then', async (_, tag, text) => {
    const world = await lockedScaleSet();
    changeTags(world, (name, value) => (name === tag ? text : value));
    const errors = await scaleSetErrorsOf(world);
    expect(errors).toEqual(
      errors.map(() =>
        expect.stringMatching(
          /is locked by \S+runs\/1\/.*cannot be read by this version.*recover with the version that wrote it, or put things in order by hand: "command: status" with scale-set: web .*"command: unlock" with unlock-reason/,
        ),
      ),
    );
  });

  it.each([
    ['azure-rollout-journal', 'v2 something', 'UnreadableJournal'],
    ['azure-rollout-release', 'v2 something', 'UnreadableRelease'],
  ])('a recovery is told the same, and what it is told to do works: %s', async (tag, text, code) => {
    const world = await lockedScaleSet();
    changeTags(world, (name, value) => (name === tag ? text : value));
    const error = await world.recover(world.runner(2)).catch((each: unknown) => each);
    expect(error).toMatchObject({
      code,
      message: expect.stringMatching(
        /remove the tags that begin with azure-rollout-\w+\. Beside it is a lock by \S+runs\/1\/.*take the lock away afterwards, by "command: unlock" with unlock-reason\.$/,
      ),
    });
    const isGone = [isOf('azure-rollout-journal'), isOf('azure-rollout-release')];
    changeTags(world, (name, value) => (isGone.some((is) => is(name)) ? null : value));
    expect(await world.unlock(world.runner(3))).toMatchObject({ kind: 'unlocked' });
    expect(await world.rollout(world.runner(4), { payload: image })).toMatchObject({
      result: { outcome: 'succeeded' },
    });
  });

  it('goes on where the run that wrote it ends while it is waited for', async () => {
    const world = await lockedScaleSet();
    changeTags(world, (name, value) => (name === 'azure-rollout-journal' ? 'v2 something' : value));
    const waiting = world.rollout(world.runner(2), { payload: image }, { lockTimeoutMs: 600_000 });
    await world.clock.sleep(90_000);
    const ours = isOf('azure-rollout');
    changeTags(world, (name, value) => (ours(name) ? null : value));
    expect(await waiting).toMatchObject({ result: { outcome: 'succeeded' } });
  });
});

describe('a recovery that finds nothing but a lock', () => {
  it('says that it will sweep one that has an end', async () => {
    const world = await locked();
    changeJournal(world, () => null);
    expect(await recover(world.runner(runUrl(2)).context, world.recoverOptions())).toMatchObject({
      kind: 'no-change',
      reason: expect.stringMatching(/ until 2026-\S+: "command: recover" sweeps it when that is over/),
    });
  });
});
