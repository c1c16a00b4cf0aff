import fc from 'fast-check';
import { arbitrarySchedule } from './arbitrary-schedule.ts';
import type { Schedule } from './schedule.ts';

/** The schedule of a seed, the same on every machine as long as the arbitrary is the same. */
export function scheduleOf(seed: number): Schedule {
  const [schedule] = fc.sample(arbitrarySchedule, parametersOf(seed));
  if (schedule === undefined) {
    throw new Error(`There is no schedule of seed ${seed}.`);
  }
  return schedule;
}

/** Enough to lose most of what does not matter: most schedules are performed in tens of milliseconds. */
const SHRINKING_MS = 15_000;

/** The smallest schedule that is found to break as the one of this seed does. */
export async function shrunken(
  seed: number,
  breaks: (schedule: Schedule) => Promise<boolean>,
): Promise<Schedule> {
  const endsAtMs = performance.now() + SHRINKING_MS;
  const holds = fc.asyncProperty(
    arbitrarySchedule,
    async (schedule) => performance.now() > endsAtMs || !(await breaks(schedule)),
  );
  const { counterexample } = await fc.check(holds, parametersOf(seed));
  return counterexample?.[0] ?? scheduleOf(seed);
}

/** One draw from a seed of its own: neighbouring seeds must not give neighbouring schedules. */
function parametersOf(seed: number): { readonly seed: number; readonly numRuns: 1 } {
  return { seed: Math.imul(seed, 0x9e3779b1) ^ 0x5bf03635, numRuns: 1 };
}
