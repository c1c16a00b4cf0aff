import { describe, expect, it } from 'vitest';
import { foreignWrite } from '../../emulator/arm/foreign-write.ts';
import { toOutputs } from '../../src/outputs.ts';
import type { Report } from '../../src/report/report.ts';
import { statusRows } from '../../src/report/status/status-text.ts';
import { verdict } from '../../src/report/verdict/verdict.ts';
import type { CanaryGoal } from '../../src/strategies/scale-set/goal.ts';
import { autoscaleSetting, scaleSetId } from '../emulator/arm/compute/scale-set-world.ts';
import { tell } from '../report/scale-set-runs.ts';
import { type ScaleSetCommands, startScaleSetCommands } from './scale-set-commands.ts';

const share = { kind: 'percent', percent: 40 } as const;

/** Two canaries of five instances, and one that autoscale has added since, with the new model. */
async function scaledOut(): Promise<ScaleSetCommands> {
  const world = startScaleSetCommands({ capacity: 5, resources: [autoscaleSetting()] });
  await world.canary(world.runner(7), { share });
  expect(world.record()).toMatchObject({ release: { canaryIds: ['0', '1'] } });
  foreignWrite(world.emulated.plane, scaleSetId, { sku: { capacity: 6 } });
  await world.clock.sleep(300_000);
  expect(world.images().instances).toMatchObject({ 5: 'web-2' });
  return world;
}

async function deleteInstance({ arm }: ScaleSetCommands, id: string): Promise<void> {
  const request = { method: 'POST', path: `${scaleSetId}/delete`, apiVersion: '2024-07-01' } as const;
  const more = { body: { instanceIds: [id] }, pace: 'as-told', timeoutMs: 600_000 } as const;
  await arm.write({ ...request, ...more }, new AbortController().signal);
}

async function again(world: ScaleSetCommands, goal: Partial<CanaryGoal> = {}): Promise<Report> {
  return (await tell(world, 'run', (runner) => world.canary(runner, { share, ...goal }))).report;
}

async function statusOf(world: ScaleSetCommands) {
  const { report } = await tell(world, 'status', (runner) => world.status(runner));
  expect.assert(report.status !== null);
  return { report, canaries: Object.fromEntries(statusRows(report.status)).Canaries };
}

const canariesIn = (report: Report) => toOutputs(report, '')['canary-instances'];

describe('an instance that autoscale has added with the new model', () => {
  it('is no canary of the job that is run again, which says so as status does', async () => {
    const world = await scaledOut();
    const writes = world.writes().length;
    const report = await again(world);
    expect(report.outcome).toBe('no-change');
    expect(world.writes()).toHaveLength(writes);
    expect(canariesIn(report)).toBe('["0","1"]');
    expect(verdict(report)).toMatch(/instance 5 has it as well, and is no canary/);
    expect(report.scaleSet?.instances[5]).toMatchObject({ role: 'upgraded' });
    const { report: status, canaries } = await statusOf(world);
    expect(canariesIn(status)).toBe('["0","1"]');
    expect(canaries).toBe('0, 1; instance 5 has it as well, and is no canary');
  });

  it('counts for the share, so that nobody else is upgraded in its place', async () => {
    const world = await scaledOut();
    const end = await world.canary(
      world.runner(8),
      { share: { kind: 'percent', percent: 60 } },
      { command: 'plan' },
    );
    expect.assert(end.kind === 'planned');
    const [locking] = end.plan.steps;
    expect(locking).toMatchObject({ release: { canaryIds: ['0', '1', '2'] } });
    expect(end.plan.methodReason).toContain(
      'counted, though not among the canaries of the release: instance 5',
    );
  });

  it('becomes a canary where it is named, and is protected and recorded then', async () => {
    const world = await scaledOut();
    const report = await again(world, { share: { kind: 'instances', instanceIds: ['0', '1', '5'] } });
    expect(report.outcome).toBe('succeeded');
    expect(canariesIn(report)).toBe('["0","1","5"]');
    expect(world.record()).toMatchObject({
      release: { canaryIds: ['0', '1', '5'], protectedIds: ['0', '1', '5'] },
    });
  });

  it('is told by a canary that has met it', async () => {
    const world = await scaledOut();
    const report = await again(world, { share: { kind: 'percent', percent: 60 } });
    expect(report.outcome).toBe('succeeded');
    expect(verdict(report)).toMatch(
      /^Canaries 0, 1, 2 of web .* are well; instance 5 has it as well, and is no/,
    );
  });
});

describe('a canary that was deleted', () => {
  it('is named by the job that is run again, and by status, as not being there any more', async () => {
    const world = await scaledOut();
    await deleteInstance(world, '0');
    const report = await again(world);
    expect(report.outcome).toBe('no-change');
    expect(canariesIn(report)).toBe('["1"]');
    expect(verdict(report)).toMatch(
      /canary 0 of its record is not there any more; instance 5 has it as well/,
    );
    const { report: status, canaries } = await statusOf(world);
    expect(canariesIn(status)).toBe('["1"]');
    expect(canaries).toBe(
      '1; canary 0 of its record is not there any more; instance 5 has it as well, and is no canary',
    );
  });
});

describe('a canary job that is run again when its release is over', () => {
  it('names no canaries, because there is no release', async () => {
    const world = startScaleSetCommands();
    await world.canary(world.runner(7));
    await world.rollout(world.runner(8));
    const report = await again(world);
    expect(report.outcome).toBe('no-change');
    expect(toOutputs(report, '')).toMatchObject({
      'release-id': '',
      'canary-instances': '[]',
      'canary-endpoints': '{}',
    });
  });
});
