import type {
  FrontendIpConfiguration,
  LoadBalancer,
  LoadBalancingRule,
} from '../../../azure/network/load-balancers.ts';
import type { SubResource } from '../../../azure/network/public-ip-addresses.ts';
import { sameId } from '../../../azure/resource-id.ts';
import { type Finding, hazard } from '../../preflight/finding.ts';
import type { ProposedSwap } from './proposed-swap.ts';
import { balancingRules } from './served-ports.ts';

/**
 * Instances reach the outside from the address of the frontend: by an outbound rule, or by a load-balancing rule that does
 * not switch source NAT off. Firewalls elsewhere know them by it.
 */
export function findOutboundAddresses({ environment }: ProposedSwap): Finding[] {
  const { productionLoadBalancer, targetLoadBalancer, moves } = environment;
  return moves.flatMap(({ productionAddress, productionFrontend, targetAddress, targetFrontend }) => [
    ...outbound(productionLoadBalancer, productionFrontend, targetAddress),
    ...outbound(targetLoadBalancer, targetFrontend, productionAddress),
  ]);
}

function outbound(
  loadBalancer: LoadBalancer,
  frontend: FrontendIpConfiguration,
  next: { readonly name: string; readonly properties: { readonly ipAddress?: string } },
): Finding[] {
  const rules = [
    ...outboundRuleNames(loadBalancer, frontend).map((name) => `outbound rule "${name}"`),
    ...balancingRules(loadBalancer, frontend)
      .filter(translatesSource)
      .map(({ name }) => `source NAT of load-balancing rule "${name}"`),
  ];
  return rules.length === 0
    ? []
    : [
        hazard(
          `Connections that the instances behind ${loadBalancer.name} open themselves come from "${next.name}" ` +
            `(${next.properties.ipAddress ?? 'no address yet'}) after the swap, by ${rules.join(', ')}, unless a NAT gateway ` +
            'or addresses of their own carry them: whoever lets them in by address must know both.',
        ),
      ];
}

interface OutboundRuleProperties {
  readonly frontendIPConfigurations?: readonly SubResource[];
}

function outboundRuleNames(loadBalancer: LoadBalancer, frontend: FrontendIpConfiguration): string[] {
  return (loadBalancer.properties.outboundRules ?? [])
    .filter((rule) => {
      const { frontendIPConfigurations = [] } = rule.properties as OutboundRuleProperties;
      return frontendIPConfigurations.some(({ id }) => sameId(id, frontend.id));
    })
    .map(({ name }) => name);
}

interface SourceNat extends Pick<LoadBalancingRule['properties'], 'frontendPort'> {
  readonly disableOutboundSnat?: boolean;
}

function translatesSource(rule: LoadBalancingRule): boolean {
  const { disableOutboundSnat }: SourceNat = rule.properties;
  return disableOutboundSnat !== true;
}
