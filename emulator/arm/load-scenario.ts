import type { ArmResource } from '../data-plane/contract.ts';
import { isScaleSetOrInstance, loadScaleSets } from './compute/load-scale-sets.ts';
import { marketplaceVersions } from './compute/marketplace-images.ts';
import type { ControlPlane } from './control-plane.ts';
import { newEtag } from './etags.ts';
import { textOf } from './json.ts';
import { composeLoadBalancer, loadBalancerType } from './network/load-balancer-model.ts';
import { poolMembers } from './network/pool-members.ts';
import { withAddress } from './network/public-ip-addresses.ts';
import { rebind } from './network/public-ip-bindings.ts';
import { composePublicIp, publicIpType } from './network/public-ip-model.ts';
import { sameId } from './resource-id.ts';
import { resourceGroupType } from './resources/resource-groups.ts';
import { isStamped, stamp } from './stamp.ts';

/** Fills the store: what stands in the scenario, and what ARM computes from it. */
export function loadScenario(plane: ControlPlane): void {
  const { scenario, store } = plane;
  for (const { name, location, managedBy } of scenario.resourceGroups) {
    store.put({
      id: `/subscriptions/${scenario.subscriptionId}/resourceGroups/${name}`,
      name,
      type: resourceGroupType,
      location,
      ...(managedBy === undefined ? {} : { managedBy }),
      properties: { provisioningState: 'Succeeded' },
    });
  }
  const loadBalancers = scenario.resources.filter(({ type }) => sameId(type, loadBalancerType));
  // Who is in a pool stands in the network interfaces, so load balancers come after them.
  for (const resource of scenario.resources) {
    if (!loadBalancers.includes(resource) && !isScaleSetOrInstance(resource)) {
      store.put(complete(plane, resource));
    }
  }
  for (const version of marketplaceVersions(plane)) store.put(version);
  for (const resource of loadBalancers) addLoadBalancer(plane, resource);
  loadScaleSets(plane);
}

function complete(plane: ControlPlane, resource: ArmResource): ArmResource {
  const guid = textOf(resource.properties, 'resourceGuid') ?? plane.random.uuid();
  if (sameId(resource.type, publicIpType)) {
    const publicIp = composePublicIp(resource.id, resource.name, resource, undefined, guid);
    return stamp(withAddress(plane, publicIp), 'Succeeded', newEtag(plane));
  }
  return isStamped(resource) ? stamp(resource, 'Succeeded', newEtag(plane)) : resource;
}

function addLoadBalancer(plane: ControlPlane, resource: ArmResource): void {
  const guid = textOf(resource.properties, 'resourceGuid') ?? plane.random.uuid();
  const loadBalancer = composeLoadBalancer(
    resource.id,
    resource.name,
    resource,
    guid,
    poolMembers(plane.store),
  );
  plane.store.put(stamp(loadBalancer, 'Succeeded', newEtag(plane)));
  for (const publicIp of rebind(plane.store, [{ before: undefined, after: loadBalancer }])) {
    plane.store.put(stamp(withAddress(plane, publicIp), 'Succeeded', newEtag(plane)));
  }
}
