import type { Arm } from '../../../emulator/arm/arm.ts';
import { startEmulator } from '../../../emulator/index.ts';
import { readOpenRelease } from '../../../src/record/open-release.ts';
import { goesAsTold } from '../../invariants/goes-as-told.ts';
import { lastReleaseIsTrue } from '../../invariants/scale-set/last-release-is-true.ts';
import {
  canariesAreFew,
  nothingIsHalfDone,
  othersAreUntouched,
  releaseIsWhole,
} from '../../invariants/scale-set/release-is-whole.ts';
import {
  failedReleaseCanGoOn,
  releaseOutcomeIsTrue,
} from '../../invariants/scale-set/release-outcome-is-true.ts';
import { releaseOutputsAreTrue } from '../../invariants/scale-set/release-outputs-are-true.ts';
import { type ScaleSetAsItIs, scaleSetIn, touchedIn } from '../../invariants/scale-set/scale-set-as-it-is.ts';
import type { Violation } from '../../invariants/violation.ts';
import type { Recovered } from '../../matrix/victim.ts';
import { endsWhole, lastWord } from '../../spawned/aftermath.ts';
import { type Recovery, recoveryNames } from '../../spawned/recovery.ts';
import {
  type SpawnedRun,
  type SpawnedRunOptions,
  type SpawningWorld,
  spawnRun,
} from '../../spawned/spawned-run.ts';
import { SPEED, settled, spawnedProfile } from '../../spawned/spawned-world.ts';
import type { ReleaseCommand } from '../action.ts';
import { OpenedReleases } from '../opened-releases.ts';
import { shapeInstances } from '../release-world.ts';
import { newImage, type PayloadKind, type Shape, scenarioOf } from '../scenario.ts';

type Inputs = Readonly<Record<string, string>>;

/** The scale set that jobs of one release are spawned against. */
export interface ReleaseSetting {
  readonly shape: Shape;
  readonly payload: PayloadKind;
  /** What stands in every job of the workflow. */
  readonly inputs: Inputs;
}

/** A job of a release, or a recovery. */
export interface SpawnedJob {
  readonly command: ReleaseCommand['kind'] | 'recover';
  /** Its own. */
  readonly inputs: Inputs;
}

export const CANARY_PERCENT = 10;

export const canaryOf = (payload: Inputs): SpawnedJob => ({
  command: 'canary',
  inputs: { strategy: 'canary-percent', percent: String(CANARY_PERCENT), ...payload },
});

export const rolloutOf = (batchSize: string, payload: Inputs = {}): SpawnedJob => ({
  command: 'rollout',
  inputs: { strategy: 'full-rollout', 'batch-size': batchSize, ...payload },
});

export const rejection: SpawnedJob = { command: 'rollback', inputs: { command: 'rollback' } };

export const toNewImage: Inputs = { image: newImage.id };

/** An emulator in this process, with a scale set as it was before anything was spawned against it. */
export interface SpawnedRelease extends SpawningWorld, AsyncDisposable {
  readonly setting: ReleaseSetting;
  readonly before: ScaleSetAsItIs;
  readonly opened: OpenedReleases;
}

export async function startSpawnedRelease(setting: ReleaseSetting, seed: number): Promise<SpawnedRelease> {
  const { shape, payload, inputs } = setting;
  const emulator = await startEmulator({
    scenario: scenarioOf(shape),
    profile: spawnedProfile,
    speed: SPEED,
    seed,
  });
  const { plane } = emulator.arm;
  shapeInstances(plane, shape);
  return {
    emulator,
    setting,
    inputs: {
      'resource-group': 'canary',
      'scale-set': 'web',
      'min-healthy-time': '0s',
      'healthy-deadline': '40s',
      ...inputs,
    },
    before: scaleSetIn(plane, payload),
    opened: new OpenedReleases(plane),
    [Symbol.asyncDispose]: () => emulator[Symbol.asyncDispose](),
  };
}

/** A job before the one that is disturbed. */
export async function finishJob(world: SpawnedRelease, { command, inputs }: SpawnedJob): Promise<void> {
  const { main } = await spawnRun(world, { inputs, environment: { GITHUB_RUN_ID: '1000000' } });
  if (main.claim?.outcome !== 'succeeded') {
    throw new Error(`A ${command} that nothing disturbs does not succeed:\n${main.stdout}`);
  }
}

/** By another workflow, which knows nothing of the release but the scale set. */
function recoverTo(goal: 'auto' | 'finish' | 'undo') {
  return (_: SpawnedJob): SpawnedRunOptions => ({
    inputs: { command: 'recover', 'recover-to': goal },
    environment: { GITHUB_RUN_ID: '1000002' },
  });
}

const recoveries: Readonly<Record<Recovery, (job: SpawnedJob) => SpawnedRunOptions>> = {
  'recover auto': recoverTo('auto'),
  'recover finish': recoverTo('finish'),
  'recover undo': recoverTo('undo'),
  're-run': ({ inputs }) => ({
    inputs: { ...inputs, 'on-interrupted': 'recover' },
    environment: { GITHUB_RUN_ATTEMPT: '2' },
  }),
};

/** The ways in which whoever comes after a job that was interrupted goes on, on another machine. */
export function recoveriesOf({ command }: SpawnedJob): readonly Recovery[] {
  switch (command) {
    case 'rollback':
      // Half of a rejection is not put forwards again.
      return recoveryNames.filter((name) => name !== 'recover finish');
    case 'recover':
      return recoveryNames.filter((name) => name !== 're-run');
    default:
      return recoveryNames;
  }
}

/** What a run says at its end, against the scale set at that instant. */
export function spokenTruly(
  { emulator, before, setting: { payload } }: SpawnedRelease,
  command: SpawnedJob['command'],
  run: SpawnedRun,
): Violation[] {
  const { claim, leftOver, outputs, exitCode } = lastWord(run);
  const now = scaleSetIn(emulator.arm.plane, payload);
  return [
    ...run.secretsTold,
    ...(claim === undefined
      ? []
      : releaseOutcomeIsTrue(now, before, { ...claim, command, mostWithout: 0, leftOver })),
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

/** What a killed process had sent may still be on its way, and nobody starts the next job at once. */
const BEFORE_RECOVERY_MS = 1_000;

/** Goes on after a job that did not end whole, by one recovery, and judges what is said of it. */
export async function recoverAndJudge(
  world: SpawnedRelease,
  job: SpawnedJob,
  recovery: Recovery,
): Promise<Recovered> {
  const { plane } = world.emulator.arm;
  plane.faults.remove();
  await plane.clock.sleep(BEFORE_RECOVERY_MS);
  const { by, run } = await goOn(world, job, recovery);
  const { claim } = lastWord(run);
  return {
    end: claim?.recoveredTo ?? claim?.outcome ?? 'nothing',
    violations: [
      ...spokenTruly(world, by === 're-run' ? job.command : 'recover', run),
      ...goesAsTold(by, WAYS[by], claim?.recoveredTo),
      ...(isStoppedBySickness(world, run)
        ? nothingIsHalfDone(scaleSetIn(plane, world.setting.payload))
        : unwholeOf(by, run)),
    ],
  };
}

const WAYS = {
  'recover auto': 'auto',
  'recover finish': 'finish',
  'recover undo': 'undo',
  're-run': 'auto',
} as const satisfies Readonly<Record<Recovery, 'auto' | 'finish' | 'undo'>>;

/** All that there was to do is done, and an instance does not get well with it: it is taken back, or somebody decides then. */
function isStoppedBySickness({ setting }: SpawnedRelease, run: SpawnedRun): boolean {
  const { claim } = lastWord(run);
  return (
    setting.shape.sickId !== undefined &&
    (claim?.outcome === 'rolled-back' || /became unhealthy/.test(claim?.message ?? ''))
  );
}

function unwholeOf(recovery: Recovery, run: SpawnedRun): Violation[] {
  const { main } = run;
  const { claim } = lastWord(run);
  return endsWhole(run) && main.exitCode === 0
    ? []
    : [
        {
          invariant: 'recover-ends-whole',
          message: `${recovery} says ${claim?.outcome ?? 'nothing'} (exit code ${main.exitCode}): ${claim?.message ?? main.stdout.slice(-300)}`,
        },
      ];
}

interface WentOn {
  /** Who came last. */
  readonly by: Recovery;
  readonly run: SpawnedRun;
}

/** Whoever is told which way is open takes that one. */
async function goOn(world: SpawnedRelease, job: SpawnedJob, recovery: Recovery): Promise<WentOn> {
  const by = async (way: Recovery): Promise<WentOn> => ({
    by: way,
    run: await spawnRun(world, recoveries[way](job)),
  });
  const first = await by(recovery);
  const message = lastWord(first.run).claim?.message ?? '';
  // A promotion that is run again recovers first, and may find then that the release was taken back: there is no more to do.
  if (recovery === 're-run' && /no release is open/i.test(message)) {
    return by('recover auto');
  }
  // Settings that a killed run was to bring, and that are not in the model yet, are known to nobody any more.
  return recovery === 'recover finish' && message.includes('recover-to: undo takes it back')
    ? by('recover undo')
    : first;
}

/** Whom a release of this scale set may reach. */
export type Reach = 'canaries' | 'everybody';

/** Everything is over, or the release is open and waits for its other half: nothing is half done, and others are as they were. */
export async function judgeRelease(
  { emulator, before, opened, setting }: SpawnedRelease,
  reach: Reach,
): Promise<Violation[]> {
  const { plane } = emulator.arm;
  await settled(plane);
  const now = scaleSetIn(plane, setting.payload);
  const isOpen = readOpenRelease(now.tags) !== undefined;
  const reachable = reach === 'everybody' ? before.instances.map(({ id }) => id) : [...opened.canaryIds];
  return [
    ...releaseIsWhole(now, before, 0),
    ...(isOpen ? [] : lastReleaseIsTrue(now, { releaseId: opened.lastId, leavesRecord: true })),
    ...othersAreUntouched(
      touchedIn(plane),
      new Set(reachable.filter((id) => id !== setting.shape.protectedId)),
    ),
    ...canariesAreFew(opened.mostCanaries, CANARY_PERCENT),
  ];
}
