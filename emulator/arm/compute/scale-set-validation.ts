import type { ArmResource } from '../../data-plane/contract.ts';
import type { ControlPlane } from '../control-plane.ts';
import { errors } from '../errors.ts';
import { isObject, type JsonObject, memberOf, objectOf, textOf } from '../json.ts';
import { sameId } from '../resource-id.ts';
import { generationOf, imageReferenceOf, isUnavailable, osTypeOf } from './images.ts';
import { extensionsOf, keyOf } from './protected-settings.ts';
import { profileOf } from './scale-set-model.ts';

/** The most instances that a Uniform scale set may have. */
const maxCapacity = 1000;

/** Refuses a PUT or PATCH that Microsoft.Compute would refuse. `merged` is what it would leave. */
export function checkScaleSet(
  plane: ControlPlane,
  body: JsonObject,
  merged: JsonObject,
  before: ArmResource | undefined,
): void {
  const properties = objectOf(merged, 'properties') ?? {};
  const profile = objectOf(properties, 'virtualMachineProfile');
  if (profile === undefined) throw missing('virtualMachineProfile');
  checkSku(merged);
  checkMode(properties);
  if (before === undefined) checkNew(properties, profile);
  else checkUnchangeable(body, before);
  checkImage(plane, body, merged, before);
  checkExtensions(extensionsOf(profile));
}

function missing(parameter: string) {
  return errors.invalidParameter(parameter, `Required parameter '${parameter}' is missing (null).`);
}

function invalid(parameter: string) {
  return errors.invalidParameter(parameter, `The value of parameter ${parameter} is invalid.`);
}

function checkSku(merged: JsonObject): void {
  const sku = objectOf(merged, 'sku');
  if (textOf(sku, 'name') === undefined) throw missing('sku.name');
  const capacity = memberOf(sku, 'capacity');
  const valid = typeof capacity === 'number' && Number.isInteger(capacity) && capacity >= 0;
  if (!valid || capacity > maxCapacity) throw invalid('sku.capacity');
}

function checkMode(properties: JsonObject): void {
  const mode = textOf(objectOf(properties, 'upgradePolicy'), 'mode') ?? 'Manual';
  if (!/^(manual|automatic|rolling)$/i.test(mode)) throw invalid('upgradePolicy.mode');
}

function checkNew(properties: JsonObject, profile: JsonObject): void {
  if (objectOf(profile, 'storageProfile') === undefined)
    throw missing('virtualMachineProfile.storageProfile');
  if (objectOf(profile, 'networkProfile') === undefined)
    throw missing('virtualMachineProfile.networkProfile');
  // The emulator has no instances that are virtual machines of their own.
  if (sameId(textOf(properties, 'orchestrationMode'), 'Flexible')) throw invalid('orchestrationMode');
}

/** What is decided when a scale set is made. */
const unchangeable: readonly (readonly string[])[] = [
  ['orchestrationMode'],
  ['virtualMachineProfile', 'osProfile', 'computerNamePrefix'],
  ['virtualMachineProfile', 'osProfile', 'adminUsername'],
];

function checkUnchangeable(body: JsonObject, before: ArmResource): void {
  for (const path of unchangeable) {
    const asked = atPath(body.properties, path);
    const former = atPath(before.properties, path);
    if (asked !== undefined && former !== undefined && asked !== former) {
      throw errors.propertyChangeNotAllowed(path.slice(-2).join('.'));
    }
  }
}

function atPath(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((current, name) => memberOf(current, name), value);
}

function checkImage(
  plane: ControlPlane,
  body: JsonObject,
  merged: JsonObject,
  before: ArmResource | undefined,
): void {
  const profile = objectOf(objectOf(merged, 'properties'), 'virtualMachineProfile') ?? {};
  const image = imageReferenceOf(profile);
  const former = before === undefined ? undefined : imageReferenceOf(profileOf(before));
  if (former !== undefined) {
    checkOneCall(imageReferenceOf(objectOf(objectOf(body, 'properties'), 'virtualMachineProfile')), former);
  }
  const location = String(merged.location ?? before?.location ?? '');
  if (isUnavailable(plane, image, location)) throw errors.imageNotFound(String(image.id), location);
  checkGeneration(plane, profile, image, former);
  if (former !== undefined && osTypeOf(plane, former) !== osTypeOf(plane, image)) {
    throw errors.propertyChangeNotAllowed('osDisk.osType');
  }
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

/** One extension of a name, and one of a handler: a second custom script has no place. */
export function checkExtensions(extensions: readonly JsonObject[]): void {
  const names = new Set<string>();
  const handlers = new Map<string, string>();
  for (const extension of extensions) {
    const name = keyOf(extension);
    const { publisher, type } = objectOf(extension, 'properties') ?? {};
    if (name === '') throw missing('extension.name');
    if (!isObject(extension.properties) || publisher === undefined || type === undefined) {
      throw missing('extension.type');
    }
    const handler = `${publisher}.${type}`;
    if (names.has(name)) throw invalid('extensionProfile.extensions');
    if (handlers.has(handler.toLowerCase())) throw errors.oneExtensionPerHandler(name, handler);
    names.add(name);
    handlers.set(handler.toLowerCase(), name);
  }
}
