import { extname } from 'node:path';
import { inLanes } from '../../lanes.ts';
import type { Course } from '../../schedules/perform-schedule.ts';
import type { ReleaseMutant } from '../mutants/mutants.ts';
import type { ReleaseSchedule } from './schedule.ts';

/** What a worker thread is given. */
export interface ReleaseScheduleTask {
  readonly seeds: readonly number[];
  /** A safeguard that is switched off in its copy of the product. */
  readonly mutant?: ReleaseMutant;
  /** Whether a schedule that breaks something is made as small as possible. */
  readonly isShrunken: boolean;
}

/** What it tells of each schedule. */
export interface PerformedRelease {
  readonly seed: number;
  readonly course: Course;
  readonly smallest?: ReleaseSchedule;
}

export interface PerformReleasesOptions extends Omit<ReleaseScheduleTask, 'seeds'> {
  readonly seed: number;
  readonly count: number;
  readonly parallel: number;
  /** Returns false to end early. */
  readonly onPerformed: (performed: PerformedRelease) => boolean;
}

/** Performs the schedules of `count` seeds from `seed` on, in worker threads of their own. */
export function performReleaseSchedules(options: PerformReleasesOptions): Promise<void> {
  const { mutant, isShrunken, onPerformed } = options;
  return inLanes<PerformedRelease>({
    ...options,
    entry: new URL(`./schedules-worker${extname(import.meta.url)}`, import.meta.url),
    dataOf: (seeds): ReleaseScheduleTask => ({
      seeds,
      isShrunken,
      ...(mutant === undefined ? {} : { mutant }),
    }),
    onMessage: onPerformed,
  });
}
