import { type Arm, outsideWindow } from '../../../azure/arm/arm.ts';
import {
  type AssignFrontends,
  assignFrontends,
  currentAssignments,
  type FrontendAssignment,
  isAsWanted,
  requireUncontested,
} from '../../../azure/network/frontend-assignments.ts';
import { getSettled, type LoadBalancer } from '../../../azure/network/load-balancers.ts';
import { createPublicIpAddress } from '../../../azure/network/public-ip-addresses.ts';
import { sameId } from '../../../azure/resource-id.ts';
import { UNDO_PATIENCE_MS } from '../../../azure/settled.ts';
import { isContested, type Placement, planMoves, SIDES, type Side } from '../methods/moves.ts';
import type { SwapAddresses, SwapSide } from '../steps.ts';
import { requireAssignments } from './assign-addresses.ts';
import { removeAddresses } from './temporary-addresses.ts';

export type SwappedLoadBalancers = Readonly<Record<Side, LoadBalancer>>;

/**
 * Takes back a swap that ARM accepted and did not finish, by moves of our own: whatever placement it left, they lead
 * home. A temporary address is made only where the two sides hold each other's. A frontend that somebody else has pointed
 * elsewhere stays as it is.
 *
 * @throws ForeignChangeError after all that is ours is back, where such a frontend was found.
 */
export async function restoreSwap(
  arm: Arm,
  step: SwapAddresses,
  found: SwappedLoadBalancers,
  beforeRepeating: Restoring['beforeRepeating'],
  signal: AbortSignal,
): Promise<void> {
  const restoring = { arm, beforeRepeating };
  const current: Placement = {
    production: currentAssignments(found.production, held(step.production)),
    target: currentAssignments(found.target, held(step.target)),
  };
  const wanted: Placement = {
    production: isKnown(step, current.production) ? held(step.production) : current.production,
    target: isKnown(step, current.target) ? held(step.target) : current.target,
  };
  const { id, template } = step.temporaryAddress;
  const moves = planMoves({
    current,
    wanted,
    productionAddressIds: [step.production.publicIpAddressId],
    spareAddressIds: [id],
  });
  // What hangs holds its addresses: the other side would be refused for them until it is written over.
  const isWrittenFirst = (side: Side) =>
    isHanging(found[side]) && moves[0]?.side !== side && !isContested(current);
  for (const side of SIDES.filter(isWrittenFirst)) {
    await settleOn(restoring, step[side].loadBalancerId, current[side], current[side], signal, 0);
  }
  const isParkingNeeded = moves.some((move) =>
    move.assignments.some((each) => each.publicIpAddressId === id),
  );
  if (isParkingNeeded) {
    await createPublicIpAddress(arm, id, template, signal);
  }
  for (const { side, assignments, previousAssignments } of moves) {
    await settleOn(restoring, step[side].loadBalancerId, assignments, previousAssignments, signal);
  }
  for (const side of SIDES) {
    await settleOn(restoring, step[side].loadBalancerId, wanted[side], wanted[side], signal);
  }
  // An undoing before this one may have made it, and been killed before it could delete it.
  await removeAddresses(outsideWindow(arm), [id], signal);
  for (const side of SIDES) {
    requireUncontested(found[side], held(step[side]), knownTo(step, step[side].frontend));
  }
}

function isHanging({ properties }: LoadBalancer): boolean {
  return properties.provisioningState === 'Updating';
}

function isKnown(step: SwapAddresses, current: readonly FrontendAssignment[]): boolean {
  return current.every((each) =>
    knownTo(step, each.frontend).some(({ publicIpAddressId }) =>
      sameId(publicIpAddressId, each.publicIpAddressId),
    ),
  );
}

/** What a frontend may have by our own doing, or by ARM's on our behalf. */
function knownTo(
  { production, target, temporaryAddress }: SwapAddresses,
  frontend: string,
): FrontendAssignment[] {
  return [production.publicIpAddressId, target.publicIpAddressId, temporaryAddress.id].map(
    (publicIpAddressId) => ({ frontend, publicIpAddressId }),
  );
}

function held({ frontend, publicIpAddressId }: SwapSide): FrontendAssignment[] {
  return [{ frontend, publicIpAddressId }];
}

interface Restoring extends Pick<AssignFrontends, 'beforeRepeating'> {
  readonly arm: Arm;
}

/**
 * Writes the wanted assignments unless they are there: also over a `Failed` state, whose data plane nobody knows.
 *
 * @throws ForeignChangeError where the frontends have something else by now than was expected.
 */
async function settleOn(
  { arm, beforeRepeating }: Restoring,
  id: string,
  assignments: readonly FrontendAssignment[],
  expected: readonly FrontendAssignment[],
  signal: AbortSignal,
  patienceMs = UNDO_PATIENCE_MS,
): Promise<void> {
  const loadBalancer = await getSettled(arm, id, signal, patienceMs);
  requireUncontested(loadBalancer, assignments, expected);
  if (!isAsWanted(loadBalancer, assignments)) {
    await assignFrontends(arm, { loadBalancer, assignments, pace: 'tight', beforeRepeating }, signal);
    requireAssignments(await getSettled(arm, id, signal), assignments);
  }
}
