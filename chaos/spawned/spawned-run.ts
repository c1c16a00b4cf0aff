import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Emulator } from '../../emulator/index.ts';
import {
  emulatorInputs,
  emulatorVariables,
  idTokenVariables,
} from '../../scripts/runner/emulator-connection.ts';
import {
  type ActionRun,
  type PhaseRun,
  type RunActionOptions,
  runAction,
} from '../../scripts/runner/run-action.ts';
import type { Report } from '../../src/report/report.ts';
import type { Outputs } from '../in-process/action.ts';
import type { Claim, Outcome } from '../invariants/outcome-is-true.ts';
import type { Violation } from '../invariants/violation.ts';

/** One run of the bundled action, `main` and `post`, and what it has said. The writes of others at the same time count as its own. */
export interface SpawnedRun {
  readonly main: SpokenPhase;
  /** Absent where nobody ran it, or where it had nothing to do. */
  readonly post?: SpokenPhase;
  readonly secretsTold: readonly Violation[];
}

export interface SpokenPhase extends Pick<PhaseRun, 'exitCode' | 'signal' | 'stdout'> {
  /** Absent where it was ended before it could say anything. */
  readonly claim?: Claim;
  readonly leftOver: boolean;
  /** Absent where it has set none. */
  readonly outputs?: Outputs;
  /** What ARM called its requests: a run is told from another one by these. */
  readonly requestIds: readonly string[];
}

export type SpawnedRunOptions = Pick<RunActionOptions, 'runsPost' | 'onStart' | 'onLine' | 'environment'> & {
  readonly inputs?: Readonly<Record<string, string>>;
};

/** An emulator, and the inputs that lead the action to what is to be released in it. */
export interface SpawningWorld {
  readonly emulator: Emulator;
  readonly inputs: Readonly<Record<string, string>>;
}

const root = join(import.meta.dirname, '../..');

export async function spawnRun(world: SpawningWorld, options: SpawnedRunOptions): Promise<SpawnedRun> {
  const directory = mkdtempSync(join(tmpdir(), 'azure-rollout-chaos-'));
  const { announcement } = world.emulator;
  const writesBefore = writesIn(world);
  try {
    const run = await runAction({
      ...options,
      actionDirectory: root,
      directory,
      inputs: { ...usualInputs(world), ...options.inputs },
      environment: {
        ...emulatorVariables(announcement),
        ...idTokenVariables(announcement),
        ...options.environment,
      },
    });
    // A job that recovers first may find its goal reached then.
    const isToRecover = options.inputs?.['on-interrupted'] === 'recover';
    return {
      main: spoken('main', run, isToRecover ? 0 : writesIn(world) - writesBefore),
      // It tells of what `main` has done.
      ...(run.post === undefined || run.post.stdout === '' ? {} : { post: spoken('post', run.post, 0) }),
      secretsTold: secretsTold(run),
    };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function usualInputs({ emulator, inputs }: SpawningWorld): Record<string, string> {
  const { announcement } = emulator;
  const { 'probe-connect-to': _, ...connection } = emulatorInputs(announcement);
  return {
    ...connection,
    'subscription-id': announcement.subscriptionId,
    probe: 'off',
    ...inputs,
    'client-id': announcement.clientId,
    'tenant-id': announcement.tenantId,
  };
}

/** That have reached the emulator, whoever has sent them. */
export function writesIn({ emulator }: Pick<SpawningWorld, 'emulator'>): number {
  return emulator.arm.journal
    .entries()
    .filter(({ method, path }) => method !== 'GET' && !path.endsWith('/health')).length;
}

function spoken(act: string, phase: PhaseRun, writes: number): SpokenPhase {
  const { exitCode, signal, stdout, outputs, annotations } = phase;
  const outcome = outputs.outcome;
  if (outcome === undefined || outcome === '') {
    return { exitCode, signal, stdout, leftOver: false, requestIds: [] };
  }
  const report = JSON.parse(readFileSync(outputs['report-path'] ?? '', 'utf8')) as Report;
  // The output tells of what a run has recovered before it went on, too.
  const { recoveredTo } = report;
  const message = annotations.map((each) => each.message).join(' | ');
  return {
    exitCode,
    signal,
    stdout,
    leftOver: isSomethingLeftOver(report),
    outputs: outputs as Outputs,
    requestIds: report.requests.flatMap(({ requestId }) => requestId ?? []),
    claim: {
      act,
      outcome: isSwept(report) ? 'swept' : (outcome as Outcome),
      message,
      writes,
      ...(recoveredTo === null ? {} : { recoveredTo }),
    },
  };
}

function isSwept({ command, outcome, reason }: Report): boolean {
  return command === 'recover' && outcome === 'succeeded' && reason !== null;
}

/** The goal is reached, and it says that something is not: a step of the clean-up, or what an older run has left. */
function isSomethingLeftOver({ outcome, reason, steps }: Report): boolean {
  return outcome === 'succeeded'
    ? // What has failed before is what made it plan anew, the other way.
      steps.some(({ cleanUp, run }) => cleanUp && run?.outcome === 'failed')
    : (reason ?? '').includes('of an older run is');
}

/** Every token that the run was given was masked before; nothing but the masking itself may have one. */
function secretsTold(run: ActionRun): Violation[] {
  const phases = [run, ...(run.post === undefined ? [] : [run.post])];
  const masks = new Set(phases.flatMap((phase) => phase.masks));
  const texts = phases.flatMap((phase) => [
    ...phase.stdout.split('\n').filter((line) => !line.startsWith('::add-mask::')),
    phase.stderr,
    phase.summary,
    JSON.stringify([phase.outputs, phase.state, phase.variables]),
  ]);
  return [...masks]
    .filter((mask) => mask !== '' && texts.some((text) => text.includes(mask)))
    .map(() => ({ invariant: 'no-secret-told', message: 'a token stands in what the run has printed' }));
}
