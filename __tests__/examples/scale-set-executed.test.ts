import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { foreignWrite } from '../../emulator/arm/foreign-write.ts';
import type { Payload, Scenario } from '../../emulator/arm/scenario.ts';
import { always, type DurationProfile } from '../../emulator/durations/profile.ts';
import { instant } from '../../emulator/durations/profiles.ts';
import { type Emulator, startEmulator } from '../../emulator/index.ts';
import { readScenario } from '../../emulator/scenarios.ts';
import { type ExecutedWorkflow, type ExecuteOptions, executeWorkflow } from './execute-workflow.ts';

const directory = mkdtempSync(join(tmpdir(), 'scale-set-examples-test-'));
afterAll(() => rmSync(directory, { recursive: true }));

const images =
  '/subscriptions/8f4e2c7a-5b1d-4c39-9a06-d2e7f1b3c845/resourceGroups/nginx/providers/Microsoft.Compute/images';
const image = `${images}/nginx-updated-image`;
const otherImage = `${images}/nginx-base-image`;
const scaleSetId =
  '/subscriptions/8f4e2c7a-5b1d-4c39-9a06-d2e7f1b3c845/resourceGroups/nginx/providers/Microsoft.Compute/virtualMachineScaleSets/nginx';
const named = { 'resource-group': 'nginx', 'scale-set': 'nginx' };

/** Nobody waits for half a minute of health here, nor for five seconds of answers. */
const hasten = { 'min-healthy-time': '0s', probe: 'off' };

const profile: DurationProfile = {
  name: 'examples',
  distributions: { ...instant.distributions, 'vmss-upgrade-image': always(20) },
};

/** The scenario `canary` by the names that the examples have. */
async function startNginx(payloads: readonly Payload[] = []): Promise<Emulator> {
  const text = JSON.stringify(await readScenario('canary'))
    .replaceAll('resourceGroups/canary/', 'resourceGroups/nginx/')
    .replaceAll('virtualMachineScaleSets/canary"', 'virtualMachineScaleSets/nginx"')
    .replaceAll('"name":"canary"', '"name":"nginx"');
  const scenario = JSON.parse(text) as Scenario;
  // The last one that fits an image counts.
  const adapted = { ...scenario, payloads: [...(scenario.payloads ?? []), ...payloads] };
  return startEmulator({ scenario: adapted, profile, speed: 20 });
}

function execute(emulator: Emulator, name: string, options: Partial<ExecuteOptions> = {}) {
  const workflow = readFileSync(join(import.meta.dirname, '../../examples', name), 'utf8');
  return executeWorkflow(emulator, {
    workflow: workflow.replaceAll(/pause-between-batches: .*/g, 'pause-between-batches: 0s'),
    directory,
    hasten,
    ...options,
  });
}

/** Names of the images that the instances run. */
function running({ arm }: Emulator): string[] {
  return arm.plane.store
    .list('Microsoft.Compute/virtualMachineScaleSets/virtualMachines')
    .map(({ properties }) => {
      const { imageReference } = properties.storageProfile as { imageReference: { id?: string } };
      return imageReference.id?.split('/').at(-1) ?? '';
    });
}

function operate(emulator: Emulator, command: string, inputs: Readonly<Record<string, string>> = {}) {
  return execute(emulator, 'scale-set-operate.yml', { inputs: { command, ...inputs } });
}

function outcomesOf({ runs }: ExecutedWorkflow) {
  return runs.map(({ outputs }) => outputs.outcome);
}

const isNew = 'nginx-updated-image';
const isOther = 'nginx-base-image';
const isOld = 'nginx-base-image';
const promoted = [
  ['canary', 'success'],
  ['promote', 'success'],
  ['reject', 'skipped'],
];

/** A canary whose approval nobody has given or refused yet. */
const waiting = { inputs: { image }, rejected: ['promote', 'reject'] };

describe.concurrent('executed against the emulator', () => {
  it('canary.yml promotes what is approved', async () => {
    await using emulator = await startNginx();
    const { jobs, runs } = await execute(emulator, 'canary.yml', { inputs: { image } });
    expect(jobs, runs.at(-1)?.stdout).toEqual(promoted);
    expect(runs.map(({ outputs }) => outputs['updated-instances'])).toEqual(['["0"]', '["0","1","2"]']);
    expect(running(emulator)).toEqual([isNew, isNew, isNew]);
  });

  it('canary.yml takes back what is not', async () => {
    await using emulator = await startNginx();
    const { jobs, runs } = await execute(emulator, 'canary.yml', {
      inputs: { image },
      rejected: ['promote'],
    });
    expect(jobs, runs.at(-1)?.stdout).toEqual([
      ['canary', 'success'],
      ['promote', 'failure'],
      ['reject', 'success'],
    ]);
    expect(running(emulator)).toEqual([isOld, isOld, isOld]);
  });

  it('canary-reusable.yml does the same for the scale set that its caller names', async () => {
    await using emulator = await startNginx();
    const inputs = { ...named, image, percent: '34', 'check-http': '80/health' };
    const { jobs, runs } = await execute(emulator, 'canary-reusable.yml', { inputs });
    expect(jobs, runs.at(-1)?.stdout).toEqual(promoted);
    expect(runs[0]?.outputs['canary-instances-count']).toBe('2');
    expect(running(emulator)).toEqual([isNew, isNew, isNew]);
  });

  it('packer-canary.yml releases the image that Packer has baked', async () => {
    await using emulator = await startNginx();
    const build = { name: 'nginx', builder_type: 'azure-arm', artifact_id: image, packer_run_uuid: 'one' };
    const manifest = JSON.stringify({ builds: [build], last_run_uuid: 'one' });
    const { jobs, runs } = await execute(emulator, 'packer-canary.yml', {
      files: { 'packer-manifest.json': manifest },
    });
    expect(jobs, runs.at(-1)?.stdout).toEqual(promoted);
    expect(running(emulator)).toEqual([isNew, isNew, isNew]);
  });

  it('scale-set-operate.yml tells of an open release, and takes it back', async () => {
    await using emulator = await startNginx();
    await execute(emulator, 'canary.yml', waiting);
    const back = await operate(emulator, 'rollback');
    expect(
      back.runs.map(({ outputs }) => [outputs.state, outputs.outcome]),
      back.runs.at(-1)?.stdout,
    ).toEqual([
      ['open', 'reported'],
      ['', 'succeeded'],
    ]);
    expect(running(emulator)).toEqual([isOld, isOld, isOld]);
  });

  it('scale-set-operate.yml plans the promotion of an open release, and promotes it', async () => {
    await using emulator = await startNginx();
    await execute(emulator, 'canary.yml', waiting);
    const planned = await operate(emulator, 'plan');
    expect(planned.jobs).toEqual([
      ['status', 'success'],
      ['operate', 'skipped'],
    ]);
    expect(outcomesOf(planned)).toEqual(['reported', 'planned']);
    expect(running(emulator)).toEqual([isNew, isOld, isOld]);
    const forth = await operate(emulator, 'promote');
    expect(outcomesOf(forth)).toEqual(['reported', 'planned', 'succeeded']);
    expect(forth.jobs, forth.runs.at(-1)?.stdout).toEqual([
      ['status', 'success'],
      ['operate', 'success'],
    ]);
    expect(running(emulator)).toEqual([isNew, isNew, isNew]);
    expect((await operate(emulator, 'status')).runs[0]?.outputs.state).toBe('idle');
  });

  it('scale-set-operate.yml recovers a rollback that ARM has stopped, and unlocks with a reason', async () => {
    await using emulator = await startNginx();
    await execute(emulator, 'canary.yml', { inputs: { image }, rejected: ['promote', 'reject'] });
    emulator.arm.plane.faults.add({
      match: { method: 'POST', path: 'manualupgrade$' },
      effect: 'answer',
      status: 400,
      code: 'BadRequest',
    });
    expect(outcomesOf(await operate(emulator, 'rollback'))).toEqual(['reported', 'failed']);
    expect(running(emulator)).toEqual([isNew, isOld, isOld]);
    foreignWrite(emulator.arm.plane, scaleSetId, {
      tags: {
        'azure-rollout-lock': 'until 2999-01-01T00:00:00Z for nothing',
        'azure-rollout-lock-id': 'lost',
      },
    });
    const refused = await operate(emulator, 'unlock');
    expect(refused.runs[0]?.outputs.state).toBe('locked');
    expect(refused.jobs.at(-1)).toEqual(['operate', 'failure']);
    const reason = { 'unlock-reason': 'its runner is lost' };
    expect(outcomesOf(await operate(emulator, 'unlock', reason))).toEqual(['reported', 'succeeded']);
    const recovered = await operate(emulator, 'recover');
    expect(
      recovered.runs.map(({ outputs }) => [outputs.state, outputs.outcome, outputs['recovered-to']]),
      recovered.runs.at(-1)?.stdout,
    ).toEqual([
      ['interrupted', 'reported', ''],
      ['', 'succeeded', 'undo'],
    ]);
    expect(running(emulator)).toEqual([isOld, isOld, isOld]);
    expect((await operate(emulator, 'status')).runs[0]?.outputs.state).toBe('idle');
  });
});

describe.concurrent('a release that the job reject is not about', () => {
  const rejectedAtLast = [
    ['canary', 'success'],
    ['promote', 'failure'],
    ['reject', 'success'],
  ];

  it('stands where the promotion after it has taken itself back', { timeout: 120_000 }, async () => {
    await using emulator = await startNginx([
      { image: '/nginx-base-image$', version: 'v3', condition: 'unhealthy', instances: ['2'] },
    ]);
    expect((await execute(emulator, 'canary.yml', { inputs: { image } })).jobs).toEqual(promoted);
    const bad = await execute(emulator, 'canary.yml', {
      inputs: { image: otherImage },
      hasten: { ...hasten, 'healthy-deadline': '6s' },
    });
    expect(bad.jobs, bad.runs.at(-1)?.stdout).toEqual(rejectedAtLast);
    expect(outcomesOf(bad)).toEqual(['succeeded', 'rolled-back', 'no-change']);
    expect(running(emulator)).toEqual([isNew, isNew, isNew]);
  });

  it('stands where it was promoted by hand, and its own approval is refused afterwards', async () => {
    await using emulator = await startNginx();
    const stale = await execute(emulator, 'canary.yml', {
      inputs: { image },
      meanwhile: { promote: () => operate(emulator, 'promote') },
      rejected: ['promote'],
    });
    expect(stale.jobs, stale.runs.at(-1)?.stdout).toEqual(rejectedAtLast);
    expect(outcomesOf(stale)).toEqual(['succeeded', 'no-change']);
    expect(running(emulator)).toEqual([isNew, isNew, isNew]);
  });

  it('stays a canary where the approval of another one is given late', async () => {
    await using emulator = await startNginx();
    const late = await execute(emulator, 'canary.yml', {
      inputs: { image },
      meanwhile: {
        promote: async () => {
          await operate(emulator, 'rollback');
          const other = { inputs: { image: otherImage }, rejected: ['promote', 'reject'] };
          await execute(emulator, 'canary.yml', other);
        },
      },
    });
    expect(late.jobs, late.runs.at(-1)?.stdout).toEqual(rejectedAtLast);
    expect(outcomesOf(late)).toEqual(['succeeded', 'failed', 'no-change']);
    expect(running(emulator)).toEqual([isOther, isOld, isOld]);
  });
});
