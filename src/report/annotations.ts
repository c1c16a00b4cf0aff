import { mayHaveWritten } from './after-effects.ts';
import { failureText } from './failure-report.ts';
import { type NextStep, nextSteps } from './next-steps/next-steps.ts';
import { closingSteps } from './next-steps/scale-set-next-steps.ts';
import type { Report } from './report.ts';
import { type StepReport, undoFailures } from './step-reports.ts';
import { unclosedSteps, unclosedText } from './unclosed.ts';
import { titleOf, verdict } from './verdict/verdict.ts';

export interface Annotation {
  readonly title: string;
  readonly message: string;
}

/** The one notice of a run. */
export function resultNotice(report: Report): Annotation {
  return { title: titleOf(report), message: verdict(report) };
}

/** The one error of a run: its cause, and what to do. `null` for a run that is green. */
export function causeError(report: Report): Annotation | null {
  const { outcome, downtime, interrupted } = report;
  if (outcome === 'failed' && mayHaveWritten(report)) {
    return { title: titleOf(report), message: brokenText(report) };
  }
  if (outcome === 'rolled-back' || outcome === 'failed') {
    const [next] = nextSteps(report);
    const [text = '', ...lines] = next === undefined ? [] : linesOf(next);
    return {
      title: titleOf(report),
      message: [`${causeText(report)} ${text}`.trim(), ...lines].join('\n'),
    };
  }
  const unclosed = unclosedSteps(report);
  if (unclosed.length > 0) {
    return { title: titleOf(report), message: unclosedError(report, unclosed) };
  }
  // In `post` the figure is that of `main`, which is red for it: once is enough.
  if (outcome === 'succeeded' && downtime.maxExceeded && !interrupted) {
    const what = report.scaleSet === null ? 'The move' : 'The release';
    const message = `${verdict(report)} ${what} stands: do not run a rollback because this step is red.`;
    return { title: `${report.strategy}: away for longer than max-downtime`, message };
  }
  return null;
}

/** What a run that is green has left behind: nobody looks for it, and it costs money. */
export function cleanUpWarnings({ outcome, steps, scaleSet }: Report): string[] {
  return steps.flatMap(({ cleanUp, title, run }) => {
    if (outcome !== 'succeeded' || !cleanUp || run?.outcome !== 'failed') {
      return [];
    }
    if (run.failure?.code === 'RecordRemoved') {
      return [run.failure.message];
    }
    return scaleSet === null
      ? [
          `Not cleaned up: "${title}" failed: ${run.failure === null ? 'the cause is not known.' : failureText(run.failure)} The summary says what does it.`,
        ]
      : [];
  });
}

function unclosedError(report: Report, unclosed: readonly StepReport[]): string {
  const advice =
    report.plan?.method === 'take-back' ? '' : ': do not run a rollback because this step is red';
  return [
    `${verdict(report)} What was done stands${advice}.`,
    ...unclosed.map(unclosedText),
    ...closingSteps(report).flatMap(({ text, commands }) => [text, ...commands]),
  ].join('\n');
}

/** An annotation is read without the summary, so all that is needed now is in it. */
function brokenText(report: Report): string {
  return [
    verdict(report),
    `Cause: ${causeText(report)}`,
    ...undoFailures(report.steps).map(
      ({ title, failure }) => `Not undone: "${title}": ${failureText(failure)}`,
    ),
    ...nextSteps(report).flatMap(linesOf),
  ].join('\n');
}

function linesOf({ text, commands, places = [], inputs = [] }: NextStep): string[] {
  return [text, ...commands, ...places, ...inputs];
}

function causeText({ failure }: Report): string {
  return failure === null ? 'The cause is not known.' : failureText(failure);
}
