import type { Part } from '../../part.ts';
import { spawnedPart } from '../../spawned/spawned-part.ts';
import { performSpawnedRelease } from './perform-spawned.ts';
import { arbitraryCancelledRelease, arbitraryDisturbedRelease } from './spawned-schedule.ts';

/** The bundled canary, rollout and rejection, with faults and real signals at random moments. */
export const scaleSetSpawned: Part = spawnedPart(
  'scale-set-spawned',
  300,
  arbitraryDisturbedRelease,
  performSpawnedRelease,
);

/** The same without faults: they are stopped by SIGINT and SIGTERM in every phase of a run in which all is well. */
export const scaleSetCancel: Part = spawnedPart(
  'scale-set-cancel',
  60,
  arbitraryCancelledRelease,
  performSpawnedRelease,
);
