import type { LoadBalancer } from '../../../azure/network/load-balancers.ts';
import type { PublicIpAddress } from '../../../azure/network/public-ip-addresses.ts';
import type { SwapEnvironment } from '../environment.ts';
import type { SwapMethod, VipSwapGoal } from '../goal.ts';

/** The swap that the checks judge. */
export interface ProposedSwap {
  readonly goal: VipSwapGoal;
  readonly environment: SwapEnvironment;
  readonly plannedMethod: SwapMethod;
  /**
   * Resource ids of the addresses that `temporary-ip` creates and deletes again, and so does the undoing of a native swap
   * that failed half-way. None where the user gave spares.
   */
  readonly temporaryIpIds: readonly string[];
}

/** An existing resource that takes part, and what messages call it. */
export interface Participant<T = LoadBalancer | PublicIpAddress> {
  readonly label: string;
  readonly resource: T;
}

export function participantsOf(swap: ProposedSwap): Participant[] {
  return [...loadBalancersOf(swap), ...addressesOf(swap)];
}

export function loadBalancersOf({ environment }: ProposedSwap): Participant<LoadBalancer>[] {
  const { productionLoadBalancer, targetLoadBalancer } = environment;
  return [productionLoadBalancer, targetLoadBalancer].map((resource) => ({
    label: `load balancer "${resource.name}"`,
    resource,
  }));
}

export function addressesOf({ environment }: ProposedSwap): Participant<PublicIpAddress>[] {
  const inRole = (role: string, resource: PublicIpAddress) => ({
    label: `${role} address "${resource.name}"`,
    resource,
  });
  return environment.moves.flatMap(({ productionAddress, targetAddress, spareAddress }) => [
    inRole('production', productionAddress),
    inRole('target', targetAddress),
    ...(spareAddress === undefined ? [] : [inRole('spare', spareAddress)]),
  ]);
}

/** The addresses that the planned method creates before the window, and deletes after it. */
export function createdAddressIds({ plannedMethod, temporaryIpIds }: ProposedSwap): readonly string[] {
  return plannedMethod === 'temporary-ip' ? temporaryIpIds : [];
}
