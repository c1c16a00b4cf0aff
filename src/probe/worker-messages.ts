import type { ConnectionFate } from './kept-connection.ts';
import type { ProbeSample } from './probe-events.ts';
import type { ProbeQuestion } from './request.ts';

/** What the worker thread is started with. */
export interface ProbeWorkerData {
  readonly azureRolloutProbe: {
    readonly question: ProbeQuestion;
    readonly intervalMs: number;
  };
}

export function isProbeWorkerData(data: unknown): data is ProbeWorkerData {
  return typeof data === 'object' && data !== null && 'azureRolloutProbe' in data;
}

/** From the main thread to the worker. `cut`, after `stop`: nobody waits for the requests under way any more. */
export type ProbeWorkerOrder = 'stop' | 'cut';

/** From the worker to the main thread. */
export type ProbeWorkerReport =
  | { readonly kind: 'started'; readonly atMs: number }
  | {
      readonly kind: 'seen';
      readonly samples: readonly ProbeSample[];
      readonly fates: readonly ConnectionFate[];
      /** Every request sent before this moment is among the samples reported so far. */
      readonly settledUntilMs: number;
    }
  | { readonly kind: 'stopped'; readonly atMs: number };
