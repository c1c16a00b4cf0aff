import { inWindow } from '../../../azure/arm/arm.ts';
import {
  assignFrontends,
  currentAssignments,
  type FrontendAssignment,
  hasAssignments,
  isAsWanted,
  requireUncontested,
} from '../../../azure/network/frontend-assignments.ts';
import type { LoadBalancer } from '../../../azure/network/load-balancers.ts';
import { nameOf, sameId } from '../../../azure/resource-id.ts';
import { UNDO_PATIENCE_MS } from '../../../azure/settled.ts';
import type { StepPerformer } from '../../../engine/run.ts';
import type { LoadBalancerBodies } from '../load-balancer-bodies.ts';
import type { AssignAddresses } from '../steps.ts';
import type { Guard, LooksBeforeRepeating } from './guarded.ts';
import { lookBeforeOpening, type StillServedEvent } from './look-before-opening.ts';

interface AssigningAddresses {
  readonly guard: Guard;
  readonly bodies: LoadBalancerBodies;
  readonly looks: LooksBeforeRepeating;
  readonly emit: (event: StillServedEvent) => void;
}

export function assignAddresses(
  { guard, bodies, looks, emit }: AssigningAddresses,
  step: AssignAddresses,
): StepPerformer {
  const { arm } = guard;
  const tight = inWindow(arm);
  const { loadBalancerId, assignments, previousAssignments, originalAssignments, pace, patienceMs, window } =
    step;
  const reading = window === undefined ? arm : tight;
  const look = (signal: AbortSignal): Promise<LoadBalancer> => {
    switch (window) {
      case 'opens':
        return lookBeforeOpening(guard, bodies, step, signal);
      case 'closes':
        return bodies.lastRead(reading, loadBalancerId, signal, patienceMs);
      default:
        return bodies.readSettled(reading, loadBalancerId, signal, patienceMs);
    }
  };
  return {
    async run({ signal, clock }) {
      const loadBalancer = await look(signal);
      requireUncontested(loadBalancer, assignments, previousAssignments);
      const beforeRepeating = (limited: AbortSignal) => looks.run({ signal: limited, clock });
      const lookAgain = async (limited: AbortSignal) => {
        const current = await look(limited);
        if (!hasAssignments(current, assignments)) {
          emit({ type: 'production-still-served', atMs: clock.monotonicMs() });
        }
        return current;
      };
      const lookWhileServed = window === 'opens' ? lookAgain : undefined;
      const change = { loadBalancer, assignments, pace, beforeRepeating, lookWhileServed };
      await assignFrontends(arm, change, signal);
    },
    async verify({ signal }) {
      // Production is down between the opening and the closing update: what ARM's operation said has to do until then.
      if (window !== 'opens') {
        requireAssignments(await bodies.readSettled(reading, loadBalancerId, signal), assignments);
      }
    },
    async undo({ signal, clock }) {
      let loadBalancer = await bodies.readSettled(tight, loadBalancerId, signal, UNDO_PATIENCE_MS);
      const wanted = takenBack(loadBalancer, step);
      if (!isAsWanted(loadBalancer, wanted)) {
        const beforeRepeating = (limited: AbortSignal) => looks.undo({ signal: limited, clock });
        const change = { loadBalancer, assignments: wanted, pace: 'tight', beforeRepeating } as const;
        await assignFrontends(arm, change, signal);
        loadBalancer = await bodies.readSettled(tight, loadBalancerId, signal);
        requireAssignments(loadBalancer, wanted);
      }
      requireUncontested(loadBalancer, previousAssignments, originalAssignments);
    },
  };
}

/**
 * Only what the step gave is taken back. A frontend that has anything else was never changed by it, or an undoing that
 * was killed has gone past this step already, or it is another writer's: to give it the step's previous address would
 * move it away from where it belongs, perhaps to a temporary address that is gone.
 */
function takenBack(
  loadBalancer: LoadBalancer,
  { assignments, previousAssignments }: AssignAddresses,
): FrontendAssignment[] {
  return currentAssignments(loadBalancer, assignments).map((current) => {
    const isOurs = assignments.some(
      (each) =>
        each.frontend === current.frontend && sameId(each.publicIpAddressId, current.publicIpAddressId),
    );
    const previous = previousAssignments.find(({ frontend }) => frontend === current.frontend);
    return isOurs && previous !== undefined ? previous : current;
  });
}

/** @throws Error naming what the load balancer has instead. */
export function requireAssignments(
  loadBalancer: LoadBalancer,
  assignments: readonly FrontendAssignment[],
): void {
  if (isAsWanted(loadBalancer, assignments)) {
    return;
  }
  const wanted = assignments.map((each) => `${each.frontend}: ${nameOf(each.publicIpAddressId)}`).join(', ');
  const found = (loadBalancer.properties.frontendIPConfigurations ?? [])
    .map((each) => `${each.name}: ${nameOf(each.properties.publicIPAddress?.id ?? 'no public address')}`)
    .join(', ');
  throw new Error(
    `${loadBalancer.name} should have ${wanted} and be Succeeded; Azure says ${found}, ` +
      `${loadBalancer.properties.provisioningState ?? 'without a provisioning state'}.`,
  );
}
