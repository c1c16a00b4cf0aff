import type { ProbeReport } from './probe-report.ts';

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
  readonly maxSeconds: number | null;
  /** `null` where there is no limit, or no number to hold against it. */
  readonly maxExceeded: boolean | null;
}

/**
 * The prober's number wherever it measured. Of a run that may have taken production away after that there is none. An outage that was not over when probing ended has no number, and the
 * control plane's would only make it look shorter; its lower bound still counts against the limit. Else the estimate
 * does: by either bound, a swap would pass or not by how often it was asked about.
 */
export function judgeDowntime(
  probe: ProbeReport | null,
  controlPlaneSeconds: number | null,
  maxDowntimeMs: number | undefined,
  mayHaveGoneAway: boolean,
): DowntimeReport {
  const measured = probe?.downtime ?? null;
  const isOver = !mayHaveGoneAway && (measured?.outages.every((outage) => outage.toMs !== null) ?? false);
  const atLeastSeconds = measured === null ? controlPlaneSeconds : toSeconds(measured.totalMs);
  const maxSeconds = toSeconds(maxDowntimeMs ?? null);
  return {
    seconds: measured === null || isOver ? atLeastSeconds : null,
    source:
      measured !== null ? (isOver ? 'probe' : null) : controlPlaneSeconds === null ? null : 'control-plane',
    uncertaintyMs: measured !== null && isOver ? measured.uncertaintyMs : null,
    resolutionMs: measured?.resolutionMs ?? null,
    maxSeconds,
    maxExceeded: exceeds(atLeastSeconds, maxSeconds, isOver || measured === null),
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
