import type { ArmResource } from '../data-plane/contract.ts';
import type { ControlPlane } from './control-plane.ts';
import { writeAtOnce } from './immediate-write.ts';
import { isObject, mergePatch } from './json.ts';
import { stateOf } from './stamp.ts';

/**
 * Another writer changes a resource: autoscale, a colleague in the portal. The patch may leave it in any state, as a
 * writer whose own operation failed would.
 */
export function foreignWrite(plane: ControlPlane, resourceId: string, patch: unknown): ArmResource {
  const before = plane.store.get(resourceId);
  if (before === undefined) throw new Error(`A foreign write names ${resourceId}, which is not there.`);
  const merged = mergePatch(before, patch);
  const after: ArmResource = { ...before, ...(isObject(merged) ? merged : {}) };
  return writeAtOnce(plane, before, after, stateOf(after));
}
