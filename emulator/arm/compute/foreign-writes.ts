import type { ArmResource } from '../../data-plane/contract.ts';
import type { ControlPlane } from '../control-plane.ts';
import { sameId } from '../resource-id.ts';
import {
  type ComputeProvisioningState,
  instanceType,
  putCompute,
  scaleSetType,
} from './compute-resources.ts';
import { beginWorks } from './instance-works.ts';
import { applyChange, leavingInstances } from './scale-set-writes.ts';

export function isCompute({ type }: ArmResource): boolean {
  return sameId(type, scaleSetType) || sameId(type, instanceType);
}

/**
 * Another writer changes a scale set or an instance, without an operation that anybody could follow: autoscale, or a
 * colleague. The instances of a scale set come, go and follow as after any other write, in their own time.
 */
export function writeComputeAtOnce(
  plane: ControlPlane,
  before: ArmResource | undefined,
  after: ArmResource,
  state: ComputeProvisioningState,
): ArmResource {
  if (sameId(after.type, instanceType)) return putCompute(plane, after, state);
  const { protectedSettings } = plane.compute.scaleSet(after.id);
  const leaving = leavingInstances(plane, { before, after });
  const coming = applyChange(plane, { before, after, protectedSettings }, leaving);
  beginWorks(plane, [...leaving, ...coming], undefined);
  return putCompute(plane, plane.store.get(after.id) ?? after, state);
}
