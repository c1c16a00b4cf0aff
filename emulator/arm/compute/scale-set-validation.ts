import type { ArmResource } from '../../data-plane/contract.ts';
import type { ControlPlane } from '../control-plane.ts';
import { errors } from '../errors.ts';
import { isObject, type JsonObject, memberOf, objectOf, textOf } from '../json.ts';
import { sameId } from '../resource-id.ts';
import { checkImage } from './image-validation.ts';
import { extensionsOf, keyOf } from './protected-settings.ts';

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
  checkSecurityType(profile);
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

function checkSecurityType(profile: JsonObject): void {
  const securityType = textOf(objectOf(profile, 'securityProfile'), 'securityType') ?? 'Standard';
  if (!/^(standard|trustedlaunch|confidentialvm)$/i.test(securityType)) {
    throw invalid('securityProfile.securityType');
  }
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
  ['platformFaultDomainCount'],
];

function checkUnchangeable(body: JsonObject, before: ArmResource): void {
  for (const path of unchangeable) {
    const asked = atPath(body.properties, path);
    const former = atPath(before.properties, path);
    if (asked !== undefined && former !== undefined && asked !== former) {
      throw errors.propertyChangeNotAllowed(path.slice(-2).join('.'));
    }
  }
  checkZones(body.zones, before.zones);
}

/** A scale set can spread to more zones, but leaves none, and one without zones gets none. */
function checkZones(asked: unknown, former: unknown): void {
  if (!Array.isArray(asked)) return;
  const zones = asked.map(String);
  const present = Array.isArray(former) ? former.map(String) : [];
  const staysWithout = present.length > 0 || zones.length === 0;
  if (staysWithout && present.every((zone) => zones.includes(zone))) return;
  throw errors.propertyChangeNotAllowed('zones');
}

function atPath(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((current, name) => memberOf(current, name), value);
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
