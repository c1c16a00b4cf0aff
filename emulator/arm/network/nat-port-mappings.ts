import { type JsonObject, listOf, memberOf, numberOf, objectOf, referenceOf } from '../json.ts';
import { sameId } from '../resource-id.ts';

/**
 * The backend addresses of a pool with the ports that NAT rules give them: a NAT rule of a pool has a range of frontend
 * ports, of which each address gets one, in order. Undefined for a pool that lists no addresses.
 */
export function mapPorts(
  pool: unknown,
  poolId: string,
  natRules: readonly JsonObject[],
): readonly JsonObject[] | undefined {
  if (memberOf(pool, 'loadBalancerBackendAddresses') === undefined) return undefined;
  const rules = natRulesOf(poolId, natRules);
  return listOf(pool, 'loadBalancerBackendAddresses').map((address, index) => ({
    ...address,
    properties: {
      ...objectOf(address, 'properties'),
      ...(rules.length === 0
        ? {}
        : { inboundNatRulesPortMapping: rules.map((rule) => mapPort(rule, index)) }),
    },
  }));
}

function natRulesOf(poolId: string, natRules: readonly JsonObject[]): readonly JsonObject[] {
  return natRules.filter(({ properties }) => sameId(referenceOf(properties, 'backendAddressPool'), poolId));
}

function mapPort({ name, properties }: JsonObject, index: number): JsonObject {
  return {
    inboundNatRuleName: name,
    frontendPort: (numberOf(properties, 'frontendPortRangeStart') ?? 0) + index,
    backendPort: memberOf(properties, 'backendPort'),
  };
}
