import type { ScaleSetInstance } from '../../../azure/scale-sets/scale-set-instances.ts';
import type { ScaleSet, ScaleSetExtension } from '../../../azure/scale-sets/scale-sets.ts';
import { payloadOfModel } from '../payload/model.ts';
import type { RecordedPayload } from '../payload/payload-text.ts';
import { hasRecorded } from '../payload/recorded-payload.ts';
import type { Instance, InstanceHealth } from './instance.ts';
import { isOff, powerOf } from './power.ts';

/** What a scale set says of all of its instances. */
export interface InstanceTerms {
  readonly scaleSet: ScaleSet;
  /** Of the release. */
  readonly payload: RecordedPayload;
}

/** Judges once what ARM says of an instance, read with `$expand=instanceView`. */
export function toInstance(read: ScaleSetInstance, { scaleSet, payload }: InstanceTerms): Instance {
  const { properties } = read;
  const { instanceView, protectionPolicy } = properties;
  return {
    instanceId: read.instanceId,
    name: read.name,
    zone: read.zones?.[0] ?? '',
    faultDomain: instanceView?.platformFaultDomain ?? 0,
    hasLatestModel: properties.latestModelApplied === true,
    hasPayload: hasRecorded(read, payload, payloadOfModel(scaleSet, payload)),
    isRunning: powerOf(read) === 'running',
    isSwitchedOff: isOff(powerOf(read)),
    provisioningState: properties.provisioningState ?? '',
    health: healthOf(read, scaleSet),
    isProtectedFromScaleIn: protectionPolicy?.protectFromScaleIn === true,
    isProtectedFromScaleSetActions: protectionPolicy?.protectFromScaleSetActions === true,
  };
}

function healthOf({ properties }: ScaleSetInstance, scaleSet: ScaleSet): InstanceHealth {
  const code = properties.instanceView?.vmHealth?.status.code.toLowerCase();
  if (code === undefined) {
    return isMonitored(scaleSet) ? 'unknown' : 'unmonitored';
  }
  if (code === 'healthstate/healthy') {
    return 'healthy';
  }
  return code === 'healthstate/unhealthy' ? 'unhealthy' : 'unknown';
}

/** Whether anything tells Azure how an instance is: the load balancer's health probe, or the application health extension. */
export function isMonitored({ properties }: ScaleSet): boolean {
  const profile = properties.virtualMachineProfile;
  return (
    profile?.networkProfile?.healthProbe !== undefined ||
    (profile?.extensionProfile?.extensions ?? []).some(isApplicationHealth)
  );
}

function isApplicationHealth({ properties }: ScaleSetExtension): boolean {
  return (
    properties.publisher?.toLowerCase() === 'microsoft.managedservices' &&
    /^applicationhealth(?:linux|windows)$/i.test(properties.type ?? '')
  );
}
