import type { ProbeReport } from './probe-report.ts';
import type { RecoveredOutage } from './recovered-outage.ts';

/** The one number, and where it comes from. */
export interface DowntimeReport {
  /**
   * Of all outages together, the best estimate. `null`: not measured, not over when the run ended, or perhaps not begun when probing
   * ended.
   */
  readonly seconds: number | null;
  readonly source: 'probe' | 'control-plane' | null;
  /** What the number is good to, either way. `null` without one, and for the control plane, which says nothing of users. */
  readonly uncertaintyMs: number | null;
  /** How finely the prober asked. An outage that is shorter may be missed. */
  readonly resolutionMs: number | null;
  /** What of `seconds` went by while the run brought an interrupted release to its end. `null` without a number. */
  readonly recoveredSeconds: number | null;
  readonly maxSeconds: number | null;
  /** `null` where there is no limit, or no number to hold against it. */
  readonly maxExceeded: boolean | null;
}

export interface MeasuredOutages {
  readonly probe: ProbeReport | null;
  readonly controlPlaneSeconds: number | null;
  /** Of an interrupted release that the run has brought to its end before its own one; null: not known. */
  readonly recovered: RecoveredOutage | null;
  readonly maxDowntimeMs: number | undefined;
  readonly mayHaveGoneAway: boolean;
}

/**
 * The prober's number wherever it measured. Of a run that may have taken production away after that there is none. An outage that was not over when probing ended has no number, and the
 * control plane's would only make it look shorter; its lower bound still counts against the limit. Else the estimate
 * does: by either bound, a swap would pass or not by how often it was asked about. What the run has recovered before counts in all of it.
 */
export function judgeDowntime({
  probe,
  controlPlaneSeconds,
  recovered,
  maxDowntimeMs,
  mayHaveGoneAway,
}: MeasuredOutages): DowntimeReport {
  const measured = probe?.downtime ?? null;
  const isOver =
    measured === null || (!mayHaveGoneAway && measured.outages.every((outage) => outage.toMs !== null));
  const ownSeconds = measured === null ? controlPlaneSeconds : toSeconds(measured.totalMs);
  const atLeastSeconds = ownSeconds === null ? null : toSeconds(ownSeconds * 1000 + (recovered?.ms ?? 0));
  const maxSeconds = toSeconds(maxDowntimeMs ?? null);
  const isKnown = isOver && recovered !== null && atLeastSeconds !== null;
  return {
    seconds: isKnown ? atLeastSeconds : null,
    source: isKnown ? (measured === null ? 'control-plane' : 'probe') : null,
    uncertaintyMs: isKnown && measured !== null ? measured.uncertaintyMs + recovered.uncertaintyMs : null,
    resolutionMs: measured?.resolutionMs ?? null,
    recoveredSeconds: isKnown ? toSeconds(recovered.ms) : null,
    maxSeconds,
    maxExceeded: exceeds(atLeastSeconds, maxSeconds, isOver && recovered !== null),
  };
}

function exceeds(seconds: number | null, maxSeconds: number | null, isFinal: boolean): boolean | null {
  if (seconds === null || maxSeconds === null) {
    return null;
  }
  return seconds > maxSeconds ? true : isFinal ? false : null;
}

export function toSeconds(durationMs: number | null): number | null {
  return durationMs === null ? null : Math.round(durationMs) / 1000;
}
