import type { Arm } from '../../../azure/arm/arm.ts';
import { ForeignChangeError } from '../../../azure/foreign-change-error.ts';
import { currentAssignments, type FrontendAssignment } from '../../../azure/network/frontend-assignments.ts';
import { getSettled, type LoadBalancer } from '../../../azure/network/load-balancers.ts';
import { nameOf, sameId } from '../../../azure/resource-id.ts';
import { UNDO_PATIENCE_MS } from '../../../azure/settled.ts';
import type { Journal } from '../../../record/journal.ts';
import { type Placement, SIDES, type Side } from '../methods/moves.ts';
import { type JournalledMove, placementsOf, type SwapJournal } from '../record/swap-journal.ts';
import { movedByOthers } from './moved-by-others.ts';

/** A swap that was interrupted, as Azure has it now. */
export interface LiveSwap {
  readonly journal: SwapJournal;
  readonly loadBalancers: Readonly<Record<Side, LoadBalancer>>;
  readonly placement: Placement;
  /** What the opposite release has moved, and this one has not: see `movedByOthers`. */
  readonly movedByOthers: readonly JournalledMove[];
}

/**
 * Waits until no update runs on either load balancer; one that hangs is taken as it is, because ARM lets another one
 * supersede it.
 *
 * @throws ForeignChangeError where a frontend has an address that the swap knows nothing of.
 */
export async function readLiveSwap(
  arm: Arm,
  journal: SwapJournal,
  begun: Pick<Journal, 'startedAtEpochMs'>,
  signal: AbortSignal,
  patienceMs = UNDO_PATIENCE_MS,
): Promise<LiveSwap> {
  const [production, target] = await Promise.all([
    getSettled(arm, journal.productionLoadBalancerId, signal, patienceMs),
    getSettled(arm, journal.targetLoadBalancerId, signal, patienceMs),
  ]);
  const { before } = placementsOf(journal);
  const seen = {
    journal,
    loadBalancers: { production, target },
    placement: {
      production: currentAssignments(production, before.production),
      target: currentAssignments(target, before.target),
    },
  };
  requireKnown(seen);
  return { ...seen, movedByOthers: await movedByOthers(arm, seen, begun, signal) };
}

function requireKnown({ journal, loadBalancers, placement }: Omit<LiveSwap, 'movedByOthers'>): void {
  const known = journal.moves.flatMap(({ productionAddressId, targetAddressId, standIn }) => [
    productionAddressId,
    targetAddressId,
    standIn.id,
  ]);
  for (const side of SIDES) {
    const foreign = placement[side].find(
      ({ publicIpAddressId }) => !known.some((id) => sameId(id, publicIpAddressId)),
    );
    if (foreign !== undefined) {
      throw foreignChange(loadBalancers[side], foreign);
    }
  }
}

function foreignChange({ name }: LoadBalancer, { frontend, publicIpAddressId }: FrontendAssignment) {
  return new ForeignChangeError(
    `Frontend "${frontend}" of ${name} has ${nameOf(publicIpAddressId)}, which the interrupted swap knows nothing of: somebody ` +
      'else has changed it since. That is left as it is: give the frontend the address that it had before or was to get, and ' +
      'recover then.',
  );
}
