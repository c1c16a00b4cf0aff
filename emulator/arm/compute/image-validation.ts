import { isDeepStrictEqual } from 'node:util';
import type { ArmResource } from '../../data-plane/contract.ts';
import type { ControlPlane } from '../control-plane.ts';
import { errors } from '../errors.ts';
import { type JsonObject, objectOf, textOf } from '../json.ts';
import { sameId } from '../resource-id.ts';
import { generationOf, osTypeOf, securityTypeOf } from './image-kinds.ts';
import { imageReferenceOf, isOfGallery, isUnavailable, marketplaceNameOf } from './images.ts';
import { profileOf } from './scale-set-model.ts';

/** Refuses an image that is not there, or that does not fit the machines of the scale set. */
export function checkImage(
  plane: ControlPlane,
  body: JsonObject,
  merged: JsonObject,
  before: ArmResource | undefined,
): void {
  const profile = objectOf(objectOf(merged, 'properties'), 'virtualMachineProfile') ?? {};
  const image = imageReferenceOf(profile);
  const former = before === undefined ? undefined : imageReferenceOf(profileOf(before));
  if (former !== undefined) {
    if (isNamedById(former) !== isNamedById(image)) throw errors.imageTypeChangeNotAllowed();
    checkOneCall(imageReferenceOf(objectOf(objectOf(body, 'properties'), 'virtualMachineProfile')), former);
  }
  if (!changesTagsOnly(body)) {
    checkAvailable(plane, image, former, String(merged.location ?? before?.location ?? ''));
  }
  checkGeneration(plane, profile, image, former);
  if (isOtherMachine(profile, before)) checkSecurity(plane, profile, image);
  if (former !== undefined && osTypeOf(plane, former) !== osTypeOf(plane, image)) {
    throw errors.propertyChangeNotAllowed('osDisk.osType');
  }
}

/** Of the marketplace is what is named by its publisher; everything else has an id, of one kind or another. */
function isNamedById({ id, sharedGalleryImageId, communityGalleryImageId }: JsonObject): boolean {
  return [id, sharedGalleryImageId, communityGalleryImageId].some((each) => each !== undefined);
}

const marketplaceMembers = ['publisher', 'offer', 'sku', 'version'] as const;

/** Publisher, offer, SKU and version change together, in one request, or not at all. */
function checkOneCall(asked: JsonObject, former: JsonObject): void {
  if (Object.keys(asked).length === 0 || asked.id !== undefined) return;
  const isWhole = marketplaceMembers.every((name) => asked[name] !== undefined);
  if (isWhole) return;
  const changed = marketplaceMembers
    .slice(0, 3)
    .find((name) => asked[name] !== undefined && asked[name] !== former[name]);
  if (changed !== undefined) throw errors.propertyChangeNotAllowed(`imageReference.${changed}`);
}

/**
 * No instance is made by it, so the image need not be there any more: what a release has written into the tags can be removed from them. No
 * recording shows it.
 */
function changesTagsOnly(body: JsonObject): boolean {
  return Object.keys(body).every((name) => name === 'tags');
}

/** A marketplace image that a scale set has stays with it after it is withdrawn. */
function checkAvailable(
  plane: ControlPlane,
  image: JsonObject,
  former: JsonObject | undefined,
  location: string,
): void {
  const marketplaceName = marketplaceNameOf(image);
  if (marketplaceName !== undefined && isDeepStrictEqual(image, former)) return;
  if (!isUnavailable(plane, image, location)) return;
  if (marketplaceName !== undefined) {
    throw errors.platformImageNotFound(`${marketplaceName}:${image.version ?? 'latest'}`);
  }
  const id = String(image.id);
  throw isOfGallery(id) ? errors.galleryImageNotFound(id, location) : errors.managedImageNotFound(id);
}

function checkGeneration(
  plane: ControlPlane,
  profile: JsonObject,
  image: JsonObject,
  former: JsonObject | undefined,
): void {
  const generation = generationOf(plane, image);
  if (generation === undefined) return;
  const security = objectOf(profile, 'securityProfile');
  const needsUefi = security?.uefiSettings !== undefined || security?.securityType !== undefined;
  const before = former === undefined ? undefined : generationOf(plane, former);
  if (generation === 'V1' && (needsUefi || before === 'V2')) throw errors.uefiOnGenerationOne();
  if (generation === 'V2' && before === 'V1') {
    throw errors.hypervisorGenerationMismatch(
      String(objectOf(profile, 'hardwareProfile')?.vmSize ?? ''),
      '2',
    );
  }
}

function isOtherMachine(profile: JsonObject, before: ArmResource | undefined): boolean {
  if (before === undefined) return true;
  const security = ({ securityProfile }: JsonObject) => securityProfile;
  const former = profileOf(before);
  return (
    !isDeepStrictEqual(imageReferenceOf(profile), imageReferenceOf(former)) ||
    !isDeepStrictEqual(security(profile), security(former))
  );
}

/**
 * `TrustedLaunchSupported`, `TrustedLaunchAndConfidentialVmSupported`: a machine may be any of those, or a standard one.
 * `TrustedLaunch` and `ConfidentialVM` are a demand.
 */
function checkSecurity(plane: ControlPlane, profile: JsonObject, image: JsonObject): void {
  const offered = securityTypeOf(plane, image);
  if (offered === undefined) return;
  const asked = textOf(objectOf(profile, 'securityProfile'), 'securityType') ?? 'Standard';
  if (sameId(asked, 'Standard')) {
    if (/^(trustedlaunch|confidentialvm)$/i.test(offered)) throw errors.securityTypeDemanded(offered);
    return;
  }
  if (!offered.toLowerCase().includes(asked.toLowerCase())) throw errors.securityTypeNotSupported(asked);
}
