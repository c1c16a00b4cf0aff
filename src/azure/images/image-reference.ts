import type { ImageReference } from '../scale-sets/scale-sets.ts';

const PARTS = ['publisher', 'offer', 'sku', 'version'] as const;
const GALLERY_IDS = ['sharedGalleryImageId', 'communityGalleryImageId'] as const;
const VERSION = /\/versions\/[^/]+$/i;

/** Whether two models say the same: letter for letter but for case. `latest` is not the version that it stands for. */
export function sameImage(left: ImageReference | undefined, right: ImageReference | undefined): boolean {
  return left !== undefined && right !== undefined && keyOf(left) === keyOf(right);
}

/** Whether a machine was made of a pinned image, when its model had `latest`, or an image without a version, too. */
export function isMadeOf(machine: ImageReference | undefined, pinned: ImageReference): boolean {
  if (machine === undefined) {
    return false;
  }
  if (sameImage(machine, pinned)) {
    return true;
  }
  const { exactVersion } = machine;
  return exactVersion !== undefined && sameImage(atVersion(machine, exactVersion), pinned);
}

/** That version of an image, whichever one a reference names, or leaves open. */
export function atVersion(image: ImageReference, version: string): ImageReference {
  const name = (['id', ...GALLERY_IDS] as const).find((each) => image[each] !== undefined);
  return name === undefined
    ? { ...image, version }
    : { ...image, [name]: `${image[name]?.replace(VERSION, '')}/versions/${version}` };
}

/** Whether a pinned image is a version of one that was asked for without one, or as `latest`. */
export function isVersionOf(pinned: ImageReference, floating: ImageReference): boolean {
  return sameImage(atVersion(pinned, 'latest'), atVersion(floating, 'latest'));
}

/** Named by publisher, offer, SKU and version, and not by an id. */
export function isOfMarketplace(image: ImageReference): boolean {
  return idOf(image) === undefined;
}

/** What goes into a model: without what ARM adds when it reads one back. */
export function modelOf({ exactVersion, ...image }: ImageReference): ImageReference {
  return image;
}

/** For a sentence: the id, or `publisher:offer:sku:version`. */
export function describeImage(image: ImageReference | undefined): string {
  if (image === undefined) {
    return 'no image';
  }
  return idOf(image) ?? PARTS.map((part) => image[part] ?? '').join(':');
}

function keyOf(image: ImageReference): string {
  return describeImage(image).toLowerCase();
}

function idOf(image: ImageReference): string | undefined {
  return image.id ?? GALLERY_IDS.map((name) => image[name]).find((id) => id !== undefined);
}
