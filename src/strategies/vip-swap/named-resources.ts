import type { Arm } from '../../azure/arm/arm.ts';
import {
  frontendsOf,
  getLoadBalancer,
  getSettled,
  type LoadBalancer,
} from '../../azure/network/load-balancers.ts';
import { getPublicIpAddress, type PublicIpAddress } from '../../azure/network/public-ip-addresses.ts';
import { nameOf, resourceGroupOf, sameId, topLevelId } from '../../azure/resource-id.ts';
import { UNDO_PATIENCE_MS, untilSettled } from '../../azure/settled.ts';
import { existing } from '../existing.ts';
import { RefusedError } from '../refused-error.ts';
import { FROM_RECORD, type VipSwapGoal } from './goal.ts';

/** What the inputs name. */
export interface NamedResources {
  readonly targetLoadBalancer: LoadBalancer;
  readonly productionAddresses: readonly PublicIpAddress[];
  readonly spareAddresses: readonly PublicIpAddress[];
}

/**
 * As they are, also in the middle of an update: whose that is stands in the tags.
 *
 * @throws RefusedError naming the inputs of what is not there; ArmError where something cannot be read.
 */
export async function readNamed(arm: Arm, goal: VipSwapGoal, signal: AbortSignal): Promise<NamedResources> {
  const address = (id: string) => getPublicIpAddress(arm, id, signal);
  const read = (id: string) => getLoadBalancer(arm, id, signal);
  const target = goal.isFromRecord
    ? existing('target-load-balancer', goal.targetLoadBalancerId, read, () => absenceOfFormer(goal))
    : existing('target-load-balancer', goal.targetLoadBalancerId, read);
  const production = goal.productionPublicIpIds.map((id) => existing('production-public-ip', id, address));
  const spares = goal.sparePublicIpIds.map((id) => existing('spare-public-ip', id, address));
  await tellTogether([target, ...production, ...spares]);
  const [targetLoadBalancer, productionAddresses, spareAddresses] = await Promise.all([
    target,
    Promise.all(production),
    Promise.all(spares),
  ]);
  return { targetLoadBalancer, productionAddresses, spareAddresses };
}

function absenceOfFormer({ targetLoadBalancerId }: VipSwapGoal): string {
  return (
    `The load balancer "${nameOf(targetLoadBalancerId)}" in resource group "${resourceGroupOf(targetLoadBalancerId)}", ` +
    `${FROM_RECORD.origin}, does not exist any more. ${FROM_RECORD.advice}`
  );
}

/** Whether a plan may be made of them: no update runs, and what one of them says of another is so. */
export function isAtRest({
  targetLoadBalancer,
  productionAddresses,
  spareAddresses,
}: NamedResources): boolean {
  return (
    ![targetLoadBalancer, ...productionAddresses, ...spareAddresses].some(isUpdating) &&
    // Read one after the other, while somebody moved an address between them.
    productionAddresses.every(
      (address) => isServedBy(address, targetLoadBalancer) === hasAddress(targetLoadBalancer, address),
    )
  );
}

const CONTRADICTION_MS = 1_000;

/**
 * Waits until no update of them runs any more. All of them have to be read again afterwards: somebody may have moved an
 * address meanwhile, and what did not move with it is not as it was read either.
 *
 * @returns false where an update hangs: it is taken as it is.
 */
export async function settleNamed(
  arm: Arm,
  { targetLoadBalancer, productionAddresses, spareAddresses }: NamedResources,
  signal: AbortSignal,
): Promise<boolean> {
  const addresses = [...productionAddresses, ...spareAddresses].filter(isUpdating);
  if (addresses.length === 0 && !isUpdating(targetLoadBalancer)) {
    await arm.pause(CONTRADICTION_MS, signal);
    return true;
  }
  const settled = await Promise.all([
    ...addresses.map(({ id }) => settledAddress(arm, id, signal)),
    ...(isUpdating(targetLoadBalancer)
      ? [getSettled(arm, targetLoadBalancer.id, signal, UNDO_PATIENCE_MS)]
      : []),
  ]);
  return !settled.some(isUpdating);
}

function isUpdating({ properties }: LoadBalancer | PublicIpAddress): boolean {
  return properties.provisioningState === 'Updating';
}

function hasAddress(loadBalancer: LoadBalancer, { id }: PublicIpAddress): boolean {
  return frontendsOf(loadBalancer).some(({ properties }) => sameId(properties.publicIPAddress?.id, id));
}

/** By what the address says. */
export function isServedBy(address: PublicIpAddress, loadBalancer: LoadBalancer): boolean {
  const holder = address.properties.ipConfiguration?.id;
  return holder !== undefined && sameId(topLevelId(holder), loadBalancer.id);
}

/** A run before this one may have left an update running, the one of its own tags for instance. */
export function settledAddress(arm: Arm, id: string, signal: AbortSignal): Promise<PublicIpAddress> {
  return untilSettled(arm, () => getPublicIpAddress(arm, id, signal), signal, UNDO_PATIENCE_MS);
}

/** @throws RefusedError as `readNamed`. */
export async function readProduction(
  arm: Arm,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<PublicIpAddress[]> {
  const reads = ids.map((id) =>
    existing('production-public-ip', id, (each) => getPublicIpAddress(arm, each, signal)),
  );
  await tellTogether(reads);
  return Promise.all(reads);
}

/** All that is refused is told at once: who has three names wrong shall not need three runs. */
async function tellTogether(reads: readonly Promise<unknown>[]): Promise<void> {
  const settled = await Promise.allSettled(reads);
  const refusals = settled.flatMap((each) =>
    each.status === 'rejected' && each.reason instanceof RefusedError ? [each.reason.message] : [],
  );
  if (refusals.length > 1) {
    throw new RefusedError(refusals);
  }
}
