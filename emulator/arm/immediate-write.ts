import type { ArmResource } from '../data-plane/contract.ts';
import { isCompute, writeComputeAtOnce } from './compute/foreign-writes.ts';
import type { ControlPlane } from './control-plane.ts';
import { newEtag } from './etags.ts';
import { rebind } from './network/public-ip-bindings.ts';
import { isStamped, type ProvisioningState, stamp } from './stamp.ts';

/** Changes a resource without an operation that a client could follow. The etag changes as with every write. */
export function writeAtOnce(
  plane: ControlPlane,
  before: ArmResource | undefined,
  after: ArmResource,
  state: ProvisioningState,
): ArmResource {
  if (isCompute(after)) return writeComputeAtOnce(plane, before, after, state);
  if (!isStamped(after)) {
    plane.store.put(after);
    return after;
  }
  const changes = [{ before, after }];
  const publicIps = rebind(plane.store, changes);
  const written = stamp(after, state, newEtag(plane));
  plane.store.put(written);
  for (const publicIp of publicIps) plane.store.put(stamp(publicIp, 'Succeeded', newEtag(plane)));
  plane.dataPlane.accepted({
    changes: [{ before, after: written }],
    acceptedAtMs: plane.clock.monotonicMs(),
    durationMs: 0,
    dataPlaneFollows: true,
  });
  return written;
}
