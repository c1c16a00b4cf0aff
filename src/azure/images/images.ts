import type { Arm } from '../arm/arm.ts';
import type { ImageReference } from '../scale-sets/scale-sets.ts';
import { resolveGalleryImage } from './gallery-images.ts';
import { describeImage } from './image-reference.ts';
import { resolveManagedImage } from './managed-images.ts';
import { resolveMarketplaceImage } from './marketplace-images.ts';
import { ImageError, type ImagePlace, type ResolvedImage } from './resolved-image.ts';

/**
 * Finds the image that is asked for as the machines of a region would get it, and pins it: `latest` of the marketplace, and
 * a gallery image without a version, become the version that they stand for now. Only reads.
 *
 * @throws ImageError where there is no such image, or none that machines in the region can be made of; ArmError when refused.
 */
export function resolveImage(
  arm: Arm,
  requested: ImageReference,
  place: ImagePlace,
  signal: AbortSignal,
): Promise<ResolvedImage> {
  const { id } = requested;
  if (id !== undefined && /\/galleries\//i.test(id)) {
    return resolveGalleryImage(arm, id, place, signal);
  }
  if (id !== undefined && /\/providers\/Microsoft\.Compute\/images\/[^/]+$/i.test(id)) {
    return resolveManagedImage(arm, id, place, signal);
  }
  const { publisher, offer, sku, version } = requested;
  if (publisher !== undefined && offer !== undefined && sku !== undefined && version !== undefined) {
    return resolveMarketplaceImage(arm, { publisher, offer, sku, version }, place, signal);
  }
  return Promise.reject(
    new ImageError(
      `"${describeImage(requested)}" is no image that can be looked up. Give the resource id of a managed image, of a gallery ` +
        'image or of one of its versions, or publisher:offer:sku:version of a marketplace image.',
    ),
  );
}
