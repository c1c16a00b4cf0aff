import type { FrontendIpConfiguration } from '../../../azure/network/load-balancers.ts';
import { nameOf, sameId } from '../../../azure/resource-id.ts';
import { type Finding, hazard } from '../../preflight/finding.ts';
import type { ProposedSwap } from './proposed-swap.ts';

/** A chained gateway load balancer inspects the traffic of a frontend, and stays with the frontend. */
export function findGatewayLoadBalancers({ environment }: ProposedSwap): Finding[] {
  return environment.moves
    .filter(
      ({ productionFrontend, targetFrontend }) =>
        gatewayId(productionFrontend) !== gatewayId(targetFrontend) &&
        !sameId(gatewayId(productionFrontend), gatewayId(targetFrontend)),
    )
    .map(({ productionAddress, productionFrontend, targetFrontend }) =>
      hazard(
        `Traffic to "${productionAddress.name}" passes ${describe(productionFrontend)} now and ${describe(targetFrontend)} ` +
          'after the swap: the chain belongs to the frontend, not to the address.',
      ),
    );
}

function gatewayId({ properties }: FrontendIpConfiguration): string | undefined {
  return properties.gatewayLoadBalancer?.id;
}

/** The chain refers to a frontend of the gateway load balancer: `.../loadBalancers/{name}/frontendIPConfigurations/{name}`. */
function describe(frontend: FrontendIpConfiguration): string {
  const id = gatewayId(frontend);
  return id === undefined
    ? 'no gateway load balancer'
    : `gateway load balancer "${nameOf(id.split('/').slice(0, 9).join('/'))}"`;
}
