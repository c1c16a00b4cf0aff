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
