import type { Arm } from '../../../azure/arm/arm.ts';
import { hasAssignments } from '../../../azure/network/frontend-assignments.ts';
import { getLoadBalancer, type LoadBalancer } from '../../../azure/network/load-balancers.ts';
import { findPublicIpAddress, getPublicIpAddress } from '../../../azure/network/public-ip-addresses.ts';
import type { Clock } from '../../../engine/clock.ts';
import type { Journal } from '../../../record/journal.ts';
import { LATE_WRITE_MS } from '../../late-writes.ts';
import { placementsOf, type SwapJournal } from '../record/swap-journal.ts';
import { longestTransitMs } from './longest-transit.ts';
import { oppositesOf } from './opposite.ts';

/** A run that is alive sends the next write of its window half a second after the last one was done. */
const STANDSTILL_IN_THE_WINDOW_MS = 5_000;
const LOOK_IN_THE_WINDOW_MS = 500;
/** Nobody is in a hurry, and who works needs the quota more. */
const LOOK_MS = 2_000;
const UNDER_WAY: readonly string[] = ['Updating', 'Deleting'];

export interface Standstill {
  readonly arm: Arm;
  readonly clock: Clock;
  readonly swap: SwapJournal;
  readonly journal: Pick<Journal, 'method' | 'direction'>;
  /** How long an update may run without anything to be seen of it. */
  readonly patienceMs: number;
}

/**
 * Waits until nothing has moved on what a swap works on for longer than an owner that is alive ever pauses. Where production
 * is away that is not long. Where it is served, a write may be on its way to be answered, and a recovery before this one waits
 * by design for what may arrive late: nobody is down for it, so that is outlasted.
 *
 * @returns false where an update hangs, and does so whoever began it.
 */
export async function awaitStandstill(standstill: Standstill, signal: AbortSignal): Promise<boolean> {
  const { clock, patienceMs } = standstill;
  let last = await look(standstill, signal);
  let changedAtMs = clock.monotonicMs();
  let restingSinceMs = changedAtMs;
  while (clock.monotonicMs() - restingSinceMs < last.longestPauseMs) {
    // Counted from the last change, not from the first look: an owner that goes on for long is alive, and nothing hangs.
    if (clock.monotonicMs() - changedAtMs >= patienceMs) {
      return false;
    }
    await clock.sleep(last.isServed ? LOOK_MS : LOOK_IN_THE_WINDOW_MS, signal);
    const now = await look(standstill, signal);
    const nowMs = clock.monotonicMs();
    changedAtMs = now.text === last.text ? changedAtMs : nowMs;
    restingSinceMs = now.text !== last.text || now.isUpdating ? nowMs : restingSinceMs;
    last = now;
  }
  return true;
}

interface Look {
  /** Changes with everything that moves. */
  readonly text: string;
  readonly isUpdating: boolean;
  /** Or an opposite release was begun, whose window is another one. */
  readonly isServed: boolean;
  /** How long an owner that is alive may do nothing that is to be seen, by where production is. */
  readonly longestPauseMs: number;
}

async function look({ arm, swap, journal }: Standstill, signal: AbortSignal): Promise<Look> {
  const [production, target, addresses, standIns, opposites] = await Promise.all([
    getLoadBalancer(arm, swap.productionLoadBalancerId, signal),
    getLoadBalancer(arm, swap.targetLoadBalancerId, signal),
    Promise.all(
      swap.moves.map(({ productionAddressId }) => getPublicIpAddress(arm, productionAddressId, signal)),
    ),
    Promise.all(swap.moves.map(({ standIn }) => findPublicIpAddress(arm, standIn.id, signal))),
    oppositesOf(arm, swap, signal),
  ]);
  const theirs = await Promise.all(
    opposites
      .flatMap((opposite) => opposite.swap.moves)
      .map(({ standIn }) => findPublicIpAddress(arm, standIn.id, signal)),
  );
  // An opposite release takes the production address away by what is parking to it, outside of its own window.
  const served = opposites.length > 0 || isServed(swap, production, target);
  const resources = [
    production,
    target,
    ...addresses,
    ...standIns,
    ...opposites.map(({ address }) => address),
    ...theirs,
  ];
  // Where a recovery has brought it there by moves of its own, ARM's own swap may still be on its way.
  const hasSwapped =
    journal.direction === undefined && hasAssignments(target, placementsOf(swap).after.target);
  return {
    text: resources
      .map((each) => (each === undefined ? 'none' : `${each.etag} ${each.properties.provisioningState}`))
      .join(),
    isUpdating: resources.some((each) => UNDER_WAY.includes(each?.properties.provisioningState ?? '')),
    isServed: served,
    longestPauseMs: served
      ? longestTransitMs(journal.method, hasSwapped) + LATE_WRITE_MS
      : STANDSTILL_IN_THE_WINDOW_MS,
  };
}

/** After an update that has failed, or hangs, the model may be there and the data plane not. */
function isServed({ moves }: SwapJournal, production: LoadBalancer, target: LoadBalancer): boolean {
  return (
    [production, target].every(({ properties }) => properties.provisioningState === 'Succeeded') &&
    moves.every(({ productionAddressId, productionFrontend, targetFrontend }) => {
      const on = (frontend: string) => [{ frontend, publicIpAddressId: productionAddressId }];
      return hasAssignments(production, on(productionFrontend)) || hasAssignments(target, on(targetFrontend));
    })
  );
}
