import type { Arm } from '../../azure/arm/arm.ts';
import { hasAssignments, isAsWanted } from '../../azure/network/frontend-assignments.ts';
import { getLoadBalancer, getSettled } from '../../azure/network/load-balancers.ts';
import { UNDO_PATIENCE_MS } from '../../azure/settled.ts';
import type { Placement } from './methods/moves.ts';
import type { SwapJournal } from './record/swap-journal.ts';

/** Whether both load balancers have what `placement` says and are `Succeeded`, by a fresh read. */
export async function isPlaced(
  arm: Arm,
  { productionLoadBalancerId, targetLoadBalancerId }: SwapJournal,
  placement: Placement,
  signal: AbortSignal,
  patienceMs = UNDO_PATIENCE_MS,
): Promise<boolean> {
  const found = await Promise.all([
    getSettled(arm, productionLoadBalancerId, signal, patienceMs),
    getSettled(arm, targetLoadBalancerId, signal, patienceMs),
  ]);
  const [production, target] = found;
  return isAsWanted(production, placement.production) && isAsWanted(target, placement.target);
}

/** Whether both load balancers have what `placement` says, and an update of one of them has not ended. */
export async function isBeingPlaced(
  arm: Arm,
  { productionLoadBalancerId, targetLoadBalancerId }: SwapJournal,
  placement: Placement,
  signal: AbortSignal,
): Promise<boolean> {
  const [production, target] = await Promise.all([
    getLoadBalancer(arm, productionLoadBalancerId, signal),
    getLoadBalancer(arm, targetLoadBalancerId, signal),
  ]);
  return (
    hasAssignments(production, placement.production) &&
    hasAssignments(target, placement.target) &&
    [production, target].some(({ properties }) => properties.provisioningState === 'Updating')
  );
}
