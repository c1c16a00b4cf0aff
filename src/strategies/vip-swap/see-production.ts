import { currentAssignments, isAsWanted } from '../../azure/network/frontend-assignments.ts';
import { getLoadBalancer, type LoadBalancer } from '../../azure/network/load-balancers.ts';
import { getPublicIpAddress, type PublicIpAddress } from '../../azure/network/public-ip-addresses.ts';
import { sameId } from '../../azure/resource-id.ts';
import { withDeadline } from '../../engine/deadline.ts';
import type { Change } from '../../engine/plan.ts';
import type { StrategyContext } from '../strategy.ts';
import { givingBack } from './by-hand.ts';
import { isUnserved } from './companions/companions.ts';
import type { Side } from './methods/moves.ts';
import { placementsOf, type SwapJournal } from './record/swap-journal.ts';
import { serves } from './served-by.ts';

/** By a fresh read of Azure at the end of a run that has failed. */
export interface ProductionSeenEvent {
  readonly type: 'production-seen';
  readonly atMs: number;
  /** Name of the one that has all production addresses. */
  readonly loadBalancer: string;
}

/** Whoever waits for the end of the run has waited enough. */
const LONGEST_LOOK_MS = 10_000;

/**
 * Looks where production is, and says so, or which updates give it back where a frontend has none of it. Says nothing where that is not
 * certain: an update of who has it runs or has failed, the addresses are on both sides, ARM does not answer.
 *
 * @param signal aborts where there is no time even for this.
 * @param side to which production is to be given back by hand. Absent: others may be at work, so nobody shall.
 */
export async function seeProduction(
  { arm, clock, emit }: Pick<StrategyContext, 'arm' | 'clock' | 'emit'>,
  journal: SwapJournal,
  signal: AbortSignal,
  side?: Side,
): Promise<void> {
  const deadline = { clock, signal, timeoutMs: LONGEST_LOOK_MS, subject: 'where production is' };
  try {
    const look = await withDeadline(deadline, (limited) => lookAt(arm, journal, limited));
    const loadBalancer = holderIn(journal, look);
    const changes = side === undefined ? [] : givingBackSeen(journal, look, side);
    if (loadBalancer !== undefined) {
      emit({ type: 'production-seen', atMs: clock.monotonicMs(), loadBalancer });
    } else if (changes.length > 0) {
      emit({ type: 'by-hand', atMs: clock.monotonicMs(), changes });
    }
  } catch {
    // What became of the run is told all the same.
  }
}

interface Look {
  readonly loadBalancers: Readonly<Record<Side, LoadBalancer>>;
  readonly addresses: readonly PublicIpAddress[];
}

async function lookAt(arm: StrategyContext['arm'], journal: SwapJournal, signal: AbortSignal): Promise<Look> {
  const [production, target, addresses] = await Promise.all([
    getLoadBalancer(arm, journal.productionLoadBalancerId, signal),
    getLoadBalancer(arm, journal.targetLoadBalancerId, signal),
    Promise.all(
      journal.moves.map(({ productionAddressId }) => getPublicIpAddress(arm, productionAddressId, signal)),
    ),
  ]);
  return { loadBalancers: { production, target }, addresses };
}

function holderIn(journal: SwapJournal, { loadBalancers, addresses }: Look): string | undefined {
  const { before, after } = placementsOf(journal);
  const sides = [
    { loadBalancer: loadBalancers.production, assignments: before.production },
    { loadBalancer: loadBalancers.target, assignments: after.target },
  ];
  // What goes on at the other side takes production away from nobody: an address has one holder.
  return sides.find(
    ({ loadBalancer, assignments }) =>
      isAsWanted(loadBalancer, assignments) && addresses.every((address) => serves(loadBalancer, address)),
  )?.loadBalancer.name;
}

/** What the address says counts as well: a frontend that the swap knows nothing of may have it. */
function givingBackSeen(journal: SwapJournal, { loadBalancers, addresses }: Look, side: Side): Change[] {
  const { before } = placementsOf(journal);
  const placement = {
    production: currentAssignments(loadBalancers.production, before.production),
    target: currentAssignments(loadBalancers.target, before.target),
  };
  return givingBack(journal, loadBalancers, placement, side).filter(({ to }) =>
    addresses.some((address) => sameId(address.id, to ?? '') && isUnserved(address)),
  );
}
