import type { ArmResource, ResourceChange } from '../../data-plane/contract.ts';
import type { ControlPlane } from '../control-plane.ts';
import { newEtag } from '../etags.ts';
import { type JsonObject, listOf, objectOf, textOf } from '../json.ts';
import { composeLoadBalancer } from '../network/load-balancer-model.ts';
import { poolMembers } from '../network/pool-members.ts';
import { parentId, sameId } from '../resource-id.ts';
import { stamp, stateOf } from '../stamp.ts';
import { interfaceType } from './compute-resources.ts';
import { natRuleId, natRulesAfter } from './nat-pool-rules.ts';

/** The network interfaces of one instance. */
export function interfacesOf(plane: ControlPlane, instanceId: string): readonly ArmResource[] {
  return plane.store.childrenOf(instanceId, interfaceType);
}

/** How load balancers refer to an instance: the ids of its IP configurations, and its private addresses. */
export function backendsOf(interfaces: readonly ArmResource[]): readonly string[] {
  return interfaces.flatMap((networkInterface) =>
    listOf(networkInterface.properties, 'ipConfigurations').flatMap((ipConfiguration) =>
      [
        textOf(ipConfiguration, 'id'),
        textOf(objectOf(ipConfiguration, 'properties'), 'privateIPAddress'),
      ].filter((backend) => backend !== undefined),
    ),
  );
}

interface InstanceName {
  readonly id: string;
  readonly instanceId: string;
}

/** Makes the interfaces that a profile gives to an instance. Load balancers hear of it by `joinLoadBalancers`. */
export function addInterfaces(
  plane: ControlPlane,
  instance: InstanceName,
  profile: JsonObject,
): readonly ArmResource[] {
  const free = freeAddresses(plane);
  return composeInterfaces(plane, instance, profile, () => free.next().value);
}

/** Brings the interfaces of an instance to another profile, and load balancers with them. Whoever has an address keeps it. */
export function changeInterfaces(plane: ControlPlane, instance: InstanceName, profile: JsonObject): void {
  const gone = removeInterfaces(plane, instance.id);
  const former = new Map(gone.flatMap(ipConfigurationsOf).map((one) => [String(one.id), one.properties]));
  const free = freeAddresses(plane);
  const come = composeInterfaces(
    plane,
    instance,
    profile,
    (id) => textOf(former.get(id), 'privateIPAddress') ?? free.next().value,
  );
  tellDataPlane(plane, joinLoadBalancers(plane, come, gone));
}

/** By the id of an IP configuration. */
type GiveAddress = (id: string) => string;

function composeInterfaces(
  plane: ControlPlane,
  instance: InstanceName,
  profile: JsonObject,
  giveAddress: GiveAddress,
): readonly ArmResource[] {
  const interfaces = listOf(objectOf(profile, 'networkProfile'), 'networkInterfaceConfigurations').map(
    (configuration) => composeInterface(plane, instance, configuration, giveAddress),
  );
  for (const networkInterface of interfaces) plane.store.put(networkInterface);
  return interfaces;
}

function composeInterface(
  plane: ControlPlane,
  instance: InstanceName,
  configuration: JsonObject,
  giveAddress: GiveAddress,
): ArmResource {
  const name = textOf(configuration, 'name') ?? '';
  const id = `${instance.id}/networkInterfaces/${name}`;
  const given = objectOf(configuration, 'properties') ?? {};
  const { networkSecurityGroup, enableAcceleratedNetworking, enableIPForwarding } = given;
  const networkInterface: ArmResource = {
    name,
    id,
    type: interfaceType,
    properties: {
      resourceGuid: plane.random.uuid(),
      ipConfigurations: listOf(given, 'ipConfigurations').map((ipConfiguration, index) =>
        composeIpConfiguration(id, instance.instanceId, ipConfiguration, index === 0, giveAddress),
      ),
      dnsSettings: { dnsServers: [], appliedDnsServers: [] },
      ...(networkSecurityGroup === undefined ? {} : { networkSecurityGroup }),
      enableAcceleratedNetworking: enableAcceleratedNetworking ?? false,
      enableIPForwarding: enableIPForwarding ?? false,
      primary: given.primary ?? true,
      virtualMachine: { id: instance.id },
    },
  };
  return stamp(networkInterface, 'Succeeded', newEtag(plane));
}

function composeIpConfiguration(
  interfaceId: string,
  instanceId: string,
  configuration: JsonObject,
  primary: boolean,
  giveAddress: GiveAddress,
): JsonObject {
  const name = textOf(configuration, 'name') ?? '';
  const id = `${interfaceId}/ipConfigurations/${name}`;
  const given = objectOf(configuration, 'properties') ?? {};
  const pools = listOf(given, 'loadBalancerBackendAddressPools');
  const rules = listOf(given, 'loadBalancerInboundNatPools').map((pool) => ({
    id: natRuleId(textOf(pool, 'id') ?? '', instanceId),
  }));
  return {
    name,
    id,
    properties: {
      privateIPAddress: giveAddress(id),
      privateIPAllocationMethod: 'Dynamic',
      ...(given.subnet === undefined ? {} : { subnet: given.subnet }),
      primary: given.primary ?? primary,
      privateIPAddressVersion: given.privateIPAddressVersion ?? 'IPv4',
      ...(pools.length === 0 ? {} : { loadBalancerBackendAddressPools: pools }),
      ...(rules.length === 0 ? {} : { loadBalancerInboundNatRules: rules }),
    },
  };
}

/** Private addresses that no interface has. Azure keeps the first four of a subnet. */
function* freeAddresses(plane: ControlPlane): Generator<string, never> {
  const used = new Set(backendsOf(plane.store.list(interfaceType)));
  for (let number = 4; ; number++) {
    const address = `10.0.${Math.floor(number / 256) % 256}.${number % 256}`;
    if (!used.has(address)) yield address;
  }
}

export function removeInterfaces(plane: ControlPlane, instanceId: string): readonly ArmResource[] {
  const interfaces = interfacesOf(plane, instanceId);
  for (const { id } of interfaces) plane.store.remove(id);
  return interfaces;
}

/**
 * Brings the load balancers of interfaces that came or went to what they are now: members of pools, and the rules that
 * NAT pools make.
 *
 * @returns all that the data plane has to hear of.
 */
export function joinLoadBalancers(
  plane: ControlPlane,
  come: readonly ArmResource[],
  gone: readonly ArmResource[],
): readonly ResourceChange[] {
  const ids = new Set([...come, ...gone].flatMap(loadBalancerIdsOf).map((id) => id.toLowerCase()));
  const changed = [...ids].flatMap((id) => {
    const before = plane.store.get(id);
    if (before === undefined) return [];
    const after = withMembers(plane, before, come, gone);
    plane.store.put(after);
    return [{ before, after }];
  });
  return [
    ...come.map((after) => ({ before: gone.find(({ id }) => sameId(id, after.id)), after })),
    ...gone
      .filter(({ id }) => !come.some((one) => sameId(id, one.id)))
      .map((before) => ({ before, after: undefined })),
    ...changed,
  ];
}

export function tellDataPlane(plane: ControlPlane, changes: readonly ResourceChange[]): void {
  if (changes.length === 0) return;
  const acceptedAtMs = plane.clock.monotonicMs();
  plane.dataPlane.accepted({ changes, acceptedAtMs, durationMs: 0, dataPlaneFollows: true });
}

function loadBalancerIdsOf(networkInterface: ArmResource): readonly string[] {
  return ipConfigurationsOf(networkInterface).flatMap(({ properties }) =>
    [
      ...listOf(properties, 'loadBalancerBackendAddressPools'),
      ...listOf(properties, 'loadBalancerInboundNatRules'),
    ].flatMap((reference) => parentId(textOf(reference, 'id') ?? '')),
  );
}

function ipConfigurationsOf(networkInterface: ArmResource): readonly JsonObject[] {
  return listOf(networkInterface.properties, 'ipConfigurations');
}

function withMembers(
  plane: ControlPlane,
  loadBalancer: ArmResource,
  come: readonly ArmResource[],
  gone: readonly ArmResource[],
): ArmResource {
  const body = {
    ...loadBalancer,
    properties: {
      ...loadBalancer.properties,
      inboundNatRules: natRulesAfter(
        loadBalancer,
        come.flatMap(ipConfigurationsOf),
        gone.flatMap(ipConfigurationsOf),
      ),
    },
  };
  const guid = textOf(loadBalancer.properties, 'resourceGuid') ?? plane.random.uuid();
  const after = composeLoadBalancer(loadBalancer.id, loadBalancer.name, body, guid, poolMembers(plane.store));
  return stamp(after, stateOf(loadBalancer), newEtag(plane));
}
