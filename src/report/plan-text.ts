import type { Plan } from '../engine/plan.ts';
import { durationText, expectationText } from './expectation.ts';
import { batchTexts, plannedBatches } from './planned-batches.ts';
import { readableValue } from './readable.ts';
import { unrunSteps } from './step-reports.ts';
import { groupCalls, sentText } from './summary/call-groups.ts';
import { groupChanges } from './summary/change-groups.ts';

/** A plan as lines of plain text, for the log. */
export function planText(plan: Plan): string[] {
  return [
    plan.goal,
    `Method ${plan.method}: ${plan.methodReason}`,
    expectationText(
      unrunSteps(plan),
      plan.expectedDowntime,
      plan.strategy === 'vip-swap' ? 'addresses' : 'instances',
    ),
    ...(plan.expectedDuration === undefined ? [] : [durationText(plan.expectedDuration)]),
    ...batchTexts(plannedBatches(plan)),
    ...plan.steps.flatMap((step, index) => [
      `${index + 1}. ${step.title}`,
      ...groupCalls(step.calls).map(
        (group) => `   ${group.method} ${group.target} (${group.apiVersion})${sentText(group)}`,
      ),
      ...groupChanges(step.changes).map(
        ({ subject, field, from, to }) =>
          `   ${subject} ${field}: ${readableValue(from)} -> ${readableValue(to)}`,
      ),
      `   verified by: ${step.verifiedBy}`,
      `   undone by: ${step.undoneBy}`,
    ]),
    ...plan.hazards.map((hazard) => `Hazard: ${hazard}`),
    ...plan.unchecked.map((unchecked) => `Not checked: ${unchecked}`),
  ];
}
