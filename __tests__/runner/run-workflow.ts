import { parse } from 'yaml';
import { type Contexts, holds, interpolate, type Status } from './expressions.ts';

/** A step that uses the action under test, its expressions resolved. */
export interface StepRequest {
  readonly job: string;
  readonly inputs: Readonly<Record<string, string>>;
  /** Whether the job's permissions let it ask GitHub for an OIDC token. */
  readonly mayRequestIdToken: boolean;
}

export interface StepResult {
  readonly outcome: Status;
  /** What the step told its runner to hide. */
  readonly masks?: readonly string[];
  readonly outputs: Readonly<Record<string, string>>;
}

export interface RunWorkflowOptions {
  /** The workflow, as YAML. */
  readonly workflow: string;
  /** Values of the inputs of `workflow_dispatch`, or of `workflow_call`. */
  readonly inputs?: Readonly<Record<string, string>>;
  readonly vars?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly github?: Readonly<Record<string, unknown>>;
  /** Which `uses:` are the action under test. Other steps, and `run:`, are passed over. */
  readonly isUnderTest: (uses: string) => boolean;
  readonly runStep: (step: StepRequest) => Promise<StepResult>;
}

export interface JobRun {
  readonly name: string;
  /** The environment whose protection rules gate the job. */
  readonly environment?: string;
  readonly result: Status | 'skipped';
  readonly steps: readonly StepResult[];
  readonly outputs: Readonly<Record<string, string>>;
}

interface Workflow {
  readonly on: {
    readonly workflow_dispatch?: { readonly inputs?: Readonly<Record<string, DispatchInput>> };
    readonly workflow_call?: { readonly inputs?: Readonly<Record<string, DispatchInput>> };
  };
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

interface DispatchInput {
  readonly required?: boolean;
  readonly default?: string;
  readonly options?: readonly string[];
}

interface Job {
  readonly needs?: string | readonly string[];
  readonly if?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly environment?: string | { readonly name: string };
  readonly outputs?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

interface Step {
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string | number | boolean>>;
}

/** Runs the jobs of a workflow in the order of their needs, as far as they use the action under test. */
export async function runWorkflow(options: RunWorkflowOptions): Promise<JobRun[]> {
  const workflow: Workflow = parse(options.workflow);
  const base: Contexts = {
    inputs: workflowInputs(workflow, options.inputs ?? {}),
    vars: options.vars ?? {},
    secrets: options.secrets ?? {},
    github: options.github ?? {},
  };
  const finished = new Map<string, JobRun>();
  for (const name of inOrderOfNeeds(workflow.jobs)) {
    const job = workflow.jobs[name];
    if (job === undefined) throw new Error(`There is no job '${name}'.`);
    const permissions = job.permissions ?? workflow.permissions ?? {};
    finished.set(name, await runJob(options, { name, job, permissions }, base, finished));
  }
  return [...finished.values()];
}

function workflowInputs({ on }: Workflow, given: Readonly<Record<string, string>>): Record<string, string> {
  const declared = { ...on.workflow_dispatch?.inputs, ...on.workflow_call?.inputs };
  const unknown = Object.keys(given).find((name) => !(name in declared));
  if (unknown !== undefined) throw new Error(`The workflow has no input '${unknown}'.`);
  return Object.fromEntries(
    Object.entries(declared).map(([name, input]) => {
      const value = given[name] ?? input.default ?? '';
      if (value === '' && input.required) throw new Error(`Input '${name}' is required.`);
      if (input.options !== undefined && !input.options.includes(value)) {
        throw new Error(`Input '${name}' is '${value}'. Options: ${input.options.join(', ')}.`);
      }
      return [name, value];
    }),
  );
}

function needsOf({ needs = [] }: Job): readonly string[] {
  return typeof needs === 'string' ? [needs] : needs;
}

function inOrderOfNeeds(jobs: Workflow['jobs']): string[] {
  const order: string[] = [];
  const waiting = new Map(Object.entries(jobs));
  while (waiting.size > 0) {
    const ready = [...waiting].find(([, job]) => needsOf(job).every((need) => order.includes(need)));
    if (ready === undefined) throw new Error(`Jobs wait for each other: ${[...waiting.keys()].join(', ')}.`);
    order.push(ready[0]);
    waiting.delete(ready[0]);
  }
  return order;
}

interface NamedJob {
  readonly name: string;
  readonly job: Job;
  readonly permissions: Readonly<Record<string, string>>;
}

async function runJob(
  options: RunWorkflowOptions,
  { name, job, permissions }: NamedJob,
  base: Contexts,
  finished: ReadonlyMap<string, JobRun>,
): Promise<JobRun> {
  const needs = Object.fromEntries(needsOf(job).map((need) => [need, finished.get(need)]));
  const status = Object.values(needs).every((need) => need?.result === 'success') ? 'success' : 'failure';
  const contexts = { ...base, needs };
  const named = typeof job.environment === 'object' ? job.environment.name : job.environment;
  const environment = named === undefined ? undefined : interpolate(named, contexts);
  const identity = { name, ...(environment === undefined ? {} : { environment }) };
  if (!holds(job.if, contexts, status)) {
    return { ...identity, result: 'skipped', steps: [], outputs: {} };
  }
  const mayRequestIdToken = permissions['id-token'] === 'write';
  const { result, steps, byId } = await runSteps(options, job, contexts, { job: name, mayRequestIdToken });
  const masks = [...Object.values(options.secrets ?? {}), ...steps.flatMap((step) => step.masks ?? [])];
  const outputs = Object.entries(job.outputs ?? {})
    .map(([output, text]) => [output, interpolate(text, { ...contexts, steps: byId })] as const)
    .filter(([, value]) => !mayContainSecret(value, masks));
  return { ...identity, result, steps, outputs: Object.fromEntries(outputs) };
}

/** "Skip output 'release-id' since it may contain secret.": whoever needs the job finds it empty, and the run stays green. */
function mayContainSecret(value: string, masks: readonly string[]): boolean {
  const lines = masks.flatMap((mask) => mask.split(/[\r\n]+/)).filter((line) => line !== '');
  return lines.some((line) => value.includes(line));
}

async function runSteps(
  { isUnderTest, runStep }: RunWorkflowOptions,
  job: Job,
  contexts: Contexts,
  identity: Pick<StepRequest, 'job' | 'mayRequestIdToken'>,
): Promise<{ result: Status; steps: StepResult[]; byId: Record<string, StepResult> }> {
  let result: Status = 'success';
  const steps: StepResult[] = [];
  const byId: Record<string, StepResult> = {};
  for (const step of job.steps) {
    const known = { ...contexts, steps: byId };
    if (step.uses === undefined || !isUnderTest(step.uses) || !holds(step.if, known, result)) continue;
    const inputs = Object.entries(step.with ?? {}).map(([input, value]) => [
      input,
      interpolate(String(value), known),
    ]);
    const done = await runStep({ ...identity, inputs: Object.fromEntries(inputs) });
    steps.push(done);
    if (step.id !== undefined) byId[step.id] = done;
    if (done.outcome === 'failure') result = 'failure';
  }
  return { result, steps, byId };
}
