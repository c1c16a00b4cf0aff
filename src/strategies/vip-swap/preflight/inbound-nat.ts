import type { FrontendIpConfiguration, LoadBalancer } from '../../../azure/network/load-balancers.ts';
import { type Finding, hazard } from '../../preflight/finding.ts';
import type { ProposedSwap } from './proposed-swap.ts';
import { onFrontend } from './served-ports.ts';

/** Ports that lead to single instances, SSH among them, stay on their frontend, and so change their address. */
export function findInboundNat({ environment }: ProposedSwap): Finding[] {
  const { productionLoadBalancer, targetLoadBalancer, moves } = environment;
  return moves.flatMap(({ productionAddress, productionFrontend, targetAddress, targetFrontend }) => [
    ...natAccess(productionLoadBalancer, productionFrontend, targetAddress.name),
    ...natAccess(targetLoadBalancer, targetFrontend, productionAddress.name),
  ]);
}

function natAccess(
  { name, properties }: LoadBalancer,
  frontend: FrontendIpConfiguration,
  nextAddress: string,
): Finding[] {
  const pools = onFrontend(properties.inboundNatPools ?? [], frontend);
  const rules = onFrontend(properties.inboundNatRules ?? [], frontend);
  const subjects = [
    ...pools.map((pool) => `inbound NAT pool "${pool.name}"`),
    // Each instance of a pool has a rule of its own, named after the pool: naming all of them would hide the rest.
    ...rules
      .filter((rule) => !pools.some((pool) => rule.name.startsWith(`${pool.name}.`)))
      .map((rule) => `inbound NAT rule "${rule.name}"`),
  ];
  return subjects.length === 0
    ? []
    : [
        hazard(
          `Direct access to the instances behind ${name} (${subjects.join(', ')}) is at "${nextAddress}" after the swap.`,
        ),
      ];
}
