import type { ArmResource } from '../../data-plane/contract.ts';
import { checkLocation, requiredBody } from '../bodies.ts';
import { type Call, param, type Reply, type Route } from '../call.ts';
import type { ControlPlane } from '../control-plane.ts';
import { checkPreconditions } from '../etags.ts';
import { writeAtOnce } from '../immediate-write.ts';
import { isObject, type JsonObject, textOf, without } from '../json.ts';
import { readingRoutes, resourceIdOf } from '../reading.ts';
import { stateOf } from '../stamp.ts';
import { acceptedReply, putReply } from '../write-replies.ts';
import { acceptWrite } from '../writes.ts';
import { composeLoadBalancer, loadBalancerType } from './load-balancer-model.ts';
import { poolMembers } from './pool-members.ts';

/** Resources that the emulator keeps as they are given, and the lists of children that ARM gives ids to. */
const plainTypes: Readonly<Record<string, readonly string[]>> = {
  'Microsoft.Network/virtualNetworks': ['subnets'],
  'Microsoft.Network/networkInterfaces': ['ipConfigurations'],
  'Microsoft.Network/networkSecurityGroups': ['securityRules'],
};

export function plainRoutes(plane: ControlPlane): Route[] {
  return Object.entries(plainTypes).flatMap(([type, children]) =>
    readingRoutes(plane, type, {
      PUT: (call) => putPlain(plane, call, type, children),
      DELETE: (call) => deletePlain(plane, call, type),
    }),
  );
}

function putPlain(plane: ControlPlane, call: Call, type: string, children: readonly string[]): Reply {
  const body = requiredBody(call);
  const id = resourceIdOf(call, type);
  const before = plane.store.get(id);
  checkLocation(body, type, before);
  checkPreconditions(call, id, before);
  const properties = isObject(body.properties) ? body.properties : {};
  const after: ArmResource = {
    ...without(body, 'etag', 'properties'),
    name: before?.name ?? param(call, 'name'),
    id: before?.id ?? id,
    type,
    properties: {
      ...without(properties, 'provisioningState'),
      resourceGuid: textOf(before?.properties, 'resourceGuid') ?? plane.random.uuid(),
      ...Object.fromEntries(
        children.map((name) => [name, withIds(before?.id ?? id, type, name, properties[name])]),
      ),
    },
  };
  const operation = acceptWrite(plane, call, {
    name: `Put${type.split('/')[1]}Operation`,
    location: after.location ?? '',
    changes: [{ before, after }],
    durationMs: 0,
  });
  refreshPools(plane);
  return putReply(plane, after, before === undefined, operation, 1);
}

function deletePlain(plane: ControlPlane, call: Call, type: string): Reply {
  const before = plane.store.get(resourceIdOf(call, type));
  if (before === undefined) return { status: 204 };
  checkPreconditions(call, before.id, before);
  const operation = acceptWrite(plane, call, {
    name: `Delete${type.split('/')[1]}Operation`,
    location: before.location ?? '',
    changes: [{ before, after: undefined }],
    durationMs: 0,
  });
  refreshPools(plane);
  return acceptedReply(plane, operation);
}

function withIds(parent: string, type: string, collection: string, children: unknown): readonly JsonObject[] {
  return (Array.isArray(children) ? children : []).filter(isObject).map((child) => ({
    ...child,
    id: `${parent}/${collection}/${textOf(child, 'name')}`,
    type: `${type}/${collection}`,
  }));
}

/** A network interface may have joined or left a pool: the back-references of the load balancers follow. */
function refreshPools(plane: ControlPlane): void {
  for (const before of plane.store.list(loadBalancerType)) {
    const guid = textOf(before.properties, 'resourceGuid') ?? '';
    const after = composeLoadBalancer(before.id, before.name, before, guid, poolMembers(plane.store));
    const members = (loadBalancer: ArmResource): string =>
      JSON.stringify(loadBalancer.properties, (name, value: unknown) =>
        name === 'etag' || name === 'provisioningState' ? undefined : value,
      );
    if (members(before) === members(after)) continue;
    writeAtOnce(plane, before, after, stateOf(before));
  }
}
