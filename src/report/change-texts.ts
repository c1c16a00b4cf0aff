import { code, escapeMarkdown } from './markdown.ts';
import { readableResource } from './readable.ts';
import type { StepReport } from './step-reports.ts';

/** The fields that a step changes, one Markdown text each. */
export function changeTexts({ changes }: StepReport): string[] {
  return changes.map(({ resource, field, from, to }) => {
    const values = `${escapeMarkdown(from ?? 'absent')} → ${escapeMarkdown(to ?? 'absent')}`;
    return `${code(readableResource(resource))} ${escapeMarkdown(field)}: ${values}`;
  });
}
