import { parseResourceId, sameId } from '../azure/resource-id.ts';
import type { SwapTerms, TargetCheck, VipSwapGoal } from '../strategies/vip-swap/goal.ts';
import type { InputName } from './definitions.ts';
import { InputError } from './input-error.ts';
import { type ReadInput, readBoolean, readChoice, readList, readNeeded, readOptional } from './read.ts';
import { type ResourceScope, type ResourceType, readScope, toResourceId } from './resource.ts';
import { parseTags } from './tags.ts';
import { parseWebUrl } from './url.ts';

const publicIp = 'Microsoft.Network/publicIPAddresses';
const loadBalancer = 'Microsoft.Network/loadBalancers';

/** Reads the goal of `strategy: vip-swap`. */
export function readVipSwapGoal(read: ReadInput): VipSwapGoal {
  const scope = readScope(read);
  const production = readProduction(read, scope);
  const target = toResourceId(
    'target-load-balancer',
    readNeeded(read, 'target-load-balancer'),
    loadBalancer,
    scope,
  );
  const goal: VipSwapGoal = {
    ...readTerms(read, scope, production, subscriptionOf(target)),
    targetLoadBalancerId: target,
    targetFrontends: readList(read, 'target-frontend'),
  };
  refuseOtherSubscriptions(goal.subscriptionId, 'target-load-balancer', [target]);
  refuseTooMany('target-frontend', goal.targetFrontends, goal);
  return goal;
}

/** Reads what a rollback needs: it finds by itself where production was. */
export function readSwapTerms(read: ReadInput): SwapTerms {
  const scope = readScope(read);
  const production = readProduction(read, scope);
  return readTerms(read, scope, production, subscriptionOf(production[0] ?? ''));
}

/** Reads which addresses `status`, `recover` and `unlock` are about. */
export function readProductionAddresses(
  read: ReadInput,
): Pick<VipSwapGoal, 'subscriptionId' | 'productionPublicIpIds' | 'temporaryIpTags'> {
  const scope = readScope(read);
  const productionPublicIpIds = readProduction(read, scope);
  const subscriptionId = scope.subscriptionId ?? subscriptionOf(productionPublicIpIds[0] ?? '');
  refuseOtherSubscriptions(subscriptionId, 'production-public-ip', productionPublicIpIds);
  return {
    subscriptionId,
    productionPublicIpIds,
    temporaryIpTags: readOptional(read, 'temporary-ip-tags', parseTags) ?? {},
  };
}

function readTerms(
  read: ReadInput,
  scope: ResourceScope,
  productionPublicIpIds: string[],
  subscriptionOfIds: string,
): SwapTerms {
  const terms: SwapTerms = {
    subscriptionId: scope.subscriptionId ?? subscriptionOfIds,
    productionPublicIpIds,
    swapMethod: readChoice(read, 'swap-method'),
    sparePublicIpIds: readIds(read, 'spare-public-ip', publicIp, scope),
    temporaryIpTags: readOptional(read, 'temporary-ip-tags', parseTags) ?? {},
    targetCheck: readTargetCheck(read),
    allowAddressChange: readBoolean(read, 'allow-address-change'),
    allowSmallerTarget: readBoolean(read, 'allow-smaller-target'),
  };
  refuseContradictions(terms);
  return terms;
}

function readProduction(read: ReadInput, scope: ResourceScope): string[] {
  readNeeded(read, 'production-public-ip');
  return readIds(read, 'production-public-ip', publicIp, scope);
}

function readIds(read: ReadInput, name: InputName, type: ResourceType, scope: ResourceScope): string[] {
  const ids = readList(read, name).map((value) => toResourceId(name, value, type, scope));
  const repeated = ids.find((id, index) => ids.slice(0, index).some((other) => sameId(id, other)));
  if (repeated !== undefined) {
    throw new InputError(
      name,
      `'${repeated}' is named twice, by its name and its id. Allowed: each resource once.`,
    );
  }
  return ids;
}

function readTargetCheck(read: ReadInput): TargetCheck {
  const value = read('target-check');
  if (value === 'on') return { kind: 'own-address' };
  if (value === 'off') return { kind: 'off' };
  return { kind: 'url', url: parseWebUrl('target-check', value, 'on, off, or http[s]://HOST[:PORT][/PATH]') };
}

function refuseContradictions(terms: SwapTerms): void {
  const { subscriptionId, productionPublicIpIds, sparePublicIpIds } = terms;
  refuseOtherSubscriptions(subscriptionId, 'production-public-ip', productionPublicIpIds);
  refuseOtherSubscriptions(subscriptionId, 'spare-public-ip', sparePublicIpIds);
  refuseTooMany('spare-public-ip', sparePublicIpIds, terms);
  const both = sparePublicIpIds.find((id) => productionPublicIpIds.some((other) => sameId(id, other)));
  if (both !== undefined) {
    throw new InputError(
      'spare-public-ip',
      `'${both}' is a production-public-ip too. Allowed: a free address.`,
    );
  }
  refuseUnusedTemporary(terms);
}

function refuseOtherSubscriptions(subscriptionId: string, name: InputName, ids: readonly string[]): void {
  const stranger = ids.find((id) => !sameId(subscriptionOf(id), subscriptionId));
  if (stranger !== undefined) {
    throw new InputError(
      name,
      `'${stranger}' is outside of subscription ${subscriptionId}. Allowed: resources of one subscription.`,
    );
  }
}

function refuseTooMany(
  name: InputName,
  values: readonly string[],
  { productionPublicIpIds }: SwapTerms,
): void {
  if (values.length > productionPublicIpIds.length) {
    throw new InputError(
      name,
      `'${values.join(', ')}' are more than the ${productionPublicIpIds.length} of production-public-ip. ` +
        'Allowed: at most one for each address.',
    );
  }
}

function refuseUnusedTemporary(goal: SwapTerms): void {
  const spares = goal.sparePublicIpIds.join(', ');
  const tags = Object.keys(goal.temporaryIpTags).join(', ');
  if (goal.swapMethod === 'native' && spares !== '') {
    throw new InputError(
      'spare-public-ip',
      `'${spares}' contradicts swap-method 'native', which needs no address between. Leave one of them out.`,
    );
  }
  if (tags !== '' && goal.sparePublicIpIds.length === goal.productionPublicIpIds.length) {
    throw new InputError(
      'temporary-ip-tags',
      `'${tags}' contradicts spare-public-ip '${spares}': no address is created. Leave one of them out.`,
    );
  }
}

function subscriptionOf(id: string): string {
  return parseResourceId(id)?.subscriptionId ?? '';
}
