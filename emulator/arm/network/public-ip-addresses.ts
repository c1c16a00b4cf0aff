import type { ArmResource } from '../../data-plane/contract.ts';
import { checkLocation, requiredBody } from '../bodies.ts';
import { type Call, param, type Reply, type Route } from '../call.ts';
import type { ControlPlane } from '../control-plane.ts';
import { errors } from '../errors.ts';
import { checkPreconditions } from '../etags.ts';
import { referenceOf, textOf } from '../json.ts';
import { readingRoutes, resourceIdOf } from '../reading.ts';
import { sameContent, stateOf } from '../stamp.ts';
import { patchTags } from '../tags.ts';
import { acceptedReply, putReply } from '../write-replies.ts';
import { acceptWrite } from '../writes.ts';
import { composePublicIp, publicIpType } from './public-ip-model.ts';
import { validatePublicIp } from './public-ip-validation.ts';

export function publicIpRoutes(plane: ControlPlane): Route[] {
  return readingRoutes(plane, publicIpType, {
    PUT: (call) => putPublicIp(plane, call),
    PATCH: (call) => patchTags(plane, call, publicIpType),
    DELETE: (call) => deletePublicIp(plane, call),
  });
}

function putPublicIp(plane: ControlPlane, call: Call): Reply {
  const body = requiredBody(call);
  const id = resourceIdOf(call, publicIpType);
  const before = plane.store.get(id);
  checkLocation(body, publicIpType, before);
  const guid = textOf(before?.properties, 'resourceGuid') ?? plane.random.uuid();
  const publicIp = composePublicIp(before?.id ?? id, before?.name ?? param(call, 'name'), body, before, guid);
  checkPreconditions(call, id, before);
  validatePublicIp(plane, publicIp, before);
  // Recorded: a PUT that changes nothing answers Succeeded at once.
  const unchanged = before !== undefined && stateOf(before) === 'Succeeded' && sameContent(before, publicIp);
  const operation = acceptWrite(plane, call, {
    name: 'PutPublicIpAddressOperation',
    location: publicIp.location ?? '',
    changes: [{ before, after: publicIp }],
    durationMs: unchanged ? undefined : durationOf(plane, publicIp),
    complete: (resource) => withAddress(plane, resource),
  });
  return putReply(plane, publicIp, before === undefined, operation, unchanged ? undefined : 1);
}

/** A dynamic address has nothing to allocate before something uses it. */
function durationOf(plane: ControlPlane, publicIp: ArmResource): number {
  const drawnMs = plane.drawDurationMs('public-ip-put');
  return publicIp.properties.publicIPAllocationMethod === 'Static' ? drawnMs : 0;
}

/** A static address is there once the operation is done; a dynamic one when a frontend first uses it. */
export function withAddress(plane: ControlPlane, publicIp: ArmResource): ArmResource {
  const { publicIPAllocationMethod, ipConfiguration, ipAddress, publicIPAddressVersion } =
    publicIp.properties;
  const needed = publicIPAllocationMethod === 'Static' || ipConfiguration !== undefined;
  if (!needed || ipAddress !== undefined) return publicIp;
  const version = publicIPAddressVersion === 'IPv6' ? 'IPv6' : 'IPv4';
  return {
    ...publicIp,
    properties: { ...publicIp.properties, ipAddress: plane.dataPlane.assignAddress(publicIp.id, version) },
  };
}

function deletePublicIp(plane: ControlPlane, call: Call): Reply {
  const id = resourceIdOf(call, publicIpType);
  const before = plane.store.get(id);
  if (before === undefined) return { status: 204 };
  checkPreconditions(call, id, before);
  const bound = referenceOf(before.properties, 'ipConfiguration');
  if (bound !== undefined) throw errors.publicIpCannotBeDeleted(before.id, bound);
  const operation = acceptWrite(plane, call, {
    name: 'DeletePublicIpAddressOperation',
    location: before.location ?? '',
    changes: [{ before, after: undefined }],
    durationMs: plane.drawDurationMs('public-ip-delete'),
  });
  if (plane.store.get(id) === undefined) plane.dataPlane.releaseAddress(before.id);
  return acceptedReply(plane, operation);
}
