import type { FailureReport } from './failure-report.ts';
import { code, escapeMarkdown } from './markdown.ts';
import type { Report } from './report.ts';
import { undoFailures } from './step-reports.ts';

/** The cause, and why what it called for could not be undone. */
export function failureNote({ failure, steps }: Report): string | null {
  if (failure === null) {
    return null;
  }
  const undone = undoFailures(steps).map(
    (undo) => `- Not undone, "${escapeMarkdown(undo.title)}": ${inline(undo.failure)}`,
  );
  const lines = ['[!CAUTION]', ...causeLines(failure), ...(undone.length === 0 ? [] : ['', ...undone])];
  return lines.map((line) => `> ${line}`.trimEnd()).join('\n');
}

/** A preflight tells all its problems at once, a line each. */
function causeLines(failure: FailureReport): string[] {
  const problems = failure.message.split('\n').filter((line) => line.trim() !== '');
  return problems.length < 2
    ? [inline(failure)]
    : [
        `${codePrefix(failure)}${problems.length} problems`,
        '',
        ...problems.map((line) => `- ${escapeMarkdown(line)}`),
      ];
}

function inline(failure: FailureReport): string {
  return `${codePrefix(failure)}${escapeMarkdown(failure.message.trim())}`;
}

function codePrefix(failure: FailureReport): string {
  return failure.code === null ? '' : `${code(failure.code)}: `;
}
