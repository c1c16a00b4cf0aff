import type { PublicIpAddress } from '../../../azure/network/public-ip-addresses.ts';
import { distinctScopes, resourceGroupScope, subscriptionScope } from '../../../azure/scopes.ts';
import type { NeededPermissions } from '../../preflight/permissions.ts';
import { addressesOf, loadBalancersOf, type ProposedSwap } from './proposed-swap.ts';

const LOAD_BALANCER = 'Microsoft.Network/loadBalancers';
const PUBLIC_IP = 'Microsoft.Network/publicIPAddresses';

/** ARM's own swap: its action is at the subscription, so a role at a resource group never grants it. */
export const SWAP_ACTION = 'Microsoft.Network/locations/setLoadBalancerFrontendPublicIpAddresses/action';

/**
 * What the swap needs, for the plan to print and for a role definition to be written from. Assigning an address takes
 * `join/action` on it (else `LinkedAuthorizationFailed`). Lock and journal are tags of the production addresses, and tags
 * are written with the whole address. A native swap needs all that `temporary-ip` needs: failed half-way, it is undone
 * that way.
 */
export function neededPermissions(swap: ProposedSwap): NeededPermissions[] {
  const isProduction = (resource: PublicIpAddress) =>
    swap.environment.moves.some(({ productionAddress }) => productionAddress === resource);
  const existing = [
    ...loadBalancersOf(swap).map(({ resource }) => ({
      scope: resource.id,
      actions: [`${LOAD_BALANCER}/read`, `${LOAD_BALANCER}/write`],
    })),
    ...addressesOf(swap).map(({ resource }) => ({
      scope: resource.id,
      actions: ['read', ...(isProduction(resource) ? ['write'] : []), 'join/action'].map(
        (action) => `${PUBLIC_IP}/${action}`,
      ),
    })),
  ];
  const temporary = distinctScopes(swap.temporaryIpIds.map(resourceGroupScope)).map((scope) => ({
    scope,
    actions: ['read', 'write', 'delete', 'join/action'].map((action) => `${PUBLIC_IP}/${action}`),
  }));
  const native =
    swap.plannedMethod === 'native'
      ? [{ scope: subscriptionScope(swap.goal.subscriptionId), actions: [SWAP_ACTION] }]
      : [];
  return [...existing, ...temporary, ...native];
}
