import type { Clock } from '../engine/clock.ts';
import type { RolloutEvent } from './events.ts';
import { createLog, type LogSink, type RunLog } from './log.ts';

/** The run's events, as they happen into the log and kept for the report. */
export interface Recorder {
  readonly startedAtMs: number;
  readonly startedAtEpochMs: number;
  readonly events: readonly RolloutEvent[];
  readonly log: RunLog;
  emit(event: RolloutEvent): void;
  /** Ends the ticking: nothing of the recorder holds the process. */
  stop(): void;
}

/** A silent log looks like a hung job: the log decides at each tick whether it has been silent for too long. */
const TICK_MS = 5_000;

export function createRecorder(clock: Clock, sink: LogSink): Recorder {
  const startedAtMs = clock.monotonicMs();
  const events: RolloutEvent[] = [];
  const log = createLog(sink, startedAtMs);
  const ticking = setInterval(() => log.tick(clock.monotonicMs()), TICK_MS);
  return {
    startedAtMs,
    startedAtEpochMs: clock.epochMs(),
    events,
    log,
    emit(event) {
      events.push(event);
      log.read(event);
    },
    stop: () => clearInterval(ticking),
  };
}
