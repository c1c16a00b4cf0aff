import type { Arm } from '../arm/arm.ts';
import { ArmError } from '../arm/arm-error.ts';
import { COMPUTE_API_VERSION } from './compute-api.ts';
import type { ImageReference } from './scale-sets.ts';

/** A line of an instance view: `PowerState/running`, `ProvisioningState/failed/...`, `HealthState/healthy`. */
export interface InstanceViewStatus {
  readonly code: string;
  readonly level?: 'Info' | 'Warning' | 'Error';
  readonly displayStatus?: string;
  readonly message?: string;
  readonly time?: string;
}

export interface InstanceView {
  readonly platformFaultDomain?: number;
  readonly platformUpdateDomain?: number;
  readonly statuses?: readonly InstanceViewStatus[];
  /** By the application health extension, or the load balancer's health probe; absent where neither is configured. */
  readonly vmHealth?: { readonly status: InstanceViewStatus };
  readonly extensions?: readonly {
    readonly name: string;
    readonly statuses?: readonly InstanceViewStatus[];
  }[];
}

/**
 * Microsoft.Compute/virtualMachineScaleSets/virtualMachines of a uniform scale set, api-version 2026-04-01, with
 * `$expand=instanceView`: what the product reads of it.
 */
export interface ScaleSetInstance {
  readonly id: string;
  readonly name: string;
  readonly instanceId: string;
  readonly etag?: string;
  readonly zones?: readonly string[];
  /** The extensions that the machine really has. */
  readonly resources?: readonly {
    readonly name: string;
    readonly properties: {
      readonly publisher?: string;
      readonly type?: string;
      readonly forceUpdateTag?: string;
      readonly settings?: Readonly<Record<string, unknown>>;
      readonly provisioningState?: string;
    };
  }[];
  readonly properties: {
    readonly latestModelApplied?: boolean;
    readonly provisioningState?: string;
    readonly storageProfile?: { readonly imageReference?: ImageReference };
    readonly protectionPolicy?: {
      readonly protectFromScaleIn?: boolean;
      readonly protectFromScaleSetActions?: boolean;
    };
    readonly instanceView?: InstanceView;
  };
}

export function instanceResourceId(scaleSetId: string, instanceId: string): string {
  return `${scaleSetId}/virtualMachines/${instanceId}`;
}

const WITH_VIEW = { $expand: 'instanceView' } as const;

/**
 * VirtualMachineScaleSetVMs_List, api-version 2026-04-01, with the instance view of each: all pages. Costs one of the 10
 * listings a minute, up to 30, that compute allows for a scale set.
 *
 * @throws ArmError when refused.
 */
export async function listInstances(
  arm: Arm,
  scaleSetId: string,
  signal: AbortSignal,
): Promise<ScaleSetInstance[]> {
  const path = `${scaleSetId}/virtualMachines`;
  return (await arm.list(path, COMPUTE_API_VERSION, signal, WITH_VIEW)) as ScaleSetInstance[];
}

/**
 * VirtualMachineScaleSetVMs_Get, api-version 2026-04-01, with its instance view; undefined where there is none, as after a
 * scale-in. Compute allows 12 a minute, up to 36.
 *
 * @throws ArmError when refused.
 */
export async function findInstance(
  arm: Arm,
  scaleSetId: string,
  instanceId: string,
  signal: AbortSignal,
): Promise<ScaleSetInstance | undefined> {
  return await read(arm, instanceResourceId(scaleSetId, instanceId), signal, WITH_VIEW);
}

/** As `findInstance`, without the instance view, which a write cannot take back. */
export async function findInstanceModel(
  arm: Arm,
  id: string,
  signal: AbortSignal,
): Promise<ScaleSetInstance | undefined> {
  return await read(arm, id, signal, {});
}

async function read(
  arm: Arm,
  id: string,
  signal: AbortSignal,
  query: Readonly<Record<string, string>>,
): Promise<ScaleSetInstance | undefined> {
  try {
    return (await arm.get(id, COMPUTE_API_VERSION, signal, query)) as ScaleSetInstance;
  } catch (error) {
    if (error instanceof ArmError && error.status === 404) {
      return undefined;
    }
    throw error;
  }
}
