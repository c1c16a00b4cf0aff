import { failureText } from './failure-report.ts';
import type { Report } from './report.ts';
import type { StepReport } from './step-reports.ts';

/**
 * Of a release of a scale set that stands: the steps that were to close it, and failed. What it had set aside, or its record, is
 * there still. That is no left-over: a set whose repairs are suspended is not as its owner wants it. A record that somebody has removed
 * is as good as closed.
 */
export function unclosedSteps({
  scaleSet,
  outcome,
  recoveredTo,
  steps,
}: Pick<Report, 'scaleSet' | 'outcome' | 'recoveredTo' | 'steps'>): StepReport[] {
  if (scaleSet === null || outcome !== 'succeeded') {
    return [];
  }
  return steps.filter(
    ({ cleanUp, run, recovered }) =>
      cleanUp &&
      run?.outcome === 'failed' &&
      run.failure?.code !== 'RecordRemoved' &&
      (!recovered || recoveredTo !== null),
  );
}

/** `Not done: "Resume the automatic repairs of web": BadRequest: no.` */
export function unclosedText({ title, run }: StepReport): string {
  const failure = run?.failure ?? null;
  return `Not done: "${title}": ${failure === null ? 'the cause is not known.' : failureText(failure)}`;
}
