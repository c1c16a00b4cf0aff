import type { ArmResource } from '../../data-plane/contract.ts';
import type { ControlPlane } from '../control-plane.ts';
import { errors } from '../errors.ts';
import { isObject, type JsonObject, memberOf, numberOf, referenceOf, textOf } from '../json.ts';
import { sameId, sameLocation } from '../resource-id.ts';
import { stateOf } from '../stamp.ts';
import { type ChildCollection, childCollections, childrenOf } from './load-balancer-model.ts';

/** Refuses what Microsoft.Network refuses, in the order: shape, SKU, frontends, rules. */
export function validateLoadBalancer(
  plane: ControlPlane,
  loadBalancer: ArmResource,
  before: ArmResource | undefined,
): void {
  checkNames(loadBalancer);
  checkSku(plane, loadBalancer, before);
  for (const frontend of childrenOf(loadBalancer, 'frontendIPConfigurations')) {
    checkFrontendZones(frontend, before);
    checkFrontend(plane, loadBalancer, frontend);
  }
  checkPublicIpsOnce(loadBalancer);
  for (const rule of childrenOf(loadBalancer, 'loadBalancingRules')) checkRule(loadBalancer, rule);
  checkFrontendPorts(loadBalancer);
  checkBackendPorts(loadBalancer);
}

function checkNames(loadBalancer: ArmResource): void {
  for (const collection of childCollections) {
    const names = childrenOf(loadBalancer, collection).map((child) => textOf(child, 'name') ?? '');
    if (names.includes('')) {
      throw errors.invalidRequestFormat(
        'MissingJsonReferenceId',
        `Value for reference id is missing. Path properties.${collection}[${names.indexOf('')}].`,
      );
    }
    const twice = names.find((name, index) => names.findIndex((other) => sameId(other, name)) !== index);
    if (twice !== undefined) {
      throw errors.invalidRequestFormat(
        'DuplicateResourceName',
        `Resource ${loadBalancer.id} has two child resources with the same name (${twice}).`,
      );
    }
  }
}

function checkSku(plane: ControlPlane, loadBalancer: ArmResource, before: ArmResource | undefined): void {
  const sku = skuOf(loadBalancer);
  if (before !== undefined && !sameId(sku, skuOf(before))) {
    throw errors.skuCannotChange(skuOf(before), sku, loadBalancer.id);
  }
  if (before === undefined && sku === 'Basic' && plane.scenario.settings.basicSku === 'refused') {
    throw errors.invalidValue(
      'BasicSkuLoadBalancerNotSupported',
      `Basic sku load balancer ${loadBalancer.id} cannot be created: Basic load balancers were retired on 30 September 2025. Use Standard sku.`,
    );
  }
}

function checkFrontend(plane: ControlPlane, loadBalancer: ArmResource, frontend: JsonObject): void {
  const id = textOf(frontend, 'id') ?? '';
  const publicIpId = referenceOf(frontend.properties, 'publicIPAddress');
  const subnetId = referenceOf(frontend.properties, 'subnet');
  const prefixId = referenceOf(frontend.properties, 'publicIPPrefix');
  if (publicIpId === undefined && subnetId === undefined && prefixId === undefined) {
    throw errors.frontendWithoutAddress(id);
  }
  if (publicIpId !== undefined && subnetId !== undefined) throw errors.frontendWithBoth(id);
  if (publicIpId !== undefined) checkPublicIp(plane, loadBalancer, frontend, publicIpId);
}

function checkPublicIp(
  plane: ControlPlane,
  loadBalancer: ArmResource,
  frontend: JsonObject,
  publicIpId: string,
): void {
  const frontendId = textOf(frontend, 'id') ?? '';
  const publicIp = plane.store.get(publicIpId);
  if (publicIp === undefined || !sameLocation(publicIp.location, loadBalancer.location)) {
    throw errors.invalidReference(publicIpId, loadBalancer.id);
  }
  const zones = Array.isArray(frontend.zones) ? frontend.zones : [];
  if (zones.length > 0) throw errors.frontendZones(frontendId, zones.length, publicIp.id);
  if (skuOf(publicIp) !== skuOf(loadBalancer)) {
    throw errors.skuMismatch(skuOf(loadBalancer), loadBalancer.id, skuOf(publicIp), publicIp.id);
  }
  // Recorded: a load balancer of the global tier takes regional addresses as well.
  if (tierOf(publicIp) === 'Global' && tierOf(loadBalancer) !== 'Global') {
    throw errors.invalidValue(
      'PublicIPAndLBTierDoNotMatch',
      `${tierOf(loadBalancer)} tier load balancer ${loadBalancer.id} cannot reference ${tierOf(publicIp)} tier publicIP ${publicIp.id}.`,
    );
  }
  checkNotTaken(plane, loadBalancer, frontendId, publicIp);
}

function checkNotTaken(
  plane: ControlPlane,
  loadBalancer: ArmResource,
  frontendId: string,
  publicIp: ArmResource,
): void {
  const bound = referenceOf(publicIp.properties, 'ipConfiguration');
  const elsewhere =
    bound !== undefined && !bound.toLowerCase().startsWith(`${loadBalancer.id.toLowerCase()}/`);
  if (elsewhere) throw errors.publicIpInUse(frontendId, publicIp.id, bound);
  // What this load balancer serves, or its running update holds, is no obstacle: the write supersedes that update.
  const own = plane.operations.running(loadBalancer.id)?.heldIds ?? [];
  const isOwn = own.some((id) => sameId(id, publicIp.id));
  if (bound === undefined && !isOwn && stateOf(publicIp) !== 'Succeeded') {
    const operation = plane.operations.lastOf(publicIp.id)?.name ?? 'PutPublicIpAddressOperation';
    throw errors.referencedResourceNotProvisioned(publicIp.id, loadBalancer.id, stateOf(publicIp), operation);
  }
}

function checkFrontendZones(frontend: JsonObject, before: ArmResource | undefined): void {
  const id = textOf(frontend, 'id') ?? '';
  const former = childrenOf(before, 'frontendIPConfigurations').find((child) =>
    sameId(textOf(child, 'id'), id),
  );
  if (former === undefined) return;
  const [from, to] = [zonesOf(former), zonesOf(frontend)];
  if (from.join() !== to.join()) throw errors.zonesCannotChange(id, from, to);
}

function checkPublicIpsOnce(loadBalancer: ArmResource): void {
  const ids = childrenOf(loadBalancer, 'frontendIPConfigurations').flatMap(
    ({ properties }) => referenceOf(properties, 'publicIPAddress') ?? [],
  );
  const twice = ids.find((id, index) => ids.findIndex((other) => sameId(other, id)) !== index);
  if (twice !== undefined) throw errors.publicIpReferencedTwice(twice, loadBalancer.id);
}

const ruleReferences: readonly (readonly [string, ChildCollection])[] = [
  ['frontendIPConfiguration', 'frontendIPConfigurations'],
  ['backendAddressPool', 'backendAddressPools'],
  ['probe', 'probes'],
];

function checkRule(loadBalancer: ArmResource, rule: JsonObject): void {
  for (const [member, collection] of ruleReferences) {
    const id = referenceOf(rule.properties, member);
    const known = childrenOf(loadBalancer, collection).some((child) => sameId(textOf(child, 'id'), id));
    if (id !== undefined && !known) throw errors.invalidReference(id, textOf(rule, 'id') ?? '');
  }
}

/** A frontend port, or a range of them, that something listens on. */
interface Listener {
  readonly id: string;
  readonly frontendId: string;
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
}

function checkFrontendPorts(loadBalancer: ArmResource): void {
  const listeners = [
    ...childrenOf(loadBalancer, 'loadBalancingRules'),
    ...childrenOf(loadBalancer, 'inboundNatRules').filter((rule) => !isMadeByPool(loadBalancer, rule)),
    ...childrenOf(loadBalancer, 'inboundNatPools'),
  ].map(listener);
  for (const [index, one] of listeners.entries()) {
    const other = listeners.slice(index + 1).find((candidate) => clash(one, candidate));
    if (other === undefined) continue;
    throw errors.invalidValue(
      'RulesUseSameFrontendPortProtocolAndIPConfig',
      `Resources ${one.id} and ${other.id} use the same frontend port ${Math.max(one.from, other.from)} and protocol ${one.protocol} of frontend IP configuration ${one.frontendId}.`,
    );
  }
}

/** A NAT pool makes one rule for each instance, `{pool}.{instance}`, inside its own range. */
function isMadeByPool(loadBalancer: ArmResource, rule: JsonObject): boolean {
  const pool = (textOf(rule, 'name') ?? '').replace(/\.\d+$/, '');
  return childrenOf(loadBalancer, 'inboundNatPools').some((candidate) =>
    sameId(textOf(candidate, 'name'), pool),
  );
}

function listener(rule: JsonObject): Listener {
  const port = numberOf(rule.properties, 'frontendPort') ?? 0;
  const from = numberOf(rule.properties, 'frontendPortRangeStart') ?? port;
  return {
    id: textOf(rule, 'id') ?? '',
    frontendId: referenceOf(rule.properties, 'frontendIPConfiguration') ?? '',
    protocol: textOf(rule.properties, 'protocol') ?? 'Tcp',
    from,
    to: numberOf(rule.properties, 'frontendPortRangeEnd') ?? from,
  };
}

function clash(one: Listener, other: Listener): boolean {
  const protocols = [one.protocol.toLowerCase(), other.protocol.toLowerCase()];
  return (
    sameId(one.frontendId, other.frontendId) &&
    (protocols[0] === protocols[1] || protocols.includes('all')) &&
    one.from <= other.to &&
    other.from <= one.to
  );
}

function checkBackendPorts(loadBalancer: ArmResource): void {
  const rules = childrenOf(loadBalancer, 'loadBalancingRules').filter(
    ({ properties }) => memberOf(properties, 'enableFloatingIP') !== true,
  );
  for (const [index, one] of rules.entries()) {
    const other = rules.slice(index + 1).find((candidate) => backendKey(candidate) === backendKey(one));
    const pool = referenceOf(one.properties, 'backendAddressPool');
    if (other === undefined || pool === undefined) continue;
    throw errors.invalidValue(
      'RulesUseSameBackendPortProtocolAndPool',
      `Load balancing rules ${textOf(one, 'id')} and ${textOf(other, 'id')} with floating IP disabled use the same protocol ${textOf(one.properties, 'protocol')} and backend port ${numberOf(one.properties, 'backendPort')}, and must not be used with the same backend address pool ${pool}.`,
    );
  }
}

function backendKey({ properties }: JsonObject): string {
  return [
    referenceOf(properties, 'backendAddressPool')?.toLowerCase(),
    textOf(properties, 'protocol')?.toLowerCase(),
    numberOf(properties, 'backendPort'),
  ].join('|');
}

function zonesOf(resource: JsonObject): readonly string[] {
  return Array.isArray(resource.zones) ? resource.zones.map(String).toSorted() : [];
}

export function skuOf(resource: ArmResource): string {
  return (isObject(resource.sku) ? textOf(resource.sku, 'name') : undefined) ?? 'Basic';
}

export function tierOf(resource: ArmResource): string {
  return (isObject(resource.sku) ? textOf(resource.sku, 'tier') : undefined) ?? 'Regional';
}
