import type { Part } from '../part.ts';
import { performSpawned } from './perform-spawned.ts';
import { spawnedPart } from './spawned-part.ts';
import { arbitraryCancelledRun, arbitraryDisturbedRun } from './spawned-schedule.ts';

/** The bundled action as a process, with faults and real signals at random moments. */
export const spawned: Part = spawnedPart('spawned', 300, arbitraryDisturbedRun, performSpawned);

/** The same without faults: it is stopped in every phase of a run in which all is well. */
export const cancel: Part = spawnedPart('cancel', 100, arbitraryCancelledRun, performSpawned);
