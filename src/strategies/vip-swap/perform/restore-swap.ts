import type { Arm } from '../../../azure/arm.ts';
import {
  assignFrontends,
  currentAssignments,
  type FrontendAssignment,
  isAsWanted,
} from '../../../azure/frontend-assignments.ts';
import { getSettled, type LoadBalancer, UNDO_PATIENCE_MS } from '../../../azure/load-balancers.ts';
import { createPublicIpAddress } from '../../../azure/public-ip-addresses.ts';
import { type Placement, planMoves, type Side } from '../moves.ts';
import type { SwapAddresses, SwapSide } from '../steps.ts';
import { requireAssignments } from './assign-addresses.ts';
import { removeAddresses } from './temporary-addresses.ts';

export type SwappedLoadBalancers = Readonly<Record<Side, LoadBalancer>>;

/**
 * Takes back a swap that ARM accepted and did not finish, by moves of our own: whatever placement it left, they lead
 * home. A temporary address is made only where the two sides hold each other's.
 */
export async function restoreSwap(
  arm: Arm,
  step: SwapAddresses,
  found: SwappedLoadBalancers,
  signal: AbortSignal,
): Promise<void> {
  const wanted: Placement = { production: held(step.production), target: held(step.target) };
  const { id, template } = step.temporaryAddress;
  const moves = planMoves({
    current: {
      production: currentAssignments(found.production, wanted.production),
      target: currentAssignments(found.target, wanted.target),
    },
    wanted,
    productionAddressIds: [step.production.publicIpAddressId],
    spareAddressIds: [id],
  });
  const isParkingNeeded = moves.some((move) =>
    move.assignments.some((each) => each.publicIpAddressId === id),
  );
  if (isParkingNeeded) {
    await createPublicIpAddress(arm, id, template, signal);
  }
  for (const { side, assignments } of moves) {
    await settleOn(arm, step[side].loadBalancerId, assignments, signal);
  }
  for (const side of ['production', 'target'] as const) {
    await settleOn(arm, step[side].loadBalancerId, wanted[side], signal);
  }
  // An undoing before this one may have made it, and been killed before it could delete it.
  await removeAddresses(arm, [id], signal);
}

function held({ frontend, publicIpAddressId }: SwapSide): FrontendAssignment[] {
  return [{ frontend, publicIpAddressId }];
}

/** Writes the wanted assignments unless they are there: also over a `Failed` state, whose data plane nobody knows. */
async function settleOn(
  arm: Arm,
  id: string,
  assignments: readonly FrontendAssignment[],
  signal: AbortSignal,
): Promise<void> {
  const loadBalancer = await getSettled(arm, id, signal, UNDO_PATIENCE_MS);
  if (!isAsWanted(loadBalancer, assignments)) {
    await assignFrontends(arm, { loadBalancer, assignments, pace: 'tight' }, signal);
    requireAssignments(await getSettled(arm, id, signal), assignments);
  }
}
