import { isAsWanted } from '../../azure/frontend-assignments.ts';
import { getLoadBalancer } from '../../azure/load-balancers.ts';
import { getPublicIpAddress } from '../../azure/public-ip-addresses.ts';
import { sameId, topLevelId } from '../../azure/resource-id.ts';
import { withDeadline } from '../../engine/deadline.ts';
import type { StrategyContext } from '../strategy.ts';
import { placementsOf, type SwapJournal } from './swap-journal.ts';

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
 * Looks where production is, and says so. Says nothing where that is not certain: an update of who has it runs or has failed, the
 * addresses are on neither side, ARM does not answer.
 *
 * @param signal aborts where there is no time even for this.
 */
export async function seeProduction(
  { arm, clock, emit }: Pick<StrategyContext, 'arm' | 'clock' | 'emit'>,
  journal: SwapJournal,
  signal: AbortSignal,
): Promise<void> {
  const deadline = { clock, signal, timeoutMs: LONGEST_LOOK_MS, subject: 'where production is' };
  try {
    const loadBalancer = await withDeadline(deadline, (limited) => holderOf(arm, journal, limited));
    if (loadBalancer !== undefined) {
      emit({ type: 'production-seen', atMs: clock.monotonicMs(), loadBalancer });
    }
  } catch {
    // What became of the run is told all the same.
  }
}

async function holderOf(
  arm: StrategyContext['arm'],
  journal: SwapJournal,
  signal: AbortSignal,
): Promise<string | undefined> {
  const [production, target, addresses] = await Promise.all([
    getLoadBalancer(arm, journal.productionLoadBalancerId, signal),
    getLoadBalancer(arm, journal.targetLoadBalancerId, signal),
    Promise.all(
      journal.moves.map(({ productionAddressId }) => getPublicIpAddress(arm, productionAddressId, signal)),
    ),
  ]);
  const { before, after } = placementsOf(journal);
  const sides = [
    { loadBalancer: production, assignments: before.production },
    { loadBalancer: target, assignments: after.target },
  ];
  // What goes on at the other side takes production away from nobody: an address has one holder.
  return sides.find(
    ({ loadBalancer, assignments }) =>
      isAsWanted(loadBalancer, assignments) &&
      addresses.every(({ properties: { ipConfiguration } }) =>
        sameId(topLevelId(ipConfiguration?.id ?? ''), loadBalancer.id),
      ),
  )?.loadBalancer.name;
}
