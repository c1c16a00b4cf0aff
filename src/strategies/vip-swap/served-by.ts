import type { PublicIpAddress } from '../../azure/network/public-ip-addresses.ts';
import { parseResourceId, topLevelId } from '../../azure/resource-id.ts';
import { distinctScopes } from '../../azure/scopes.ts';
import type { StrategyContext } from '../strategy.ts';
import { isUnserved } from './companions/companions.ts';

/** Says where production is, where that is one load balancer for all of it. */
export function tellServedBy(
  { clock, emit }: Pick<StrategyContext, 'clock' | 'emit'>,
  addresses: readonly PublicIpAddress[],
): void {
  const owners = distinctScopes(
    addresses.map(({ properties: { ipConfiguration } }) => topLevelId(ipConfiguration?.id ?? '')),
  ).map(parseResourceId);
  const [owner, ...others] = owners;
  if (addresses.some(isUnserved) || others.length > 0 || !isLoadBalancer(owner?.type)) {
    return;
  }
  emit({ type: 'production-seen', atMs: clock.monotonicMs(), loadBalancer: owner?.name ?? '' });
}

function isLoadBalancer(type: string | undefined): boolean {
  return type?.toLowerCase() === 'microsoft.network/loadbalancers';
}
