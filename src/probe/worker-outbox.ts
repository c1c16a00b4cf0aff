import type { ConnectionFate } from './kept-connection.ts';
import type { ProbeSample } from './probe-events.ts';
import type { ProbeWorkerReport } from './worker-messages.ts';

/** Collects what the worker sees, so that the main thread is woken for batches and not for every answer. */
export interface Outbox {
  addSample(sample: ProbeSample): void;
  addFate(fate: ConnectionFate): void;
  /** Sends at once what has been collected. */
  flush(): void;
}

/** Long enough to save messages at short intervals, short enough for an outage to be seen as it begins. */
const batchMs = 25;

/** `settledUntil` tells the sending time of the oldest request without an answer, or the time of asking where none is. */
export function openOutbox(settledUntil: () => number, report: (report: ProbeWorkerReport) => void): Outbox {
  let samples: ProbeSample[] = [];
  let fates: ConnectionFate[] = [];
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (samples.length + fates.length === 0) return;
    report({ kind: 'seen', samples, fates, settledUntilMs: settledUntil() });
    samples = [];
    fates = [];
  };
  const flushSoon = () => {
    timer ??= setTimeout(flush, batchMs);
  };
  return {
    addSample: (sample) => {
      samples.push(sample);
      flushSoon();
    },
    addFate: (fate) => {
      fates.push(fate);
      flushSoon();
    },
    flush,
  };
}
