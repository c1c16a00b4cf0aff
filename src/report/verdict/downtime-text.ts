import type { MeasuredDowntime } from '../probe-report.ts';
import { readableDuration } from '../readable.ts';

/** How good a measured downtime is: what its requests leave open. One that fits between two of them is not seen at all. */
export function accuracyText({ outages, resolutionMs, uncertaintyMs }: MeasuredDowntime): string {
  return outages.length === 0
    ? `one shorter than ${readableDuration(resolutionMs)} may be missed`
    : `± ${readableDuration(uncertaintyMs)}`;
}

/** Of a downtime that was not over when probing ended: what it lasted whatever else is true. */
export function leastText({ totalMs, uncertaintyMs }: MeasuredDowntime): string {
  return `at least ${readableDuration(totalMs - uncertaintyMs)}`;
}

/** Whether it had not answered again when probing ended. A run that has begun nothing has no number either, and no outage. */
export function isOutageOpen({ outages }: MeasuredDowntime): boolean {
  return outages.some(({ toMs }) => toMs === null);
}
