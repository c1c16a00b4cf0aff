import type { Arm } from '../../../azure/arm.ts';
import {
  assignFrontends,
  type FrontendAssignment,
  isAsWanted,
  type LoadBalancer,
} from '../../../azure/load-balancers.ts';
import { nameOf } from '../../../azure/resource-id.ts';
import type { StepPerformer } from '../../../engine/run.ts';
import type { LoadBalancerBodies } from '../load-balancer-bodies.ts';
import type { AssignAddresses } from '../steps.ts';

export function assignAddresses(arm: Arm, bodies: LoadBalancerBodies, step: AssignAddresses): StepPerformer {
  const { loadBalancerId, assignments, previousAssignments, pace, window } = step;
  return {
    async run({ signal }) {
      const loadBalancer =
        window === 'closes'
          ? await bodies.lastRead(loadBalancerId, signal)
          : await bodies.read(loadBalancerId, signal);
      await assignFrontends(arm, { loadBalancer, assignments, pace }, signal);
    },
    async verify({ signal }) {
      // Production is down between the opening and the closing update: what ARM's operation said has to do until then.
      if (window !== 'opens') {
        requireAssignments(await bodies.read(loadBalancerId, signal), assignments);
      }
    },
    async undo({ signal }) {
      const loadBalancer = await bodies.read(loadBalancerId, signal);
      if (!isAsWanted(loadBalancer, previousAssignments)) {
        await assignFrontends(arm, { loadBalancer, assignments: previousAssignments, pace: 'tight' }, signal);
        requireAssignments(await bodies.read(loadBalancerId, signal), previousAssignments);
      }
    },
  };
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
