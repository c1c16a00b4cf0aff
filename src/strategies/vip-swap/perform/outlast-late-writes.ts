import type { Arm } from '../../../azure/arm/arm.ts';
import { getSettled } from '../../../azure/network/load-balancers.ts';
import type { StepPerformer } from '../../../engine/run.ts';
import { LONGEST_UPDATE_MS } from '../methods/assign-step.ts';
import type { OutlastLateWrites } from '../steps.ts';
import { requireAssignments } from './assign-addresses.ts';

/** @param lateWritesUntilMs as of `PerformerDependencies`. */
export function outlastLateWrites(
  arm: Arm,
  lateWritesUntilMs: number,
  { expected }: OutlastLateWrites,
): StepPerformer {
  return {
    run: ({ signal, clock }) => clock.sleep(lateWritesUntilMs - clock.monotonicMs(), signal),
    async verify({ signal }) {
      for (const { loadBalancerId, assignments } of expected) {
        requireAssignments(await getSettled(arm, loadBalancerId, signal, LONGEST_UPDATE_MS), assignments);
      }
    },
    undo: async () => undefined,
  };
}
