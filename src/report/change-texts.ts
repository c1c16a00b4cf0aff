import { code, escapeMarkdown } from './markdown.ts';
import { readableResource, readableValue } from './readable.ts';
import type { StepReport } from './step-reports.ts';

/** The fields that a step changes, one Markdown text each. */
export function changeTexts({ changes }: StepReport): string[] {
  return changes.map(({ resource, field, from, to }) => {
    const values = `${escapeMarkdown(readableValue(from))} → ${escapeMarkdown(readableValue(to))}`;
    return `${code(readableResource(resource))} ${escapeMarkdown(field)}: ${values}`;
  });
}
