import { describe, expect, it } from 'vitest';
import { foreignWrite } from '../../emulator/arm/foreign-write.ts';
import type { InstanceCondition } from '../../emulator/data-plane/contract.ts';
import { unhealthyIds } from '../../src/report/listed-instances.ts';
import {
  newImage,
  oldImage,
  scaleSetId,
  type WorldOptions,
} from '../emulator/arm/compute/scale-set-world.ts';
import { tell } from '../report/scale-set-runs.ts';
import { type ScaleSetCommands, type ScaleSetRunner, startScaleSetCommands } from './scale-set-commands.ts';

const succeeded = { kind: 'ran', result: { outcome: 'succeeded', cleanUpErrors: [] } };
const image = { kind: 'image', image: newImage } as const;

function become(world: ScaleSetCommands, id: string, condition: InstanceCondition): void {
  world.dataPlane.setInstanceCondition(`web_${id}`, condition);
}

async function withCanary(options: WorldOptions = {}): Promise<ScaleSetCommands> {
  const world = startScaleSetCommands({ capacity: 4, ...options });
  expect(
    await world.canary(world.runner(1), { share: { kind: 'instances', instanceIds: ['0'] } }),
  ).toMatchObject(succeeded);
  return world;
}

/** Another writer puts an image into the model. */
function putImage({ emulated }: ScaleSetCommands, imageReference: object): void {
  foreignWrite(emulated.plane, scaleSetId, {
    properties: { virtualMachineProfile: { storageProfile: { imageReference } } },
  });
}

function everyInstanceHas(world: ScaleSetCommands, name: string): void {
  const { model, instances } = world.images();
  expect(model).toBe(name);
  expect(new Set(Object.values(instances))).toEqual(new Set([name]));
}

function laterChecks({ events }: ScaleSetRunner) {
  return events.filter((event) => event.type === 'instances-checked');
}

describe('a rollout', () => {
  it('does not promote a canary that has fallen ill since, says so in its plan, and names it', async () => {
    const world = await withCanary();
    become(world, '0', 'unhealthy');
    await world.clock.sleep(120_000);
    const planned = await world.rollout(world.runner(2), {}, { command: 'plan' });
    expect(planned).toMatchObject({
      plan: {
        hazards: expect.arrayContaining([expect.stringMatching(/^Instance 0 .* is not well \(unhealthy\)/)]),
      },
    });
    const before = world.workedOn();
    const { report } = await tell(world, 'run', (runner) => world.rollout(runner, { onUnhealthy: 'stop' }));
    expect(report).toMatchObject({ outcome: 'failed', failure: { code: 'UnhealthyInstances' } });
    expect(report.scaleSet && unhealthyIds(report.scaleSet)).toEqual(['0']);
    expect(world.workedOn()).toEqual(before);
    expect(world.record().release).toBeDefined();
  });

  it('goes back where an instance of an earlier batch falls ill while a later one is upgraded', async () => {
    const world = await withCanary();
    const running = tell(world, 'run', (runner) => world.rollout(runner));
    // The canary's, and those of the first two batches.
    await world.written('POST web/manualupgrade', 3);
    become(world, '1', 'unhealthy');
    const { report } = await running;
    expect(report).toMatchObject({ outcome: 'rolled-back', failure: { code: 'UnhealthyInstances' } });
    expect(report.scaleSet && unhealthyIds(report.scaleSet)).toEqual(['1']);
    everyInstanceHas(world, 'web-1');
  });

  it('goes back where an instance falls ill while the last batch is upgraded', async () => {
    const world = await withCanary();
    const rolling = world.rollout(world.runner(2));
    await world.written('POST web/manualupgrade', 4);
    become(world, '0', 'unhealthy');
    expect(await rolling).toMatchObject({ result: { error: { code: 'UnhealthyInstances' } } });
    everyInstanceHas(world, 'web-1');
  });

  it('upgrades whom something that was still under way takes the payload from, and does not call it unhealthy', async () => {
    const world = await withCanary();
    putImage(world, oldImage);
    const taking = world.arm.write(
      {
        method: 'POST',
        path: `${scaleSetId}/manualupgrade`,
        apiVersion: '2024-07-01',
        body: { instanceIds: ['0'] },
        pace: 'as-told',
        timeoutMs: 600_000,
      },
      new AbortController().signal,
    );
    await world.written('POST web/manualupgrade', 2);
    putImage(world, newImage);
    expect(await world.rollout(world.runner(2))).toMatchObject(succeeded);
    await taking;
    everyInstanceHas(world, 'web-2');
  });

  it('goes on over as many as the budget has room for, and names them', async () => {
    const world = await withCanary();
    become(world, '0', 'unhealthy');
    await world.clock.sleep(120_000);
    const { report } = await tell(world, 'run', (runner) =>
      world.rollout(runner, { maxUnhealthy: { kind: 'count', count: 1 } }),
    );
    expect(report.outcome).toBe('succeeded');
    expect(report.scaleSet && unhealthyIds(report.scaleSet)).toEqual(['0']);
    expect(world.images().model).toBe('web-2');
  });

  it('makes nothing of an instance that looks ill for a moment', async () => {
    const world = await withCanary();
    become(world, '0', 'unhealthy');
    await world.clock.sleep(120_000);
    const runner = world.runner(2);
    const rolling = world.rollout(runner);
    await world.clock.sleep(60_000);
    become(world, '0', 'healthy');
    expect(await rolling).toMatchObject(succeeded);
    expect(laterChecks(runner)).toMatchObject([{ since: 'upgrade', instanceIds: ['0'], unhealthy: [] }]);
  });

  it('does not count who was sick before the release, and has the payload by it', async () => {
    const world = startScaleSetCommands({ capacity: 4 });
    become(world, '0', 'unhealthy');
    await world.clock.sleep(120_000);
    const rolling = world.rollout(world.runner(1), { payload: image });
    await world.written('POST web/manualupgrade', 2);
    become(world, '0', 'unhealthy');
    expect(await rolling).toMatchObject(succeeded);
  });
});

/** Instance 0 is not well with what it has before the release, and the canary of that. */
const sickWithTheFormer: WorldOptions = {
  payloads: [
    { image: '/web-1$', version: 'one', condition: 'unhealthy', instances: ['0'] },
    { image: '/web-2$', version: 'two' },
  ],
};

describe('a rollback', () => {
  it('sees each instance that it has taken back get well', async () => {
    const world = await withCanary();
    const { report } = await tell(world, 'rollback', (runner) => world.rollback(runner));
    expect(report.outcome).toBe('succeeded');
    expect(report.scaleSet?.laterChecks).toMatchObject([
      { since: 'take-back', instanceIds: ['0'], unhealthy: [] },
    ]);
  });

  it('is red where an instance is not well with what it had before, and the release is over all the same', async () => {
    const world = await withCanary(sickWithTheFormer);
    const { report } = await tell(world, 'rollback', (runner) => world.rollback(runner));
    expect(report).toMatchObject({ outcome: 'failed', failure: { code: 'TakenBackUnhealthy' } });
    expect(report.scaleSet && unhealthyIds(report.scaleSet)).toEqual(['0']);
    everyInstanceHas(world, 'web-1');
    expect(world.record()).toMatchObject({
      lock: undefined,
      journal: undefined,
      release: undefined,
      last: { kind: 'rollback' },
    });
    expect(world.writes().filter((write) => write.endsWith('/reimage'))).toEqual([]);
    expect(await world.rollback(world.runner(3))).toMatchObject({ kind: 'no-change' });
  });

  it('is red where somebody changes the model during that check', async () => {
    const world = await withCanary();
    const rejecting = tell(world, 'rollback', (runner) => world.rollback(runner));
    await world.written('POST web/manualupgrade', 2);
    while (world.record().release !== undefined) {
      await world.clock.sleep(1_000);
    }
    await world.clock.sleep(30_000);
    putImage(world, newImage);
    const { report } = await rejecting;
    expect(report).toMatchObject({ outcome: 'failed', failure: { code: 'LostModel' } });
    expect(report.scaleSet?.laterChecks).toMatchObject([{ since: 'take-back', unhealthy: [] }]);
  });

  it('leaves an instance alone that is in quarantine', async () => {
    const world = startScaleSetCommands({
      payloads: [
        { image: '/web-1$', version: 'one' },
        { image: '/web-2$', version: 'two', condition: 'unhealthy' },
      ],
    });
    await world.canary(world.runner(1), { onUnhealthy: 'quarantine' });
    expect(world.writes()).toContain('POST web/poweroff');
    expect(await world.rollback(world.runner(2))).toMatchObject(succeeded);
  });
});

describe('a recovery that takes a release back', () => {
  it('is red where an instance is not well with what it had before', async () => {
    const world = startScaleSetCommands(sickWithTheFormer);
    const victim = world.runner(1);
    void world.canary(victim, { share: { kind: 'instances', instanceIds: ['0'] } });
    await world.written('POST web/manualupgrade');
    victim.kill();
    // It gets well with what the release brings.
    await world.clock.sleep(600_000);
    expect(await world.recover(world.runner(2), 'undo')).toMatchObject({
      result: { outcome: 'failed', error: { code: 'TakenBackUnhealthy' } },
    });
    expect(world.record()).toMatchObject({ lock: undefined, journal: undefined, release: undefined });
  });
});

describe('a run that takes its own release back', () => {
  it('names who is not well with what it had before', async () => {
    const world = await withCanary({
      capacity: 3,
      payloads: [
        { image: '/web-1$', version: 'one', condition: 'unhealthy', instances: ['0'] },
        { image: '/web-2$', version: 'two', condition: 'unhealthy', instances: ['2'] },
      ],
    });
    const { report, log } = await tell(world, 'run', (runner) => world.rollout(runner));
    expect(report).toMatchObject({ outcome: 'rolled-back', failure: { code: 'UnhealthyInstances' } });
    expect(report.scaleSet && unhealthyIds(report.scaleSet)).toEqual(['0', '2']);
    expect(log.join('\n')).toMatch(/Taken back, and not well: instance 0 is not healthy/);
    everyInstanceHas(world, 'web-1');
    expect(world.record()).toEqual({ last: expect.objectContaining({ kind: 'undoing' }) });
  });
});
