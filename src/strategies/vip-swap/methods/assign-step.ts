import type { FrontendAssignment } from '../../../azure/network/frontend-assignments.ts';
import type { LoadBalancer } from '../../../azure/network/load-balancers.ts';
import { NETWORK_API_VERSION } from '../../../azure/network/network-api.ts';
import { nameOf } from '../../../azure/resource-id.ts';
import type { Change } from '../../../engine/plan.ts';
import type { AssignAddresses } from '../steps.ts';
import type { Move } from './moves.ts';

/** The longest update of a load balancer ever recorded took 313 s: one that takes longer hangs. */
export const LONGEST_UPDATE_MS = 400_000;

/**
 * One move as a step.
 *
 * @param originalAssignments what the frontends of this side had before the plan.
 */
export function assignStep(
  loadBalancer: LoadBalancer,
  move: Move,
  originalAssignments: readonly FrontendAssignment[],
): AssignAddresses {
  const window = windowOf(move);
  return {
    id: stepIdOf(move),
    kind: 'assign-addresses',
    title: titleOf(loadBalancer, move),
    loadBalancerId: loadBalancer.id,
    assignments: move.assignments,
    previousAssignments: move.previousAssignments,
    originalAssignments,
    pace: window === undefined ? 'as-told' : 'tight',
    timeoutMs: LONGEST_UPDATE_MS,
    changes: changesOf(loadBalancer, move),
    calls: [{ method: 'PUT', target: loadBalancer.id, apiVersion: NETWORK_API_VERSION }],
    verifiedBy:
      window === 'opens'
        ? "ARM's operation; a read would lengthen the outage"
        : "ARM's operation, and a fresh read of the load balancer",
    undoneBy: `pointing it at ${names(move.previousAssignments.map((each) => each.publicIpAddressId))} again`,
    ...(window === undefined ? {} : { window }),
  };
}

function windowOf(move: Move): AssignAddresses['window'] {
  return move.takesAway ? 'opens' : move.givesBack ? 'closes' : undefined;
}

function stepIdOf(move: Move): string {
  if (move.takesAway) {
    return 'release-production-address';
  }
  return move.givesBack ? 'take-production-address' : `park-${move.side}`;
}

function titleOf(loadBalancer: LoadBalancer, move: Move): string {
  const subject = `Point ${loadBalancer.name} at ${names(move.assignments.map((each) => each.publicIpAddressId))}`;
  if (move.takesAway) {
    return `${subject}: production goes down`;
  }
  return move.givesBack ? `${subject}: production is served again` : subject;
}

function changesOf(loadBalancer: LoadBalancer, move: Move): Change[] {
  return move.assignments.map((each) => ({
    resource: loadBalancer.id,
    field: `frontendIPConfigurations/${each.frontend}.publicIPAddress.id`,
    from: addressOf(move.previousAssignments, each.frontend),
    to: each.publicIpAddressId,
  }));
}

function addressOf(assignments: readonly FrontendAssignment[], frontend: string): string | null {
  return assignments.find((each) => each.frontend === frontend)?.publicIpAddressId ?? null;
}

function names(ids: readonly string[]): string {
  return ids.map(nameOf).join(' and ');
}
