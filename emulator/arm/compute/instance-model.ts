import type { ArmResource } from '../../data-plane/contract.ts';
import type { ControlPlane } from '../control-plane.ts';
import { compact, type JsonObject, listOf, objectOf, textOf, without } from '../json.ts';
import { instanceType, timeOf } from './compute-resources.ts';
import type { InstanceState } from './compute-state.ts';
import { extensionsOf, withoutSecrets } from './protected-settings.ts';

/** Its number, as text: `3`. */
export function instanceIdOf(instance: ArmResource): string {
  return textOf(instance, 'instanceId') ?? instance.id.split('/').at(-1) ?? '';
}

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

/** What an instance shows of its scale set as it is now. */
export interface InheritedFacts {
  readonly latestModelApplied: boolean;
  readonly tags: ArmResource['tags'];
  readonly tier: string | undefined;
}

/** An instance as a GET prints it: what it runs, which may be an older model than its scale set's. */
export function composeInstance(
  plane: ControlPlane,
  before: ArmResource,
  state: InstanceState,
  scaleSet: InheritedFacts,
): ArmResource {
  const { vmSize, profile } = state.applied;
  const former = before.properties;
  const extensions = extensionsOf(profile);
  const { protectionPolicy } = former;
  const tags = before.tags ?? scaleSet.tags;
  return {
    ...without(before, 'resources'),
    id: before.id,
    name: before.name,
    type: before.type,
    ...(tags === undefined ? {} : { tags }),
    sku: compact({ name: vmSize, tier: scaleSet.tier }),
    properties: compact({
      latestModelApplied: scaleSet.latestModelApplied,
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
