import type { ArmResource } from '../../data-plane/contract.ts';
import type { ControlPlane } from '../control-plane.ts';
import { type JsonObject, objectOf, textOf } from '../json.ts';
import { sameId } from '../resource-id.ts';
import { createInstances, faultDomainCount, placeService } from './capacity.ts';
import { instanceType, putCompute, scaleSetType } from './compute-resources.ts';
import type { InstanceModel, InstanceState } from './compute-state.ts';
import { exactVersionOf, imageReferenceOf } from './images.ts';
import { instanceIdOf, newDiskName } from './instance-model.ts';
import { changeInstance } from './instances.ts';
import { extensionsOf, protectedSettingsOf } from './protected-settings.ts';
import { capacityOf, modelOf } from './scale-set-model.ts';
import { composeChange } from './scale-set-writes.ts';

/** Whether a resource of a scenario is one that `loadScaleSets` completes. */
export function isScaleSetOrInstance({ type }: ArmResource): boolean {
  return sameId(type, scaleSetType) || sameId(type, instanceType);
}

/**
 * Completes the scale sets of a scenario. One without instances written out gets as many as its capacity says, on its model,
 * with interfaces, and with what the payloads say that they serve.
 */
export function loadScaleSets(plane: ControlPlane): void {
  const { resources } = plane.scenario;
  for (const resource of resources.filter(({ type }) => sameId(type, scaleSetType))) {
    const scaleSet = loadScaleSet(plane, resource);
    const written = resources.filter(
      ({ id, type }) =>
        sameId(type, instanceType) && id.toLowerCase().startsWith(`${scaleSet.id}/`.toLowerCase()),
    );
    for (const instance of written) loadInstance(plane, scaleSet, instance);
    if (written.length === 0) createInstances(plane, scaleSet, capacityOf(scaleSet), 'up');
  }
}

function loadScaleSet(plane: ControlPlane, resource: ArmResource): ArmResource {
  const protectedSettings = protectedSettingsOf(objectOf(resource.properties, 'virtualMachineProfile'));
  const settledAtEpochMs = plane.clock.epochMs();
  plane.compute.changeScaleSet(resource.id, { protectedSettings, settledAtEpochMs });
  const { provisioningState } = resource.properties;
  const composed = composeChange(plane, resource.id, resource.name, resource, resource);
  return putCompute(plane, composed, provisioningState === 'Failed' ? 'Failed' : 'Succeeded');
}

/** An instance as the scenario has it. Its image and its extensions may be older than the model's. */
function loadInstance(plane: ControlPlane, scaleSet: ArmResource, instance: ArmResource): void {
  const { nextInstanceNumber, protectedSettings } = plane.compute.scaleSet(scaleSet.id);
  const number = Number(instanceIdOf(instance));
  plane.compute.changeScaleSet(scaleSet.id, {
    nextInstanceNumber: Math.max(nextInstanceNumber, number + 1),
  });
  const applied = appliedBy(instance, modelOf(scaleSet, protectedSettings));
  const workload = plane.scenario.workloads.find((one) => one.instance === instance.name);
  const stated = imageReferenceOf(instance.properties).exactVersion;
  const state: InstanceState = {
    applied,
    exactVersion:
      typeof stated === 'string'
        ? stated
        : exactVersionOf(plane, imageReferenceOf(applied.profile), String(scaleSet.location)),
    diskName:
      textOf(objectOf(objectOf(instance.properties, 'storageProfile'), 'osDisk'), 'name') ??
      newDiskName(plane, instance.name),
    power: 'running',
    failedExtensions: [],
    scripts: 'ran',
    guest: 'reporting',
    // As if all those before it had been made (recorded: instance 3 is in the domain 3, where 0 and 2 are gone).
    faultDomain: number % faultDomainCount(scaleSet),
    settledAtEpochMs: plane.clock.epochMs(),
    workload,
  };
  const failed = instance.properties.provisioningState === 'Failed';
  const loaded = changeInstance(plane, instance, state, failed ? 'Failed' : 'Succeeded');
  // What it serves may stand in the payloads alone.
  if (workload === undefined) placeService(plane, loaded, 'up');
}

/** The scale set's model, but for the image and the extensions that the instance's body names. */
function appliedBy(instance: ArmResource, model: InstanceModel): InstanceModel {
  const { exactVersion: _, ...image } = imageReferenceOf(instance.properties);
  const storageProfile = {
    ...objectOf(model.profile, 'storageProfile'),
    ...(Object.keys(image).length === 0 ? {} : { imageReference: image }),
  };
  return { ...model, profile: { ...model.profile, storageProfile, ...extensionProfileOf(instance, model) } };
}

function extensionProfileOf(instance: ArmResource, model: InstanceModel): JsonObject {
  const { resources } = instance;
  if (!Array.isArray(resources)) return {};
  const modelled = extensionsOf(model.profile);
  const extensions = resources.map(({ name, properties }: JsonObject) => ({
    name,
    properties: {
      ...objectOf(
        modelled.find((one) => sameId(String(one.name), String(name))),
        'properties',
      ),
      ...objectOf({ properties }, 'properties'),
    },
  }));
  return { extensionProfile: { ...objectOf(model.profile, 'extensionProfile'), extensions } };
}
