import type { ArmResource } from '../data-plane/contract.ts';
import type { ControlPlane } from './control-plane.ts';
import { writeAtOnce } from './immediate-write.ts';
import { isObject, mergePatch } from './json.ts';
import { stateOf } from './stamp.ts';

/**
 * Another writer changes a resource, or makes one: autoscale, a colleague in the portal. The patch may leave it in any
 * state, as a writer whose own operation failed would.
 */
export function foreignWrite(plane: ControlPlane, resourceId: string, patch: unknown): ArmResource {
  const before = plane.store.get(resourceId);
  const after = mergePatch(before, patch);
  if (!isResource(after)) {
    throw new Error(`${resourceId} is not there, and to make it takes id, name, type and properties.`);
  }
  return writeAtOnce(plane, before, after, stateOf(after));
}

function isResource(value: unknown): value is ArmResource {
  return (
    isObject(value) &&
    ['id', 'name', 'type'].every((member) => typeof value[member] === 'string') &&
    isObject(value.properties)
  );
}
