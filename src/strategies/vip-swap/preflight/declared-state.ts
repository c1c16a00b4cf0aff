import { type Finding, hazard } from './finding.ts';
import type { ProposedSwap } from './proposed-swap.ts';

/** A template that names the addresses of the load balancers is out of date after the swap, and ARM does not know of it. */
export function findDeclaredState({ environment }: ProposedSwap): Finding[] {
  const { productionLoadBalancer, targetLoadBalancer } = environment;
  return [
    hazard(
      `If Terraform or Bicep declares the addresses of ${productionLoadBalancer.name} and ${targetLoadBalancer.name}, ` +
        'its next apply moves production back: see docs/infrastructure-as-code.md.',
    ),
  ];
}
