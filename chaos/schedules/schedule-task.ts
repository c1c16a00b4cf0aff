import { extname } from 'node:path';
import { inLanes } from '../lanes.ts';
import type { MutantName } from '../mutants/mutants.ts';
import type { Course } from './perform-schedule.ts';
import type { Schedule } from './schedule.ts';

/** What a worker thread is given. */
export interface ScheduleTask {
  readonly seeds: readonly number[];
  /** A safeguard that is switched off in its copy of the product. */
  readonly mutant?: MutantName;
  /** Whether a schedule that breaks something is made as small as possible. */
  readonly isShrunken: boolean;
}

/** What it tells of each schedule. */
export interface Performed {
  readonly seed: number;
  readonly course: Course;
  readonly smallest?: Schedule;
}

export interface PerformOptions extends Omit<ScheduleTask, 'seeds'> {
  readonly seed: number;
  readonly count: number;
  readonly parallel: number;
  /** Returns false to end early. */
  readonly onPerformed: (performed: Performed) => boolean;
}

/** Performs the schedules of `count` seeds from `seed` on, in worker threads of their own. */
export function performSchedules(options: PerformOptions): Promise<void> {
  const { mutant, isShrunken, onPerformed } = options;
  return inLanes<Performed>({
    ...options,
    entry: new URL(`./schedules-worker${extname(import.meta.url)}`, import.meta.url),
    dataOf: (seeds): ScheduleTask => ({ seeds, isShrunken, ...(mutant === undefined ? {} : { mutant }) }),
    onMessage: onPerformed,
  });
}
