import { readableDuration } from '../readable.ts';
import type { AttemptReport, StepReport } from '../step-reports.ts';
import { changeTexts } from './change-texts.ts';
import { details, escapeMarkdown, section, table, unbroken } from './markdown.ts';

/** What became of each step; what it changes is folded away, because a column of it would leave no room for the titles. */
export function stepsSection(steps: readonly StepReport[]): string | null {
  if (steps.length === 0) {
    return null;
  }
  const isOneMethod = new Set(steps.map(({ method }) => method)).size === 1;
  const isUndone = steps.some(({ undo }) => undo !== null);
  const rows = steps.map((step, index) => [
    String(index + 1),
    escapeMarkdown(isOneMethod ? step.title : `${step.method}: ${step.title}`),
    attemptText(step.run),
    ...(isUndone ? [step.undo === null ? '' : attemptText(step.undo)] : []),
  ]);
  const header = ['Nr', 'Step', 'Done', ...(isUndone ? ['Undone'] : [])];
  const parts = [table(header, rows), changesOf(steps)].filter((part) => part !== '');
  return section('Steps', parts.join('\n\n'));
}

function changesOf(steps: readonly StepReport[]): string {
  const lines = steps.flatMap((step, index) =>
    changeTexts(step).map((change) => `- step ${index + 1}: ${change}`),
  );
  return lines.length === 0 ? '' : details('What the steps change', lines.join('\n'));
}

const OUTCOME_TEXT = {
  succeeded: '✅',
  failed: '❌ failed',
  unfinished: '⚠️ unfinished',
  interrupted: '⚠️ begun by the interrupted run',
} as const satisfies Record<AttemptReport['outcome'], string>;

function attemptText(attempt: AttemptReport | null): string {
  if (attempt === null) {
    return 'not begun';
  }
  const { outcome, durationMs } = attempt;
  const duration = durationMs === null ? '' : unbroken(` in ${readableDuration(durationMs)}`);
  return `${OUTCOME_TEXT[outcome].replace(' ', '&nbsp;')}${duration}`;
}
