import type { ArmResource } from '../data-plane/contract.ts';
import { isCompute } from './compute/foreign-writes.ts';
import type { ControlPlane } from './control-plane.ts';
import { writeAtOnce } from './immediate-write.ts';
import { isObject, mergePatch } from './json.ts';
import { rebind } from './network/public-ip-bindings.ts';
import { isStamped, stateOf } from './stamp.ts';
import { beginWrite } from './writes.ts';

/**
 * Another writer changes a resource, or makes one: autoscale, a colleague in the portal. The patch may leave it in any
 * state, as a writer whose own operation failed would.
 *
 * @param lastsMs of Microsoft.Network, at speed 1: how long the operation of that writer runs, in which the resource is `Updating`.
 */
export function foreignWrite(
  plane: ControlPlane,
  resourceId: string,
  patch: unknown,
  lastsMs = 0,
): ArmResource {
  const before = plane.store.get(resourceId);
  const after = mergePatch(before, patch);
  if (!isResource(after)) {
    throw new Error(`${resourceId} is not there, and to make it takes id, name, type and properties.`);
  }
  if (lastsMs === 0 || isCompute(after) || !isStamped(after)) {
    return writeAtOnce(plane, before, after, stateOf(after));
  }
  const request = { method: 'PUT', path: after.id };
  beginWrite(
    plane,
    { request, operationFault: undefined },
    {
      name: 'OperationOfAnotherWriter',
      location: after.location ?? '',
      changes: [{ before, after }],
      consequences: (applied) => rebind(plane.store, applied),
      durationMs: plane.scaled(lastsMs),
    },
  );
  return plane.store.get(after.id) ?? after;
}

function isResource(value: unknown): value is ArmResource {
  return (
    isObject(value) &&
    ['id', 'name', 'type'].every((member) => typeof value[member] === 'string') &&
    isObject(value.properties)
  );
}
