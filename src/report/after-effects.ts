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
export function standingSteps({ steps }: Report): StepReport[] {
  return steps
    .filter(
      ({ calls, run, undo, recovered }) =>
        calls.length > 0 && run !== null && undo?.outcome !== 'succeeded' && !recovered,
    )
    .toReversed();
}

/** Of a failed run: whether production may be without its address. What was written outside of any step, nobody knows. */
export function mayBeDown(report: Report): boolean {
  return (
    standingSteps(report).some(({ window }) => window !== null) ||
    (report.steps.length === 0 && report.command !== 'unlock' && mayHaveWritten(report))
  );
}

/** Whether the run was there for a release that another one had begun; where production is then, that one has decided. */
export function isRecovery({ command, recoveredTo }: Report): boolean {
  return command === 'recover' || recoveredTo !== null;
}
