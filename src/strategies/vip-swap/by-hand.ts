import type { LoadBalancer } from '../../azure/network/load-balancers.ts';
import type { Change } from '../../engine/plan.ts';
import { isHeld, type Placement, type Side } from './methods/moves.ts';
import { frontendOf, type SwapJournal } from './record/swap-journal.ts';

/** Production is not served, and whoever was to bring it back could not: what a person can do until that is done. */
export interface ByHandEvent {
  readonly type: 'by-hand';
  readonly atMs: number;
  readonly changes: readonly Change[];
}

/**
 * Updates of load balancers that give production back: each address that no frontend has goes to one of its own two. No other address
 * is needed for that, so nothing is named that was never made, or is gone; what the frontend had is free then. None where production is served.
 */
export function givingBack(
  { moves }: SwapJournal,
  loadBalancers: Readonly<Record<Side, Pick<LoadBalancer, 'id'>>>,
  placement: Placement,
  side: Side,
): Change[] {
  return moves
    .filter(({ productionAddressId }) => !isHeld(placement, productionAddressId))
    .map((move) => {
      const frontend = frontendOf(move, side);
      return {
        resource: loadBalancers[side].id,
        field: `frontendIPConfigurations/${frontend}.publicIPAddress.id`,
        from: placement[side].find((each) => each.frontend === frontend)?.publicIpAddressId ?? null,
        to: move.productionAddressId,
      };
    });
}
