import { changesText } from './changes-text.ts';
import { expectationText } from './expectation.ts';
import { bullets, code, escapeMarkdown, section, table } from './markdown.ts';
import type { Report } from './report.ts';
import type { StepReport } from './step-reports.ts';

/** What somebody who has to approve the plan wants to read, in that order. */
export function plannedSections({ plan, steps }: Report): (string | null)[] {
  if (plan === null) {
    return [];
  }
  return [
    `Method ${code(plan.method)}: ${escapeMarkdown(plan.methodReason)}`,
    section('What will be down', escapeMarkdown(expectationText(steps, plan.expectedDowntime))),
    section('Steps', stepsTable(steps)),
    section('Verified and undone by', bullets(steps.map(safetyText))),
    section('What else will be different', bullets(plan.hazards.map(escapeMarkdown))),
    section('What could not be checked', bullets(plan.unchecked.map(escapeMarkdown))),
  ];
}

function stepsTable(steps: readonly StepReport[]): string {
  const rows = steps.map((step, index) => [
    String(index + 1),
    escapeMarkdown(step.title),
    step.calls
      .map(({ method, target, apiVersion }) => `${method} ${code(target)} ${escapeMarkdown(apiVersion)}`)
      .join('<br>'),
    changesText(step),
  ]);
  return table(['', 'Step', 'Calls of Azure Resource Manager, in order', 'What they change'], rows);
}

function safetyText({ title, verifiedBy, undoneBy }: StepReport): string {
  return `${escapeMarkdown(title)}. Verified by: ${escapeMarkdown(verifiedBy)}. Undone by: ${escapeMarkdown(undoneBy)}.`;
}
