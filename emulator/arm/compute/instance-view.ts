import type { ArmResource } from '../../data-plane/contract.ts';
import type { ControlPlane } from '../control-plane.ts';
import { type JsonObject, objectOf, textOf } from '../json.ts';
import {
  type ComputeProvisioningState,
  computeStateOf,
  extensionState,
  timeOf,
} from './compute-resources.ts';
import type { InstanceState } from './compute-state.ts';
import { generationOf } from './image-kinds.ts';
import { imageReferenceOf } from './images.ts';
import { healthOf, type VmHealth } from './instance-health.ts';
import { instancesOf, scaleSetOf, stateOfInstance } from './instances.ts';
import { extensionsOf } from './protected-settings.ts';

/** One line of an instance view. */
export interface InstanceViewStatus {
  readonly code: string;
  readonly level: 'Info' | 'Warning' | 'Error';
  readonly displayStatus: string;
  readonly message?: string;
  readonly time?: string;
}

/** What an instance is at this instant: power, agent, extensions, health. */
export function instanceViewOf(plane: ControlPlane, instance: ArmResource): JsonObject {
  const state = stateOfInstance(plane, instance);
  const time = timeOf(state.settledAtEpochMs);
  const provisioning = provisioningStatus(instance, time);
  const on = state.power !== 'deallocated';
  const health = vmHealthOf(plane, instance, state);
  const profile = state.applied.profile;
  const diskName = textOf(objectOf(objectOf(instance.properties, 'storageProfile'), 'osDisk'), 'name');
  const computerName = textOf(objectOf(instance.properties, 'osProfile'), 'computerName');
  return {
    placementGroupId: scaleSetOf(plane, instance).properties.uniqueId,
    platformUpdateDomain: state.faultDomain,
    platformFaultDomain: state.faultDomain,
    ...(on && computerName !== undefined ? { computerName } : {}),
    ...(on ? { vmAgent: vmAgentOf(state, time) } : {}),
    ...(health === undefined ? {} : { vmHealth: health }),
    disks: [{ name: diskName ?? instance.name, statuses: [provisioning] }],
    hyperVGeneration: generationOf(plane, imageReferenceOf(profile)) ?? 'V1',
    ...extensionViews(profile, instance, state, time),
    statuses: [provisioning, powerStatus(state)],
  };
}

function provisioningStatus(instance: ArmResource, time: string): InstanceViewStatus {
  const state = textOf(instance.properties, 'provisioningState') ?? 'Succeeded';
  return {
    code: `ProvisioningState/${state.toLowerCase()}`,
    level: state === 'Failed' ? 'Error' : 'Info',
    displayStatus: provisioningTexts[state] ?? state,
    time,
  };
}

const provisioningTexts: Readonly<Record<string, string>> = {
  Succeeded: 'Provisioning succeeded',
  Failed: 'Provisioning failed',
};

function powerStatus({ power }: InstanceState): InstanceViewStatus {
  return { code: `PowerState/${power}`, level: 'Info', displayStatus: `VM ${power}` };
}

/** Of a machine that is down the agent's status is that of nobody. */
function vmAgentOf({ guest }: InstanceState, time: string): JsonObject {
  if (guest === 'away') {
    const status = {
      code: 'ProvisioningState/Unavailable',
      level: 'Warning',
      displayStatus: 'Not Ready',
      message: 'VM status blob is found but not yet populated.',
      time,
    };
    return { vmAgentVersion: 'Unknown', statuses: [status] };
  }
  const status = {
    code: 'ProvisioningState/succeeded',
    level: 'Info',
    displayStatus: 'Ready',
    message: 'GuestAgent is running and processing the extensions.',
    time,
  };
  return { vmAgentVersion: '2.9.1.1', statuses: [status] };
}

function vmHealthOf(plane: ControlPlane, instance: ArmResource, state: InstanceState) {
  const health = healthOf(plane, instance, state);
  if (health === undefined) return undefined;
  const status: InstanceViewStatus = {
    code: `HealthState/${health}`,
    level: health === 'healthy' ? 'Info' : health === 'unknown' ? 'Warning' : 'Error',
    displayStatus: healthTexts[health],
    time: timeOf(plane.clock.epochMs()),
  };
  return { status };
}

const healthTexts: Readonly<Record<VmHealth, string>> = {
  healthy: 'The VM is reporting itself as healthy or is healthy.',
  unhealthy: 'The VM is reporting itself as unhealthy or is unhealthy.',
  unknown: 'The health state of the VM is not known.',
};

/** Each extension with a status of its own. The agent of a machine that is off reports none. */
function extensionViews(profile: JsonObject, instance: ArmResource, state: InstanceState, time: string) {
  const extensions = extensionsOf(profile);
  if (extensions.length === 0 || state.power !== 'running' || state.guest === 'away') return {};
  const ofInstance = computeStateOf(instance);
  return {
    extensions: extensions.map((extension) => ({
      name: extension.name,
      type: `${textOf(extension.properties, 'publisher')}.${textOf(extension.properties, 'type')}`,
      typeHandlerVersion: textOf(extension.properties, 'typeHandlerVersion'),
      statuses: [extensionStatus(extensionState(extension, ofInstance, state.failedExtensions), time)],
    })),
  };
}

function extensionStatus(provisioningState: ComputeProvisioningState, time: string): InstanceViewStatus {
  switch (provisioningState) {
    case 'Succeeded':
      return {
        code: 'ProvisioningState/succeeded',
        level: 'Info',
        displayStatus: 'Provisioning succeeded',
        message: 'Enable succeeded',
        time,
      };
    case 'Failed':
      return {
        code: 'ProvisioningState/failed/1',
        level: 'Error',
        displayStatus: 'Provisioning failed',
        message: 'Enable failed',
        time,
      };
    default:
      return {
        code: 'ProvisioningState/transitioning',
        level: 'Info',
        displayStatus: 'Transitioning',
        time,
      };
  }
}

/** The instance view of a whole scale set: how many instances are in which state. */
export function scaleSetViewOf(plane: ControlPlane, scaleSet: ArmResource): JsonObject {
  const instances = instancesOf(plane, scaleSet.id);
  const { automaticRepairs, settledAtEpochMs } = plane.compute.scaleSet(scaleSet.id);
  const health = instances.flatMap((instance) => healthOf(plane, instance) ?? []);
  const summary = [
    ...countCodes(
      instances.map(({ properties }) => `ProvisioningState/${lower(properties.provisioningState)}`),
    ),
    ...countCodes(health.map((state) => `HealthState/${state}`)),
  ];
  const repairs = objectOf(scaleSet.properties, 'automaticRepairsPolicy');
  return {
    virtualMachine: { statusesSummary: summary },
    ...(repairs?.enabled === true
      ? { orchestrationServices: [{ serviceName: 'AutomaticRepairs', serviceState: automaticRepairs }] }
      : {}),
    statuses: [provisioningStatus(scaleSet, timeOf(settledAtEpochMs))],
  };
}

function lower(state: unknown): string {
  return String(state ?? 'Succeeded').toLowerCase();
}

function countCodes(codes: readonly string[]): readonly JsonObject[] {
  return [...new Set(codes)].map((code) => ({ code, count: codes.filter((one) => one === code).length }));
}
