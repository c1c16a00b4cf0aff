import type { LoadBalancer } from '../../../src/azure/network/load-balancers.ts';
import type { PublicIpAddress } from '../../../src/azure/network/public-ip-addresses.ts';
import type { SwapEnvironment } from '../../../src/strategies/vip-swap/environment.ts';

const group =
  '/subscriptions/8f4e2c7a-5b1d-4c39-9a06-d2e7f1b3c845/resourceGroups/shop/providers/Microsoft.Network';

/** A swap's environment with nothing in it but one frontend and one address on each side. */
export function observed({ targetIpAddress }: { readonly targetIpAddress: string }): SwapEnvironment {
  const productionLoadBalancer = loadBalancer('blue-lb');
  const targetLoadBalancer = loadBalancer('green-lb');
  return {
    productionLoadBalancer,
    targetLoadBalancer,
    moves: [
      {
        productionAddress: address('blue-pip', '127.0.0.1'),
        productionFrontend: frontendOf(productionLoadBalancer),
        targetFrontend: frontendOf(targetLoadBalancer),
        targetAddress: address('green-pip', targetIpAddress),
      },
    ],
  };
}

function loadBalancer(name: string): LoadBalancer {
  return { id: `${group}/loadBalancers/${name}`, name, location: 'southcentralus', properties: {} };
}

function frontendOf({ id }: LoadBalancer) {
  return { id: `${id}/frontendIPConfigurations/web`, name: 'web', properties: {} };
}

function address(name: string, ipAddress: string): PublicIpAddress {
  const properties = { ipAddress, provisioningState: 'Succeeded' };
  return { id: `${group}/publicIPAddresses/${name}`, name, location: 'southcentralus', properties };
}
