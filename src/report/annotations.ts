import { nextSteps } from './next-steps.ts';
import type { Report } from './report.ts';
import { titleOf, verdict } from './verdict.ts';

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
  const { outcome, failure, downtime } = report;
  if (outcome === 'rolled-back' || outcome === 'failed') {
    return {
      title: titleOf(report),
      message: [causeText(failure), ...nextSteps(report).slice(0, 1)].join(' '),
    };
  }
  if (outcome === 'succeeded' && downtime.maxExceeded) {
    const message = `${verdict(report)} The move stands: do not run a rollback because this step is red.`;
    return { title: `${report.strategy}: away for longer than max-downtime`, message };
  }
  return null;
}

/** The code is what people search for; ARM repeats it in some messages, and not in others. */
function causeText(failure: Report['failure']): string {
  if (failure === null) {
    return 'The cause is not known.';
  }
  const { message, code } = failure;
  const text = code === null || message.includes(code) ? message : `${code}: ${message}`;
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
