import fc from 'fast-check';
import type { Recovery } from '../../spawned/recovery.ts';
import type { Signal } from '../../spawned/signalled-run.ts';
import type { SignalKind } from '../../spawned/signals.ts';
import { isBriefFault } from '../../spawned/spawned-schedule.ts';
import { fault, otherField } from '../schedules/arbitrary-schedule.ts';
import { isMild, type ReleaseDisturbance } from '../schedules/schedule.ts';
import {
  canaryOf,
  finishJob,
  type ReleaseSetting,
  recoveriesOf,
  rejection,
  rolloutOf,
  type SpawnedJob,
  type SpawnedRelease,
  startSpawnedRelease,
  toNewImage,
} from './spawned-release.ts';

/** Of one scale set, in which all is as plain as can be. */
const setting: ReleaseSetting = {
  shape: { capacity: 3, isZonal: false, repairs: 'none', isScaled: false, hasPolicies: false },
  payload: 'image',
  inputs: {},
};

export const spawnedJobs = {
  canary: canaryOf(toNewImage),
  rollout: rolloutOf('100%'),
  rollback: rejection,
} as const satisfies Readonly<Record<string, SpawnedJob>>;

/** To be promoted or rejected, a canary has to be there. */
export async function startPlainRelease(
  command: keyof typeof spawnedJobs,
  seed: number,
): Promise<SpawnedRelease> {
  const world = await startSpawnedRelease(setting, seed);
  if (command !== 'canary') {
    await finishJob(world, spawnedJobs.canary);
  }
  return world;
}

const commands = Object.keys(spawnedJobs) as readonly (keyof typeof spawnedJobs)[];

/** What happens to a job of the bundled action, in real time. */
export interface SpawnedReleaseSchedule {
  readonly command: keyof typeof spawnedJobs;
  readonly disturbances: readonly ReleaseDisturbance[];
  readonly signal?: Signal;
  readonly isMachineLost: boolean;
  /** Taken where the run does not end whole. */
  readonly recovery: Recovery;
}

/** A canary, a rollout and a rejection last four to six seconds from the start of their process. */
const LONGEST_RUN_MS = 6_000;

function signalOf(...kinds: readonly SignalKind[]): fc.Arbitrary<Signal> {
  return fc.record({
    kind: fc.constantFrom(...kinds),
    afterMs: fc.noBias(fc.integer({ min: 0, max: LONGEST_RUN_MS })),
  });
}

function isBrief(disturbance: ReleaseDisturbance): boolean {
  return disturbance.kind === 'fault' && isBriefFault(disturbance);
}

/** Faults and signals. What hangs, or never ends, and who takes the model, are for the virtual clock. */
export const arbitraryDisturbedRelease: fc.Arbitrary<SpawnedReleaseSchedule> = fc
  .constantFrom(...commands)
  .chain((command) =>
    fc.record({
      command: fc.constant(command),
      disturbances: fc.array(
        fc.oneof(
          { weight: 4, arbitrary: fault.filter(isBrief) },
          { weight: 1, arbitrary: otherField.filter(isMild) },
        ),
        { maxLength: 3 },
      ),
      signal: fc.option(signalOf('cancel', 'cancel-twice', 'terminate', 'kill'), { nil: undefined, freq: 4 }),
      isMachineLost: fc.boolean(),
      recovery: fc.constantFrom(...recoveriesOf(spawnedJobs[command])),
    }),
  )
  .map(({ signal, ...schedule }) => (signal === undefined ? schedule : { ...schedule, signal }));

/** A run that nothing disturbs is stopped at any moment. */
export const arbitraryCancelledRelease: fc.Arbitrary<SpawnedReleaseSchedule> = fc
  .constantFrom(...commands)
  .chain((command) =>
    fc.record({
      command: fc.constant(command),
      disturbances: fc.constant([]),
      signal: signalOf('cancel', 'cancel-twice', 'terminate'),
      isMachineLost: fc.boolean(),
      recovery: fc.constantFrom(...recoveriesOf(spawnedJobs[command])),
    }),
  );
