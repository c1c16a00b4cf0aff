import { type Finding, hazard } from '../../preflight/finding.ts';
import type { ProposedSwap } from './proposed-swap.ts';

/** In a summary that somebody reads in a repository of their own: a path would lead nowhere. */
const GUIDE = 'https://github.com/azure-rollout/azure-rollout/blob/main/docs/infrastructure-as-code.md';

/** A template that names the addresses of the load balancers is out of date after the swap, and ARM does not know of it. */
export function findDeclaredState({ environment }: ProposedSwap): Finding[] {
  const { productionLoadBalancer, targetLoadBalancer } = environment;
  return [
    hazard(
      `If Terraform or Bicep declares the addresses of ${productionLoadBalancer.name} and ${targetLoadBalancer.name}, ` +
        'its next apply tries to swap them back. ARM normally refuses that (PublicIPAddressInUse), so applies fail until ' +
        `the code has the new assignment; production moves only where the other side gives its address up first. See ${GUIDE}`,
    ),
  ];
}
