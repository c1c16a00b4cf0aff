import { nameOf } from '../../azure/resource-id.ts';
import { readableValue } from '../readable.ts';
import type { StepReport } from '../step-reports.ts';
import { groupChanges } from './change-groups.ts';
import { code, escapeMarkdown } from './markdown.ts';

/** The fields that a step changes, one Markdown text each: `vipswap1lb frontendIPConfigurations/web.publicIPAddress.id: pip1 → pip2`. */
export function changeTexts({ changes }: Pick<StepReport, 'changes'>): string[] {
  return groupChanges(changes, nameOf).map(({ subject, field, from, to }) => {
    const values = `${escapeMarkdown(readableValue(from))} → ${escapeMarkdown(readableValue(to))}`;
    return `${code(subject)} ${escapeMarkdown(field)}: ${values}`;
  });
}
