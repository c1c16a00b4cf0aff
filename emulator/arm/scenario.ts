import type { ArmResource, InstanceCondition, Workload } from '../data-plane/contract.ts';
import type { Fault } from '../faults.ts';

/** What a principal may do at a scope and below, as a role assignment grants it. */
export interface Permission {
  readonly scope: string;
  readonly actions: readonly string[];
  readonly notActions?: readonly string[];
}

/** An application that can sign in. */
export interface Application {
  readonly appId: string;
  readonly objectId: string;
  readonly displayName: string;
  readonly clientSecret: string;
}

/** The world an emulator starts with. Resources are ARM bodies as `az … show` prints them. */
export interface Scenario {
  readonly name: string;
  readonly tenantId: string;
  readonly subscriptionId: string;
  readonly subscriptionName: string;
  readonly application: Application;
  readonly settings: ScenarioSettings;
  readonly resourceGroups: readonly {
    readonly name: string;
    readonly location: string;
    readonly managedBy?: string;
  }[];
  readonly resources: readonly ArmResource[];
  readonly workloads: readonly Workload[];
  /** What the marketplace offers. Absent: nothing. */
  readonly marketplaceImages?: readonly MarketplaceImage[];
  /** Instances that are not healthy from the start, by name. */
  readonly conditions?: Readonly<Record<string, InstanceCondition>>;
  readonly faults?: readonly Fault[];
}

/** A SKU of the marketplace, with its versions. */
export interface MarketplaceImage {
  readonly publisher: string;
  readonly offer: string;
  readonly sku: string;
  /** Where it is offered. Absent: everywhere. */
  readonly locations?: readonly string[];
  readonly versions: readonly MarketplaceImageVersion[];
}

export interface MarketplaceImageVersion {
  readonly name: string;
  readonly hyperVGeneration: 'V1' | 'V2';
  readonly operatingSystem: 'Linux' | 'Windows';
  /** Default `x64`. */
  readonly architecture?: 'x64' | 'Arm64';
  /** `{"SecurityType": "TrustedLaunchSupported"}` */
  readonly features?: Readonly<Record<string, string>>;
}

export interface ScenarioSettings {
  /** `accepted` only for the world of 2017: Azure retired Basic on 2025-09-30 and refuses it. */
  readonly basicSku: 'accepted' | 'refused';
  /** Public IP addresses in this subscription and region. */
  readonly publicIpLimit: number;
  /** `unavailable`: the path answers as one that ARM does not know. */
  readonly swapOperation: 'available' | 'unavailable';
  /** Absent: the principal may do everything. */
  readonly permissions?: readonly Permission[];
}
