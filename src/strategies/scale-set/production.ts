import { frontendsOf, getLoadBalancer, type LoadBalancer } from '../../azure/network/load-balancers.ts';
import { getPublicIpAddress } from '../../azure/network/public-ip-addresses.ts';
import { sameId, topLevelId } from '../../azure/resource-id.ts';
import type { ScaleSet } from '../../azure/scale-sets/scale-sets.ts';
import type { ProbeTarget } from '../../probe/probe-events.ts';
import { chooseProbeTarget } from '../../probe/target.ts';
import type { NamedAddress, StrategyContext } from '../strategy.ts';

/** What the prober asks while instances are upgraded, or why nothing can be asked. */
export type Production =
  | {
      readonly kind: 'target';
      readonly target: ProbeTarget;
      readonly address: NamedAddress;
    }
  | { readonly kind: 'none'; readonly reason: string };

/** The first public frontend of a load balancer that has the scale set in a pool of one of its rules. */
export async function findProduction(
  { arm, signal }: Pick<StrategyContext, 'arm' | 'signal'>,
  scaleSet: ScaleSet,
  probeUrl: URL | undefined,
): Promise<Production> {
  const pools = poolIds(scaleSet);
  const skipped: string[] = [];
  for (const loadBalancerId of new Set(pools.map((id) => topLevelId(id)))) {
    const loadBalancer = await getLoadBalancer(arm, loadBalancerId, signal);
    const frontend = servingFrontend(loadBalancer, pools);
    const addressId = frontend?.properties.publicIPAddress?.id;
    if (frontend === undefined || addressId === undefined) {
      skipped.push(`no rule of ${loadBalancer.name} leads from a public address to it`);
      continue;
    }
    const { id, name, properties } = await getPublicIpAddress(arm, addressId, signal);
    const address = properties.ipAddress ?? '';
    const choice = chooseProbeTarget({
      address,
      frontendId: frontend.id,
      loadBalancer,
      ...(probeUrl === undefined ? {} : { probeUrl }),
    });
    if (choice.kind === 'target') {
      return { kind: 'target', target: choice.target, address: { id, name, address } };
    }
    skipped.push(...choice.skipped);
  }
  return {
    kind: 'none',
    reason: `The scale set "${scaleSet.name}" cannot be asked from outside: ${skipped.join('; ') || 'it is in no pool of a load balancer'}`,
  };
}

function servingFrontend(loadBalancer: LoadBalancer, pools: readonly string[]) {
  const rule = (loadBalancer.properties.loadBalancingRules ?? []).find(({ properties }) =>
    [properties.backendAddressPool, ...(properties.backendAddressPools ?? [])].some((pool) =>
      pools.some((id) => sameId(id, pool?.id)),
    ),
  );
  return frontendsOf(loadBalancer).find(({ id }) => sameId(id, rule?.properties.frontendIPConfiguration.id));
}

function poolIds({ properties }: ScaleSet): string[] {
  return (properties.virtualMachineProfile?.networkProfile?.networkInterfaceConfigurations ?? [])
    .flatMap((each) => each.properties?.ipConfigurations ?? [])
    .flatMap((each) => each.properties?.loadBalancerBackendAddressPools ?? [])
    .map(({ id }) => id);
}
