import fc from 'fast-check';
import { drawnFrom } from '../../schedules/seeds.ts';
import type { ReleaseCommand, ReleaseInputs } from '../action.ts';

/** Several jobs on one scale set at once, each on a machine of its own. */
export interface ReleaseRace {
  readonly seed: number;
  readonly payload: ReleaseInputs['payload'];
  readonly requestLatency: 'none' | 'realistic';
  readonly runners: readonly ReleaseRunner[];
  /** Somebody takes one of them for lost, and recovers. */
  readonly recoversAfterMs?: number;
}

export interface ReleaseRunner {
  readonly startsAfterMs: number;
  readonly command: ReleaseCommand;
  readonly lockTimeoutMs: number;
  /** How long what it writes to the scale set is on its way: unequal, as in the races of swaps. */
  readonly transitMs: number;
}

/** A canary lasts two minutes, a rollout of three instances ten. */
const LONGEST_HALF_MS = 600_000;
const LONG_ENOUGH_MS = 14_400_000;

const runner: fc.Arbitrary<ReleaseRunner> = fc.record({
  startsAfterMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: LONGEST_HALF_MS })),
  command: fc.oneof(
    fc.record({ kind: fc.constant('canary' as const), percent: fc.constantFrom(10, 10, 50) }),
    fc.record({
      kind: fc.constant('rollout' as const),
      batchSize: fc.constantFrom(1, 2),
      names: fc.constant(true),
    }),
    fc.constant<ReleaseCommand>({ kind: 'rollback' }),
  ),
  lockTimeoutMs: fc.constantFrom(0, LONG_ENOUGH_MS),
  transitMs: fc.constantFrom(0, 0, 400, 3_000, 8_000),
});

const arbitraryRace: fc.Arbitrary<ReleaseRace> = fc
  .record({
    seed: fc.integer({ min: 1, max: 1_000_000 }),
    payload: fc.constantFrom('image' as const, 'image' as const, 'extension' as const),
    requestLatency: fc.constantFrom('none' as const, 'realistic' as const),
    runners: fc.oneof(
      { weight: 2, arbitrary: fc.array(runner, { minLength: 2, maxLength: 2 }) },
      { weight: 1, arbitrary: fc.array(runner, { minLength: 10, maxLength: 10 }) },
    ),
    recoversAfterMs: fc.option(fc.integer({ min: 20_000, max: LONGEST_HALF_MS }), {
      nil: undefined,
      freq: 2,
    }),
  })
  .map(({ recoversAfterMs, ...race }) =>
    recoversAfterMs === undefined ? race : { ...race, recoversAfterMs },
  );

export function releaseRaceOf(seed: number): ReleaseRace {
  return drawnFrom(arbitraryRace, seed);
}
