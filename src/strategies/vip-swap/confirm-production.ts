import type { LoadBalancer } from '../../azure/network/load-balancers.ts';
import type { WatchOptions } from '../production-watch.ts';
import type { Placement, Side } from './methods/moves.ts';
import type { ConfirmProduction, ExpectedLoadBalancer } from './steps.ts';

type Sides = Readonly<Record<Side, Pick<LoadBalancer, 'id' | 'name'>>>;

/**
 * The last step before any clean-up: what serves is what was asked for, by a fresh read and by real answers.
 *
 * @param side the one that serves production then.
 */
export function confirmProduction(
  loadBalancers: Sides,
  placement: Placement,
  side: Side,
  { isProbeOn }: Pick<WatchOptions, 'isProbeOn'>,
): ConfirmProduction {
  const { name } = loadBalancers[side];
  return {
    id: 'confirm-production',
    kind: 'confirm-production',
    title: isProbeOn ? `See production answer from ${name}` : `See production on ${name}`,
    expected: expectedOn(loadBalancers, placement, side),
    changes: [],
    calls: [],
    verifiedBy: isProbeOn
      ? 'a fresh read of both load balancers, and 5 s of good answers from the production address'
      : 'a fresh read of both load balancers; nobody asks production, because probe is off',
    undoneBy: 'nothing to undo',
  };
}

/** Both load balancers, `first` first. */
export function expectedOn(loadBalancers: Sides, placement: Placement, first: Side): ExpectedLoadBalancer[] {
  const sides: Side[] = first === 'production' ? ['production', 'target'] : ['target', 'production'];
  return sides.map((side) => ({ loadBalancerId: loadBalancers[side].id, assignments: placement[side] }));
}
