import { parentPort, workerData } from 'node:worker_threads';
import { applyEdits } from '../../mutants/mutants.ts';
import { releaseMutants } from '../mutants/mutants.ts';
import type { PerformedReleaseRace, ReleaseRaceTask } from './race-task.ts';

const { seeds, mutant } = workerData as ReleaseRaceTask;

// Before anything of src/ is loaded: what is loaded already stays as it is.
if (mutant !== undefined) {
  applyEdits(releaseMutants[mutant]);
}
const { releaseRaceOf } = await import('./arbitrary-race.ts');
const { performReleaseRace } = await import('./perform-race.ts');

for (const seed of seeds) {
  const race = releaseRaceOf(seed);
  const performed: PerformedReleaseRace = {
    seed,
    runners: race.runners.length,
    result: await performReleaseRace(race),
  };
  parentPort?.postMessage(performed);
}
