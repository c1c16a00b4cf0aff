import type { NatPorts } from '../../nat-ports.ts';
import { type JsonObject, listOf, memberOf, objectOf, referenceOf, textOf } from '../json.ts';
import { sameId } from '../resource-id.ts';
import { natPortRange } from './nat-port-range.ts';

/** A backend pool as inbound NAT rules see it. */
export interface NatPool {
  readonly id: string;
  /** Ids of IP configurations and private addresses, in the order of the pool. */
  readonly members: readonly string[];
  /** All the rules of its load balancer. */
  readonly natRules: readonly JsonObject[];
  readonly natPorts: NatPorts;
}

/** Where one member of a pool is reached through inbound NAT rules: those of the pool that have a port left for it. */
export function natPortMappings(pool: NatPool, member: string): readonly JsonObject[] {
  return pool.natRules
    .filter(({ properties }) => sameId(referenceOf(properties, 'backendAddressPool'), pool.id))
    .flatMap((rule) => {
      const range = natPortRange(rule.properties);
      if (range === undefined) return [];
      const offset = pool.natPorts
        .offsets(textOf(rule, 'id') ?? '', range.size, pool.members)
        .get(member.toLowerCase());
      if (offset === undefined) return [];
      return {
        inboundNatRuleName: rule.name,
        protocol: memberOf(rule.properties, 'protocol'),
        frontendPort: range.firstPort + offset,
        backendPort: memberOf(rule.properties, 'backendPort'),
      };
    });
}

/** The members of a pool: network interfaces first, then what the pool lists by address. */
export function natMembers(ipConfigurationIds: readonly string[], pool: unknown): readonly string[] {
  const listed = listOf(pool, 'loadBalancerBackendAddresses');
  return [...ipConfigurationIds, ...listed.flatMap((address) => natMember(address) ?? [])];
}

/** The addresses that a pool lists, each with its ports. Undefined for a pool that lists none. */
export function mapPorts(pool: unknown, natPool: NatPool): readonly JsonObject[] | undefined {
  if (memberOf(pool, 'loadBalancerBackendAddresses') === undefined) return undefined;
  return listOf(pool, 'loadBalancerBackendAddresses').map((address) => {
    // Inside the load balancer the mapping goes without its protocol (recorded).
    const mappings = natPortMappings(natPool, natMember(address) ?? '').map(
      ({ protocol, ...ports }) => ports,
    );
    const ports = mappings.length === 0 ? {} : { inboundNatRulesPortMapping: mappings };
    return { ...address, properties: { ...objectOf(address, 'properties'), ...ports } };
  });
}

/** Undefined for an entry that names neither a network interface nor an address. */
export function natMember({ properties }: JsonObject): string | undefined {
  return referenceOf(properties, 'networkInterfaceIPConfiguration') ?? textOf(properties, 'ipAddress');
}
