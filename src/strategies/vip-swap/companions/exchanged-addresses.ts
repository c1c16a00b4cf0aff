import type { Arm } from '../../../azure/arm/arm.ts';
import { frontendsOf } from '../../../azure/network/load-balancers.ts';
import { getPublicIpAddress, type PublicIpAddress } from '../../../azure/network/public-ip-addresses.ts';
import { sameId } from '../../../azure/resource-id.ts';
import type { VipSwapGoal } from '../goal.ts';
import { isServedBy, type NamedResources } from '../named-resources.ts';
import { tellsOf } from './companions.ts';
import { neighboursOf } from './neighbours.ts';

/**
 * What the target would give away for the production addresses that it does not serve yet. A release of one of these is the opposite
 * swap: it works on the same frontends, and has its lock and its journal there. So it may be on what moves with one of these alone, which
 * the target serves too: its runner may have been lost between two of its locks. What the identity may not read there is left out.
 */
export async function exchangedAddresses(
  arm: Arm,
  { targetFrontends }: Pick<VipSwapGoal, 'targetFrontends'>,
  {
    targetLoadBalancer,
    productionAddresses,
  }: Pick<NamedResources, 'targetLoadBalancer' | 'productionAddresses'>,
  signal: AbortSignal,
): Promise<PublicIpAddress[]> {
  const versions = productionAddresses
    .filter((address) => !isServedBy(address, targetLoadBalancer))
    .map(versionOf);
  if (versions.length === 0) {
    return [];
  }
  const ids = frontendsOf(targetLoadBalancer)
    .filter(({ name }) => targetFrontends.length === 0 || targetFrontends.includes(name))
    .flatMap(({ properties }) => properties.publicIPAddress?.id ?? [])
    .filter((id) => !productionAddresses.some((address) => sameId(address.id, id)));
  const addresses = await Promise.all(ids.map((id) => getPublicIpAddress(arm, id, signal)));
  const exchanged = addresses.filter((address) => versions.includes(versionOf(address)));
  const neighbours = await neighboursOf(arm, exchanged, signal);
  return [...exchanged, ...neighbours.addresses.filter((each) => tellsOf(each, exchanged))];
}

function versionOf({ properties }: PublicIpAddress): string {
  return properties.publicIPAddressVersion ?? 'IPv4';
}
