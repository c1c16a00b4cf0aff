import type { ArmResource } from '../../data-plane/contract.ts';
import type { NatPorts } from '../../nat-ports.ts';
import { isObject, type JsonObject, listOf, textOf, without } from '../json.ts';
import { withBackReferences } from './load-balancer-back-references.ts';

export const loadBalancerType = 'Microsoft.Network/loadBalancers';

/** The collections of a load balancer that are sub-resources, in the order in which ARM prints them. */
export const childCollections = [
  'frontendIPConfigurations',
  'backendAddressPools',
  'loadBalancingRules',
  'probes',
  'inboundNatRules',
  'outboundRules',
  'inboundNatPools',
] as const;

export type ChildCollection = (typeof childCollections)[number];

/** The children of one load balancer. */
export type Children = Readonly<Partial<Record<ChildCollection, readonly JsonObject[]>>>;

/** What stands beside the load balancers that concerns their pools. */
export interface PoolMembers {
  /** Which IP configurations of network interfaces are members of a pool. */
  of(poolId: string): readonly string[];
  readonly natPorts: NatPorts;
}

const ruleDefaults = {
  enableFloatingIP: false,
  idleTimeoutInMinutes: 4,
  enableDestinationServiceEndpoint: false,
  enableTcpReset: false,
  allowBackendPortConflict: false,
} as const;

const defaults: Readonly<Record<ChildCollection, JsonObject>> = {
  frontendIPConfigurations: { privateIPAllocationMethod: 'Dynamic' },
  backendAddressPools: {},
  loadBalancingRules: { ...ruleDefaults, loadDistribution: 'Default' },
  probes: { intervalInSeconds: 15, numberOfProbes: 2, probeThreshold: 1 },
  inboundNatRules: { frontendPort: 0, ...ruleDefaults },
  outboundRules: { allocatedOutboundPorts: 0, enableTcpReset: false, idleTimeoutInMinutes: 4 },
  inboundNatPools: ruleDefaults,
};

/** What ARM computes and ignores in a body. */
const readOnly: Readonly<Record<ChildCollection, readonly string[]>> = {
  frontendIPConfigurations: ['loadBalancingRules', 'inboundNatRules', 'inboundNatPools', 'outboundRules'],
  backendAddressPools: [
    'loadBalancingRules',
    'inboundNatRules',
    'outboundRules',
    'outboundRule',
    'backendIPConfigurations',
  ],
  loadBalancingRules: [],
  probes: ['loadBalancingRules'],
  inboundNatRules: [],
  outboundRules: [],
  inboundNatPools: [],
};

/** What a client may repeat of a resource inside a reference to it; ARM keeps only the id. */
const resourceMembers = ['name', 'type', 'etag', 'location', 'tags', 'zones', 'sku', 'properties'];

/**
 * The load balancer that a PUT body asks for, as a GET prints it: defaults filled in, ids and types of the children,
 * references cut to their ids, back-references computed. Properties that nobody knows are kept.
 */
export function composeLoadBalancer(
  id: string,
  name: string,
  body: JsonObject,
  resourceGuid: string,
  members: PoolMembers,
): ArmResource {
  const given = isObject(body.properties) ? body.properties : {};
  const sku = { name: 'Basic', tier: 'Regional', ...(isObject(body.sku) ? body.sku : {}) };
  const children = composeChildren(id, given, sku.name);
  return {
    ...without(body, 'etag', 'properties', 'sku'),
    name,
    id,
    type: loadBalancerType,
    properties: {
      ...without(given, 'provisioningState', 'resourceGuid'),
      resourceGuid,
      ...withBackReferences(children, members),
    },
    sku,
  };
}

function composeChildren(id: string, given: JsonObject, sku: string): Children {
  // Outbound rules exist on Standard only, and only there does ARM print the list.
  const collections = childCollections.filter((name) => name !== 'outboundRules' || sku !== 'Basic');
  return Object.fromEntries(
    collections.map((collection) => [
      collection,
      listOf(given, collection).map((child) => composeChild(id, collection, child, sku)),
    ]),
  );
}

function composeChild(
  loadBalancerId: string,
  collection: ChildCollection,
  child: JsonObject,
  sku: string,
): JsonObject {
  const name = textOf(child, 'name') ?? '';
  const id = `${loadBalancerId}/${collection}/${name}`;
  const given = isObject(child.properties)
    ? without(child.properties, 'provisioningState', ...readOnly[collection])
    : {};
  const standardPool = collection === 'backendAddressPools' && sku !== 'Basic';
  return {
    ...without(child, 'etag', 'properties'),
    name,
    id,
    type: `${loadBalancerType}/${collection}`,
    properties: {
      ...defaults[collection],
      ...settleChild(collection, cutReferences(given)),
      ...(standardPool ? { loadBalancerBackendAddresses: composeAddresses(id, given) } : {}),
    },
  };
}

/** What ARM makes of a child beyond its defaults, as recorded since 2022. */
function settleChild(collection: ChildCollection, properties: JsonObject): JsonObject {
  // The version of a public frontend is that of its address: it is printed for private ones only.
  if (collection === 'frontendIPConfigurations' && properties.publicIPAddress !== undefined) {
    return without(properties, 'privateIPAddressVersion');
  }
  const [pool] = listOf(properties, 'backendAddressPools');
  if (
    collection === 'loadBalancingRules' &&
    properties.backendAddressPool === undefined &&
    pool !== undefined
  ) {
    return { ...properties, backendAddressPool: pool };
  }
  return properties;
}

function composeAddresses(poolId: string, pool: JsonObject): readonly JsonObject[] {
  return listOf(pool, 'loadBalancerBackendAddresses').map((address) => {
    const name = textOf(address, 'name') ?? '';
    const given = isObject(address.properties)
      ? without(address.properties, 'provisioningState', 'inboundNatRulesPortMapping')
      : {};
    return {
      ...without(address, 'etag', 'properties'),
      name,
      id: `${poolId}/loadBalancerBackendAddresses/${name}`,
      type: `${loadBalancerType}/backendAddressPools/loadBalancerBackendAddresses`,
      // `None` says that there is no administrative state, and is not printed (recorded).
      properties: cutReferences(given.adminState === 'None' ? without(given, 'adminState') : given),
    };
  });
}

function cutReferences(properties: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [
      name,
      isObject(value) && typeof value.id === 'string' ? without(value, ...resourceMembers) : value,
    ]),
  );
}

export function childrenOf(
  loadBalancer: ArmResource | undefined,
  collection: ChildCollection,
): readonly JsonObject[] {
  return listOf(loadBalancer?.properties, collection);
}

/** Members of any pool, by network interface or by address: ARM then answers every PUT with `Updating`. */
export function hasBackends(loadBalancer: ArmResource | undefined): boolean {
  return childrenOf(loadBalancer, 'backendAddressPools').some(
    ({ properties }) =>
      listOf(properties, 'backendIPConfigurations').length > 0 ||
      listOf(properties, 'loadBalancerBackendAddresses').length > 0,
  );
}
