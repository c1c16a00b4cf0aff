import type { Arm } from '../../../azure/arm.ts';
import { findPublicIpAddress } from '../../../azure/public-ip-addresses.ts';
import { regionName } from '../../../azure/regions.ts';
import { subscriptionScope } from '../../../azure/scopes.ts';
import { listNetworkUsages, type NetworkUsage, READ_USAGES } from '../../../azure/usages.ts';
import { notChecked, readScopes } from './arm-reads.ts';
import { isDynamic } from './dynamic-addresses.ts';
import { type Finding, refusal, unchecked } from './finding.ts';
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
  const quotas = read.flatMap(({ value }) => value).filter((usage) => countsTemporary(usage, swap));
  if (read.length > 0 && quotas.length === 0) {
    return [unchecked(`The public IP quota was not checked: ARM lists no counter of them for ${location}.`)];
  }
  const full = quotas.filter(({ currentValue, limit }) => currentValue + created.length > limit);
  const isFull = full.length > 0 && (await missingCount(created, arm, signal)) > 0;
  return [
    ...(isFull ? [noRoom(full, created.length, location)] : []),
    ...notChecked('Public IP quotas', READ_USAGES, unread),
  ];
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

/** Names seen in Azure: all addresses, those of the Standard SKU (by IP version or not), the static ones of Basic. */
function countsTemporary({ name }: NetworkUsage, { environment }: ProposedSwap): boolean {
  const counter = name.value.toLowerCase();
  if (counter === 'publicipaddresses') {
    return true;
  }
  const addresses = environment.moves.map(({ productionAddress }) => productionAddress);
  return environment.productionLoadBalancer.sku?.name === 'Standard'
    ? addresses.some(({ properties }) => {
        const version = (properties.publicIPAddressVersion ?? 'IPv4').toLowerCase();
        return (
          counter === 'standardskupublicipaddresses' || counter === `${version}standardskupublicipaddresses`
        );
      })
    : counter === 'staticpublicipaddresses' && addresses.some((address) => !isDynamic(address));
}
