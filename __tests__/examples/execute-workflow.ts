import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Emulator } from '../../emulator/index.ts';
import {
  emulatorInputs,
  emulatorVariables,
  idTokenVariables,
} from '../../scripts/runner/emulator-connection.ts';
import { type ActionRun, runAction } from '../../scripts/runner/run-action.ts';
import { type RunWorkflowOptions, runWorkflow } from '../runner/run-workflow.ts';

export interface ExecuteOptions extends Pick<RunWorkflowOptions, 'workflow' | 'inputs' | 'vars' | 'github'> {
  /** An empty directory of the caller's, who deletes it. */
  readonly directory: string;
  /** Inputs that are put over those of a step, so that a test does not wait for what people wait for. */
  readonly hasten?: Readonly<Record<string, string>>;
  /** Files that earlier steps have left in the workspace. */
  readonly files?: Readonly<Record<string, string>>;
  /** Jobs whose environment nobody approves: they end as failed, and none of their steps runs. */
  readonly rejected?: readonly string[];
  /** What others do while a job waits for its approval. */
  readonly meanwhile?: Readonly<Record<string, () => Promise<unknown>>>;
}

export interface ExecutedWorkflow {
  readonly runs: readonly ActionRun[];
  readonly jobs: readonly (readonly [name: string, result: string])[];
}

const root = join(import.meta.dirname, '../..');

/** Runs a workflow on GitHub's terms: the action by its bundle, Azure by the emulator. */
export async function executeWorkflow(
  { announcement }: Emulator,
  { directory, hasten = {}, files = {}, rejected = [], meanwhile = {}, ...options }: ExecuteOptions,
): Promise<ExecutedWorkflow> {
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
    runStep: async ({ job, inputs, mayRequestIdToken }) => {
      await meanwhile[job]?.();
      if (rejected.includes(job)) {
        return { outcome: 'failure', outputs: {} };
      }
      const run = await runAction({
        actionDirectory: root,
        directory: machineWith(directory, files),
        inputs: { ...inputs, ...emulatorInputs(announcement), ...hasten },
        environment: {
          ...emulatorVariables(announcement),
          ...(mayRequestIdToken ? idTokenVariables(announcement) : {}),
        },
      });
      runs.push(run);
      return {
        outcome: run.exitCode === 0 && run.post?.exitCode === 0 ? 'success' : 'failure',
        outputs: run.outputs,
        masks: run.masks,
      };
    },
  });
  return { runs, jobs: jobs.map(({ name, result }) => [name, result]) };
}

function machineWith(directory: string, files: Readonly<Record<string, string>>): string {
  const machine = mkdtempSync(join(directory, 'step-'));
  mkdirSync(join(machine, 'workspace'));
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(machine, 'workspace', name), content);
  }
  return machine;
}
