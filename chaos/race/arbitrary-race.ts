import fc from 'fast-check';

/** Several runs at once, each on a machine of its own. */
export interface Race {
  readonly seed: number;
  readonly method: 'temporary-ip' | 'native' | 'auto';
  readonly requestLatency: 'none' | 'realistic';
  readonly runners: readonly Runner[];
}

export interface Runner {
  readonly startsAfterMs: number;
  /** `back`: a run to the load balancer that production is on before the race. `recovery`: `command: recover`. */
  readonly goal: 'there' | 'back' | 'recovery';
  readonly lockTimeoutMs: number;
  /**
   * How long what it writes into the tags of the production address is on its way. Unequal: what one has read is long outdated
   * when its write arrives, and another one has looked at its own lock, and gone in, meanwhile.
   */
  readonly tagsTransitMs: number;
  /** Its process stands still: somebody else may have the lock when it goes on. */
  readonly standstill: Standstill | undefined;
}

export interface Standstill {
  /** Right before which of its polls of an operation, counted from when it had the lock. */
  readonly beforePoll: number;
  /** A recovery waits for an owner that is alive for twenty seconds where production is served; a step of a run has three minutes. */
  readonly durationMs: number;
}

const LONGEST_SWAP_MS = 120_000;
const LONG_ENOUGH_MS = 3_600_000;

const runner: fc.Arbitrary<Runner> = fc.record({
  startsAfterMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: LONGEST_SWAP_MS })),
  goal: fc.oneof(
    { weight: 4, arbitrary: fc.constant('there' as const) },
    { weight: 2, arbitrary: fc.constant('back' as const) },
    { weight: 1, arbitrary: fc.constant('recovery' as const) },
  ),
  lockTimeoutMs: fc.constantFrom(0, LONG_ENOUGH_MS),
  tagsTransitMs: fc.constantFrom(0, 0, 400, 3_000, 8_000),
  standstill: fc.option(
    fc.record({
      beforePoll: fc.integer({ min: 1, max: 16 }),
      durationMs: fc.integer({ min: 20_000, max: 120_000 }),
    }),
    { freq: 2, nil: undefined },
  ),
});

export const arbitraryRace: fc.Arbitrary<Race> = fc.record({
  seed: fc.integer({ min: 1, max: 1_000_000 }),
  method: fc.constantFrom('temporary-ip' as const, 'native' as const, 'auto' as const),
  requestLatency: fc.constantFrom('none' as const, 'realistic' as const),
  runners: fc.oneof(
    fc.array(runner, { minLength: 2, maxLength: 2 }),
    fc.array(runner, { minLength: 10, maxLength: 10 }),
  ),
});

export function raceOf(seed: number): Race {
  const [race] = fc.sample(arbitraryRace, { seed: Math.imul(seed, 0x9e3779b1), numRuns: 1 });
  if (race === undefined) {
    throw new Error(`There is no race of seed ${seed}.`);
  }
  return race;
}
