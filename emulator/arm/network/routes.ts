import type { Route } from '../call.ts';
import type { ControlPlane } from '../control-plane.ts';
import { loadBalancerActionRoutes } from './load-balancer-actions.ts';
import { childRoutes } from './load-balancer-children.ts';
import { loadBalancerRoutes } from './load-balancers.ts';
import { plainRoutes } from './plain-resources.ts';
import { publicIpRoutes } from './public-ip-addresses.ts';
import { swapRoutes } from './swap-public-ip-addresses.ts';
import { usageRoutes } from './usages.ts';

export function networkRoutes(plane: ControlPlane): Route[] {
  return [
    ...publicIpRoutes(plane),
    ...loadBalancerRoutes(plane),
    ...(plane.scenario.settings.swapOperation === 'available' ? swapRoutes(plane) : []),
    ...childRoutes(plane),
    ...loadBalancerActionRoutes(plane),
    ...usageRoutes(plane),
    ...plainRoutes(plane),
  ];
}
