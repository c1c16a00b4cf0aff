import { isDeepStrictEqual } from 'node:util';
import type { ArmResource } from '../../data-plane/contract.ts';
import { type JsonObject, listOf, numberOf, objectOf, textOf, without } from '../json.ts';
import { scaleSetType } from './compute-resources.ts';
import type { InstanceModel } from './compute-state.ts';
import {
  extensionsOf,
  keyOf,
  mapExtensions,
  type ProtectedSettings,
  withoutEmptySettings,
  withoutSecrets,
  withSecrets,
} from './protected-settings.ts';

/** What ARM decides when a scale set is made. */
export interface ScaleSetFacts {
  readonly uniqueId: string;
  readonly timeCreated: string;
  readonly osType: 'Linux' | 'Windows';
}

/** The scale set as a GET prints it, without state and etag. Properties that nobody knows are kept. */
export function composeScaleSet(
  id: string,
  name: string,
  body: JsonObject,
  facts: ScaleSetFacts,
): ArmResource {
  const given = objectOf(body, 'properties') ?? {};
  const sku = objectOf(body, 'sku') ?? {};
  return {
    ...without(body, 'etag', 'properties'),
    name,
    id,
    type: scaleSetType,
    sku: { tier: 'Standard', ...sku },
    properties: {
      singlePlacementGroup: true,
      orchestrationMode: 'Uniform',
      overprovision: true,
      doNotRunExtensionsOnOverprovisionedVMs: false,
      platformFaultDomainCount: Array.isArray(body.zones) && body.zones.length > 0 ? 1 : 5,
      ...without(given, 'provisioningState'),
      upgradePolicy: composeUpgradePolicy(objectOf(given, 'upgradePolicy')),
      virtualMachineProfile: composeProfile(objectOf(given, 'virtualMachineProfile') ?? {}, facts),
      uniqueId: facts.uniqueId,
      timeCreated: facts.timeCreated,
    },
  };
}

/** What ARM prints of a rolling upgrade that nobody has described (recorded). */
const rollingDefaults = {
  maxBatchInstancePercent: 20,
  maxUnhealthyInstancePercent: 20,
  maxUnhealthyUpgradedInstancePercent: 20,
  pauseTimeBetweenBatches: 'PT0S',
} as const;

/** The mode is taken in any case and printed in one (recorded). */
function composeUpgradePolicy(policy: JsonObject | undefined): JsonObject {
  const mode = textOf(policy, 'mode') ?? 'Manual';
  const automatic = objectOf(policy, 'automaticOSUpgradePolicy');
  return {
    ...policy,
    mode: mode.slice(0, 1).toUpperCase() + mode.slice(1).toLowerCase(),
    ...(/^rolling$/i.test(mode) && policy?.rollingUpgradePolicy === undefined
      ? { rollingUpgradePolicy: rollingDefaults }
      : {}),
    ...(automatic === undefined
      ? {}
      : { automaticOSUpgradePolicy: { useRollingUpgradePolicy: false, ...automatic } }),
  };
}

function composeProfile(profile: JsonObject, facts: ScaleSetFacts): JsonObject {
  const visible = mapExtensions(profile, withoutSecrets);
  const network = objectOf(visible, 'networkProfile');
  return {
    ...visible,
    osProfile: composeOsProfile(objectOf(visible, 'osProfile') ?? {}, facts.osType),
    storageProfile: composeStorage(objectOf(visible, 'storageProfile') ?? {}, facts.osType),
    ...(network === undefined ? {} : { networkProfile: composeNetwork(network) }),
    timeCreated: textOf(visible, 'timeCreated') ?? facts.timeCreated,
  };
}

function composeOsProfile(osProfile: JsonObject, osType: 'Linux' | 'Windows'): JsonObject {
  const configuration = osType === 'Windows' ? 'windowsConfiguration' : 'linuxConfiguration';
  return {
    // Neither a password nor custom data is ever returned.
    ...without(osProfile, 'adminPassword', 'customData'),
    [configuration]: {
      provisionVMAgent: true,
      ...(osType === 'Windows' ? { enableAutomaticUpdates: true } : {}),
      ...objectOf(osProfile, configuration),
    },
    secrets: osProfile.secrets ?? [],
    allowExtensionOperations: osProfile.allowExtensionOperations ?? true,
    requireGuestProvisionSignal: osProfile.requireGuestProvisionSignal ?? true,
  };
}

function composeStorage(storage: JsonObject, osType: 'Linux' | 'Windows'): JsonObject {
  const osDisk = objectOf(storage, 'osDisk') ?? {};
  const unmanaged = osDisk.vhdContainers !== undefined || osDisk.image !== undefined;
  return {
    ...storage,
    osDisk: {
      createOption: 'FromImage',
      caching: 'None',
      ...(unmanaged
        ? {}
        : {
            osType,
            managedDisk: { storageAccountType: 'Premium_LRS' },
            diskSizeGB: osType === 'Windows' ? 127 : 30,
          }),
      ...osDisk,
    },
  };
}

function composeNetwork(network: JsonObject): JsonObject {
  return {
    ...network,
    networkInterfaceConfigurations: listOf(network, 'networkInterfaceConfigurations').map((nic) => {
      const properties = objectOf(nic, 'properties') ?? {};
      return {
        ...without(nic, 'id'),
        properties: {
          enableAcceleratedNetworking: false,
          disableTcpStateTracking: false,
          enableIPForwarding: false,
          ...properties,
          dnsSettings: objectOf(properties, 'dnsSettings') ?? { dnsServers: [] },
          ipConfigurations: listOf(properties, 'ipConfigurations').map((ipConfiguration) => ({
            ...without(ipConfiguration, 'id'),
            properties: {
              privateIPAddressVersion: 'IPv4',
              ...objectOf(ipConfiguration, 'properties'),
            },
          })),
        },
      };
    }),
  };
}

export function capacityOf(scaleSet: ArmResource | undefined): number {
  return numberOf(scaleSet?.sku, 'capacity') ?? 0;
}

export function withCapacity(scaleSet: ArmResource, capacity: number): ArmResource {
  return { ...scaleSet, sku: { ...objectOf(scaleSet, 'sku'), capacity } };
}

export function upgradeModeOf(scaleSet: ArmResource): string {
  return textOf(objectOf(scaleSet.properties, 'upgradePolicy'), 'mode') ?? 'Manual';
}

export function profileOf(scaleSet: ArmResource): JsonObject {
  return objectOf(scaleSet.properties, 'virtualMachineProfile') ?? {};
}

/** What an instance takes over from its scale set: size and profile. Tags, capacity and policies are not among it. */
export function modelOf(scaleSet: ArmResource, secrets: ProtectedSettings): InstanceModel {
  const profile = without(profileOf(scaleSet), 'timeCreated');
  return {
    vmSize: textOf(scaleSet.sku, 'name'),
    profile: mapExtensions(profile, (extension) => withSecrets(extension, secrets)),
  };
}

/** By content. The order of extensions says nothing. */
export function sameModel(left: InstanceModel, right: InstanceModel): boolean {
  return isDeepStrictEqual(comparable(left), comparable(right));
}

function comparable({ vmSize, profile }: InstanceModel): unknown {
  return {
    vmSize,
    profile: without(profile, 'extensionProfile'),
    extensions: extensionsOf(profile)
      .map(withoutEmptySettings)
      .toSorted((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1)),
  };
}
