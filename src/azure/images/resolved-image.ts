import { ArmError } from '../arm/arm-error.ts';
import type { ImageReference } from '../scale-sets/scale-sets.ts';

/** Where machines are to be made of an image. */
export interface ImagePlace {
  /** Of the scale set: marketplace images are looked up through a subscription. */
  readonly subscriptionId: string;
  /** In any of ARM's spellings. */
  readonly region: string;
}

export interface ResolvedImage {
  /** Pinned. */
  readonly image: ImageReference;
  readonly osType: 'Linux' | 'Windows';
  /** Of the hypervisor. A machine cannot change it. */
  readonly generation: 'V1' | 'V2';
  /**
   * `TrustedLaunch`, `TrustedLaunchSupported`, `ConfidentialVM`, ... as its publisher has marked it; absent: the standard one
   * alone.
   */
  readonly securityType?: string;
  /** `x64` or `Arm64`, where it is told. */
  readonly architecture?: string;
  /** Machines of a specialized image keep its users and name: a scale set's OS profile does not apply. */
  readonly osState?: 'Generalized' | 'Specialized';
  /** Names of the regions where machines can be made of it, as ARM takes them in paths. */
  readonly regions: readonly string[];
  readonly source: 'managed-image' | 'gallery' | 'marketplace';
  /** Terms that have to be accepted, and a `plan` that the scale set must have. */
  readonly plan?: { readonly publisher: string; readonly name: string; readonly product: string };
}

/** There is no such image, or no machine can be made of it where it is asked for. Nothing was changed. */
export class ImageError extends Error {
  override readonly name = 'ImageError';
  readonly code = 'ImageNotUsable';
}

/** @throws ImageError with `message` where ARM does not know the resource. */
export async function orNotFound<T>(read: Promise<T>, message: string): Promise<T> {
  try {
    return await read;
  } catch (error) {
    throw error instanceof ArmError && error.status === 404
      ? new ImageError(message, { cause: error })
      : error;
  }
}

/** Feature `SecurityType` of a gallery image definition or a marketplace image. */
export function securityTypeOf(
  features: readonly { readonly name?: string; readonly value?: string }[] = [],
): { readonly securityType?: string } {
  const value = features.find(({ name }) => name?.toLowerCase() === 'securitytype')?.value;
  return value === undefined || value.toLowerCase() === 'none' ? {} : { securityType: value };
}
