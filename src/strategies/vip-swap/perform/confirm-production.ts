import type { Arm } from '../../../azure/arm.ts';
import { getSettled } from '../../../azure/load-balancers.ts';
import type { StepContext, StepPerformer } from '../../../engine/run.ts';
import type { ConfirmProduction } from '../steps.ts';
import { requireAssignments } from './assign-addresses.ts';

/** Real requests to the production address, seen from a strategy. */
export interface ProductionWatch {
  /**
   * Resolves when production has answered well for as long as the run asks for.
   *
   * @throws Error saying what was seen instead, when it has not within the run's verify timeout.
   */
  answersSteadily(context: StepContext): Promise<void>;
}

export function confirmProduction(arm: Arm, watch: ProductionWatch, step: ConfirmProduction): StepPerformer {
  return {
    run: (context) => watch.answersSteadily(context),
    async verify({ signal }) {
      requireAssignments(await getSettled(arm, step.loadBalancerId, signal), step.assignments);
    },
    undo: async () => undefined,
  };
}
