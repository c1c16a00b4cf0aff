import { NETWORK_API_VERSION } from '../../../azure/network/network-api.ts';
import { confirmProduction } from '../confirm-production.ts';
import { type AddressMove, type SwapEnvironment, sidesOf } from '../environment.ts';
import type { VipSwapGoal } from '../goal.ts';
import { placementsOf, type SwapJournal } from '../record/swap-journal.ts';
import type { SwapAddresses, SwapSide, VipSwapStep } from '../steps.ts';
import type { PlannedSwap } from '../swap.ts';
import { LONGEST_UPDATE_MS } from './assign-step.ts';
import { temporaryAddressFor } from './temporary-address.ts';

/** ARM's own swap of two load balancers' addresses, in one operation. `move` is the only one: native takes no pairs. */
export function nativeSteps(
  environment: SwapEnvironment,
  move: AddressMove,
  journal: SwapJournal,
  { goal, isProbeOn }: PlannedSwap,
): VipSwapStep[] {
  const { after } = placementsOf(journal);
  return [
    swapStep(environment, move, goal),
    confirmProduction(sidesOf(environment), after, 'target', { isProbeOn }),
  ];
}

function swapStep(
  environment: SwapEnvironment,
  move: AddressMove,
  { subscriptionId, temporaryIpTags }: Pick<VipSwapGoal, 'subscriptionId' | 'temporaryIpTags'>,
): SwapAddresses {
  const { productionLoadBalancer, targetLoadBalancer } = environment;
  const production: SwapSide = {
    loadBalancerId: productionLoadBalancer.id,
    frontend: move.productionFrontend.name,
    frontendId: move.productionFrontend.id,
    publicIpAddressId: move.productionAddress.id,
  };
  const target: SwapSide = {
    loadBalancerId: targetLoadBalancer.id,
    frontend: move.targetFrontend.name,
    frontendId: move.targetFrontend.id,
    publicIpAddressId: move.targetAddress.id,
  };
  const location = targetLoadBalancer.location;
  return {
    id: 'swap-addresses',
    kind: 'swap-addresses',
    title: `Let ARM swap the addresses of ${productionLoadBalancer.name} and ${targetLoadBalancer.name}`,
    location,
    subscriptionId,
    production,
    target,
    temporaryAddress: temporaryAddressFor(move.productionAddress, temporaryIpTags),
    changes: [
      { ...changeOf(production), to: target.publicIpAddressId },
      { ...changeOf(target), to: production.publicIpAddressId },
    ],
    calls: [{ method: 'POST', target: swapPath(subscriptionId, location), apiVersion: NETWORK_API_VERSION }],
    verifiedBy: "ARM's operation, and a fresh read of both load balancers",
    undoneBy: 'moving what has changed back over a temporary address',
    timeoutMs: LONGEST_UPDATE_MS,
    window: 'opens-and-closes',
  };
}

function changeOf(side: SwapSide) {
  return {
    resource: side.loadBalancerId,
    field: `frontendIPConfigurations/${side.frontend}.publicIPAddress.id`,
    from: side.publicIpAddressId,
  };
}

/** LoadBalancers_SwapPublicIpAddresses, Microsoft.Network api-version 2020-11-01 and later. */
export function swapPath(subscriptionId: string, location: string): string {
  return `/subscriptions/${subscriptionId}/providers/Microsoft.Network/locations/${location}/setLoadBalancerFrontendPublicIpAddresses`;
}
