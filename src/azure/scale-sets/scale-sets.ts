import type { Arm, ReadPatience } from '../arm/arm.ts';
import { ArmError } from '../arm/arm-error.ts';
import { untilSettled } from '../settled.ts';
import { COMPUTE_API_VERSION, COMPUTE_LOOK_MS } from './compute-api.ts';

/** What the machines are made of: a managed image or gallery image by its id, or a marketplace image by its four parts. */
export interface ImageReference {
  readonly id?: string;
  readonly publisher?: string;
  readonly offer?: string;
  readonly sku?: string;
  readonly version?: string;
  /** What `latest` was when the machine was made. Read only. */
  readonly exactVersion?: string;
  readonly sharedGalleryImageId?: string;
  readonly communityGalleryImageId?: string;
}

/** An extension in the model. ARM never gives `protectedSettings` back. */
export interface ScaleSetExtension {
  readonly name: string;
  readonly properties: {
    readonly publisher?: string;
    readonly type?: string;
    readonly typeHandlerVersion?: string;
    readonly autoUpgradeMinorVersion?: boolean;
    readonly forceUpdateTag?: string;
    readonly settings?: Readonly<Record<string, unknown>>;
    readonly provisionAfterExtensions?: readonly string[];
  };
}

export type OrchestrationMode = 'Uniform' | 'Flexible';
export type UpgradeMode = 'Manual' | 'Automatic' | 'Rolling';

/**
 * Microsoft.Compute/virtualMachineScaleSets, api-version 2026-04-01: what the product reads of it. The object itself holds
 * all that ARM sent.
 */
export interface ScaleSet {
  readonly id: string;
  readonly name: string;
  readonly location: string;
  readonly etag?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly zones?: readonly string[];
  readonly sku?: { readonly name?: string; readonly tier?: string; readonly capacity?: number };
  readonly properties: {
    readonly provisioningState?: string;
    readonly orchestrationMode?: OrchestrationMode;
    readonly platformFaultDomainCount?: number;
    readonly overprovision?: boolean;
    readonly upgradePolicy?: {
      readonly mode?: UpgradeMode;
      readonly automaticOSUpgradePolicy?: { readonly enableAutomaticOSUpgrade?: boolean };
    };
    readonly automaticRepairsPolicy?: {
      readonly enabled?: boolean;
      readonly gracePeriod?: string;
      readonly repairAction?: 'Replace' | 'Restart' | 'Reimage';
    };
    readonly virtualMachineProfile?: {
      readonly osProfile?: { readonly adminUsername?: string };
      readonly storageProfile?: {
        readonly imageReference?: ImageReference;
        readonly osDisk?: { readonly osType?: 'Linux' | 'Windows' };
      };
      readonly securityProfile?: { readonly securityType?: string };
      readonly extensionProfile?: { readonly extensions?: readonly ScaleSetExtension[] };
      readonly networkProfile?: {
        readonly healthProbe?: { readonly id: string };
        readonly networkInterfaceConfigurations?: readonly NetworkInterfaceConfiguration[];
      };
    };
  };
}

export interface NetworkInterfaceConfiguration {
  readonly name: string;
  readonly properties?: {
    readonly primary?: boolean;
    readonly networkSecurityGroup?: { readonly id: string };
    readonly ipConfigurations?: readonly {
      readonly name: string;
      readonly properties?: {
        readonly subnet?: { readonly id: string };
        readonly applicationGatewayBackendAddressPools?: readonly { readonly id: string }[];
        readonly applicationSecurityGroups?: readonly { readonly id: string }[];
        readonly loadBalancerBackendAddressPools?: readonly { readonly id: string }[];
        readonly loadBalancerInboundNatPools?: readonly { readonly id: string }[];
      };
    }[];
  };
}

/**
 * GET virtualMachineScaleSets/{name}, api-version 2026-04-01: the model, without the state of any instance.
 *
 * @throws ArmError when refused.
 */
export async function getScaleSet(
  arm: Arm,
  id: string,
  signal: AbortSignal,
  patience?: ReadPatience,
): Promise<ScaleSet> {
  return (await arm.get(id, COMPUTE_API_VERSION, signal, {}, patience)) as ScaleSet;
}

/** As `getScaleSet`; undefined where there is none. */
export async function findScaleSet(arm: Arm, id: string, signal: AbortSignal): Promise<ScaleSet | undefined> {
  try {
    return await getScaleSet(arm, id, signal);
  } catch (error) {
    if (error instanceof ArmError && error.status === 404) {
      return undefined;
    }
    throw error;
  }
}

/** As `getScaleSet`, once no operation runs on it. @param patienceMs as of `untilSettled`. */
export function getSettledScaleSet(
  arm: Arm,
  id: string,
  signal: AbortSignal,
  patienceMs?: number,
): Promise<ScaleSet> {
  return untilSettled(arm, () => getScaleSet(arm, id, signal), signal, patienceMs, COMPUTE_LOOK_MS);
}
