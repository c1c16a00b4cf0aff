import { describe, expect, it } from 'vitest';
import type { CommandEnd } from '../../src/commands/command.ts';
import { nextSteps } from '../../src/report/next-steps/next-steps.ts';
import { verdict } from '../../src/report/verdict/verdict.ts';
import { tell } from '../report/scale-set-runs.ts';
import { type ScaleSetCommands, type ScaleSetRunner, startScaleSetCommands } from './scale-set-commands.ts';

const health = { minHealthyTimeMs: 30_000, healthyDeadlineMs: 300_000, command: 'check' };
/** Too little for a good time of 30 s after a command. */
const timeoutMs = 40_000;
const openOn0And1 = { model: 'web-2', instances: { 0: 'web-2', 1: 'web-2', 2: 'web-1', 3: 'web-1' } };
const former = { model: 'web-1', instances: { 0: 'web-1', 1: 'web-1', 2: 'web-1', 3: 'web-1' } };

/** A release that one job has opened, with the canaries 0 and 1. */
async function withOpenRelease(exitCode = 0): Promise<ScaleSetCommands> {
  const world = startScaleSetCommands({ capacity: 4, commandResults: [{ script: 'check', exitCode }] });
  await world.canary(world.runner(1), exitCode === 0 ? { health } : {});
  expect(world.images()).toEqual(openOn0And1);
  return world;
}

/** What was asked of ARM that changes the model or an instance. */
function changesOf(world: ScaleSetCommands, from: number) {
  return world.requests
    .slice(from)
    .filter(
      ({ method, path, body }) =>
        /\/(?:manualupgrade|reimage|poweroff)$/.test(path) ||
        (method === 'PATCH' && body.includes('virtualMachineProfile')),
    );
}

const halves = [
  ['canary job that is run again', 'canary', {}],
  ['promotion', 'rollout', { batchSize: { kind: 'count', count: 4 } }],
] as const;

describe.each(halves)('a %s that has upgraded nobody yet', (_, half, goal) => {
  const start = (world: ScaleSetCommands, runner: ScaleSetRunner, limit = {}) =>
    world[half](runner, { health, ...goal }, limit);

  it('leaves the release of the job before it as it was when its time is up', async () => {
    const world = await withOpenRelease();
    const [before, from] = [world.record(), world.requests.length];
    const { report } = await tell(world, 'run', (runner) => start(world, runner, { timeoutMs }));
    expect(report).toMatchObject({ outcome: 'rolled-back', scaleSet: { isLeftAsFound: true } });
    expect(verdict(report)).toMatch(
      /^Release \S+ of web is open as this run has found it: nobody was upgraded, and nothing is taken back; /,
    );
    expect(nextSteps(report)).toEqual([
      { text: 'Remove the cause and run again: the release is open as it was.', commands: [] },
    ]);
    expect(world.record()).toEqual(before);
    expect(world.images()).toEqual(openOn0And1);
    expect(changesOf(world, from)).toEqual([]);
  });

  it('is left by post as it was when it is cancelled', async () => {
    const world = await withOpenRelease();
    const [before, from] = [world.record(), world.requests.length];
    const victim = world.runner(2);
    const end = start(world, victim);
    await world.written('POST 0/runCommand', 2);
    victim.cancel();
    expect(await end).toMatchObject({ result: { outcome: 'interrupted' } });
    const told = await tell(world, 'run', async (runner) => ran(await world.settle(runner, victim)));
    expect(told.report).toMatchObject({ outcome: 'rolled-back', scaleSet: { isLeftAsFound: true } });
    expect(`${verdict(told.report)} ${nextSteps(told.report)[0]?.text}`).not.toContain('undone');
    expect(world.record()).toEqual(before);
    expect(world.images()).toEqual(openOn0And1);
    expect(changesOf(world, from)).toEqual([]);
  });

  it('takes the whole release back where it finds the canaries unhealthy, as on-unhealthy asks for', async () => {
    const world = await withOpenRelease(1);
    const { report } = await tell(world, 'run', (runner) => start(world, runner));
    expect(report).toMatchObject({
      outcome: 'rolled-back',
      failure: { code: 'UnhealthyInstances' },
      scaleSet: { isLeftAsFound: false },
    });
    expect(world.images()).toEqual(former);
    expect(world.record().release).toBeUndefined();
  });
});

describe('a promotion', () => {
  it('leaves the release as it was where ARM refuses its first batch', async () => {
    const world = await withOpenRelease();
    const before = world.record();
    world.emulated.plane.faults.add({
      match: { method: 'POST', path: 'manualupgrade$' },
      effect: 'answer',
      status: 403,
      code: 'AuthorizationFailed',
    });
    const { report } = await tell(world, 'run', (runner) => world.rollout(runner, { health }));
    expect(report).toMatchObject({
      outcome: 'rolled-back',
      failure: { code: 'AuthorizationFailed' },
      scaleSet: { isLeftAsFound: true },
    });
    expect(world.record()).toEqual(before);
    expect(world.images()).toEqual(openOn0And1);
  });

  it.each([
    ['as soon as its first batch is asked for', 2],
    ['between two batches', 3],
  ])('takes all of the release back when it is cancelled %s', async (_, nth) => {
    const world = await withOpenRelease();
    const victim = world.runner(2);
    const end = world.rollout(victim, { health });
    await world.written('POST web/manualupgrade', nth);
    victim.cancel();
    await end;
    await world.settle(world.runner(3), victim);
    expect(world.images().model).toBe('web-1');
    await world.recover(world.runner(4), 'auto', { health });
    expect(world.images()).toEqual(former);
    expect(world.record().release).toBeUndefined();
  });

  it('takes all of it back when its time is up after a batch', async () => {
    const world = await withOpenRelease();
    const end = await world.rollout(world.runner(2), { health }, { timeoutMs: 300_000 });
    expect(end).toMatchObject({ result: { outcome: 'rolled-back' } });
    expect(world.images()).toEqual(former);
  });
});

function ran(result: Awaited<ReturnType<ScaleSetCommands['settle']>>): CommandEnd {
  return { kind: 'ran', result };
}
