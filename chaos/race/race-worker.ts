import { parentPort, workerData } from 'node:worker_threads';
import { applyMutant } from '../mutants/mutants.ts';
import type { PerformedRace, RaceTask } from './race-task.ts';

const { seeds, mutant } = workerData as RaceTask;

// Before anything of src/ is loaded: what is loaded already stays as it is.
if (mutant !== undefined) {
  applyMutant(mutant);
}
const { raceOf } = await import('./arbitrary-race.ts');
const { performRace } = await import('./perform-race.ts');

for (const seed of seeds) {
  const race = raceOf(seed);
  const performed: PerformedRace = {
    seed,
    runners: race.runners.length,
    result: await performRace(race),
  };
  parentPort?.postMessage(performed);
}
