import { extname } from 'node:path';
import { inLanes } from '../../lanes.ts';
import type { RaceResult } from '../../race/perform-race.ts';
import type { ReleaseMutant } from '../mutants/mutants.ts';

/** What a worker thread is given. */
export interface ReleaseRaceTask {
  readonly seeds: readonly number[];
  /** A safeguard that is switched off in its copy of the product. */
  readonly mutant?: ReleaseMutant;
}

/** What it tells of each race. */
export interface PerformedReleaseRace {
  readonly seed: number;
  readonly runners: number;
  readonly result: RaceResult;
}

export interface PerformReleaseRacesOptions {
  readonly seed: number;
  readonly count: number;
  readonly parallel: number;
  readonly mutant?: ReleaseMutant;
  /** Returns false to end early. */
  readonly onPerformed: (performed: PerformedReleaseRace) => boolean;
}

/** Performs the races of `count` seeds from `seed` on, in worker threads of their own. */
export function performReleaseRaces(options: PerformReleaseRacesOptions): Promise<void> {
  const { mutant, onPerformed } = options;
  return inLanes<PerformedReleaseRace>({
    ...options,
    entry: new URL(`./race-worker${extname(import.meta.url)}`, import.meta.url),
    dataOf: (seeds): ReleaseRaceTask => ({ seeds, ...(mutant === undefined ? {} : { mutant }) }),
    onMessage: onPerformed,
  });
}
