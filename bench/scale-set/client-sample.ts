import type { ProbeSample } from '../../src/probe/probe-events.ts';
import type { ProbeQuestion } from '../../src/probe/request.ts';

/** One request of a client of production. */
export interface ClientSample extends ProbeSample {
  /** Of its connection, which was its own. `null` where none came about. */
  readonly localPort: number | null;
}

/** What the thread of the clients is started with. */
export interface ClientWork {
  readonly question: ProbeQuestion;
  readonly intervalMs: number;
}
