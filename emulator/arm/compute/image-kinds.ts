import type { ArmResource } from '../../data-plane/contract.ts';
import type { ControlPlane } from '../control-plane.ts';
import { type JsonObject, listOf, objectOf, textOf } from '../json.ts';
import { parentId, sameId } from '../resource-id.ts';
import { findImage, findOffered, galleryImageVersionType } from './images.ts';

/** The resource that says of what kind an image is: for a version of a gallery image, the image. */
function describingResource(plane: ControlPlane, reference: JsonObject): ArmResource | undefined {
  if (reference.publisher !== undefined) return findOffered(plane, reference);
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
  const properties = describingResource(plane, reference)?.properties;
  const stated =
    textOf(properties, 'osType') ??
    textOf(objectOf(properties, 'osDiskImage'), 'operatingSystem') ??
    textOf(objectOf(objectOf(properties, 'storageProfile'), 'osDisk'), 'osType');
  if (stated !== undefined) return sameId(stated, 'Windows') ? 'Windows' : 'Linux';
  return /^MicrosoftWindows/i.test(textOf(reference, 'publisher') ?? '') ? 'Windows' : 'Linux';
}

/** Feature `SecurityType`: `TrustedLaunch`, `ConfidentialVmSupported`, ... Undefined of an image that nothing is known of. */
export function securityTypeOf(plane: ControlPlane, reference: JsonObject): string | undefined {
  const properties = describingResource(plane, reference)?.properties;
  if (properties === undefined) return undefined;
  const feature = listOf(properties, 'features').find(({ name }) => sameId(String(name), 'SecurityType'));
  const value = textOf(feature, 'value');
  return value === undefined || sameId(value, 'None') ? 'Standard' : value;
}
