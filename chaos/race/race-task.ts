import { extname } from 'node:path';
import { inLanes } from '../lanes.ts';
import type { MutantName } from '../mutants/mutants.ts';
import type { RaceResult } from './perform-race.ts';

/** What a worker thread is given. */
export interface RaceTask {
  readonly seeds: readonly number[];
  /** A safeguard that is switched off in its copy of the product. */
  readonly mutant?: MutantName;
}

/** What it tells of each race. */
export interface PerformedRace {
  readonly seed: number;
  readonly runners: number;
  readonly result: RaceResult;
}

export interface PerformRacesOptions {
  readonly seed: number;
  readonly count: number;
  readonly parallel: number;
  readonly mutant?: MutantName;
  /** Returns false to end early. */
  readonly onPerformed: (performed: PerformedRace) => boolean;
}

/** Performs the races of `count` seeds from `seed` on, in worker threads of their own. */
export function performRaces(options: PerformRacesOptions): Promise<void> {
  const { mutant, onPerformed } = options;
  return inLanes<PerformedRace>({
    ...options,
    entry: new URL(`./race-worker${extname(import.meta.url)}`, import.meta.url),
    dataOf: (seeds): RaceTask => ({ seeds, ...(mutant === undefined ? {} : { mutant }) }),
    onMessage: onPerformed,
  });
}
