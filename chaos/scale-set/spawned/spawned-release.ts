import type { Arm } from '../../../emulator/arm/arm.ts';
import { startEmulator } from '../../../emulator/index.ts';
import { goesAsTold } from '../../invariants/goes-as-told.ts';
import { releaseIsWhole } from '../../invariants/scale-set/release-is-whole.ts';
import {
  failedReleaseCanGoOn,
  releaseOutcomeIsTrue,
} from '../../invariants/scale-set/release-outcome-is-true.ts';
import { releaseOutputsAreTrue } from '../../invariants/scale-set/release-outputs-are-true.ts';
import { type ScaleSetAsItIs, scaleSetIn } from '../../invariants/scale-set/scale-set-as-it-is.ts';
import type { Violation } from '../../invariants/violation.ts';
import { endsWhole, lastWord } from '../../spawned/aftermath.ts';
import {
  type SpawnedRun,
  type SpawnedRunOptions,
  type SpawningWorld,
  spawnRun,
} from '../../spawned/spawned-run.ts';
import { SPEED, settled, spawnedProfile } from '../../spawned/spawned-world.ts';
import type { ReleaseCommand } from '../action.ts';
import { newImage, scenarioOf } from '../scenario.ts';

export type SpawnedCommand = ReleaseCommand['kind'];

export const spawnedCommands: readonly SpawnedCommand[] = ['canary', 'rollout', 'rollback'];

export const inputsOf: Readonly<Record<SpawnedCommand, Readonly<Record<string, string>>>> = {
  canary: { strategy: 'canary-percent', image: newImage.id, percent: '10' },
  rollout: { strategy: 'full-rollout', 'batch-size': '100%' },
  rollback: { command: 'rollback' },
};

/** An emulator in this process, with a scale set as it was before anything was spawned against it. */
export interface SpawnedRelease extends SpawningWorld, AsyncDisposable {
  readonly before: ScaleSetAsItIs;
}

/** @param command what is to be spawned: to be promoted or rejected, a canary has to be there. */
export async function startSpawnedRelease(command: SpawnedCommand, seed: number): Promise<SpawnedRelease> {
  const scenario = scenarioOf({ capacity: 3, isZonal: false, repairs: 'none', isScaled: false });
  const emulator = await startEmulator({ scenario, profile: spawnedProfile, speed: SPEED, seed });
  const world: SpawnedRelease = {
    emulator,
    inputs: {
      'resource-group': 'canary',
      'scale-set': 'web',
      'min-healthy-time': '0s',
      'healthy-deadline': '40s',
    },
    before: scaleSetIn(emulator.arm.plane, 'image'),
    [Symbol.asyncDispose]: () => emulator[Symbol.asyncDispose](),
  };
  if (command !== 'canary') {
    await openRelease(world);
  }
  return world;
}

async function openRelease(world: SpawnedRelease): Promise<void> {
  const { main } = await spawnRun(world, {
    inputs: inputsOf.canary,
    environment: { GITHUB_RUN_ID: '1000000' },
  });
  if (main.claim?.outcome !== 'succeeded') {
    throw new Error(`A canary that nothing disturbs does not succeed:\n${main.stdout}`);
  }
}

/** By another workflow, which knows nothing of the release but the scale set. */
function recoverTo(goal: 'auto' | 'finish' | 'undo') {
  return (_: SpawnedCommand): SpawnedRunOptions => ({
    inputs: { command: 'recover', 'recover-to': goal },
    environment: { GITHUB_RUN_ID: '1000002' },
  });
}

/** The ways in which whoever comes after a run that was interrupted goes on, on another machine. */
export const releaseRecoveries = {
  'recover auto': recoverTo('auto'),
  'recover finish': recoverTo('finish'),
  'recover undo': recoverTo('undo'),
  're-run': (command: SpawnedCommand): SpawnedRunOptions => ({
    inputs: { ...inputsOf[command], 'on-interrupted': 'recover' },
    environment: { GITHUB_RUN_ATTEMPT: '2' },
  }),
} as const;

export type ReleaseRecovery = keyof typeof releaseRecoveries;

/** Half of a rejection is not put forwards again. */
export function recoveriesOf(command: SpawnedCommand): readonly ReleaseRecovery[] {
  const names = Object.keys(releaseRecoveries) as readonly ReleaseRecovery[];
  return command === 'rollback' ? names.filter((name) => name !== 'recover finish') : names;
}

/** What a run says at its end, against the scale set at that instant. */
export function spokenTruly(
  { emulator, before }: SpawnedRelease,
  command: SpawnedCommand | 'recover',
  run: SpawnedRun,
): Violation[] {
  const { claim, leftOver, outputs, exitCode } = lastWord(run);
  const now = scaleSetIn(emulator.arm.plane, 'image');
  return [
    ...run.secretsTold,
    ...(claim === undefined
      ? []
      : releaseOutcomeIsTrue(now, before, { ...claim, command, mostWithout: 0, leftOver, writes: 0 })),
    ...(claim === undefined || outputs === undefined
      ? []
      : releaseOutputsAreTrue(now, claim.act, outputs, isSettledIn(emulator.arm))),
    ...(leftOver && exitCode === 0
      ? [{ invariant: 'outcome-is-true', message: 'a release is not closed, and its step is green' } as const]
      : []),
    ...(claim?.outcome === 'failed' || leftOver
      ? failedReleaseCanGoOn(now, before, claim?.act ?? 'a run')
      : []),
  ];
}

/** Whether nothing has happened to an instance since all of them were listed last. */
function isSettledIn({ plane, journal }: Arm): (instanceId: string) => boolean {
  const listed = journal
    .entries()
    .findLast(({ method, path }) => method === 'GET' && /\/virtualMachines$/i.test(path));
  return (instanceId) =>
    plane.operations
      .all()
      .filter(({ resourceIds }) => resourceIds.some((id) => id.endsWith(`/virtualMachines/${instanceId}`)))
      .every(({ ended }) => ended !== undefined && ended.atMs < (listed?.receivedAtMs ?? 0));
}

export interface RecoveredRelease {
  /** Which way the recovery says that it went, else its outcome. */
  readonly end: string;
  readonly violations: readonly Violation[];
}

/** What a killed process had sent may still be on its way, and nobody starts the next job at once. */
const BEFORE_RECOVERY_MS = 1_000;

/** Goes on after a run that did not end whole, by one recovery, and judges what becomes of it. */
export async function recoverAndJudge(
  world: SpawnedRelease,
  command: SpawnedCommand,
  recovery: ReleaseRecovery,
): Promise<RecoveredRelease> {
  const { plane } = world.emulator.arm;
  plane.faults.remove();
  await plane.clock.sleep(BEFORE_RECOVERY_MS);
  const run = await goOn(world, command, recovery);
  const said = lastWord(run).claim;
  const end = said?.recoveredTo ?? said?.outcome ?? 'nothing';
  const isWhole = endsWhole(run) && run.main.exitCode === 0;
  return {
    end,
    violations: [
      ...spokenTruly(world, recovery === 're-run' ? command : 'recover', run),
      ...goesAsTold(recovery, WAYS[recovery], said?.recoveredTo),
      ...(isWhole
        ? []
        : [
            {
              invariant: 'recover-ends-whole',
              message: `${recovery} says ${said?.outcome ?? 'nothing'} (exit code ${run.main.exitCode}): ${said?.message ?? run.main.stdout.slice(-300)}`,
            } as const,
          ]),
    ],
  };
}

const WAYS = {
  'recover auto': 'auto',
  'recover finish': 'finish',
  'recover undo': 'undo',
  're-run': 'auto',
} as const satisfies Readonly<Record<ReleaseRecovery, 'auto' | 'finish' | 'undo'>>;

/** A promotion that is run again recovers first, and may find then that the release was taken back: there is no more to do. */
async function goOn(
  world: SpawnedRelease,
  command: SpawnedCommand,
  recovery: ReleaseRecovery,
): Promise<SpawnedRun> {
  const run = await spawnRun(world, releaseRecoveries[recovery](command));
  const isTakenBack = recovery === 're-run' && /no release is open/i.test(lastWord(run).claim?.message ?? '');
  return isTakenBack ? spawnRun(world, releaseRecoveries['recover auto'](command)) : run;
}

/** Everything is over, or the release is open and waits for its other half: nothing is half done. */
export async function judgeRelease({ emulator, before }: SpawnedRelease): Promise<Violation[]> {
  await settled(emulator.arm.plane);
  return releaseIsWhole(scaleSetIn(emulator.arm.plane, 'image'), before, 0);
}
