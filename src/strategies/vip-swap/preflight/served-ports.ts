import type {
  FrontendIpConfiguration,
  InboundNatRule,
  LoadBalancer,
  LoadBalancingRule,
  TransportProtocol,
} from '../../../azure/network/load-balancers.ts';
import type { SubResource } from '../../../azure/network/public-ip-addresses.ts';
import { sameId } from '../../../azure/resource-id.ts';
import { ALL_PORTS, type PortRange } from './port-ranges.ts';

/** Ports that a frontend passes on to instances, with the protocol: whether by balancing or by NAT. */
export interface ServedPorts {
  readonly protocol: TransportProtocol;
  readonly range: PortRange;
}

export function servedPorts(loadBalancer: LoadBalancer, frontend: FrontendIpConfiguration): ServedPorts[] {
  const { inboundNatRules = [], inboundNatPools = [] } = loadBalancer.properties;
  return [
    ...balancingRules(loadBalancer, frontend).map((rule) => ({
      protocol: rule.properties.protocol,
      range: balancedPorts(rule),
    })),
    ...onFrontend(inboundNatRules, frontend).flatMap(natRulePorts),
    ...onFrontend(inboundNatPools, frontend).map(({ properties }) => ({
      protocol: properties.protocol,
      range: { first: properties.frontendPortRangeStart, last: properties.frontendPortRangeEnd },
    })),
  ];
}

export function balancingRules(
  loadBalancer: LoadBalancer,
  frontend: FrontendIpConfiguration,
): LoadBalancingRule[] {
  return onFrontend(loadBalancer.properties.loadBalancingRules ?? [], frontend);
}

/** Port 0 with protocol All is an HA ports rule: every port. */
export function balancedPorts({ properties }: LoadBalancingRule): PortRange {
  const { protocol, frontendPort } = properties;
  return protocol === 'All' && frontendPort === 0 ? ALL_PORTS : { first: frontendPort, last: frontendPort };
}

/** A rule for one instance has a port, a rule for a pool a range of them. */
function natRulePorts({ properties }: InboundNatRule): ServedPorts[] {
  const { protocol, frontendPort, frontendPortRangeStart, frontendPortRangeEnd } = properties;
  if (frontendPortRangeStart && frontendPortRangeEnd) {
    return [{ protocol, range: { first: frontendPortRangeStart, last: frontendPortRangeEnd } }];
  }
  return frontendPort === undefined ? [] : [{ protocol, range: { first: frontendPort, last: frontendPort } }];
}

/** Those of a load balancer's rules or pools that belong to one frontend. */
export function onFrontend<
  T extends { readonly properties: { readonly frontendIPConfiguration?: SubResource } },
>(items: readonly T[], frontend: FrontendIpConfiguration): T[] {
  return items.filter(({ properties }) => sameId(properties.frontendIPConfiguration?.id, frontend.id));
}
