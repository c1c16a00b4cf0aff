import { measureDowntime } from '../probe/downtime.ts';
import type { ProbeSample } from '../probe/probe-events.ts';
import { findWindows, totalWindowMs } from './control-plane-window.ts';
import type { RolloutEvent } from './events.ts';

/** How long production was away in a run while that brought an interrupted release to its end, before its own one. */
export interface RecoveredOutage {
  readonly ms: number;
  readonly uncertaintyMs: number;
}

export const NOTHING_RECOVERED: RecoveredOutage = { ms: 0, uncertaintyMs: 0 };

/**
 * What was away before this run began is the interrupted run's, and the rest is this one's: where production is away when it is first
 * asked, or by its plan has to be given back first, it has been so since the run began. By the prober; where that has not asked, by ARM's operations.
 *
 * @param startedAtMs of the run, on `Clock.monotonicMs`.
 * @returns null where that is not known.
 */
export function recoveredOutage(
  events: readonly RolloutEvent[],
  startedAtMs: number,
): RecoveredOutage | null {
  const recovery = events.slice(0, events.findLastIndex(({ type }) => type === 'recovered') + 1);
  if (recovery.length === 0) {
    return NOTHING_RECOVERED;
  }
  const started = recovery.find((event) => event.type === 'probe-started');
  return started === undefined
    ? byArm(recovery, startedAtMs)
    : byProber(recovery, started.intervalMs, startedAtMs);
}

function byArm(recovery: readonly RolloutEvent[], startedAtMs: number): RecoveredOutage | null {
  const plan = recovery.find((event) => event.type === 'plan-started')?.plan;
  const [edge] = plan?.steps.flatMap(({ window }) => window ?? []) ?? [];
  const windows = findWindows(recovery, edge === 'closes' ? startedAtMs : undefined);
  if (windows.length === 0) {
    return NOTHING_RECOVERED;
  }
  const ms = totalWindowMs(windows);
  return ms === null ? null : { ms, uncertaintyMs: 0 };
}

function byProber(
  recovery: readonly RolloutEvent[],
  intervalMs: number,
  startedAtMs: number,
): RecoveredOutage | null {
  const samples = recovery.flatMap((event) => (event.type === 'probe-sample' ? [event.sample] : []));
  const downtime = measureDowntime(samples, { intervalMs, slowAfterMs: Number.POSITIVE_INFINITY });
  const isBroken = recovery.some(({ type }) => type === 'probe-failed');
  if (downtime === undefined || isBroken || downtime.outages.some(({ toMs }) => toMs === undefined)) {
    return null;
  }
  const { totalMs, uncertaintyMs, resolutionMs } = downtime;
  const awayUntilMs = firstAnswerAfterSilence(samples);
  return awayUntilMs === null
    ? { ms: Math.round(totalMs), uncertaintyMs: Math.round(uncertaintyMs) }
    : {
        ms: Math.round(totalMs + awayUntilMs - startedAtMs),
        uncertaintyMs: Math.round(uncertaintyMs + resolutionMs),
      };
}

/** Null where the first request was answered well. */
function firstAnswerAfterSilence(samples: readonly ProbeSample[]): number | null {
  const bySending = samples.toSorted((a, b) => a.sentAtMs - b.sentAtMs);
  const firstGood = bySending.find(({ result }) => result.kind === 'good');
  return firstGood === undefined || firstGood === bySending[0] ? null : firstGood.completedAtMs;
}
