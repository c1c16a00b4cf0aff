import type { Plan } from '../engine/plan.ts';
import { expectationText } from './expectation.ts';
import { readableResource, readableValue } from './readable.ts';
import { unrunSteps } from './step-reports.ts';

/** A plan as lines of plain text, for the log. */
export function planText(plan: Plan): string[] {
  return [
    plan.goal,
    `Method ${plan.method}: ${plan.methodReason}`,
    expectationText(unrunSteps(plan), plan.expectedDowntime),
    ...plan.steps.flatMap((step, index) => [
      `${index + 1}. ${step.title}`,
      ...step.calls.map(({ method, target, apiVersion }) => `   ${method} ${target} (${apiVersion})`),
      ...step.changes.map(
        ({ resource, field, from, to }) =>
          `   ${readableResource(resource)} ${field}: ${readableValue(from)} -> ${readableValue(to)}`,
      ),
      `   verified by: ${step.verifiedBy}`,
      `   undone by: ${step.undoneBy}`,
    ]),
    ...plan.hazards.map((hazard) => `Hazard: ${hazard}`),
    ...plan.unchecked.map((unchecked) => `Not checked: ${unchecked}`),
  ];
}
