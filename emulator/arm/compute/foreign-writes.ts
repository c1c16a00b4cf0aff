import type { ArmResource } from '../../data-plane/contract.ts';
import type { ControlPlane } from '../control-plane.ts';
import { objectOf } from '../json.ts';
import { sameId } from '../resource-id.ts';
import {
  type ComputeProvisioningState,
  instanceType,
  putCompute,
  scaleSetType,
} from './compute-resources.ts';
import { beginWorks } from './instance-works.ts';
import { protectedSettingsOf } from './protected-settings.ts';
import { applyChange, composeChange, leavingInstances } from './scale-set-writes.ts';

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
  const given = protectedSettingsOf(objectOf(after.properties, 'virtualMachineProfile'));
  const change = {
    before,
    after: composeChange(plane, after.id, after.name, after, before),
    protectedSettings: new Map([...plane.compute.scaleSet(after.id).protectedSettings, ...given]),
  };
  const leaving = leavingInstances(plane, change);
  const coming = applyChange(plane, change, leaving);
  const acceptedAtMs = plane.clock.monotonicMs();
  beginWorks(plane, [...leaving, ...coming], { operationId: undefined, acceptedAtMs, fault: undefined });
  return putCompute(plane, plane.store.get(after.id) ?? change.after, state);
}
