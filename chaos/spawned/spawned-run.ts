import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
import type { Claim, Outcome } from '../invariants/outcome-is-true.ts';
import type { Violation } from '../invariants/violation.ts';
import type { SpawnedWorld } from './spawned-world.ts';

/** One run of the bundled action, `main` and `post`, and what it has said. */
export interface SpawnedRun {
  readonly main: SpokenPhase;
  /** Absent where nobody ran it, or where it had nothing to do. */
  readonly post?: SpokenPhase;
  readonly secretsTold: readonly Violation[];
}

export interface SpokenPhase extends Pick<PhaseRun, 'exitCode' | 'signal' | 'stdout'> {
  /** Absent where it was ended before it could say anything. */
  readonly claim?: Omit<Claim, 'writes'>;
  readonly leftOver: boolean;
}

export type SpawnedRunOptions = Pick<RunActionOptions, 'runsPost' | 'onStart' | 'environment'> & {
  readonly inputs?: Readonly<Record<string, string>>;
};

const root = join(import.meta.dirname, '../..');

export async function spawnRun(world: SpawnedWorld, options: SpawnedRunOptions): Promise<SpawnedRun> {
  const directory = mkdtempSync(join(tmpdir(), 'azure-rollout-chaos-'));
  const { announcement } = world.emulator;
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
    return {
      main: spoken('main', run),
      ...(run.post === undefined || run.post.stdout === '' ? {} : { post: spoken('post', run.post) }),
      secretsTold: secretsTold(run),
    };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function usualInputs({ emulator }: SpawnedWorld): Record<string, string> {
  const { announcement } = emulator;
  const { 'probe-connect-to': _, ...connection } = emulatorInputs(announcement);
  return {
    ...connection,
    strategy: 'vip-swap',
    'subscription-id': announcement.subscriptionId,
    'resource-group': 'vipswap',
    'production-public-ip': 'vipswap1pip',
    'target-load-balancer': 'vipswap2lb',
    probe: 'off',
    'target-check': 'off',
    'client-id': announcement.clientId,
    'tenant-id': announcement.tenantId,
  };
}

function spoken(act: string, phase: PhaseRun): SpokenPhase {
  const { exitCode, signal, stdout, outputs, annotations } = phase;
  const outcome = outputs.outcome;
  if (outcome === undefined || outcome === '') {
    return { exitCode, signal, stdout, leftOver: false };
  }
  const message = annotations.map((each) => each.message).join(' | ');
  return {
    exitCode,
    signal,
    stdout,
    leftOver: isSomethingLeftOver(outputs['report-path'] ?? ''),
    claim: { act, outcome: outcome as Outcome, message },
  };
}

function isSomethingLeftOver(reportPath: string): boolean {
  const { outcome, steps } = JSON.parse(readFileSync(reportPath, 'utf8')) as Report;
  return outcome === 'succeeded' && steps.some(({ run }) => run?.outcome === 'failed');
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
