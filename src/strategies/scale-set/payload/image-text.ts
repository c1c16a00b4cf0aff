import type { ImageReference } from '../../../azure/scale-sets/scale-sets.ts';

const COMPUTE = 'providers/Microsoft.Compute';

const IMAGE =
  /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/Microsoft\.Compute\/images\/([^/]+)$/i;
const GALLERY_IMAGE =
  /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/Microsoft\.Compute\/galleries\/([^/]+)\/images\/([^/]+?)(?:\/versions\/([^/]+))?$/i;

/**
 * An image as a tag says it, without a blank, in the words of a person where they come back as what they were:
 * `Canonical:UbuntuServer:18.04-LTS:18.04.202306070`, `group/gallery/image/1.2.3`, `group/image`. What lies in another
 * subscription, or is shared in another way, keeps its id.
 */
export function imageText(image: ImageReference, subscriptionId: string): string {
  if (image.id !== undefined) {
    return shortIdOf(image.id, subscriptionId) ?? image.id;
  }
  const shared = image.sharedGalleryImageId ?? image.communityGalleryImageId;
  if (shared !== undefined) {
    return shared;
  }
  const { publisher, offer, sku, version } = image;
  return [publisher, offer, sku, version ?? 'latest'].join(':');
}

/** Undefined for what `imageText` has not written. */
export function readImageText(text: string, subscriptionId: string): ImageReference | undefined {
  if (text.startsWith('/')) {
    return readId(text);
  }
  const [publisher = '', offer = '', sku = '', version = '', ...more] = text.split(':');
  if (version !== '' && more.length === 0) {
    return { publisher, offer, sku, version };
  }
  const id = longIdOf(text.split('/'), subscriptionId);
  return id === undefined || text.includes(':') ? undefined : { id };
}

function readId(id: string): ImageReference {
  if (/^\/sharedGalleries\//i.test(id)) {
    return { sharedGalleryImageId: id };
  }
  return /^\/communityGalleries\//i.test(id) ? { communityGalleryImageId: id } : { id };
}

function shortIdOf(id: string, subscriptionId: string): string | undefined {
  const [, subscription, ...names] = IMAGE.exec(id) ?? GALLERY_IMAGE.exec(id) ?? [];
  return subscription?.toLowerCase() === subscriptionId.toLowerCase()
    ? names.filter((name) => name !== undefined).join('/')
    : undefined;
}

function longIdOf(names: readonly string[], subscriptionId: string): string | undefined {
  const [group, first, image, version] = names;
  const scope = `/subscriptions/${subscriptionId}/resourceGroups/${group}/${COMPUTE}`;
  if (names.includes('') || names.length < 2 || names.length > 4) {
    return undefined;
  }
  if (image === undefined) {
    return `${scope}/images/${first}`;
  }
  const versionPart = version === undefined ? '' : `/versions/${version}`;
  return `${scope}/galleries/${first}/images/${image}${versionPart}`;
}
