import type { FrontendAssignment } from '../../azure/frontend-assignments.ts';
import type { LoadBalancer } from '../../azure/load-balancers.ts';
import type { ConfirmProduction } from './steps.ts';

/** The last step before any clean-up: what serves is what was asked for, by a fresh read and by real answers. */
export function confirmProduction(
  { id, name }: LoadBalancer,
  assignments: readonly FrontendAssignment[],
): ConfirmProduction {
  return {
    id: 'confirm-production',
    kind: 'confirm-production',
    title: `See production answer from ${name}`,
    loadBalancerId: id,
    assignments,
    changes: [],
    calls: [],
    verifiedBy: 'a fresh read of Azure, and 5 s of good answers from the production address',
    undoneBy: 'nothing to undo',
  };
}
