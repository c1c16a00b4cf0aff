import type { LoadBalancer } from '../../../azure/load-balancers.ts';
import type { PublicIpAddress } from '../../../azure/public-ip-addresses.ts';
import type { SwapEnvironment } from '../environment.ts';
import type { SwapMethod, VipSwapGoal } from '../goal.ts';

/** The swap that the checks judge. */
export interface ProposedSwap {
  readonly goal: VipSwapGoal;
  readonly environment: SwapEnvironment;
  readonly plannedMethod: SwapMethod;
  /** Resource ids of the addresses that the swap will create and delete; none where the user gave spares. */
  readonly temporaryIpIds: readonly string[];
}

export interface AddressRole {
  readonly role: 'production' | 'target' | 'spare';
  readonly address: PublicIpAddress;
}

export function loadBalancersOf({ environment }: ProposedSwap): readonly LoadBalancer[] {
  return [environment.productionLoadBalancer, environment.targetLoadBalancer];
}

/** Every existing address that takes part. */
export function addressesOf({ environment }: ProposedSwap): readonly AddressRole[] {
  return environment.moves.flatMap((move): AddressRole[] => [
    { role: 'production', address: move.productionAddress },
    { role: 'target', address: move.targetAddress },
    ...(move.spareAddress === undefined ? [] : [{ role: 'spare' as const, address: move.spareAddress }]),
  ]);
}

/** Every existing resource that takes part, as messages call it. */
export function resourcesOf(swap: ProposedSwap): readonly { id: string; label: string }[] {
  return [
    ...loadBalancersOf(swap).map(({ id, name }) => ({ id, label: `load balancer "${name}"` })),
    ...addressesOf(swap).map(({ role, address }) => ({
      id: address.id,
      label: `${role} address "${address.name}"`,
    })),
  ];
}
