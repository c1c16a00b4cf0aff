import { regionName } from '../../../azure/regions.ts';
import { sameId } from '../../../azure/resource-id.ts';
import { isWithin, subscriptionScope } from '../../../azure/scopes.ts';
import { type Finding, refusal } from '../../preflight/finding.ts';
import { type ProposedSwap, participantsOf } from './proposed-swap.ts';

/** One subscription, one region, one edge zone: ARM assigns an address only where the load balancer is. */
export function checkPlacement(swap: ProposedSwap): Finding[] {
  return [...checkSubscription(swap), ...checkRegion(swap), ...checkEdgeZone(swap)];
}

function checkSubscription(swap: ProposedSwap): Finding[] {
  const { subscriptionId } = swap.goal;
  return participantsOf(swap)
    .filter(({ resource }) => !isWithin(resource.id, subscriptionScope(subscriptionId)))
    .map(({ label, resource }) =>
      refusal(
        `The ${label} is in subscription ${resource.id.split('/')[2]}, and the swap runs in ${subscriptionId}: ` +
          'both load balancers and all addresses must be in the subscription that subscription-id names.',
      ),
    );
}

function checkRegion(swap: ProposedSwap): Finding[] {
  const { name, location } = swap.environment.productionLoadBalancer;
  return participantsOf(swap)
    .filter(({ resource }) => regionName(resource.location) !== regionName(location))
    .map(({ label, resource }) =>
      refusal(
        `The ${label} is in ${resource.location}, and the production load balancer "${name}" in ${location}: ` +
          'an address serves only in its own region. Name a load balancer and addresses of one region.',
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
