import fc from 'fast-check';

/** Several runs of the bundled action at once, on one emulator. */
export interface SpawnedRace {
  readonly method: 'temporary-ip' | 'native' | 'auto';
  readonly runners: readonly SpawnedRunner[];
}

export interface SpawnedRunner {
  readonly startsAfterMs: number;
  /** `back`: to the load balancer that production is on before the race. */
  readonly target: 'there' | 'back';
  /** Whether it has a `lock-timeout`, and waits for whoever is inside. */
  readonly waits: boolean;
  /**
   * From its look at the tags until its lock is in them. Processes do not start in the same instant, and here an answer takes
   * none: without this nobody would come between. Unequal, so that a late write arrives when another one has long gone in.
   */
  readonly lockTransitMs: number;
}

/** A swap over a temporary address, from the start of its process. */
const LONGEST_RUN_MS = 6_500;

const runner: fc.Arbitrary<SpawnedRunner> = fc.record({
  startsAfterMs: fc.oneof(
    { weight: 3, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: LONGEST_RUN_MS }) },
  ),
  target: fc.constantFrom('there' as const, 'there' as const, 'back' as const),
  waits: fc.constantFrom(true, true, false),
  lockTransitMs: fc.constantFrom(0, 400, 400, 1_200, 2_500),
});

const arbitrarySpawnedRace: fc.Arbitrary<SpawnedRace> = fc.record({
  method: fc.constantFrom('temporary-ip' as const, 'native' as const, 'auto' as const),
  runners: fc.oneof(
    fc.array(runner, { minLength: 2, maxLength: 2 }),
    fc.array(runner, { minLength: 10, maxLength: 10 }),
  ),
});

export function spawnedRaceOf(seed: number): SpawnedRace {
  const [race] = fc.sample(arbitrarySpawnedRace, { seed: Math.imul(seed, 0x9e3779b1), numRuns: 1 });
  if (race === undefined) {
    throw new Error(`There is no race of seed ${seed}.`);
  }
  return race;
}
