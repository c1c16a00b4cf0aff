import fc from 'fast-check';
import { arbitrarySchedule } from './arbitrary-schedule.ts';
import type { Schedule } from './schedule.ts';

/** The schedule of a seed, the same on every machine as long as the arbitrary is the same. */
export function scheduleOf(seed: number): Schedule {
  return drawnFrom(arbitrarySchedule, seed);
}

/** The smallest schedule that is found to break as the one of this seed does. */
export function shrunken(seed: number, breaks: (schedule: Schedule) => Promise<boolean>): Promise<Schedule> {
  return shrunkenOf(arbitrarySchedule, seed, breaks);
}

export function drawnFrom<T>(arbitrary: fc.Arbitrary<T>, seed: number): T {
  const [drawn] = fc.sample(arbitrary, parametersOf(seed));
  if (drawn === undefined) {
    throw new Error(`There is no schedule of seed ${seed}.`);
  }
  return drawn;
}

/** Enough to lose most of what does not matter: most schedules are performed in tens of milliseconds. */
const SHRINKING_MS = 15_000;

export async function shrunkenOf<T>(
  arbitrary: fc.Arbitrary<T>,
  seed: number,
  breaks: (schedule: T) => Promise<boolean>,
): Promise<T> {
  const endsAtMs = performance.now() + SHRINKING_MS;
  const holds = fc.asyncProperty(
    arbitrary,
    async (schedule) => performance.now() > endsAtMs || !(await breaks(schedule)),
  );
  const { counterexample } = await fc.check(holds, parametersOf(seed));
  return counterexample?.[0] ?? drawnFrom(arbitrary, seed);
}

/** One draw from a seed of its own: neighbouring seeds must not give neighbouring schedules. */
function parametersOf(seed: number): { readonly seed: number; readonly numRuns: 1 } {
  return { seed: Math.imul(seed, 0x9e3779b1) ^ 0x5bf03635, numRuns: 1 };
}
