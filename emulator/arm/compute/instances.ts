import type { ArmResource } from '../../data-plane/contract.ts';
import { type Call, param } from '../call.ts';
import type { ControlPlane } from '../control-plane.ts';
import { errors } from '../errors.ts';
import { objectOf, textOf } from '../json.ts';
import { findResource } from '../reading.ts';
import { parentId } from '../resource-id.ts';
import { instanceType, putCompute, scaleSetType } from './compute-resources.ts';
import type { InstanceState } from './compute-state.ts';
import { composeInstance, instanceIdOf } from './instance-model.ts';
import { modelOf, sameModel } from './scale-set-model.ts';

/** The instances of a scale set, in the order of their ids. */
export function instancesOf(plane: ControlPlane, scaleSetId: string): readonly ArmResource[] {
  return plane.store
    .childrenOf(scaleSetId, instanceType)
    .toSorted((left, right) => Number(instanceIdOf(left)) - Number(instanceIdOf(right)));
}

/** Those that stay: an instance that is being deleted is listed until it is gone, and belongs to the scale set no more. */
export function stayingInstances(plane: ControlPlane, scaleSetId: string): readonly ArmResource[] {
  return instancesOf(plane, scaleSetId).filter((instance) => !isLeaving(instance));
}

export function isLeaving({ properties }: ArmResource): boolean {
  return properties.provisioningState === 'Deleting';
}

export function findScaleSet(plane: ControlPlane, call: Call): ArmResource {
  return findResource(plane, call, scaleSetType);
}

/** The instance that a path names; ids are numbers (recorded: 400 for anything else). */
export function findInstance(plane: ControlPlane, call: Call): ArmResource {
  const scaleSet = findScaleSet(plane, call);
  const instanceId = param(call, 'instanceId');
  if (!/^\d+$/.test(instanceId)) throw errors.instanceIdNoNumber();
  const instance = plane.store.get(`${scaleSet.id}/virtualMachines/${instanceId}`);
  if (instance === undefined) throw errors.computeNotFound();
  return instance;
}

export function scaleSetOf(plane: ControlPlane, instance: ArmResource): ArmResource {
  const scaleSet = plane.store.get(parentId(instance.id));
  if (scaleSet === undefined) throw new Error(`${instance.id} is an instance of no scale set.`);
  return scaleSet;
}

export function stateOfInstance(plane: ControlPlane, instance: ArmResource): InstanceState {
  const state = plane.compute.instance(instance.id);
  if (state === undefined) throw new Error(`Nothing is known of what ${instance.id} runs.`);
  return state;
}

/** Whether an instance has all that its scale set's model says. */
export function isLatest(plane: ControlPlane, scaleSet: ArmResource, state: InstanceState): boolean {
  const { protectedSettings } = plane.compute.scaleSet(scaleSet.id);
  return sameModel(state.applied, modelOf(scaleSet, protectedSettings));
}

/** To be called after every change of a scale set: which instances are on its model. */
export function refreshLatestModelApplied(plane: ControlPlane, scaleSetId: string): void {
  const scaleSet = plane.store.get(scaleSetId);
  if (scaleSet === undefined) return;
  for (const instance of instancesOf(plane, scaleSetId)) {
    const latestModelApplied = isLatest(plane, scaleSet, stateOfInstance(plane, instance));
    if (instance.properties.latestModelApplied === latestModelApplied) continue;
    plane.store.put({ ...instance, properties: { ...instance.properties, latestModelApplied } });
  }
}

export interface ProtectionPolicy {
  readonly protectFromScaleIn?: unknown;
  readonly protectFromScaleSetActions?: unknown;
}

export function protectionOf(instance: ArmResource): ProtectionPolicy {
  return objectOf(instance.properties, 'protectionPolicy') ?? {};
}

/** Gives an instance another state, and brings its body to it. */
export function changeInstance(
  plane: ControlPlane,
  instance: ArmResource,
  state: InstanceState,
  provisioning: 'Creating' | 'Updating' | 'Succeeded' | 'Failed',
): ArmResource {
  const scaleSet = scaleSetOf(plane, instance);
  plane.compute.putInstance(instance.id, state);
  return putCompute(
    plane,
    composeInstance(plane, instance, state, {
      latestModelApplied: isLatest(plane, scaleSet, state),
      tags: scaleSet.tags,
      tier: textOf(scaleSet.sku, 'tier'),
    }),
    provisioning,
  );
}
