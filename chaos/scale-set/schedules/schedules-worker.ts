import { parentPort, workerData } from 'node:worker_threads';
import { applyEdits } from '../../mutants/mutants.ts';
import { releaseMutants } from '../mutants/mutants.ts';
import type { PerformedRelease, ReleaseScheduleTask } from './schedule-task.ts';

const { seeds, mutant, isShrunken } = workerData as ReleaseScheduleTask;

// Before anything of src/ is loaded: what is loaded already stays as it is.
if (mutant !== undefined) {
  applyEdits(releaseMutants[mutant]);
}
const { performReleaseSchedule } = await import('./perform-schedule.ts');
const { releaseScheduleOf, shrunkenRelease } = await import('./seeds.ts');

for (const seed of seeds) {
  const course = await performReleaseSchedule(releaseScheduleOf(seed));
  const [violation] = course.violations;
  const performed: PerformedRelease = {
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
  return shrunkenRelease(seed, async (schedule) =>
    (await performReleaseSchedule(schedule)).violations.some(
      (violation) => violation.invariant === invariant,
    ),
  );
}
