import { describe, expect, it } from 'vitest';
import { toOutputs } from '../../src/outputs.ts';
import type { Report } from '../../src/report/report.ts';
import { verdict } from '../../src/report/verdict/verdict.ts';
import { newImage, oldImage, type WorldOptions } from '../emulator/arm/compute/scale-set-world.ts';
import { tell } from '../report/scale-set-runs.ts';
import { type ScaleSetCommands, startScaleSetCommands } from './scale-set-commands.ts';

const image = { kind: 'image', image: newImage } as const;
const two = { share: { kind: 'instances', instanceIds: ['0', '1'] } } as const;

const sickWithNew: WorldOptions = {
  capacity: 4,
  payloads: [
    { image: '/web-1$', version: 'one' },
    { image: '/web-2$', version: 'two', condition: 'unhealthy', instances: ['1'] },
  ],
};

const isRefused = { effect: 'answer', status: 403, code: 'AuthorizationFailed' } as const;

function refuseFormerModel({ emulated: { plane } }: ScaleSetCommands): void {
  const body = {
    pointer: '/properties/virtualMachineProfile/storageProfile/imageReference/id',
    equals: oldImage.id,
  };
  const match = { method: 'PATCH', path: 'virtualMachineScaleSets/web$', times: 'always', body } as const;
  plane.faults.add({ match, ...isRefused });
}

/** ARM answers no listing of the instances any more. */
function refuseListings({ emulated: { plane } }: ScaleSetCommands): void {
  plane.faults.add({ match: { method: 'GET', path: 'virtualMachines$', times: 'always' }, ...isRefused });
}

function standOf(report: Report) {
  const { 'updated-instances': updated, 'outdated-instances': outdated } = toOutputs(report, '');
  return { updated, outdated };
}

const halfTruth = { updated: '["0","1"]', outdated: '["2","3"]' };
const unknown = { updated: '', outdated: '' };

describe('a run whose undoing fails', () => {
  it('tells how the instances are now, and not how they were when it was planned', async () => {
    const world = startScaleSetCommands(sickWithNew);
    const running = tell(world, 'run', (runner) => world.canary(runner, two));
    await world.written('POST web/reimage');
    refuseFormerModel(world);
    const { report } = await running;
    expect(report.outcome).toBe('failed');
    expect(standOf(report)).toEqual(halfTruth);
    expect(verdict(report)).toContain('2 of 4 instances of web have canary/web-2');
  });

  it('warns once of each step that is not undone, however often that was tried', async () => {
    const world = startScaleSetCommands(sickWithNew);
    const running = tell(world, 'run', (runner) => world.canary(runner, two));
    await world.written('POST web/reimage');
    refuseFormerModel(world);
    const { log, report } = await running;
    const undone = report.steps.filter(({ undo }) => undo?.outcome === 'failed');
    expect(undone.length).toBeGreaterThan(0);
    expect(log.filter((line) => /^warning: .*Not undone/.test(line))).toHaveLength(undone.length);
    expect(log.join('\n')).toContain('Not undone, and tried once more: ');
  });

  it('says that it is not known where ARM does not tell', async () => {
    const world = startScaleSetCommands(sickWithNew);
    const running = tell(world, 'run', (runner) => world.canary(runner, two));
    await world.written('POST web/reimage');
    refuseFormerModel(world);
    while (!world.requests.some(({ method, body }) => method === 'PATCH' && body.includes(oldImage.id))) {
      await world.clock.sleep(50);
    }
    refuseListings(world);
    const { report, log } = await running;
    expect(report.outcome).toBe('failed');
    expect(standOf(report)).toEqual(unknown);
    expect(verdict(report)).toContain('how its instances are is not known; "command: status" tells');
    expect(log.join('\n')).toContain('How the instances of web are now is not known');
  });

  it('waits no longer than a moment for the look', async () => {
    const world = startScaleSetCommands({ capacity: 4 });
    const running = tell(world, 'run', (runner) =>
      world.rollout(runner, { payload: image }, { onFailure: 'stop', timeoutMs: 300_000 }),
    );
    await world.written('POST web/manualupgrade');
    world.emulated.plane.faults.add({
      match: { method: 'GET', path: 'virtualMachines$', times: 'always' },
      effect: 'throttled',
      retryAfterSeconds: 7_200,
    });
    const { report } = await running;
    expect(report.outcome).toBe('failed');
    expect(standOf(report)).toEqual(unknown);
    expect(report.durationMs).toBeLessThan(400_000);
  });
});

describe('a post step that cannot take back what it is to', () => {
  it('tells how the instances are', async () => {
    const world = startScaleSetCommands({ capacity: 4 });
    const victim = world.runner(2);
    void world.canary(victim, two);
    await world.written('POST web/manualupgrade');
    victim.kill();
    await world.clock.sleep(200_000);
    refuseFormerModel(world);
    const { report } = await tell(world, 'run', async (runner) => ({
      kind: 'ran',
      result: await world.settle(runner, victim),
    }));
    expect(report.outcome).toBe('failed');
    expect(standOf(report)).toEqual(halfTruth);
  });
});

describe('a recovery that fails', () => {
  it('tells how the instances are', async () => {
    const world = startScaleSetCommands({ capacity: 4 });
    const victim = world.runner(2);
    void world.rollout(victim, { payload: image });
    await world.written('POST web/manualupgrade', 2);
    victim.kill();
    world.emulated.plane.faults.add({
      match: { method: 'POST', path: 'manualupgrade$', nth: 2, times: 'always' },
      ...isRefused,
    });
    const { report } = await tell(world, 'recover', (runner) => world.recover(runner, 'finish'));
    expect(report.outcome).toBe('failed');
    const updated = Object.entries(world.images().instances).flatMap(([id, name]) =>
      name === 'web-2' ? [id] : [],
    );
    expect(standOf(report).updated).toBe(JSON.stringify(updated));
  });

  it('says that it is not known where its time is up because ARM does not tell', async () => {
    const world = startScaleSetCommands({ capacity: 4 });
    const victim = world.runner(2);
    void world.rollout(victim, { payload: image });
    await world.written('POST web/manualupgrade', 2);
    victim.kill();
    const recovering = tell(world, 'recover', (runner) => world.recover(runner, 'finish'));
    await world.written('POST web/manualupgrade', 3);
    refuseListings(world);
    const { report } = await recovering;
    expect(report.outcome).toBe('failed');
    expect(standOf(report)).toEqual(unknown);
  });
});
