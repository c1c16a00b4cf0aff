import { matrix } from './matrix/matrix.ts';
import { mutantsPart } from './mutants/mutants-part.ts';
import type { Part } from './part.ts';
import { race } from './race/race.ts';
import { raceSpawned } from './race-spawned/race-spawned.ts';
import { scaleSetMatrix } from './scale-set/matrix/matrix.ts';
import { scaleSetMutants } from './scale-set/mutants/mutants-part.ts';
import { scaleSetRace } from './scale-set/race/race.ts';
import { scaleSetSchedules } from './scale-set/schedules/schedules.ts';
import { scaleSetCancel, scaleSetSpawned } from './scale-set/spawned/spawned.ts';
import { schedules } from './schedules/schedules.ts';
import { cancel, spawned } from './spawned/spawned.ts';

/** By the name that `--only` takes. */
export const parts: Readonly<Record<string, Part>> = {
  matrix,
  schedules,
  spawned,
  race,
  'race-spawned': raceSpawned,
  cancel,
  mutants: mutantsPart,
  'scale-set-schedules': scaleSetSchedules,
  'scale-set-matrix': scaleSetMatrix,
  'scale-set-spawned': scaleSetSpawned,
  'scale-set-cancel': scaleSetCancel,
  'scale-set-race': scaleSetRace,
  'scale-set-mutants': scaleSetMutants,
};
