import type { Route } from '../call.ts';
import type { ControlPlane } from '../control-plane.ts';
import { providerRoutes } from './providers.ts';
import { resourceGroupRoutes } from './resource-groups.ts';
import { subscriptionRoutes } from './subscriptions.ts';

/** Microsoft.Resources: what every client asks for before it comes to its business. */
export function resourcesRoutes(plane: ControlPlane): Route[] {
  return [...subscriptionRoutes(plane), ...providerRoutes(plane), ...resourceGroupRoutes(plane)];
}
