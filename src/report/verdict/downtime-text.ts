import type { MeasuredDowntime } from '../probe-report.ts';
import { countOf, readableDuration } from '../readable.ts';

/**
 * How good a measured downtime is: what its requests leave open. One that fits between two of them is not seen at all, and one that
 * is over before its failures are too many for chance is not told from them.
 */
export function accuracyText({
  outages,
  fewestFailures,
  resolutionMs,
  uncertaintyMs,
}: MeasuredDowntime): string {
  const missed = `one shorter than ${readableDuration(resolutionMs)} may be missed`;
  if (outages.length === 0) {
    return missed;
  }
  return `± ${readableDuration(uncertaintyMs)}${fewestFailures === 1 ? '' : `; ${missed}`}`;
}

/** `27 failed (0.9 %)` */
export function failedText({ sampleCount, failedCount }: MeasuredDowntime): string {
  return failedCount === 0 ? '0 failed' : `${failedCount} failed (${percentText(failedCount / sampleCount)})`;
}

function percentText(share: number): string {
  return share < 0.0005 ? 'less than 0.1 %' : `${(share * 100).toFixed(1)} %`;
}

export function noOutageText(measured: MeasuredDowntime): string {
  const { sampleCount, slowCount } = measured;
  const slow = slowCount === 0 ? '' : `, ${slowCount} of them slow`;
  return `no outage was seen in ${countOf(sampleCount, 'request')}${slow} (${accuracyText(measured)})`;
}

/** What users missed of a scale set: requests that have met an instance which was away, and times when none answered. */
export function missedText(measured: MeasuredDowntime): string {
  const { sampleCount, failedCount, outages, totalMs } = measured;
  if (failedCount === 0) {
    return noOutageText(measured);
  }
  const failed = `${failedCount} of ${countOf(sampleCount, 'request')} failed meanwhile (${percentText(failedCount / sampleCount)})`;
  const accuracy = accuracyText(measured);
  if (outages.length === 0) {
    return `${failed}, and no outage was seen (${accuracy})`;
  }
  return `${failed}, and production did not answer for ${readableDuration(totalMs)}${timesText(measured)} (${accuracy})`;
}

/** Of one there is nothing to tell. */
export function timesText({ outages }: MeasuredDowntime): string {
  return outages.length > 1 ? ` in ${outages.length} outages` : '';
}

/** Of a downtime that was not over when probing ended: what it lasted whatever else is true. */
export function leastText({ totalMs, uncertaintyMs }: MeasuredDowntime): string {
  return `at least ${readableDuration(totalMs - uncertaintyMs)}`;
}

/** Whether it had not answered again when probing ended. A run that has begun nothing has no number either, and no outage. */
export function isOutageOpen({ outages }: MeasuredDowntime): boolean {
  return outages.some(({ toMs }) => toMs === null);
}
