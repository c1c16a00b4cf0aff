import type { Clock } from '../engine/clock.ts';
import type { StepContext } from '../engine/run.ts';
import type { ShareAway } from '../probe/chance.ts';
import type { ConnectTo } from '../probe/connect-to.ts';
import { measureDowntime } from '../probe/downtime.ts';
import type { ProbeExpectation } from '../probe/expectation.ts';
import type { ProbeEvent, ProbeSample, ProbeTarget } from '../probe/probe-events.ts';
import { startProber } from '../probe/prober.ts';
import type { VersionMarker } from '../probe/version-marker.ts';
import type { RecordedDowntime } from '../record/last-run.ts';

/** How production is asked while a release runs. */
export interface ProbeSettings {
  /** The module that the prober's thread runs. */
  readonly workerEntry: URL | string;
  /** Absent: the load balancer says what can be asked. */
  readonly url?: URL;
  readonly connectTo: readonly ConnectTo[];
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly expectation: ProbeExpectation;
  readonly versionMarker?: VersionMarker;
}

/** Whether and how production is asked while something is done to it. */
export interface WatchOptions {
  readonly probe: ProbeSettings;
  /** `probe: off`: production is not asked. */
  readonly isProbeOn: boolean;
  readonly verifyTimeoutMs: number;
}

/** Real requests to production, from before the first write until after the last. */
export interface ProductionWatch {
  /**
   * Resolves after ten good answers in a row: without a sound baseline no outage can be told from what was broken before.
   *
   * @throws NoGoodAnswersError saying what was seen instead.
   */
  answersAtAll(context: StepContext): Promise<void>;
  /**
   * Resolves after 5 s of nothing but good answers, from now on.
   *
   * @throws NoGoodAnswersError when that has not happened within the verify timeout.
   */
  answersSteadily(context: StepContext): Promise<void>;
  /**
   * Resolves where the last request that has come to its end was answered well, or as soon as one is.
   *
   * @throws NoGoodAnswersError where none is for 10 s.
   */
  stillAnswers(context: StepContext): Promise<void>;
  /**
   * Resolves once a request that was sent since then is answered well, unless a later one was not.
   *
   * @throws NoGoodAnswersError where that has not happened within the verify timeout of `sinceMs`, nor in 10 s from now on.
   */
  answersSince(sinceMs: number, context: StepContext): Promise<void>;
  /**
   * How long production was away until now; null where nobody knows all of it, as while it is away.
   *
   * @param sharesAway as of `measureDowntime`.
   */
  downtime(sharesAway?: readonly ShareAway[]): RecordedDowntime | null;
  /** Never rejects. @param signal as of `Prober.stop`. */
  stop(signal: AbortSignal): Promise<void>;
}

const BASELINE_ANSWERS = 10;
/** On top of the time that ten answers take when all is well. */
const BASELINE_PATIENCE_MS = 10_000;
const STEADY_MS = 5_000;
const LONGEST_SILENCE_MS = 10_000;

export async function watchProduction(
  target: ProbeTarget,
  settings: ProbeSettings,
  verifyTimeoutMs: number,
  clock: Clock,
  emit: (event: ProbeEvent) => void,
): Promise<ProductionWatch> {
  const samples: ProbeSample[] = [];
  const { workerEntry, connectTo, intervalMs, timeoutMs, expectation, versionMarker } = settings;
  const prober = await startProber({
    workerEntry,
    target,
    intervalMs,
    timeoutMs,
    expect: expectation,
    ...(versionMarker === undefined ? {} : { versionMarker }),
    connectTo,
    emit: (event) => {
      if (event.type === 'probe-sample') {
        samples.push(event.sample);
      }
      emit(event);
    },
  });
  return {
    answersAtAll: ({ signal }) =>
      prober.waitForGoodAnswers(
        { count: BASELINE_ANSWERS },
        clock.monotonicMs() + BASELINE_ANSWERS * intervalMs + BASELINE_PATIENCE_MS,
        signal,
      ),
    answersSteadily: ({ signal }) => {
      const sinceMs = clock.monotonicMs();
      return prober.waitForGoodAnswers(
        { steadyForMs: STEADY_MS, sinceMs },
        sinceMs + verifyTimeoutMs,
        signal,
      );
    },
    stillAnswers: ({ signal }) =>
      prober.waitForGoodAnswers({ count: 1 }, clock.monotonicMs() + LONGEST_SILENCE_MS, signal),
    answersSince: (sinceMs, { signal }) =>
      prober.waitForGoodAnswers(
        { count: 1, sinceMs },
        Math.max(sinceMs + verifyTimeoutMs, clock.monotonicMs() + LONGEST_SILENCE_MS),
        signal,
      ),
    downtime: (sharesAway = []) => {
      const downtime = measureDowntime(samples, { intervalMs, slowAfterMs: timeoutMs, sharesAway });
      const isOver = downtime?.outages.every(({ toMs }) => toMs !== undefined);
      return downtime !== undefined && isOver ? { seconds: downtime.totalMs / 1000, source: 'probe' } : null;
    },
    // A prober that died has said so in an event, and to whoever waited for it: what became of the release stands.
    stop: (signal) => prober.stop(signal).catch(() => undefined),
  };
}

/** `probe: off`: nobody is asked, and nothing is claimed. */
export const unwatched: ProductionWatch = {
  answersAtAll: async () => undefined,
  answersSteadily: async () => undefined,
  stillAnswers: async () => undefined,
  answersSince: async () => undefined,
  downtime: () => null,
  stop: async () => undefined,
};

/** The same of a release: what ARM says of its own operations is not nothing, and the report says it too. */
export function unprobed(controlPlaneSeconds: () => number | null): ProductionWatch {
  return {
    ...unwatched,
    downtime() {
      const seconds = controlPlaneSeconds();
      return seconds === null ? null : { seconds, source: 'control-plane' };
    },
  };
}

/** What a recovery in the same run has cost before counts, too: it is the one outage of whoever looks at the run. */
export function afterRecovery(
  watch: ProductionWatch,
  recoveredSeconds: () => number | null,
): ProductionWatch {
  return {
    ...watch,
    downtime(sharesAway) {
      const [own, before] = [watch.downtime(sharesAway), recoveredSeconds()];
      return own === null || before === null ? null : { ...own, seconds: own.seconds + before };
    },
  };
}
