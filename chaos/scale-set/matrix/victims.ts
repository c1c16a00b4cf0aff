import type { Fault } from '../../../emulator/faults.ts';
import { readOpenRelease } from '../../../src/record/open-release.ts';
import type { Outcome } from '../../invariants/outcome-is-true.ts';
import { scaleSetIn } from '../../invariants/scale-set/scale-set-as-it-is.ts';
import type { Violation } from '../../invariants/violation.ts';
import { type Killer, type KillPoint, killAt } from '../../matrix/kill-point.ts';
import type { Scene, Victim, Victims } from '../../matrix/victim.ts';
import { lastWord } from '../../spawned/aftermath.ts';
import { spawnRun } from '../../spawned/spawned-run.ts';
import { EXTENSION, NEW_SECRETS, NEW_SETTINGS, OLD_SECRETS, OLD_SETTINGS } from '../scenario.ts';
import {
  canaryOf,
  finishJob,
  judgeRelease,
  type Reach,
  type ReleaseSetting,
  recoverAndJudge,
  recoveriesOf,
  rejection,
  rolloutOf,
  type SpawnedJob,
  type SpawnedRelease,
  spokenTruly,
  startSpawnedRelease,
  toNewImage,
} from '../spawned/spawned-release.ts';

/** A job, in the circumstances that make it do all that it can. */
interface ReleaseVictim {
  readonly setting: ReleaseSetting;
  /** What has happened before it. */
  readonly former?: readonly FormerJob[];
  readonly job: SpawnedJob;
  readonly reach: Reach;
  /** Default `succeeded`. */
  readonly ends?: Outcome;
  readonly isKilledAfterReads?: boolean;
}

/** One that has succeeded, or came to what stopped it. */
interface FormerJob {
  readonly job: SpawnedJob;
  readonly killed?: KillPoint;
  readonly met?: Fault;
}

const plain: ReleaseSetting = {
  shape: { capacity: 3, isZonal: false, repairs: 'none', isScaled: false, hasPolicies: false },
  payload: 'image',
  inputs: {},
};

/** Canaries are protected from scale-in and repairs suspended; who is protected from everything stands beside. */
const watchedOver: ReleaseSetting = {
  shape: {
    capacity: 5,
    isZonal: false,
    repairs: 'running',
    isScaled: true,
    hasPolicies: true,
    protectedId: '2',
  },
  payload: 'image',
  inputs: { 'suspend-repairs': 'true' },
};

const ofExtension: ReleaseSetting = {
  ...plain,
  payload: 'extension',
  inputs: {
    'previous-extension-settings': JSON.stringify(OLD_SETTINGS),
    'previous-extension-protected-settings': JSON.stringify(OLD_SECRETS),
  },
};

const ofForcedRun: ReleaseSetting = {
  ...ofExtension,
  shape: { ...plain.shape, repairs: 'running', isScaled: true },
  payload: 'forced-run',
  inputs: { ...ofExtension.inputs, 'suspend-repairs': 'true' },
};

function withSick(sickId: string, onUnhealthy: 'rollback' | 'quarantine'): ReleaseSetting {
  return {
    ...plain,
    shape: { ...plain.shape, sickId },
    inputs: { 'on-unhealthy': onUnhealthy, 'healthy-deadline': '20s' },
  };
}

const toNewSettings = {
  extension: EXTENSION,
  'extension-settings': JSON.stringify(NEW_SETTINGS),
  'extension-protected-settings': JSON.stringify(NEW_SECRETS),
};

const toSameSettings = { ...toNewSettings, 'extension-settings': JSON.stringify(OLD_SETTINGS) };

const secondUpgrade = { method: 'POST', path: '/manualupgrade$', nth: 2 } as const;

/** A batch is over, and the next one is about to begin. */
const BETWEEN_BATCHES: KillPoint = { kind: 'before', request: secondUpgrade };

function recoveryTo(direction: 'finish' | 'undo'): SpawnedJob {
  return { command: 'recover', inputs: { command: 'recover', 'recover-to': direction } };
}

const canary = canaryOf(toNewImage);

/** They wait for who does not get well, or for another recovery, or have a long past. */
const patientVictims = {
  'canary into quarantine': {
    setting: withSick('0', 'quarantine'),
    job: canary,
    reach: 'canaries',
    ends: 'failed',
  },
  'rollout that takes itself back': {
    setting: withSick('2', 'rollback'),
    job: rolloutOf('2', toNewImage),
    reach: 'everybody',
    ends: 'rolled-back',
  },
  'promotion in batches': {
    setting: watchedOver,
    former: [{ job: canary }],
    job: rolloutOf('2'),
    reach: 'everybody',
  },
  'rejection of a canary': {
    setting: watchedOver,
    former: [{ job: canary }],
    job: rejection,
    reach: 'canaries',
  },
  'recovery to finish': {
    setting: watchedOver,
    former: [{ job: canary }, { job: rolloutOf('2'), killed: BETWEEN_BATCHES }],
    job: recoveryTo('finish'),
    reach: 'everybody',
  },
  'recovery to undo': {
    setting: ofForcedRun,
    former: [{ job: rolloutOf('1', toSameSettings), killed: BETWEEN_BATCHES }],
    job: recoveryTo('undo'),
    reach: 'everybody',
  },
} as const satisfies Readonly<Record<string, ReleaseVictim>>;

const otherVictims = {
  canary: { setting: plain, job: canary, reach: 'canaries', isKilledAfterReads: true },
  'canary under repairs and autoscale': { setting: watchedOver, job: canary, reach: 'canaries' },
  'canary of a forced run': { setting: ofForcedRun, job: canaryOf(toSameSettings), reach: 'canaries' },
  'rollout without a canary': {
    setting: plain,
    job: rolloutOf('1', toNewImage),
    reach: 'everybody',
  },
  'rollout of an extension': {
    setting: ofExtension,
    job: rolloutOf('2', toNewSettings),
    reach: 'everybody',
  },
  'rejection of half a rollout': {
    setting: plain,
    former: [
      { job: canary },
      {
        job: rolloutOf('1', { 'on-failure': 'stop' }),
        met: { match: secondUpgrade, effect: 'answer', status: 403, code: 'AuthorizationFailed' },
      },
    ],
    job: rejection,
    reach: 'everybody',
  },
  'rejection of an extension': {
    setting: ofExtension,
    former: [{ job: rolloutOf('2', toNewSettings) }],
    job: rejection,
    reach: 'everybody',
  },
} as const satisfies Readonly<Record<string, ReleaseVictim>>;

/** Those that come to their end in half a minute. */
export const briefVictims: Victims = victimsOf(otherVictims);

/** The longest first: nothing is left to wait for in the end. */
export const releaseVictims: Victims = { ...victimsOf(patientVictims), ...briefVictims };

function victimsOf(victims: Readonly<Record<string, ReleaseVictim>>): Victims {
  return Object.fromEntries(Object.entries(victims).map(([name, victim]) => [name, victimOf(victim)]));
}

function victimOf({
  setting,
  former = [],
  job,
  reach,
  ends = 'succeeded',
  isKilledAfterReads = false,
}: ReleaseVictim): Victim {
  return {
    async prepare() {
      const world = await startSpawnedRelease(setting, 1);
      for (const each of former) {
        await perform(world, each);
      }
      return sceneOf(world, job, reach);
    },
    options: {
      inputs: job.inputs,
      environment: job.command === 'recover' ? { GITHUB_RUN_ID: '1000003' } : {},
    },
    ends,
    recoveries: recoveriesOf(job),
    isKilledAfterReads,
  };
}

async function perform(world: SpawnedRelease, { job, killed, met }: FormerJob): Promise<void> {
  const { faults } = world.emulator.arm.plane;
  if (killed === undefined && met === undefined) {
    await finishJob(world, job);
    return;
  }
  if (met !== undefined) {
    faults.add(met);
  }
  let killer: Killer | undefined;
  const { main } = await spawnRun(world, {
    inputs: job.inputs,
    environment: { GITHUB_RUN_ID: '1000001' },
    runsPost: killed === undefined,
    onStart: (running) => {
      killer = killed && killAt(world, killed, running, world.emulator.arm.plane.operations.all().length);
    },
  });
  killer?.stop();
  faults.remove();
  if (main.claim !== undefined && main.claim.outcome !== 'failed') {
    throw new Error(`A ${job.command} that was to be stopped says ${main.claim.outcome}:\n${main.stdout}`);
  }
}

function sceneOf(world: SpawnedRelease, job: SpawnedJob, reach: Reach): Scene {
  return Object.assign(world, {
    judgeRun: (run: Parameters<Scene['judgeRun']>[0]) => spokenTruly(world, job.command, run),
    recover: (recovery: Parameters<Scene['recover']>[0]) => recoverAndJudge(world, job, recovery),
    judgeEnd: async () => [
      ...(await judgeRelease(world, reach)),
      ...(isOpen(world) ? [...(await rejectOpen(world)), ...(await judgeRelease(world, reach))] : []),
    ],
  });
}

function isOpen({ emulator, setting }: SpawnedRelease): boolean {
  return readOpenRelease(scaleSetIn(emulator.arm.plane, setting.payload).tags) !== undefined;
}

/** What a release has set aside is back when it is over: one that is open waits for somebody who decides. */
async function rejectOpen(world: SpawnedRelease): Promise<Violation[]> {
  const run = await spawnRun(world, {
    inputs: rejection.inputs,
    environment: { GITHUB_RUN_ID: '1000005' },
  });
  const { claim } = lastWord(run);
  return [
    ...spokenTruly(world, rejection.command, run),
    ...(claim?.outcome === 'succeeded' && run.main.exitCode === 0
      ? []
      : [
          {
            invariant: 'release-ends',
            message: `nothing was in the way, and its rejection says ${claim?.outcome ?? 'nothing'}: ${claim?.message ?? run.main.stdout.slice(-300)}`,
          } as const,
        ]),
  ];
}
