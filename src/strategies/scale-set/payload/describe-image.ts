import type { ImageReference } from '../../../azure/scale-sets/scale-sets.ts';

/** Ids of versions of images end so, in galleries of one's own, shared ones and those of the community. */
const VERSION = /\/versions\/([^/]+)$/i;

/** Whether a model takes whatever version is the newest when it makes a machine. */
export function isFloating({ exactVersion: _, ...asAskedFor }: ImageReference): boolean {
  return versionOf(asAskedFor) === 'latest';
}

/** For people: `Canonical:UbuntuServer:18.04-LTS:18.04.202306070`, `gallery/image/1.2.3`, the name of a managed image. */
export function describeImage(image: ImageReference): string {
  const id = idOf(image);
  if (id === undefined) {
    const { publisher, offer, sku } = image;
    return [publisher, offer, sku, image.exactVersion ?? image.version ?? 'latest'].join(':');
  }
  const gallery = /\/(?:galleries|sharedGalleries|communityGalleries)\/([^/]+)\/images\/([^/]+)/i.exec(id);
  return gallery === null
    ? id.slice(id.lastIndexOf('/') + 1)
    : [gallery[1], gallery[2], image.exactVersion ?? VERSION.exec(id)?.[1] ?? 'latest'].join('/');
}

function idOf(image: ImageReference): string | undefined {
  return image.id ?? image.sharedGalleryImageId ?? image.communityGalleryImageId;
}

/** `latest` where none is named; undefined for a managed image, which has no versions. */
function versionOf(image: ImageReference): string | undefined {
  const id = idOf(image);
  const asAskedFor = id === undefined ? image.version : VERSION.exec(id)?.[1];
  const isManagedImage = id !== undefined && !/galleries\//i.test(id);
  const version = image.exactVersion ?? asAskedFor ?? (isManagedImage ? undefined : 'latest');
  return isManagedImage ? undefined : version?.toLowerCase();
}
