import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Scenario } from '../../emulator/arm/scenario.ts';
import { always, type DurationProfile } from '../../emulator/durations/profile.ts';
import { instant } from '../../emulator/durations/profiles.ts';
import { type Emulator, startEmulator } from '../../emulator/index.ts';
import { readScenario } from '../../emulator/scenarios.ts';
import { type ExecuteOptions, executeWorkflow } from './execute-workflow.ts';

const directory = mkdtempSync(join(tmpdir(), 'scale-set-examples-test-'));
afterAll(() => rmSync(directory, { recursive: true }));

const images =
  '/subscriptions/8f4e2c7a-5b1d-4c39-9a06-d2e7f1b3c845/resourceGroups/nginx/providers/Microsoft.Compute/images';
const image = `${images}/nginx-updated-image`;
const named = { 'resource-group': 'nginx', 'scale-set': 'nginx' };

/** Nobody waits for half a minute of health here, nor for five seconds of answers. */
const hasten = { 'min-healthy-time': '0s', probe: 'off' };

const profile: DurationProfile = {
  name: 'examples',
  distributions: { ...instant.distributions, 'vmss-upgrade-image': always(20) },
};

/** The scenario `canary` by the names that the examples have. */
async function startNginx(): Promise<Emulator> {
  const scenario = JSON.stringify(await readScenario('canary'))
    .replaceAll('resourceGroups/canary/', 'resourceGroups/nginx/')
    .replaceAll('virtualMachineScaleSets/canary"', 'virtualMachineScaleSets/nginx"')
    .replaceAll('"name":"canary"', '"name":"nginx"');
  return startEmulator({ scenario: JSON.parse(scenario) as Scenario, profile, speed: 20 });
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
      return imageReference.id?.split('/').at(-1) ?? 'from the marketplace';
    });
}

const isNew = 'nginx-updated-image';
const isOld = 'from the marketplace';
const promoted = [
  ['canary', 'success'],
  ['promote', 'success'],
  ['reject', 'skipped'],
];

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

  it('scale-set-operate.yml tells of an open release, and takes it back or promotes it', async () => {
    await using emulator = await startNginx();
    const canary = { inputs: { image }, rejected: ['promote', 'reject'] };
    const operate = (command: string) => execute(emulator, 'scale-set-operate.yml', { inputs: { command } });
    await execute(emulator, 'canary.yml', canary);
    const back = await operate('rollback');
    expect(
      back.runs.map(({ outputs }) => [outputs.state, outputs.outcome]),
      back.runs.at(-1)?.stdout,
    ).toEqual([
      ['open', 'reported'],
      ['', 'succeeded'],
    ]);
    expect(running(emulator)).toEqual([isOld, isOld, isOld]);
    await execute(emulator, 'canary.yml', canary);
    const forth = await operate('promote');
    expect(forth.jobs, forth.runs.at(-1)?.stdout).toEqual([
      ['status', 'success'],
      ['operate', 'success'],
    ]);
    expect(running(emulator)).toEqual([isNew, isNew, isNew]);
    expect((await operate('status')).runs[0]?.outputs.state).toBe('idle');
  });
});
