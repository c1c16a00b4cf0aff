import type { Route } from '../call.ts';
import type { ControlPlane } from '../control-plane.ts';
import { readingRoutes } from '../reading.ts';
import { backendAddressPoolRoutes } from './backend-address-pools.ts';
import { loadBalancerRoutes } from './load-balancers.ts';
import { publicIpRoutes } from './public-ip-addresses.ts';
import { swapRoutes } from './swap-public-ip-addresses.ts';

export function networkRoutes(plane: ControlPlane): Route[] {
  return [
    ...publicIpRoutes(plane),
    ...loadBalancerRoutes(plane),
    ...backendAddressPoolRoutes(plane),
    ...(plane.scenario.settings.swapOperation === 'available' ? swapRoutes(plane) : []),
    ...readingRoutes(plane, 'Microsoft.Network/virtualNetworks'),
    ...readingRoutes(plane, 'Microsoft.Network/networkInterfaces'),
    ...readingRoutes(plane, 'Microsoft.Network/networkSecurityGroups'),
  ];
}
