import { standingSteps } from './after-effects.ts';
import type { Report } from './report.ts';

/**
 * Whether production may have gone away after probing had ended: a run has failed, or was cancelled, with a window that it had opened,
 * has not seen closed and not undone, and saw no outage since. That it saw none is no measurement then.
 */
export function mayHaveGoneAway({
  outcome,
  steps,
  controlPlane,
  probe,
}: Pick<Report, 'outcome' | 'steps' | 'controlPlane' | 'probe'>): boolean {
  const last = controlPlane.windows.at(-1);
  return (
    outcome === 'failed' &&
    last?.closedMs === null &&
    standingSteps({ steps }).some(({ window }) => window !== null) &&
    (probe?.downtime?.outages ?? []).every(({ toMs }) => toMs !== null && toMs <= last.openedMs)
  );
}
