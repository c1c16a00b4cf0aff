import type { ArmResource } from '../../data-plane/contract.ts';
import type { ControlPlane } from '../control-plane.ts';
import { isObject, type JsonObject, objectOf, textOf } from '../json.ts';
import { lastName, parseResourceId, sameId, sameLocation } from '../resource-id.ts';
import { compareVersions } from './artifact-versions.ts';
import { hasArrived } from './replication.ts';

export const galleryImageType = 'Microsoft.Compute/galleries/images';
export const galleryImageVersionType = 'Microsoft.Compute/galleries/images/versions';
/** Marketplace images have paths at a location, and no resource group. */
export const marketplaceVersionType =
  'Microsoft.Compute/locations/publishers/artifacttypes/offers/skus/versions';

/** `publisher:offer:sku` of a marketplace image, undefined for one that has an id. */
export function marketplaceNameOf(reference: JsonObject): string | undefined {
  const { publisher, offer, sku } = reference;
  return publisher === undefined ? undefined : `${publisher}:${offer}:${sku}`;
}

/** The image that a reference names, where it is one of this subscription. */
export function findImage(plane: ControlPlane, reference: JsonObject): ArmResource | undefined {
  const id = textOf(reference, 'id');
  return id === undefined ? undefined : plane.store.get(id);
}

/** An image definition of a gallery, or one of its versions, by its id. */
export function isOfGallery(id: string): boolean {
  const type = parseResourceId(id)?.type;
  return sameId(type, galleryImageType) || sameId(type, galleryImageVersionType);
}

/**
 * A reference to an image of this subscription that is not there, or, of a gallery, has not arrived in a region: ARM has one
 * answer for both of these. Of the marketplace, one that is not offered there.
 */
export function isUnavailable(plane: ControlPlane, reference: JsonObject, location: string): boolean {
  const id = textOf(reference, 'id');
  if (id === undefined) return isNotOffered(plane, reference, location);
  const parsed = parseResourceId(id);
  if (parsed === undefined || !sameId(parsed.subscriptionId, plane.scenario.subscriptionId)) return false;
  const image = findImage(plane, reference);
  if (image === undefined) return true;
  if (sameId(image.type, galleryImageVersionType)) return !hasArrived(image, location);
  return sameId(image.type, galleryImageType) && versionsIn(plane, image.id, location).length === 0;
}

/**
 * The version that a disk made now would have: the newest one where the reference leaves it open. Undefined where there
 * is no such thing: a managed image has no versions.
 */
export function exactVersionOf(
  plane: ControlPlane,
  reference: JsonObject,
  location: string,
): string | undefined {
  const id = textOf(reference, 'id');
  if (id !== undefined) return galleryVersionOf(plane, id, location);
  const version = textOf(reference, 'version');
  if (version !== undefined && !sameId(version, 'latest')) return version;
  return newest(offeredVersions(plane, reference).map(({ name }) => name)) ?? '1.0.0';
}

/** A scenario that has no word about the marketplace says nothing about what is not in it. */
function isNotOffered(plane: ControlPlane, reference: JsonObject, location: string): boolean {
  if (plane.scenario.marketplaceImages === undefined || marketplaceNameOf(reference) === undefined)
    return false;
  const offered = offeredVersions(plane, reference).filter((one) => sameLocation(one.location, location));
  const version = textOf(reference, 'version') ?? 'latest';
  return !offered.some(({ name }) => sameId(version, 'latest') || sameId(name, version));
}

/** The versions of a marketplace SKU, in all locations. */
function offeredVersions(plane: ControlPlane, reference: JsonObject): readonly ArmResource[] {
  const wanted = marketplaceNameOf(reference);
  return plane.store
    .list(marketplaceVersionType)
    .filter((candidate) => sameId(marketplaceNameOfVersion(candidate.id), wanted));
}

/** The version that a marketplace reference stands for, where the scenario has it. */
export function findOffered(plane: ControlPlane, reference: JsonObject): ArmResource | undefined {
  const exact = exactVersionOf(plane, reference, '');
  return offeredVersions(plane, reference).find(({ name }) => sameId(name, exact));
}

function galleryVersionOf(plane: ControlPlane, id: string, location: string): string | undefined {
  const type = parseResourceId(id)?.type ?? '';
  if (sameId(type, galleryImageVersionType)) return lastName(id);
  if (!sameId(type, galleryImageType)) return undefined;
  return newest(versionsIn(plane, id, location).map(({ name }) => name));
}

/** The versions of a gallery image from which `latest` is taken in a region. */
function versionsIn(plane: ControlPlane, imageId: string, location: string): readonly ArmResource[] {
  return plane.store
    .childrenOf(imageId, galleryImageVersionType)
    .filter((version) => objectOf(version.properties, 'publishingProfile')?.excludeFromLatest !== true)
    .filter((version) => hasArrived(version, location));
}

/** `…/publishers/P/artifacttypes/vmimage/offers/O/skus/S/versions/V` → `P:O:S`. */
function marketplaceNameOfVersion(id: string): string | undefined {
  const [, publisher, offer, sku] =
    /\/publishers\/([^/]+)\/artifacttypes\/vmimage\/offers\/([^/]+)\/skus\/([^/]+)\/versions\//i.exec(id) ??
    [];
  return publisher === undefined ? undefined : `${publisher}:${offer}:${sku}`;
}

function newest(versions: readonly string[]): string | undefined {
  return versions.toSorted((left, right) => compareVersions(left, right)).at(-1);
}

/** What a scenario's payload is matched with: the id of what is really on the disk, or its URN. */
export function imageName(reference: JsonObject, exactVersion: string | undefined): string {
  const id = textOf(reference, 'id');
  if (id === undefined) return `${marketplaceNameOf(reference)}:${exactVersion ?? reference.version}`;
  const leavesVersionOpen = sameId(parseResourceId(id)?.type, galleryImageType);
  return leavesVersionOpen && exactVersion !== undefined ? `${id}/versions/${exactVersion}` : id;
}

/** The reference inside a scale set's profile or an instance's body. */
export function imageReferenceOf(profile: unknown): JsonObject {
  const storage = isObject(profile) ? objectOf(profile, 'storageProfile') : undefined;
  return objectOf(storage, 'imageReference') ?? {};
}
