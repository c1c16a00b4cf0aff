import { type JsonObject, listOf, memberOf, numberOf, objectOf, referenceOf } from '../json.ts';
import { sameId } from '../resource-id.ts';

/**
 * Where one member of a pool is reached through inbound NAT rules. A NAT rule of a pool has a range of frontend ports,
 * of which each member gets one, in the order of the pool.
 */
export function natPortMappings(
  natRules: readonly JsonObject[],
  poolId: string,
  memberIndex: number,
): readonly JsonObject[] {
  return natRules
    .filter(({ properties }) => sameId(referenceOf(properties, 'backendAddressPool'), poolId))
    .map(({ name, properties }) => ({
      inboundNatRuleName: name,
      protocol: memberOf(properties, 'protocol'),
      frontendPort: (numberOf(properties, 'frontendPortRangeStart') ?? 0) + memberIndex,
      backendPort: memberOf(properties, 'backendPort'),
    }));
}

/** The addresses that a pool lists, each with its ports. Undefined for a pool that lists none. */
export function mapPorts(
  pool: unknown,
  poolId: string,
  natRules: readonly JsonObject[],
): readonly JsonObject[] | undefined {
  if (memberOf(pool, 'loadBalancerBackendAddresses') === undefined) return undefined;
  return listOf(pool, 'loadBalancerBackendAddresses').map((address, index) => {
    // Inside the load balancer the mapping goes without its protocol (recorded).
    const mappings = natPortMappings(natRules, poolId, index).map(({ protocol, ...ports }) => ports);
    const ports = mappings.length === 0 ? {} : { inboundNatRulesPortMapping: mappings };
    return { ...address, properties: { ...objectOf(address, 'properties'), ...ports } };
  });
}
