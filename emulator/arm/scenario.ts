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
  /** What the marketplace offers. Absent: nobody knows; none can be read, and any can be referred to. */
  readonly marketplaceImages?: readonly MarketplaceImage[];
  /** What instances of scale sets serve, by what they run. The last one that fits counts. */
  readonly payloads?: readonly Payload[];
  /** What commands on instances print (Run Command). The last one that fits counts; without one, nothing. */
  readonly commandResults?: readonly CommandResult[];
  /** Instances that are not healthy from the start, by name. */
  readonly conditions?: Readonly<Record<string, InstanceCondition>>;
  readonly faults?: readonly Fault[];
}

/** What a script prints that is run on an instance. */
export interface CommandResult {
  /** The version that the instance serves. Absent: any. */
  readonly version?: string;
  /** Regular expression, without case, over the script. Absent: any. */
  readonly script?: string;
  /** Instance names (`web_3`) or ids (`3`). Absent: all. */
  readonly instances?: readonly string[];
  /** Default 0. The managed Run Command tells it; to the action only a script that prints it itself does. */
  readonly exitCode?: number;
  readonly stdout?: string;
  readonly stderr?: string;
}

/** A SKU of the marketplace, with its versions. */
export interface MarketplaceImage {
  readonly publisher: string;
  readonly offer: string;
  readonly sku: string;
  /** Where it is offered. Absent: wherever there is a resource group. */
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

/** What an instance serves that runs an image and extensions: what is inside of them, no ARM body says. */
export interface Payload {
  /** Regular expression, without case, over the id of the image or `publisher:offer:sku:version`, `latest` resolved. */
  readonly image?: string;
  /**
   * Regular expression, without case, over the JSON of the extensions that run scripts (settings, protected settings,
   * `forceUpdateTag`) and over their inline scripts, decoded.
   */
  readonly extensionSettings?: string;
  readonly version: string;
  /** Default 22 and 80. */
  readonly ports?: readonly number[];
  /** Default `/health`. */
  readonly healthPath?: string;
  /** How an instance is once it runs this. Default `healthy`. */
  readonly condition?: InstanceCondition;
  /** How its custom scripts end: one that fails lets the instance and the operation fail. Default `succeeds`. */
  readonly script?: 'succeeds' | 'fails';
  /** Instance names (`web_3`) or ids (`3`) that `condition` and `script` are for; others are well. Default: all. */
  readonly instances?: readonly string[];
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
