import { mayHaveChanged } from './arm-write.ts';
import type { Report } from './report.ts';
import type { StepReport } from './step-reports.ts';

/** A write that got no answer may have been carried out, so it counts; so does whatever an interrupted run did. */
export function mayHaveWritten({ interrupted, requests }: Report): boolean {
  return interrupted || requests.some(({ method, path, status }) => mayHaveChanged(method, path, status));
}

/**
 * What is begun and not known to be undone, in the order in which it has to be undone: a failed step may have done half
 * of its work. A step without calls only looks.
 */
export function standingSteps({ steps }: Pick<Report, 'steps'>): StepReport[] {
  return steps
    .filter(
      ({ calls, run, undo, recovered }) =>
        calls.length > 0 && run !== null && undo?.outcome !== 'succeeded' && !recovered,
    )
    .toReversed();
}

/**
 * Of a run that was cancelled: all that the plan moves was moved, and nobody had begun to take it back. Production is not
 * down then, for all that Azure says; only that it answers was not seen to the end.
 */
export function hasMoved({ steps, failure }: Report): boolean {
  const last = steps.findLast(({ window }) => window !== null);
  return (
    failure?.code === 'Cancelled' &&
    last?.run?.outcome === 'succeeded' &&
    steps.every(({ undo }) => undo === null)
  );
}

/** Of a swap: nothing but its lock was begun. Where production is then, the release that came between decides. */
export function hasOnlyLocked({ scaleSet, steps }: Pick<Report, 'scaleSet' | 'steps'>): boolean {
  const begun = steps.filter(({ run }) => run !== null);
  return scaleSet === null && begun.length > 0 && begun.every(({ id }) => id === 'take-lock');
}

/** Of a failed run: whether production may be without its address. What was written outside of any step, nobody knows. */
export function mayBeDown(report: Report): boolean {
  if (hasMoved(report)) {
    return false;
  }
  return (
    standingSteps(report).some(({ window }) => window !== null) ||
    (report.steps.length === 0 && report.command !== 'unlock' && mayHaveWritten(report))
  );
}

/** Of a run that has done its work, and has left production in vain: that was to take back what it had begun. */
export function isUndone({ notAsLeft, steps }: Pick<Report, 'notAsLeft' | 'steps'>): boolean {
  return notAsLeft !== null && steps.some(({ undo }) => undo !== null);
}

/** Whether the run was there for a release that another one had begun; where production is then, that one has decided. */
export function isRecovery({ command, recoveredTo }: Report): boolean {
  return command === 'recover' || recoveredTo !== null;
}

/**
 * It has brought an interrupted release to its end, and has failed before anything of its own was begun: what it has changed
 * stands, and is not to be undone.
 */
export function hasOnlyRecovered({
  outcome,
  recovered,
  steps,
}: Pick<Report, 'outcome' | 'recovered' | 'steps'>): boolean {
  return outcome === 'failed' && recovered !== null && steps.every((step) => step.recovered);
}

/** Its time was up before an interrupted release was at its end, and before this run has written anything. */
export function hasRunOutOfRecovery(report: Report): boolean {
  return report.failure?.code === 'RecoveryTimeout' && !mayHaveWritten(report);
}
