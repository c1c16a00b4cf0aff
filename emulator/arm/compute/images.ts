import type { ArmResource } from '../../data-plane/contract.ts';
import type { ControlPlane } from '../control-plane.ts';
import { isObject, type JsonObject, objectOf, textOf } from '../json.ts';
import { lastName, parentId, parseResourceId, sameId } from '../resource-id.ts';
import { hasArrived } from './replication.ts';

export const imageType = 'Microsoft.Compute/images';
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

/**
 * A reference to an image of this subscription that is not there, or, of a gallery, has not arrived in a region: ARM has one
 * answer for both.
 */
export function isUnavailable(plane: ControlPlane, reference: JsonObject, location: string): boolean {
  const parsed = parseResourceId(textOf(reference, 'id') ?? '');
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
  const name = marketplaceNameOf(reference);
  const published = plane.store
    .list(marketplaceVersionType)
    .filter((candidate) => sameId(marketplaceNameOfVersion(candidate.id), name))
    .map((candidate) => candidate.name);
  return newest(published) ?? '1.0.0';
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
    .list(galleryImageVersionType)
    .filter((version) => sameId(parentId(version.id), imageId))
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

/** Part by part as numbers: 10.0.2 comes after 9.9.9. */
export function compareVersions(left: string, right: string): number {
  const [one, other] = [left, right].map((version) => version.split('.').map(Number));
  for (const [index, part] of (one ?? []).entries()) {
    const difference = part - (other?.[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** What a scenario's payload is matched with: the id of what is really on the disk, or its URN. */
export function imageName(reference: JsonObject, exactVersion: string | undefined): string {
  const id = textOf(reference, 'id');
  if (id === undefined) return `${marketplaceNameOf(reference)}:${exactVersion ?? reference.version}`;
  const leavesVersionOpen = sameId(parseResourceId(id)?.type, galleryImageType);
  return leavesVersionOpen && exactVersion !== undefined ? `${id}/versions/${exactVersion}` : id;
}

/** The id of the resource that says of what kind an image is: for a version of a gallery image, the image. */
function describingResource(plane: ControlPlane, reference: JsonObject): ArmResource | undefined {
  const image = findImage(plane, reference);
  if (image === undefined || !sameId(image.type, galleryImageVersionType)) return image;
  return plane.store.get(parentId(image.id));
}

/** Undefined where nothing says it. A managed image says it only where it is of the second generation. */
export function generationOf(plane: ControlPlane, reference: JsonObject): 'V1' | 'V2' | undefined {
  const resource = describingResource(plane, reference);
  const stated = textOf(resource?.properties, 'hyperVGeneration');
  if (stated === 'V1' || stated === 'V2') return stated;
  if (resource !== undefined) return 'V1';
  const sku = textOf(reference, 'sku');
  return sku !== undefined && /gen2|-g2\b/i.test(sku) ? 'V2' : undefined;
}

export function osTypeOf(plane: ControlPlane, reference: JsonObject): 'Linux' | 'Windows' {
  const resource = describingResource(plane, reference);
  const stated =
    textOf(resource?.properties, 'osType') ??
    textOf(objectOf(objectOf(resource?.properties, 'storageProfile'), 'osDisk'), 'osType');
  if (stated !== undefined) return sameId(stated, 'Windows') ? 'Windows' : 'Linux';
  return /^MicrosoftWindows/i.test(textOf(reference, 'publisher') ?? '') ? 'Windows' : 'Linux';
}

/** The reference inside a scale set's profile or an instance's body. */
export function imageReferenceOf(profile: unknown): JsonObject {
  const storage = isObject(profile) ? objectOf(profile, 'storageProfile') : undefined;
  return objectOf(storage, 'imageReference') ?? {};
}
