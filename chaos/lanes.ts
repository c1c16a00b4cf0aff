import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

export interface Lanes<M> {
  /** Of the worker thread. */
  readonly entry: URL;
  readonly seed: number;
  readonly count: number;
  readonly parallel: number;
  /** What a worker is given: the seeds of its lane, and what it is to do with them. */
  readonly dataOf: (seeds: readonly number[]) => unknown;
  /** Returns false to end early. */
  readonly onMessage: (message: M) => boolean;
}

/** Shares the seeds from `seed` on out among worker threads: mutants change sources, and a wall clock is a whole thread's. */
export async function inLanes<M>({
  entry,
  seed,
  count,
  parallel,
  dataOf,
  onMessage,
}: Lanes<M>): Promise<void> {
  const seeds = Array.from({ length: count }, (_, index) => seed + index);
  const workers = Array.from({ length: Math.min(parallel, count) }, (_, lane) => {
    const workerData = dataOf(seeds.filter((_each, index) => index % parallel === lane));
    return new Worker(entry, { workerData });
  });
  const stop = () => workers.map((worker) => worker.terminate());
  for (const worker of workers) {
    worker.on('message', (message: M) => onMessage(message) || stop());
  }
  // An error in one lane ends all: what is not performed must not count as whole.
  await Promise.all(workers.map((worker) => once(worker, 'exit'))).finally(stop);
}
