import type { ArmResource } from '../../data-plane/contract.ts';
import type { ControlPlane } from '../control-plane.ts';
import { errors } from '../errors.ts';
import { referenceOf, textOf } from '../json.ts';
import { sameLocation } from '../resource-id.ts';
import { skuOf, tierOf } from './load-balancer-validation.ts';
import { publicIpType } from './public-ip-model.ts';

/** Refuses what Microsoft.Network refuses of a public IP address. */
export function validatePublicIp(
  plane: ControlPlane,
  publicIp: ArmResource,
  before: ArmResource | undefined,
): void {
  checkValues(publicIp);
  checkSku(publicIp);
  if (before === undefined) checkQuota(plane, publicIp);
  else checkUpdate(publicIp, before);
}

function checkValues(publicIp: ArmResource): void {
  const allowed: readonly (readonly [string, readonly string[]])[] = [
    ['publicIPAllocationMethod', ['Static', 'Dynamic']],
    ['publicIPAddressVersion', ['IPv4', 'IPv6']],
  ];
  for (const [member, values] of allowed) {
    const value = textOf(publicIp.properties, member);
    if (value !== undefined && !values.includes(value)) {
      throw errors.invalidRequestFormat(
        'InvalidJson',
        `Error converting value "${value}" to type of '${member}'. Path 'properties.${member}'.`,
      );
    }
  }
}

function checkSku(publicIp: ArmResource): void {
  const standard = skuOf(publicIp) !== 'Basic';
  if (!standard && tierOf(publicIp) === 'Global') {
    throw errors.invalidValue(
      'GlobalPublicIPAddressNotSupportedForBasicPublicIpAddress',
      `Global publicIP addresses are only supported for standard SKU public IP addresses. Public IP address ${publicIp.id} is not standard SKU.`,
    );
  }
  if (standard && textOf(publicIp.properties, 'publicIPAllocationMethod') !== 'Static') {
    throw errors.invalidValue(
      'StandardAndStandardV2SkuPublicIPAddressesMustBeStatic',
      `Standard sku publicIp ${publicIp.id} must have AllocationMethod set to Static.`,
    );
  }
}

function checkQuota(plane: ControlPlane, publicIp: ArmResource): void {
  const { basicSku, publicIpLimit } = plane.scenario.settings;
  if (skuOf(publicIp) === 'Basic' && basicSku === 'refused') throw errors.basicPublicIpCountLimit();
  if (publicIpsIn(plane, publicIp.location).length >= publicIpLimit) {
    throw errors.publicIpCountLimit(publicIpLimit);
  }
}

function checkUpdate(publicIp: ArmResource, before: ArmResource): void {
  const [from, to] = [zonesOf(before), zonesOf(publicIp)];
  if (from.join() !== to.join()) throw errors.zonesCannotChange(publicIp.id, from, to);
  const bound = referenceOf(before.properties, 'ipConfiguration');
  const changed = ['publicIPAllocationMethod', 'publicIPAddressVersion'].some(
    (member) => before.properties[member] !== publicIp.properties[member],
  );
  if (bound !== undefined && (changed || skuOf(before) !== skuOf(publicIp))) {
    throw errors.publicIpInUseCannotUpdate(publicIp.id, bound);
  }
  if (skuOf(before) !== skuOf(publicIp)) {
    throw errors.skuCannotChange(skuOf(before), skuOf(publicIp), publicIp.id);
  }
}

function zonesOf(resource: ArmResource): readonly string[] {
  return Array.isArray(resource.zones) ? resource.zones.map(String).toSorted() : [];
}

/** Limits and usages count per subscription and region. */
export function publicIpsIn(plane: ControlPlane, location: string | undefined): readonly ArmResource[] {
  return plane.store.list(publicIpType).filter((publicIp) => sameLocation(publicIp.location, location));
}
