import { nextSteps } from './next-steps.ts';
import type { Report } from './report.ts';
import { verdict } from './verdict.ts';

export interface Annotation {
  readonly title: string;
  readonly message: string;
}

const RESULT_TITLE = {
  succeeded: 'Production moved',
  'rolled-back': 'Rolled back',
  failed: 'Failed',
  planned: 'Planned',
  'no-change': 'Nothing to do',
} as const;

/** The one notice of a run. */
export function resultNotice(report: Report): Annotation {
  return { title: RESULT_TITLE[report.outcome], message: verdict(report) };
}

/** The one error of a run: its cause, and what to do. `null` for a run that is green. */
export function causeError(report: Report): Annotation | null {
  const { outcome, failure, downtime } = report;
  if (outcome === 'rolled-back' || outcome === 'failed') {
    return { title: RESULT_TITLE[outcome], message: `${causeText(failure)} ${nextSteps(report)[0] ?? ''}` };
  }
  if (outcome === 'succeeded' && downtime.maxExceeded) {
    const message = `${verdict(report)} The move stands: do not run a rollback because this step is red.`;
    return { title: 'Away for longer than max-downtime', message };
  }
  return null;
}

function causeText(failure: Report['failure']): string {
  const text = failure === null ? 'The cause is not known.' : failure.message;
  return failure?.code != null && !text.includes(failure.code) ? `${failure.code}: ${text}` : text;
}
