import fc from 'fast-check';
import type { FaultEffect } from '../../emulator/faults.ts';
import { fault, otherField, signInFaultOf, tokenLostOf } from '../schedules/arbitrary-schedule.ts';
import type { Disturbance } from '../schedules/schedule.ts';
import type { Spot } from '../schedules/spots.ts';
import { type Recovery, recoveryNames } from './recovery.ts';
import type { Signal } from './signalled-run.ts';
import type { SignalKind } from './signals.ts';

/** What happens to a run of the bundled action, in real time. */
export interface SpawnedSchedule {
  readonly method: 'temporary-ip' | 'native' | 'auto';
  readonly disturbances: readonly Disturbance[];
  readonly signal?: Signal;
  readonly isMachineLost: boolean;
  /** Production is asked, and a request to it may be open for so long. Absent: it is not asked. */
  readonly probeTimeout?: '2s' | '10s' | '30s';
  /** Taken where the run does not end whole. */
  readonly recovery: Recovery;
}

/** A run over a temporary address lasts six seconds from the start of its process, and one of ARM's own swap three. */
const LONGEST_RUN_MS = 6_500;
/** Node starts, and nobody listens to signals yet. */
const START_MS = 400;

const common = {
  method: fc.constantFrom(
    'temporary-ip' as const,
    'temporary-ip' as const,
    'native' as const,
    'auto' as const,
  ),
  isMachineLost: fc.boolean(),
  recovery: fc.constantFrom(...recoveryNames),
};

function signalOf(...kinds: readonly SignalKind[]): fc.Arbitrary<Signal> {
  return fc.record({
    kind: fc.constantFrom(...kinds),
    afterMs: fc.noBias(
      fc.oneof(
        { weight: 4, arbitrary: fc.integer({ min: 0, max: LONGEST_RUN_MS }) },
        { weight: 1, arbitrary: fc.integer({ min: 0, max: START_MS }) },
      ),
    ),
  });
}

/** Faults and signals. What hangs, or never ends, is for the virtual clock. */
export const arbitraryDisturbedRun: fc.Arbitrary<SpawnedSchedule> = fc
  .record({
    ...common,
    disturbances: fc
      .array(
        fc.oneof(
          { weight: 8, arbitrary: fc.tuple(fault.filter(isBrief)) },
          { weight: 2, arbitrary: fc.tuple(otherField) },
          {
            weight: 1,
            arbitrary: fc.tuple(signInFaultOf('sign-in', 'identity-token').filter(isBriefSignIn)),
          },
          {
            weight: 1,
            arbitrary: tokenLostOf('sign-in', 'identity-token').filter((group) => group.every(isBriefSignIn)),
          },
        ),
        { minLength: 0, maxLength: 3 },
      )
      .map((groups) => groups.flat()),
    signal: fc.option(signalOf('cancel', 'cancel-twice', 'terminate', 'kill'), { nil: undefined, freq: 4 }),
  })
  .map(({ signal, ...schedule }) => (signal === undefined ? schedule : { ...schedule, signal }));

/** A run that nothing disturbs is stopped at any moment, also with requests to production open that nobody answers. */
export const arbitraryCancelledRun: fc.Arbitrary<SpawnedSchedule> = fc
  .record({
    ...common,
    disturbances: fc.constant([]),
    signal: signalOf('cancel', 'cancel-twice', 'terminate'),
    probeTimeout: fc.option(fc.constantFrom('2s' as const, '10s' as const, '30s' as const), {
      nil: undefined,
    }),
  })
  .map(({ probeTimeout, ...schedule }) =>
    probeTimeout === undefined ? schedule : { ...schedule, probeTimeout },
  );

const MOST_TIMES = 3;
const LONGEST_MS = 1_000;

function isBrief(disturbance: Disturbance): boolean {
  return disturbance.kind === 'fault' && isBriefFault(disturbance);
}

/** It is over in a moment of real time. */
export function isBriefFault({
  at,
  effect,
}: {
  readonly at: Pick<Spot, 'times'>;
  readonly effect: FaultEffect;
}): boolean {
  return at.times !== 'always' && at.times <= MOST_TIMES && isBriefEffect(effect);
}

/** A sign-in that hangs is asked for again after fifteen seconds, here too. */
function isBriefSignIn(disturbance: Disturbance): boolean {
  return (
    disturbance.kind === 'fault' &&
    disturbance.at.times !== 'always' &&
    disturbance.at.times <= MOST_TIMES &&
    (disturbance.effect.effect !== 'unanswered' || disturbance.at.times === 1)
  );
}

function isBriefEffect(effect: FaultEffect): boolean {
  switch (effect.effect) {
    case 'stuck':
    case 'unanswered':
      return false;
    case 'throttled':
      return (effect.retryAfterSeconds ?? 0) <= 1;
    case 'answer':
      return effect.headers?.['retry-after'] === undefined;
    case 'delayed':
      return (effect.beforeMs ?? 0) <= LONGEST_MS && (effect.afterMs ?? 0) <= LONGEST_MS;
    default:
      return true;
  }
}
