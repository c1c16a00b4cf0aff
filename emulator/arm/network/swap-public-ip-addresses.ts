import type { ArmResource } from '../../data-plane/contract.ts';
import { requiredBody } from '../bodies.ts';
import { type Call, param, type Reply, type Route } from '../call.ts';
import type { ControlPlane } from '../control-plane.ts';
import { errors } from '../errors.ts';
import { isObject, type JsonObject, listOf, referenceOf, textOf } from '../json.ts';
import { parentId, sameId, sameLocation } from '../resource-id.ts';
import { stateOf } from '../stamp.ts';
import { acceptedReply } from '../write-replies.ts';
import { acceptWrite } from '../writes.ts';
import { childrenOf } from './load-balancer-model.ts';
import { skuOf } from './load-balancer-validation.ts';
import { rebind } from './public-ip-bindings.ts';

/**
 * LoadBalancers_SwapPublicIpAddresses, api-version 2020-11-01 and later. It was never recorded: shape and path are the
 * specification's, the limits those documented for cloud services, the error codes assumptions.
 */
export function swapRoutes(plane: ControlPlane): Route[] {
  return [
    {
      path: '/subscriptions/{subscriptionId}/providers/Microsoft.Network/locations/{location}/setLoadBalancerFrontendPublicIpAddresses',
      methods: { POST: (call) => swapPublicIpAddresses(plane, call) },
    },
  ];
}

/** One frontend and the address that it shall have. */
interface Target {
  readonly frontendId: string;
  readonly loadBalancer: ArmResource;
  readonly current: ArmResource;
  readonly wanted: ArmResource;
}

function swapPublicIpAddresses(plane: ControlPlane, call: Call): Reply {
  const targets = readTargets(plane, call);
  checkTargets(targets, param(call, 'location'));
  const operation = acceptWrite(plane, call, {
    name: 'SwapLoadBalancerFrontendPublicIpAddressesOperation',
    location: param(call, 'location'),
    changes: targets.map((target) => ({
      before: target.loadBalancer,
      after: withPublicIp(target.loadBalancer, target.frontendId, target.wanted.id),
    })),
    consequences: (applied) => rebind(plane.store, applied),
    durationMs: plane.drawDurationMs('swap-public-ip-addresses'),
    // The SDK accepts 200, 201 and 202 at the end, and no 204.
    result: { status: 200 },
  });
  // The specification's example gives `Location` alone.
  const { location = '' } = operation.headers;
  return acceptedReply(plane, { id: operation.id, headers: { location } });
}

function readTargets(plane: ControlPlane, call: Call): readonly Target[] {
  const entries = listOf(requiredBody(call), 'frontendIPConfigurations');
  if (entries.length !== 2) {
    throw errors.invalidValue(
      'InvalidSwapRequest',
      `A swap names two frontend IP configurations; the request names ${entries.length}.`,
    );
  }
  return entries.map((entry) => readTarget(plane, entry));
}

function readTarget(plane: ControlPlane, entry: JsonObject): Target {
  const frontendId = textOf(entry, 'id') ?? '';
  const loadBalancer = plane.store.get(parentId(frontendId));
  const frontend = childrenOf(loadBalancer, 'frontendIPConfigurations').find((child) =>
    sameId(textOf(child, 'id'), frontendId),
  );
  if (loadBalancer === undefined || frontend === undefined) throw errors.notFound(frontendId);
  return {
    frontendId,
    loadBalancer,
    current: publicIpOf(plane, frontend, frontendId),
    wanted: publicIpOf(plane, entry, frontendId),
  };
}

function publicIpOf(plane: ControlPlane, frontend: JsonObject, frontendId: string): ArmResource {
  const id = referenceOf(frontend.properties, 'publicIPAddress');
  if (id === undefined) throw errors.frontendWithoutAddress(frontendId);
  const publicIp = plane.store.get(id);
  if (publicIp === undefined) throw errors.invalidReference(id, frontendId);
  return publicIp;
}

function checkTargets(targets: readonly Target[], location: string): void {
  for (const target of targets) checkTarget(target, location);
  const [one, other] = targets;
  if (one === undefined || other === undefined) return;
  if (!sameId(one.wanted.id, other.current.id) || !sameId(other.wanted.id, one.current.id)) {
    throw errors.invalidValue(
      'InvalidSwapRequest',
      `Frontend IP configurations ${one.frontendId} and ${other.frontendId} can only take each other's public IP address.`,
    );
  }
  if (one.current.properties.publicIPAllocationMethod !== other.current.properties.publicIPAllocationMethod) {
    throw errors.invalidValue(
      'SwapAllocationMethodsDoNotMatch',
      `Public IP addresses ${one.current.id} and ${other.current.id} must have the same allocation method.`,
    );
  }
  if (skuOf(one.loadBalancer) !== skuOf(other.current)) {
    throw errors.skuMismatch(
      skuOf(one.loadBalancer),
      one.loadBalancer.id,
      skuOf(other.current),
      other.current.id,
    );
  }
}

function checkTarget({ loadBalancer, wanted }: Target, location: string): void {
  const frontends = childrenOf(loadBalancer, 'frontendIPConfigurations');
  if (!sameLocation(loadBalancer.location, location)) {
    throw errors.invalidReference(loadBalancer.id, `locations/${location}`);
  }
  if (frontends.length !== 1) {
    throw errors.invalidValue(
      'SwapNeedsOneFrontend',
      `Load balancer ${loadBalancer.id} has ${frontends.length} frontend IP configurations; a swap needs exactly one.`,
    );
  }
  for (const resource of [loadBalancer, wanted]) {
    if (stateOf(resource) !== 'Succeeded') {
      throw errors.referencedResourceNotProvisioned(
        resource.id,
        loadBalancer.id,
        stateOf(resource),
        'PutLoadBalancerOperation',
      );
    }
  }
}

function withPublicIp(loadBalancer: ArmResource, frontendId: string, publicIpId: string): ArmResource {
  return {
    ...loadBalancer,
    properties: {
      ...loadBalancer.properties,
      frontendIPConfigurations: childrenOf(loadBalancer, 'frontendIPConfigurations').map((child) =>
        sameId(textOf(child, 'id'), frontendId)
          ? {
              ...child,
              properties: {
                ...(isObject(child.properties) ? child.properties : {}),
                publicIPAddress: { id: publicIpId },
              },
            }
          : child,
      ),
    },
  };
}
