import type { SwapEnvironment } from './environment.ts';
import type { Placement } from './moves.ts';
import type { ConfirmProduction } from './steps.ts';

/** The last step before any clean-up: what serves is what was asked for, by a fresh read and by real answers. */
export function confirmProduction(environment: SwapEnvironment, after: Placement): ConfirmProduction {
  const { targetLoadBalancer } = environment;
  return {
    id: 'confirm-production',
    kind: 'confirm-production',
    title: `See production answer from ${targetLoadBalancer.name}`,
    loadBalancerId: targetLoadBalancer.id,
    assignments: after.target,
    changes: [],
    calls: [],
    verifiedBy: 'a fresh read of Azure, and 5 s of good answers from the production address',
    undoneBy: 'nothing to undo',
  };
}
