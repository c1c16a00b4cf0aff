import type { Clock } from '../engine/clock.ts';
import type { Plan } from '../engine/plan.ts';
import type { RolloutEvent } from './events.ts';
import { createLog, type LogSink, type RunLog } from './log/log.ts';
import type { Conclusion } from './run-facts.ts';
import { concealConclusion, concealEvent, concealPlan } from './secrets/concealed.ts';
import { createKnownSecrets } from './secrets/known-secrets.ts';

/**
 * The run's events, as they happen into the log and kept for the report. All that is told or kept of a run goes through here,
 * and leaves its secrets behind.
 */
export interface Recorder {
  readonly startedAtMs: number;
  readonly startedAtEpochMs: number;
  readonly events: readonly RolloutEvent[];
  readonly log: RunLog;
  emit(event: RolloutEvent): void;
  /** The plan in full, for `command: plan`. */
  tellPlan(plan: Plan): void;
  /** Hides a secret from now on. */
  hide(secret: string): void;
  concealed(text: string): string;
  concealedEvent<E extends RolloutEvent>(event: E): E;
  concealedConclusion(conclusion: Conclusion): Conclusion;
  /** Ends the ticking: nothing of the recorder holds the process. */
  stop(): void;
}

/** A silent log looks like a hung job: the log decides at each tick whether it has been silent for too long. */
const TICK_MS = 5_000;

export function createRecorder(clock: Clock, sink: LogSink): Recorder {
  const startedAtMs = clock.monotonicMs();
  const events: RolloutEvent[] = [];
  const log = createLog(sink, startedAtMs);
  const { add, conceal } = createKnownSecrets();
  const ticking = setInterval(() => log.tick(clock.monotonicMs()), TICK_MS);
  return {
    startedAtMs,
    startedAtEpochMs: clock.epochMs(),
    events,
    log,
    emit(event) {
      const concealed = concealEvent(event, conceal);
      events.push(concealed);
      log.read(concealed);
    },
    tellPlan: (plan) => log.printPlan(concealPlan(plan, conceal)),
    hide: add,
    concealed: conceal,
    concealedEvent: (event) => concealEvent(event, conceal),
    concealedConclusion: (conclusion) => concealConclusion(conclusion, conceal),
    stop: () => clearInterval(ticking),
  };
}
