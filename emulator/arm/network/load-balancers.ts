import type { ArmResource } from '../../data-plane/contract.ts';
import { checkLocation, requiredBody } from '../bodies.ts';
import { type Call, param, type Reply, type Route } from '../call.ts';
import type { ControlPlane } from '../control-plane.ts';
import { errors } from '../errors.ts';
import { checkPreconditions } from '../etags.ts';
import { isObject, listOf, referenceOf, textOf } from '../json.ts';
import { readingRoutes, resourceIdOf } from '../reading.ts';
import { sameId } from '../resource-id.ts';
import { patchTags } from '../tags.ts';
import { acceptedReply, putReply } from '../write-replies.ts';
import { acceptWrite } from '../writes.ts';
import { childrenOf, composeLoadBalancer, hasBackends, loadBalancerType } from './load-balancer-model.ts';
import { tierOf, validateLoadBalancer } from './load-balancer-validation.ts';
import { poolMembers } from './pool-members.ts';
import { withAddress } from './public-ip-addresses.ts';
import { rebind } from './public-ip-bindings.ts';

export function loadBalancerRoutes(plane: ControlPlane): Route[] {
  return readingRoutes(plane, loadBalancerType, {
    PUT: (call) => putLoadBalancer(plane, call),
    PATCH: (call) => patchTags(plane, call, loadBalancerType),
    DELETE: (call) => deleteLoadBalancer(plane, call),
  });
}

function putLoadBalancer(plane: ControlPlane, call: Call): Reply {
  const body = requiredBody(call);
  const id = resourceIdOf(call, loadBalancerType);
  const before = plane.store.get(id);
  checkLocation(body, loadBalancerType, before);
  const guid = textOf(before?.properties, 'resourceGuid') ?? plane.random.uuid();
  // A PUT without a SKU leaves the one that is there.
  const sku = isObject(before?.sku) ? before.sku : {};
  const loadBalancer = composeLoadBalancer(
    before?.id ?? id,
    before?.name ?? param(call, 'name'),
    { ...body, sku: { ...sku, ...(isObject(body.sku) ? body.sku : {}) } },
    guid,
    poolMembers(plane.store),
  );
  checkPreconditions(call, id, before);
  validateLoadBalancer(plane, loadBalancer, before);
  const durationMs = updatesSlowly(loadBalancer, before)
    ? plane.drawDurationMs('load-balancer-put')
    : undefined;
  const operation = acceptWrite(plane, call, {
    name: 'PutLoadBalancerOperation',
    location: loadBalancer.location ?? '',
    changes: [{ before, after: loadBalancer }],
    consequences: (applied) => rebind(plane.store, applied).map((publicIp) => withAddress(plane, publicIp)),
    durationMs,
  });
  return putReply(
    plane,
    loadBalancer,
    before === undefined,
    operation,
    durationMs === undefined ? undefined : 10,
  );
}

/**
 * Recorded: with backends ARM always answers `Updating` (191 of 191), without them `Succeeded` at once; `Updating` was
 * also seen for the global tier and for a new frontend in a subnet.
 */
function updatesSlowly(loadBalancer: ArmResource, before: ArmResource | undefined): boolean {
  const former = subnetFrontends(before);
  return (
    hasBackends(before) ||
    hasBackends(loadBalancer) ||
    tierOf(loadBalancer) === 'Global' ||
    subnetFrontends(loadBalancer).some((id) => !former.some((other) => sameId(other, id)))
  );
}

function subnetFrontends(loadBalancer: ArmResource | undefined): readonly string[] {
  return childrenOf(loadBalancer, 'frontendIPConfigurations')
    .filter(({ properties }) => referenceOf(properties, 'subnet') !== undefined)
    .map((frontend) => textOf(frontend, 'id') ?? '');
}

function deleteLoadBalancer(plane: ControlPlane, call: Call): Reply {
  const id = resourceIdOf(call, loadBalancerType);
  const before = plane.store.get(id);
  if (before === undefined) return { status: 204 };
  checkPreconditions(call, id, before);
  const scaleSet = scaleSetBehind(before);
  if (scaleSet !== undefined) throw errors.loadBalancerInUse(before.id, scaleSet);
  const operation = acceptWrite(plane, call, {
    name: 'DeleteLoadBalancerOperation',
    location: before.location ?? '',
    changes: [{ before, after: undefined }],
    consequences: (applied) => rebind(plane.store, applied),
    durationMs: plane.drawDurationMs('load-balancer-delete'),
  });
  return acceptedReply(plane, operation);
}

function scaleSetBehind(loadBalancer: ArmResource): string | undefined {
  return childrenOf(loadBalancer, 'backendAddressPools')
    .flatMap(({ properties }) => listOf(properties, 'backendIPConfigurations'))
    .map((member) => /^.*\/virtualMachineScaleSets\/[^/]+/i.exec(textOf(member, 'id') ?? '')?.[0])
    .find((scaleSet) => scaleSet !== undefined);
}
