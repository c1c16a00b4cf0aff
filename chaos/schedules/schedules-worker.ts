import { parentPort, workerData } from 'node:worker_threads';
import { applyMutant, type MutantName } from '../mutants/mutants.ts';
import type { Performed, ScheduleTask } from './schedule-task.ts';

const { seeds, mutant, isShrunken } = workerData as ScheduleTask;

// Before anything of src/ is loaded: what is loaded already stays as it is.
if (mutant !== undefined) {
  applyMutant(mutant satisfies MutantName);
}
const { performSchedule } = await import('./perform-schedule.ts');
const { scheduleOf, shrunken } = await import('./seeds.ts');

for (const seed of seeds) {
  const course = await performSchedule(scheduleOf(seed));
  const [violation] = course.violations;
  const performed: Performed = {
    seed,
    course,
    ...(violation === undefined || !isShrunken
      ? {}
      : { smallest: await smallest(seed, violation.invariant) }),
  };
  parentPort?.postMessage(performed);
}

/** Breaking otherwise would be another failure. */
function smallest(seed: number, invariant: string) {
  return shrunken(seed, async (schedule) =>
    (await performSchedule(schedule)).violations.some((violation) => violation.invariant === invariant),
  );
}
