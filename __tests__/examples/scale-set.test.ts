import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { inputVariables, readActionDefinition } from '../../scripts/runner/action-definition.ts';
import { readInputs, type Task } from '../../src/inputs.ts';
import { runWorkflow } from '../runner/run-workflow.ts';

const root = join(import.meta.dirname, '../..');
const definition = readActionDefinition(root);
const read = (name: string) => readFileSync(join(root, 'examples', name), 'utf8');

const account = {
  AZURE_SUBSCRIPTION_ID: '11111111-2222-3333-4444-555555555555',
  AZURE_TENANT_ID: 'aaaaaaaa-2222-3333-4444-555555555555',
  AZURE_CLIENT_ID: 'bbbbbbbb-2222-3333-4444-555555555555',
};
const group = `/subscriptions/${account.AZURE_SUBSCRIPTION_ID}/resourceGroups/nginx/providers/Microsoft.Compute`;
const scaleSetId = `${group}/virtualMachineScaleSets/nginx`;
const image = `${group}/images/nginx-updated-image`;

const manifest = JSON.stringify({
  builds: [{ name: 'nginx', builder_type: 'azure-arm', artifact_id: image, packer_run_uuid: 'one' }],
  last_run_uuid: 'one',
});

interface Understood {
  readonly job: string;
  readonly task: Task;
}

const releaseId = '20261126T031415Z-46d6718b';

interface Course {
  /** The job whose steps fail. */
  readonly failing?: string;
  /** What that job says of the release. */
  readonly outcome?: string;
  /** Empty where the canary has nothing to release. */
  readonly opensRelease?: string;
}

/** What the action understands in each step of a workflow, and how its jobs end. */
async function walk(
  name: string,
  inputs: Readonly<Record<string, string>>,
  { failing, outcome = 'rolled-back', opensRelease = releaseId }: Course = {},
) {
  const understood: Understood[] = [];
  const jobs = await runWorkflow({
    workflow: read(name),
    inputs,
    vars: account,
    isUnderTest: (uses) => uses.startsWith('azure-rollout/azure-rollout@'),
    runStep: async ({ job, inputs: given }) => {
      const variables = inputVariables(definition, given);
      const getInput = (input: string) => variables[`INPUT_${input.toUpperCase()}`] ?? '';
      const { task } = readInputs({ getInput, mask: () => undefined }, () => manifest);
      understood.push({ job, task });
      const opened = { 'release-id': job === 'canary' ? opensRelease : '' };
      return job === failing
        ? { outcome: 'failure', outputs: { outcome, ...opened } }
        : { outcome: 'success', outputs: { outcome: 'succeeded', ...opened } };
    },
  });
  return { understood, jobs };
}

const endsOf = ({ jobs }: Awaited<ReturnType<typeof walk>>) => jobs.map(({ name, result }) => [name, result]);

describe.each([
  ['canary.yml', { image }],
  ['canary-reusable.yml', { image, 'resource-group': 'nginx', 'scale-set': 'nginx', 'check-http': '80/' }],
  ['packer-canary.yml', {}],
])('examples/%s', (name, inputs) => {
  test('puts the image on a tenth, and upgrades the rest behind the gate', async () => {
    const walked = await walk(name, inputs);
    expect(endsOf(walked)).toEqual([
      ['canary', 'success'],
      ['promote', 'success'],
      ['reject', 'skipped'],
    ]);
    expect(walked.understood).toMatchObject([
      {
        job: 'canary',
        task: {
          strategy: 'canary-percent',
          command: 'run',
          goal: {
            scaleSetId,
            payload: { kind: 'image', image: { id: image } },
            share: { kind: 'percent', percent: 10 },
            health: { endpoint: { protocol: 'http', port: 80, path: '/' } },
          },
        },
      },
      { job: 'promote', task: { strategy: 'full-rollout', command: 'run', goal: { scaleSetId, releaseId } } },
    ]);
    expect(walked.understood[1]?.task).not.toHaveProperty('goal.payload');
    expect(walked.jobs.map(({ environment }) => environment)).toEqual([
      'production-canary',
      'production',
      'production-canary',
    ]);
  });

  test('takes the canaries back where the rest was not upgraded', async () => {
    const walked = await walk(name, inputs, { failing: 'promote' });
    expect(endsOf(walked)).toEqual([
      ['canary', 'success'],
      ['promote', 'failure'],
      ['reject', 'success'],
    ]);
    expect(walked.understood.at(-1)).toMatchObject({
      job: 'reject',
      task: { strategy: 'scale-set', command: 'rollback', terms: { scaleSetId, releaseId } },
    });
  });

  test('leaves a promotion that stands, though its step is red: its record could not be closed', async () => {
    const unclosed = { failing: 'promote', outcome: 'succeeded' };
    expect(endsOf(await walk(name, inputs, unclosed))).toEqual([
      ['canary', 'success'],
      ['promote', 'failure'],
      ['reject', 'skipped'],
    ]);
  });

  test('asks nobody, and takes nothing back, where there was nothing to release', async () => {
    expect(endsOf(await walk(name, inputs, { opensRelease: '' }))).toEqual([
      ['canary', 'success'],
      ['promote', 'skipped'],
      ['reject', 'skipped'],
    ]);
  });

  test('asks nobody where the canary failed: it has taken itself back', async () => {
    expect(endsOf(await walk(name, inputs, { failing: 'canary' }))).toEqual([
      ['canary', 'failure'],
      ['promote', 'skipped'],
      ['reject', 'skipped'],
    ]);
  });

  test('lets one job at a time work on the scale set, and cancels none', () => {
    const { jobs, ...workflow }: { jobs: Record<string, { concurrency?: object }> } = parse(read(name));
    expect(workflow).not.toHaveProperty('concurrency');
    const groups = Object.values(jobs).map(({ concurrency }) => concurrency);
    expect(groups[0]).toMatchObject({ 'cancel-in-progress': false });
    expect(groups).toEqual([groups[0], groups[0], groups[0]]);
  });
});

describe('examples/scale-set-operate.yml', () => {
  test.each([
    ['promote', { strategy: 'full-rollout', command: 'run', goal: { scaleSetId } }],
    ['rollback', { strategy: 'scale-set', command: 'rollback', terms: { scaleSetId } }],
    ['recover', { strategy: 'scale-set', command: 'recover', recoverTo: 'auto', terms: { scaleSetId } }],
    ['unlock', { strategy: 'scale-set', command: 'unlock', scaleSetId, reason: 'its runner died' }],
  ])('tells the status without the gate, and does behind it what was chosen: %s', async (command, task) => {
    const walked = await walk('scale-set-operate.yml', { command, 'unlock-reason': 'its runner died' });
    const plan = { job: 'status', task: { strategy: 'full-rollout', command: 'plan', goal: { scaleSetId } } };
    expect(walked.understood).toMatchObject([
      { job: 'status', task: { strategy: 'scale-set', command: 'status', scaleSetId } },
      ...(command === 'promote' ? [plan] : []),
      { job: 'operate', task },
    ]);
    expect(walked.jobs.map(({ environment }) => environment)).toEqual(['production-plan', 'production']);
  });

  test.each([
    ['status', ['status']],
    ['plan', ['status', 'plan']],
  ])('does no more than tell where that was chosen: %s', async (command, commands) => {
    const walked = await walk('scale-set-operate.yml', { command });
    expect(walked.understood.map(({ task }) => task.command)).toEqual(commands);
    expect(endsOf(walked)).toEqual([
      ['status', 'success'],
      ['operate', 'skipped'],
    ]);
  });

  test('waits for no concurrency group: a recovery must not wait for a job whose runner is lost', () => {
    const { jobs, ...workflow }: { jobs: Record<string, object> } = parse(read('scale-set-operate.yml'));
    for (const each of [workflow, ...Object.values(jobs)]) {
      expect(each).not.toHaveProperty('concurrency');
    }
  });
});
