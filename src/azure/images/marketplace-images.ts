import type { Arm } from '../arm/arm.ts';
import { regionName } from '../regions.ts';
import { COMPUTE_API_VERSION } from '../scale-sets/compute-api.ts';
import { subscriptionScope } from '../scopes.ts';
import { compareVersions, isVersion } from './image-versions.ts';
import {
  ImageError,
  type ImagePlace,
  orNotFound,
  type ResolvedImage,
  securityTypeOf,
} from './resolved-image.ts';

export interface MarketplaceImage {
  readonly publisher: string;
  readonly offer: string;
  readonly sku: string;
  /** A version, or `latest`. */
  readonly version: string;
}

/** Microsoft.Compute/locations/.../versions, api-version 2026-04-01: what the product reads of it. */
interface MarketplaceImageVersion {
  readonly name: string;
  readonly properties: {
    readonly osDiskImage?: { readonly operatingSystem: 'Linux' | 'Windows' };
    /** Absent: V1. */
    readonly hyperVGeneration?: 'V1' | 'V2';
    readonly architecture?: string;
    readonly features?: readonly { readonly name?: string; readonly value?: string }[];
    readonly plan?: { readonly publisher: string; readonly name: string; readonly product: string };
    readonly imageDeprecationStatus?: { readonly imageState?: string };
  };
}

/** VirtualMachineImages_Get, and VirtualMachineImages_List, which answers a bare array, for `latest`. */
export async function resolveMarketplaceImage(
  arm: Arm,
  image: MarketplaceImage,
  { subscriptionId, region }: ImagePlace,
  signal: AbortSignal,
): Promise<ResolvedImage> {
  const { publisher, offer, sku } = image;
  const location = regionName(region);
  const name = `${publisher}:${offer}:${sku}`;
  const versions =
    `${subscriptionScope(subscriptionId)}/providers/Microsoft.Compute/locations/${location}/publishers/` +
    `${encodeURIComponent(publisher)}/artifacttypes/vmimage/offers/${encodeURIComponent(offer)}/skus/${encodeURIComponent(sku)}/versions`;
  const version =
    image.version.toLowerCase() === 'latest'
      ? await findLatest(arm, versions, `marketplace image ${name} in ${location}`, signal)
      : image.version;
  const read = arm.get(
    `${versions}/${encodeURIComponent(version)}`,
    COMPUTE_API_VERSION,
    signal,
  ) as Promise<MarketplaceImageVersion>;
  const found = await orNotFound(
    read,
    `There is no version ${version} of marketplace image ${name} in ${location}.`,
  );
  const { osDiskImage, hyperVGeneration = 'V1', architecture, features, plan } = found.properties;
  if (osDiskImage === undefined) {
    throw new ImageError(`ARM does not say which OS version ${version} of marketplace image ${name} has.`);
  }
  if (found.properties.imageDeprecationStatus?.imageState === 'Deprecated') {
    throw new ImageError(
      `Version ${version} of marketplace image ${name} is deprecated: its publisher lets nobody make new machines of it.`,
    );
  }
  return {
    image: { publisher, offer, sku, version },
    osType: osDiskImage.operatingSystem,
    generation: hyperVGeneration,
    ...securityTypeOf(features),
    ...(architecture === undefined ? {} : { architecture }),
    regions: [location],
    source: 'marketplace',
    ...(plan === undefined ? {} : { plan }),
  };
}

async function findLatest(arm: Arm, versions: string, name: string, signal: AbortSignal): Promise<string> {
  const read = arm.get(versions, COMPUTE_API_VERSION, signal) as Promise<
    readonly { readonly name: string }[]
  >;
  const all = await orNotFound(read, `There is no ${name}.`);
  const latest = all
    .map((version) => version.name)
    .filter(isVersion)
    .toSorted(compareVersions)
    .at(-1);
  if (latest === undefined) {
    throw new ImageError(`There is no version of ${name}.`);
  }
  return latest;
}
