import { currentAssignments } from '../../../azure/network/frontend-assignments.ts';
import type { LoadBalancer } from '../../../azure/network/load-balancers.ts';
import { nameOf, sameId } from '../../../azure/resource-id.ts';
import { SIDES, type Side } from '../methods/moves.ts';
import { frontendOf, type JournalledMove } from '../record/swap-journal.ts';

/** What a recovery leaves alone, because the address that it was about is gone. */
export function goneHazards(
  gone: readonly JournalledMove[],
  loadBalancers: Readonly<Record<Side, LoadBalancer>>,
): string[] {
  return gone.map((move) => {
    const frontends = frontendsOf(move, loadBalancers).map(
      ({ loadBalancer, frontend, addressId }) =>
        `frontend ${frontend} of ${loadBalancer} keeps ${nameOf(addressId)}`,
    );
    const temporary = frontendsOf(move, loadBalancers).some(({ addressId }) => isTemporary(move, addressId))
      ? ` ${nameOf(move.standIn.id)} was made for the release and is not deleted, because it is in use: give that frontend another address, and delete it.`
      : '';
    return (
      `${nameOf(move.productionAddressId)}, which the release was to move as well, does not exist any more, and nobody can serve it: ` +
      `${frontends.join(' and ') || 'no frontend of it is left'}.${temporary}`
    );
  });
}

/** The side that does not serve production was to have an address that is gone. */
export function unexchangedHazards(
  unexchanged: readonly JournalledMove[],
  loadBalancer: LoadBalancer,
  side: Side,
): string[] {
  return unexchanged.map((move) => {
    const { productionAddressId, targetAddressId, standIn } = move;
    const keeps = `frontend ${frontendOf(move, side)} of ${loadBalancer.name} keeps ${nameOf(standIn.id)}`;
    return (
      `${nameOf(targetAddressId)}, for which the release was to exchange ${nameOf(productionAddressId)}, does not exist any more: ${keeps}` +
      `${standIn.isTemporary ? ', which was made for the release and is not deleted, because it is in use: give that frontend another address, and delete it' : ''}.`
    );
  });
}

/** Temporary addresses of what is gone that no frontend has: nobody else will ever look for them. */
export function needlessStandIns(
  gone: readonly JournalledMove[],
  loadBalancers: Readonly<Record<Side, LoadBalancer>>,
): string[] {
  return gone
    .filter(
      (move) =>
        move.standIn.isTemporary &&
        !frontendsOf(move, loadBalancers).some(({ addressId }) => isTemporary(move, addressId)),
    )
    .map(({ standIn }) => standIn.id);
}

function isTemporary({ standIn }: JournalledMove, addressId: string): boolean {
  return standIn.isTemporary && sameId(standIn.id, addressId);
}

function frontendsOf(move: JournalledMove, loadBalancers: Readonly<Record<Side, LoadBalancer>>) {
  return SIDES.flatMap((side) => {
    const frontend = frontendOf(move, side);
    return currentAssignments(loadBalancers[side], [{ frontend, publicIpAddressId: '' }]).map(
      ({ publicIpAddressId }) => ({
        loadBalancer: loadBalancers[side].name,
        frontend,
        addressId: publicIpAddressId,
      }),
    );
  });
}
