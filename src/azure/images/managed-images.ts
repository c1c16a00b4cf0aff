import type { Arm } from '../arm/arm.ts';
import { regionName } from '../regions.ts';
import { COMPUTE_API_VERSION } from '../scale-sets/compute-api.ts';
import { ImageError, type ImagePlace, orNotFound, type ResolvedImage } from './resolved-image.ts';

/** Microsoft.Compute/images, api-version 2026-04-01: what the product reads of it. */
interface ManagedImage {
  readonly id: string;
  readonly name: string;
  readonly location: string;
  readonly properties: {
    readonly provisioningState?: string;
    /** Absent: V1. */
    readonly hyperVGeneration?: 'V1' | 'V2';
    readonly storageProfile?: {
      readonly osDisk?: {
        readonly osType: 'Linux' | 'Windows';
        readonly osState?: 'Generalized' | 'Specialized';
      };
    };
  };
}

/** Images_Get. A managed image serves its own region, and no security type beyond the standard one. */
export async function resolveManagedImage(
  arm: Arm,
  id: string,
  { region }: ImagePlace,
  signal: AbortSignal,
): Promise<ResolvedImage> {
  const read = arm.get(id, COMPUTE_API_VERSION, signal) as Promise<ManagedImage>;
  const { name, location, properties } = await orNotFound(read, `There is no managed image ${id}.`);
  const { hyperVGeneration = 'V1', provisioningState, storageProfile } = properties;
  if (regionName(location) !== regionName(region)) {
    throw new ImageError(
      `Managed image ${name} lies in ${regionName(location)}, and the scale set in ${regionName(region)}: make the image there, or ` +
        'publish it in a gallery that replicates it.',
    );
  }
  if (provisioningState !== undefined && provisioningState !== 'Succeeded') {
    throw new ImageError(
      `Managed image ${name} is ${provisioningState}: no machine can be made of it until it has Succeeded.`,
    );
  }
  const { osDisk } = storageProfile ?? {};
  if (osDisk === undefined) {
    throw new ImageError(`Managed image ${name} has no OS disk: no machine can be made of data disks alone.`);
  }
  return {
    image: { id },
    osType: osDisk.osType,
    generation: hyperVGeneration,
    ...(osDisk.osState === undefined ? {} : { osState: osDisk.osState }),
    regions: [regionName(location)],
    source: 'managed-image',
  };
}
