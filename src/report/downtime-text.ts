import type { MeasuredDowntime } from './probe-report.ts';
import { readableDuration } from './readable.ts';

/**
 * How good a measured downtime is, as docs/downtime.md derives it: an outage is too large by two intervals at most, one
 * at each end, and one that fits between two requests is not seen.
 */
export function accuracyText({ outages, resolutionMs }: MeasuredDowntime): string {
  return outages.length === 0
    ? `one shorter than ${readableDuration(resolutionMs)} may be missed`
    : `too large by at most about ${readableDuration(2 * resolutionMs * outages.length)}`;
}
