import type { FrontendAssignment } from '../../azure/frontend-assignments.ts';
import type { LoadBalancer } from '../../azure/load-balancers.ts';
import { NETWORK_API_VERSION } from '../../azure/network-api.ts';
import { nameOf } from '../../azure/resource-id.ts';
import type { Change } from '../../engine/plan.ts';
import { confirmProduction } from './confirm-production.ts';
import { assignmentsOf, type SwapEnvironment } from './environment.ts';
import { type Move, type Placement, planMoves } from './moves.ts';
import type {
  AssignAddresses,
  CreateTemporaryAddresses,
  DeleteTemporaryAddresses,
  TemporaryAddress,
  VipSwapStep,
} from './steps.ts';
import { temporaryAddressFor } from './temporary-address.ts';

/** Placements before and after the swap. */
export function placementsOf({ moves }: SwapEnvironment): {
  readonly before: Placement;
  readonly after: Placement;
} {
  const production = (move: (typeof moves)[number]) => move.productionAddress.id;
  const target = (move: (typeof moves)[number]) => move.targetAddress.id;
  return {
    before: {
      production: assignmentsOf(moves, 'production', production),
      target: assignmentsOf(moves, 'target', target),
    },
    after: {
      production: assignmentsOf(moves, 'production', target),
      target: assignmentsOf(moves, 'target', production),
    },
  };
}

/** The temporary addresses that a swap has to make: none where the user gave spares. */
export function temporaryAddresses(
  environment: SwapEnvironment,
  tags: Readonly<Record<string, string>>,
): TemporaryAddress[] {
  return environment.moves
    .filter((move) => move.spareAddress === undefined)
    .map((move) => temporaryAddressFor(move.productionAddress, tags));
}

/** The free address of each move, in the order of the moves: the user's spare, or a temporary one. */
export function spareAddressIds(
  environment: SwapEnvironment,
  tags: Readonly<Record<string, string>>,
): string[] {
  return environment.moves.map(
    (move) => move.spareAddress?.id ?? temporaryAddressFor(move.productionAddress, tags).id,
  );
}

/** The seed article's swap, with its two unavoidable updates next to each other and everything else outside. */
export function temporaryIpSteps(
  environment: SwapEnvironment,
  tags: Readonly<Record<string, string>>,
): VipSwapStep[] {
  const temporary = temporaryAddresses(environment, tags);
  const { before, after } = placementsOf(environment);
  const moves = planMoves({
    current: before,
    wanted: after,
    productionAddressIds: environment.moves.map((move) => move.productionAddress.id),
    spareAddressIds: spareAddressIds(environment, tags),
  });
  return [
    ...(temporary.length === 0 ? [] : [createStep(temporary)]),
    ...moves.map((move) => assignStep(environment, move, before[move.side])),
    confirmProduction(environment, after),
    ...(temporary.length === 0 ? [] : [deleteStep(temporary)]),
  ];
}

function createStep(addresses: readonly TemporaryAddress[]): CreateTemporaryAddresses {
  return {
    id: 'create-temporary-address',
    kind: 'create-temporary-addresses',
    title: `Create the temporary address ${names(addresses.map((each) => each.id))}`,
    addresses,
    changes: addresses.map((each) => ({ resource: each.id, field: '(resource)', from: null, to: 'created' })),
    calls: addresses.map((each) => ({ method: 'PUT', target: each.id, apiVersion: NETWORK_API_VERSION })),
    verifiedBy: 'provisioning state Succeeded, and held by nothing',
    undoneBy: 'deleting it',
  };
}

function deleteStep(addresses: readonly TemporaryAddress[]): DeleteTemporaryAddresses {
  return {
    id: 'delete-temporary-address',
    kind: 'delete-temporary-addresses',
    title: `Delete the temporary address ${names(addresses.map((each) => each.id))}`,
    addressIds: addresses.map((each) => each.id),
    changes: addresses.map((each) => ({ resource: each.id, field: '(resource)', from: 'created', to: null })),
    calls: addresses.map((each) => ({ method: 'DELETE', target: each.id, apiVersion: NETWORK_API_VERSION })),
    verifiedBy: 'it is gone',
    undoneBy: 'nothing: production is on the target before it is deleted',
    cleanUp: true,
  };
}

function assignStep(
  environment: SwapEnvironment,
  move: Move,
  originalAssignments: readonly FrontendAssignment[],
): AssignAddresses {
  const loadBalancer =
    move.side === 'production' ? environment.productionLoadBalancer : environment.targetLoadBalancer;
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
  return move.givesBack ? 'take-production-address' : 'park-target';
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
