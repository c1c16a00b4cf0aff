import type { Arm } from '../../../azure/arm/arm.ts';
import { findPublicIpAddress, type PublicIpAddress } from '../../../azure/network/public-ip-addresses.ts';
import { listNetworkUsages, type NetworkUsage, READ_USAGES } from '../../../azure/network/usages.ts';
import { regionName } from '../../../azure/regions.ts';
import { subscriptionScope } from '../../../azure/scopes.ts';
import { notChecked, readScopes } from '../../preflight/arm-reads.ts';
import { type Finding, refusal, unchecked } from '../../preflight/finding.ts';
import { isDynamic } from './dynamic-addresses.ts';
import { createdAddressIds, type ProposedSwap } from './proposed-swap.ts';

/** Without room, ARM answers `PublicIPCountLimitReached` to the temporary address. */
export async function checkPublicIpQuota(
  swap: ProposedSwap,
  arm: Arm,
  signal: AbortSignal,
): Promise<Finding[]> {
  const created = createdAddressIds(swap);
  if (created.length === 0) {
    return [];
  }
  const { subscriptionId } = swap.goal;
  const location = regionName(swap.environment.productionLoadBalancer.location);
  const { read, unread } = await readScopes([subscriptionScope(subscriptionId)], () =>
    listNetworkUsages(arm, subscriptionId, location, signal),
  );
  const usages = read.flatMap(({ value }) => value);
  const fullFor = (count: number) =>
    usages.filter((usage) => {
      const counted = countedBy(usage, swap, count);
      return counted > 0 && usage.currentValue + counted > usage.limit;
    });
  if (read.length > 0 && !usages.some((usage) => countedBy(usage, swap, created.length) > 0)) {
    return [unchecked(`The public IP quota was not checked: ARM lists no counter of them for ${location}.`)];
  }
  if (fullFor(created.length).length === 0) {
    return notChecked('Public IP quotas', READ_USAGES, unread);
  }
  const count = await missingCount(created, arm, signal);
  const full = fullFor(count);
  return full.length === 0 ? [] : [noRoom(full, count, location)];
}

function noRoom(full: readonly NetworkUsage[], count: number, location: string): Finding {
  const counts = full.map(({ name, currentValue, limit }) => `${name.value}: ${currentValue} of ${limit}`);
  return refusal(
    `There is no room for ${count} temporary address${count === 1 ? '' : 'es'} in ${location} ` +
      `(${counts.join(', ')} in use). Name an existing free address in spare-public-ip, delete one, or have the quota raised.`,
  );
}

/** The left-over of an earlier run is used again and is in the count already. */
async function missingCount(ids: readonly string[], arm: Arm, signal: AbortSignal): Promise<number> {
  const { read } = await readScopes(ids, (id) => findPublicIpAddress(arm, id, signal));
  return ids.length - read.filter(({ value }) => value !== undefined).length;
}

/**
 * How many of `count` new addresses a counter will count. Names seen in Azure: all addresses, those of the Standard SKU
 * (of both IP versions, or of one), the static ones of Basic.
 */
function countedBy({ name }: NetworkUsage, { environment }: ProposedSwap, count: number): number {
  const originals = environment.moves
    .filter(({ spareAddress }) => spareAddress === undefined)
    .map(({ productionAddress }) => productionAddress);
  const alike = (fits: (address: PublicIpAddress) => boolean) =>
    Math.min(count, originals.filter(fits).length);
  switch (name.value.toLowerCase()) {
    case 'publicipaddresses':
      return count;
    case 'standardskupublicipaddresses':
      return alike(isStandard);
    case 'ipv4standardskupublicipaddresses':
      return alike((address) => isStandard(address) && !isIpv6(address));
    case 'ipv6standardskupublicipaddresses':
      return alike((address) => isStandard(address) && isIpv6(address));
    case 'staticpublicipaddresses':
      return alike((address) => !isStandard(address) && !isDynamic(address));
    default:
      return 0;
  }
}

function isStandard({ sku }: PublicIpAddress): boolean {
  return sku?.name === 'Standard';
}

function isIpv6({ properties }: PublicIpAddress): boolean {
  return properties.publicIPAddressVersion === 'IPv6';
}
