import { nameOf } from '../azure/resource-id.ts';
import { code, escapeMarkdown } from './markdown.ts';
import { readableValue } from './readable.ts';
import type { StepReport } from './step-reports.ts';

/** The fields that a step changes, one Markdown text each: `vipswap1lb frontendIPConfigurations/web.publicIPAddress.id: pip1 → pip2`. */
export function changeTexts({ changes }: Pick<StepReport, 'changes'>): string[] {
  return changes.map(({ resource, field, from, to }) => {
    const values = `${escapeMarkdown(readableValue(from))} → ${escapeMarkdown(readableValue(to))}`;
    return `${code(nameOf(resource))} ${escapeMarkdown(field)}: ${values}`;
  });
}
