import { sameId } from '../../../azure/resource-id.ts';
import { isWithin, subscriptionScope } from '../../../azure/scopes.ts';
import { type Finding, refusal } from './finding.ts';
import { addressesOf, loadBalancersOf, type ProposedSwap, resourcesOf } from './proposed-swap.ts';

/** One subscription, one region, one edge zone: ARM assigns an address only where the load balancer is. */
export function checkPlacement(swap: ProposedSwap): Finding[] {
  return [...checkSubscription(swap), ...checkRegion(swap), ...checkEdgeZone(swap)];
}

function checkSubscription(swap: ProposedSwap): Finding[] {
  const { subscriptionId } = swap.goal;
  const outside = resourcesOf(swap).filter(({ id }) => !isWithin(id, subscriptionScope(subscriptionId)));
  return outside.map(({ id, label }) =>
    refusal(
      `The ${label} is in subscription ${id.split('/')[2]}, and the swap runs in ${subscriptionId}: ` +
        'both load balancers and all addresses must be in the subscription that subscription-id names.',
    ),
  );
}

function checkRegion(swap: ProposedSwap): Finding[] {
  const { productionLoadBalancer } = swap.environment;
  const region = regionName(productionLoadBalancer.location);
  const located = [
    ...loadBalancersOf(swap).map(({ name, location }) => ({ label: `load balancer "${name}"`, location })),
    ...addressesOf(swap).map(({ role, address }) => ({
      label: `${role} address "${address.name}"`,
      location: address.location,
    })),
  ];
  return located
    .filter(({ location }) => regionName(location) !== region)
    .map(({ label, location }) =>
      refusal(
        `The ${label} is in ${location}, and the production load balancer "${productionLoadBalancer.name}" in ` +
          `${productionLoadBalancer.location}: an address serves only in its own region. ` +
          'Name a load balancer and addresses of one region.',
      ),
    );
}

function checkEdgeZone(swap: ProposedSwap): Finding[] {
  return swap.environment.moves.flatMap(({ productionAddress, targetAddress, spareAddress }) =>
    [targetAddress, ...(spareAddress === undefined ? [] : [spareAddress])]
      .filter(({ extendedLocation }) => !sameEdgeZone(extendedLocation, productionAddress.extendedLocation))
      .map(({ name, extendedLocation }) =>
        refusal(
          `The address "${name}" is in ${extendedLocation?.name ?? 'no edge zone'}, and the production address ` +
            `"${productionAddress.name}" in ${productionAddress.extendedLocation?.name ?? 'no edge zone'}: ` +
            'they must be in the same edge zone, or both in none.',
        ),
      ),
  );
}

type EdgeZone = { readonly name?: string } | undefined;

function sameEdgeZone(left: EdgeZone, right: EdgeZone): boolean {
  return left?.name === right?.name || sameId(left?.name, right?.name);
}

/** ARM answers `southcentralus`, and `South Central US` for resources made with the display name. */
function regionName(location: string): string {
  return location.replaceAll(' ', '').toLowerCase();
}
