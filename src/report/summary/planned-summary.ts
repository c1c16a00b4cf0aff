import { durationText, expectationText } from '../expectation.ts';
import { batchTexts } from '../planned-batches.ts';
import { readableResource } from '../readable.ts';
import type { Report } from '../report.ts';
import type { StepReport } from '../step-reports.ts';
import { groupCalls, sentText } from './call-groups.ts';
import { changeTexts } from './change-texts.ts';
import { instancesTable } from './instances-table.ts';
import { bullets, code, escapeMarkdown, section } from './markdown.ts';

/** What somebody who has to approve the plan wants to read, in that order. */
export function plannedSections({ plan, steps, scaleSet }: Report): (string | null)[] {
  if (plan === null) {
    return [];
  }
  const what = scaleSet === null ? 'addresses' : 'instances';
  return [
    `Method ${code(plan.method)}: ${escapeMarkdown(plan.methodReason)}`,
    section('What will be down', escapeMarkdown(expectationText(steps, plan.expectedDowntime, what))),
    section(
      'How long it takes',
      plan.expectedDuration === null ? '' : escapeMarkdown(durationText(plan.expectedDuration)),
    ),
    section('Instances per batch', bullets(batchTexts(plan.batches).map(escapeMarkdown))),
    section('Steps', steps.map(stepText).join('\n')),
    section('What else will be different', bullets(plan.hazards.map(escapeMarkdown))),
    section('What could not be checked', bullets(plan.unchecked.map(escapeMarkdown))),
    scaleSet === null ? null : instancesTable(scaleSet.instances),
  ];
}

/** A list, not a table: resource ids would push the other columns out of sight. Each has a line of its own to break in. */
function stepText(step: StepReport, index: number): string {
  const facts = [
    ...groupCalls(step.calls).map(
      (group) =>
        `${group.method} ${escapeMarkdown(readableResource(group.target))}, api-version ${escapeMarkdown(group.apiVersion)}${escapeMarkdown(sentText(group))}<br>${code(group.target)}`,
    ),
    ...changeTexts(step).map((change) => `changes ${change}`),
    `verified by: ${escapeMarkdown(step.verifiedBy)}`,
    `undone by: ${escapeMarkdown(step.undoneBy)}`,
  ];
  return [`${index + 1}. **${escapeMarkdown(step.title)}**`, ...facts.map((fact) => `   - ${fact}`)].join(
    '\n',
  );
}
