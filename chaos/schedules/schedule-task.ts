import { once } from 'node:events';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
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
export async function performSchedules(options: PerformOptions): Promise<void> {
  const { seed, count, parallel } = options;
  const seeds = Array.from({ length: count }, (_, index) => seed + index);
  const lanes = Array.from({ length: Math.min(parallel, count) }, (_, lane) =>
    seeds.filter((_, index) => index % parallel === lane),
  );
  const workers = lanes.map((lane) => startWorker(lane, options));
  const stop = () => workers.map((worker) => worker.terminate());
  for (const worker of workers) {
    worker.on('message', (performed: Performed) => options.onPerformed(performed) || stop());
  }
  // An error in one lane ends all: what is not performed must not count as whole.
  await Promise.all(workers.map((worker) => once(worker, 'exit'))).finally(stop);
}

function startWorker(seeds: readonly number[], { mutant, isShrunken }: PerformOptions): Worker {
  const entry = new URL(`./schedules-worker${extname(import.meta.url)}`, import.meta.url);
  const workerData: ScheduleTask = { seeds, isShrunken, ...(mutant === undefined ? {} : { mutant }) };
  return new Worker(entry, { workerData });
}
