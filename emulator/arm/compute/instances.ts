import type { ArmResource } from '../../data-plane/contract.ts';
import { type Call, param } from '../call.ts';
import type { ControlPlane } from '../control-plane.ts';
import { errors } from '../errors.ts';
import { compact, type JsonObject, listOf, objectOf, textOf, without } from '../json.ts';
import { findResource } from '../reading.ts';
import { parentId, sameId } from '../resource-id.ts';
import { instanceType, putCompute, scaleSetType, timeOf } from './compute-resources.ts';
import type { InstanceState } from './compute-state.ts';
import { extensionsOf, withoutSecrets } from './protected-settings.ts';
import { modelOf, sameModel } from './scale-set-model.ts';

/** The instances of a scale set, in the order of their ids. */
export function instancesOf(plane: ControlPlane, scaleSetId: string): readonly ArmResource[] {
  return plane.store
    .list(instanceType)
    .filter(({ id }) => sameId(parentId(id), scaleSetId))
    .toSorted((left, right) => Number(instanceIdOf(left)) - Number(instanceIdOf(right)));
}

export function instanceIdOf(instance: ArmResource): string {
  return textOf(instance, 'instanceId') ?? instance.id.split('/').at(-1) ?? '';
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
  plane.compute.putInstance(instance.id, state);
  return putCompute(
    plane,
    composeInstance(plane, scaleSetOf(plane, instance), instance, state),
    provisioning,
  );
}

/** What never changes of an instance, and what only its own PUT changes. */
export type InstanceIdentity = Pick<ArmResource, 'id' | 'name'> & {
  readonly instanceId: string;
  readonly zones?: unknown;
};

/** A new instance's body, before it has run anything. */
export function newInstance(
  scaleSet: ArmResource,
  instanceId: string,
  zones: readonly string[],
): ArmResource {
  return {
    name: `${scaleSet.name}_${instanceId}`,
    id: `${scaleSet.id}/virtualMachines/${instanceId}`,
    type: instanceType,
    ...(scaleSet.location === undefined ? {} : { location: scaleSet.location }),
    instanceId,
    ...(zones.length === 0 ? {} : { zones }),
    properties: {},
  };
}

/** An instance as a GET prints it: what it runs, which may be an older model than its scale set's. */
export function composeInstance(
  plane: ControlPlane,
  scaleSet: ArmResource,
  before: ArmResource,
  state: InstanceState,
): ArmResource {
  const { vmSize, profile } = state.applied;
  const former = before.properties;
  const extensions = extensionsOf(profile);
  const tier = textOf(scaleSet.sku, 'tier');
  const { protectionPolicy } = former;
  return {
    ...without(before, 'resources'),
    id: before.id,
    name: before.name,
    type: before.type,
    ...(before.tags === undefined && scaleSet.tags === undefined
      ? {}
      : { tags: before.tags ?? scaleSet.tags }),
    sku: compact({ name: vmSize, tier }),
    properties: compact({
      latestModelApplied: isLatest(plane, scaleSet, state),
      modelDefinitionApplied: 'VirtualMachineScaleSet',
      networkProfileConfiguration: networkConfigurationOf(profile),
      protectionPolicy,
      provisioningState: former.provisioningState,
      hardwareProfile: vmSize === undefined ? {} : { vmSize },
      vmId: former.vmId ?? plane.random.uuid(),
      storageProfile: composeStorage(before.id, state),
      osProfile: composeOsProfile(profile, instanceIdOf(before)),
      securityProfile: profile.securityProfile,
      diagnosticsProfile: profile.diagnosticsProfile,
      licenseType: profile.licenseType,
      networkProfile: former.networkProfile ?? {
        networkInterfaces: interfaceNamesOf(profile).map((name) => ({
          id: `${before.id}/networkInterfaces/${name}`,
        })),
      },
      timeCreated: former.timeCreated ?? timeOf(plane.clock.epochMs()),
    }),
    ...(extensions.length === 0
      ? {}
      : { resources: extensions.map((extension) => composeExtension(before, extension)) }),
  };
}

function networkConfigurationOf(profile: JsonObject): JsonObject | undefined {
  const configurations = objectOf(profile, 'networkProfile')?.networkInterfaceConfigurations;
  return configurations === undefined ? undefined : { networkInterfaceConfigurations: configurations };
}

function interfaceNamesOf(profile: JsonObject): readonly string[] {
  return listOf(objectOf(profile, 'networkProfile'), 'networkInterfaceConfigurations').map(({ name }) =>
    String(name),
  );
}

/** A disk is named when it is made. */
export function newDiskName(plane: ControlPlane, instanceName: string): string {
  const scaleSetName = instanceName.slice(0, instanceName.lastIndexOf('_'));
  return `${scaleSetName}_${instanceName}_OS__1_${plane.random.uuid().replaceAll('-', '')}`;
}

function composeStorage(instanceId: string, { applied, exactVersion, diskName }: InstanceState): JsonObject {
  const storage = objectOf(applied.profile, 'storageProfile') ?? {};
  const osDisk = without(objectOf(storage, 'osDisk') ?? {}, 'vhdContainers');
  const managedDisk = objectOf(osDisk, 'managedDisk');
  const resourceGroup = instanceId.split('/').slice(0, 5).join('/');
  const id = `${resourceGroup}/providers/Microsoft.Compute/disks/${diskName}`;
  return {
    ...storage,
    imageReference: compact({ ...objectOf(storage, 'imageReference'), exactVersion }),
    osDisk: {
      ...osDisk,
      name: diskName,
      ...(managedDisk === undefined ? {} : { managedDisk: { ...managedDisk, id } }),
    },
    dataDisks: listOf(storage, 'dataDisks'),
  };
}

function composeOsProfile(profile: JsonObject, instanceId: string): JsonObject {
  const osProfile = objectOf(profile, 'osProfile') ?? {};
  const prefix = textOf(osProfile, 'computerNamePrefix') ?? '';
  return {
    computerName: `${prefix}${Number(instanceId).toString(36).toUpperCase().padStart(6, '0')}`,
    ...without(osProfile, 'computerNamePrefix'),
  };
}

/** An extension as an instance has it: a resource of its own. */
function composeExtension(instance: ArmResource, extension: JsonObject): JsonObject {
  const { name, properties } = withoutSecrets(extension);
  return {
    name,
    id: `${instance.id}/extensions/${name}`,
    type: `${instanceType}/extensions`,
    ...(instance.location === undefined ? {} : { location: instance.location }),
    properties: objectOf({ properties }, 'properties') ?? {},
  };
}
