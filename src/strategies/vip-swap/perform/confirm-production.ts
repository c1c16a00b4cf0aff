import type { Arm } from '../../../azure/arm/arm.ts';
import { getSettled } from '../../../azure/network/load-balancers.ts';
import { nameOf } from '../../../azure/resource-id.ts';
import type { StepPerformer } from '../../../engine/run.ts';
import { NoGoodAnswersError } from '../../../probe/prober.ts';
import type { ProductionWatch } from '../../production-watch.ts';
import { LONGEST_UPDATE_MS } from '../methods/assign-step.ts';
import type { ConfirmProduction } from '../steps.ts';
import { requireAssignments } from './assign-addresses.ts';

/** The addresses have moved, and production does not answer from where it is now. */
export class SwitchedNotAnsweringError extends Error {
  override readonly name = 'SwitchedNotAnsweringError';
  readonly code = 'SwitchedNotAnswering';
}

export function confirmProduction(arm: Arm, watch: ProductionWatch, step: ConfirmProduction): StepPerformer {
  return {
    async run(context) {
      try {
        await watch.answersSteadily(context);
      } catch (error) {
        if (!(error instanceof NoGoodAnswersError)) {
          throw error;
        }
        throw new SwitchedNotAnsweringError(
          `Switched, not answering: production has moved to ${nameOf(step.expected[0]?.loadBalancerId ?? '')}, and ${error.message}`,
          { cause: error },
        );
      }
    },
    async verify({ signal }) {
      for (const { loadBalancerId, assignments } of step.expected) {
        requireAssignments(await getSettled(arm, loadBalancerId, signal, LONGEST_UPDATE_MS), assignments);
      }
    },
    undo: async () => undefined,
  };
}
