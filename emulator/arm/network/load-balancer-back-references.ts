import { compact, type JsonObject, listOf, objectOf, referenceOf, textOf } from '../json.ts';
import { sameId } from '../resource-id.ts';
import type { ChildCollection, Children, PoolMembers } from './load-balancer-model.ts';
import { mapPorts, natMembers } from './nat-port-mappings.ts';

/** The member that points at a child, and the collections that have it. ARM prints on the child who points at it. */
interface Pointers {
  readonly member: string;
  readonly from: readonly ChildCollection[];
}

const frontendPointers: Pointers = {
  member: 'frontendIPConfiguration',
  from: ['loadBalancingRules', 'inboundNatRules', 'outboundRules', 'inboundNatPools'],
};

const poolPointers: Pointers = {
  member: 'backendAddressPool',
  from: ['loadBalancingRules', 'inboundNatRules', 'outboundRules'],
};

const probePointers: Pointers = { member: 'probe', from: ['loadBalancingRules'] };

/** The children with what ARM computes from the others: who points at them, and who is in a pool. */
export function withBackReferences(children: Children, members: PoolMembers): Children {
  const { frontendIPConfigurations = [], backendAddressPools = [], probes = [] } = children;
  const natRules = children.inboundNatRules ?? [];
  return {
    ...children,
    frontendIPConfigurations: frontendIPConfigurations.map((frontend) =>
      extend(frontend, whoPoints(children, frontend, frontendPointers)),
    ),
    backendAddressPools: backendAddressPools.map((pool) => {
      const id = String(pool.id);
      const ipConfigurationIds = members.of(id);
      const natPool = {
        id,
        members: natMembers(ipConfigurationIds, pool.properties),
        natRules,
        natPorts: members.natPorts,
      };
      return extend(pool, {
        loadBalancerBackendAddresses: mapPorts(pool.properties, natPool),
        backendIPConfigurations: references(ipConfigurationIds),
        ...whoPoints(children, pool, poolPointers),
      });
    }),
    probes: probes.map((probe) => extend(probe, whoPoints(children, probe, probePointers))),
  };
}

function extend(child: JsonObject, more: JsonObject): JsonObject {
  return { ...child, properties: { ...objectOf(child, 'properties'), ...compact(more) } };
}

function whoPoints(children: Children, { id }: JsonObject, { member, from }: Pointers): JsonObject {
  return Object.fromEntries(
    from.map((collection) => [
      collection,
      references(
        (children[collection] ?? [])
          .filter(({ properties }) => pointsAt(properties, member, String(id)))
          .map((child) => String(child.id)),
      ),
    ]),
  );
}

/** A single reference, or one of several: outbound rules have `frontendIPConfigurations`. */
function pointsAt(properties: unknown, member: string, id: string): boolean {
  const single = referenceOf(properties, member);
  if (single !== undefined) return sameId(single, id);
  return listOf(properties, `${member}s`).some((reference) => sameId(textOf(reference, 'id'), id));
}

/** ARM leaves an empty back-reference out. */
function references(ids: readonly string[]): readonly JsonObject[] | undefined {
  return ids.length === 0 ? undefined : ids.map((id) => ({ id }));
}
