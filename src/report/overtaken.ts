import { mayHaveWritten } from './after-effects.ts';
import { hasLostLock } from './next-steps/next-step.ts';
import type { Report } from './report.ts';

/** Where the first write of a run may have been carried out, and somebody else has come before the second. */
const FASTER: readonly string[] = ['Locked', 'InterruptedRelease'];

/**
 * Of a release of a scale set on which this run has written: whether somebody else has it, or has had it since. How things are is
 * not for this run to say from what it did itself.
 */
export function isOvertaken(report: Report): boolean {
  const { outcome, command, failure, scaleSet } = report;
  const isFailed = outcome === 'failed' && command !== 'unlock' && mayHaveWritten(report);
  return (
    isFailed &&
    scaleSet !== null &&
    scaleSet.overtaken?.state !== 'forgotten' &&
    (scaleSet.overtaken !== null || hasLostLock(report) || FASTER.includes(failure?.code ?? ''))
  );
}
