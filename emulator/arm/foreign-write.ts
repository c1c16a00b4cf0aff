import type { ArmResource } from '../data-plane/contract.ts';
import type { ControlPlane } from './control-plane.ts';
import { isObject, mergePatch, textOf } from './json.ts';
import { rebind } from './network/public-ip-bindings.ts';
import { stamp, stateOf } from './stamp.ts';
import { newEtag } from './writes.ts';

/**
 * Another writer changes a resource at once, without an operation of its own: autoscale, a colleague in the portal. The
 * etag changes as with every write, and the data plane follows immediately.
 */
export function foreignWrite(plane: ControlPlane, resourceId: string, patch: unknown): ArmResource {
  const before = plane.store.get(resourceId);
  if (before === undefined) throw new Error(`A foreign write names ${resourceId}, which is not there.`);
  const merged = mergePatch(before, patch);
  const state = textOf(isObject(merged) ? merged.properties : undefined, 'provisioningState');
  const patched: ArmResource = { ...before, ...(isObject(merged) ? merged : {}) };
  const known = state === 'Failed' || state === 'Updating' || state === 'Deleting' ? state : 'Succeeded';
  const after = stamp(patched, stateOf(patched) === state ? known : 'Succeeded', newEtag(plane));
  const changes = [{ before, after }];
  const consequences = rebind(plane.store, changes);
  plane.store.put(after);
  for (const publicIp of consequences) plane.store.put(stamp(publicIp, 'Succeeded', newEtag(plane)));
  const acceptedAtMs = plane.clock.monotonicMs();
  plane.dataPlane.accepted({ changes, acceptedAtMs, durationMs: 0, dataPlaneFollows: true });
  return after;
}
