import type { FailureReport } from '../failure-report.ts';
import { quarantinedIds, unhealthyFindings } from '../listed-instances.ts';
import type { Report } from '../report.ts';
import type { ScaleSetReport } from '../scale-set-report.ts';
import { undoFailures } from '../step-reports.ts';
import { code, escapeMarkdown } from '../summary/markdown.ts';

/** The cause, and why what it called for could not be undone. */
export function failureNote({ failure, steps, scaleSet }: Report): string | null {
  if (failure === null) {
    return null;
  }
  const undone = undoFailures(steps).map(
    (undo) => `- Not undone, "${escapeMarkdown(undo.title)}": ${inline(undo.failure)}`,
  );
  const after = [...undone, ...(scaleSet === null ? [] : unhealthyLines(failure, scaleSet))];
  const lines = ['[!CAUTION]', ...causeLines(failure), ...(after.length === 0 ? [] : ['', ...after])];
  return lines.map((line) => `> ${line}`.trimEnd()).join('\n');
}

/** Each instance that did not get well, why, and what was done about it, where the cause has not said it. */
function unhealthyLines({ code: cause }: FailureReport, scaleSet: ScaleSetReport): string[] {
  const off = quarantinedIds(scaleSet);
  if (cause === 'UnhealthyInstances' || cause === 'TakenBackUnhealthy') {
    return off.map((id) => `- Instance ${code(id)} was powered off and serves nobody`);
  }
  const reasons = new Map(
    unhealthyFindings(scaleSet).map((each) => [each.instanceId, each.reasons.join(' and ')]),
  );
  return [...reasons].map(([id, reason]) => {
    const isOff = off.includes(id) ? '; it was powered off and serves nobody' : '';
    return `- Instance ${code(id)} ${escapeMarkdown(reason)}${isOff}`;
  });
}

/** A preflight tells all its problems at once, an item each. */
function causeLines(failure: FailureReport): string[] {
  const { problems } = failure;
  return problems === undefined
    ? [inline(failure)]
    : [
        `${codePrefix(failure)}${problems.length} problems`,
        '',
        ...problems.map((problem) => `- ${escapeMarkdown(problem.trim())}`),
      ];
}

function inline(failure: FailureReport): string {
  return `${codePrefix(failure)}${escapeMarkdown(failure.message.trim())}`;
}

function codePrefix(failure: FailureReport): string {
  return failure.code === null ? '' : `${code(failure.code)}: `;
}
