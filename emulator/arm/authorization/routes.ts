import { param, type Route } from '../call.ts';
import type { ControlPlane } from '../control-plane.ts';
import { printList } from '../reading.ts';

/** Microsoft.Authorization/permissions: what the caller may do at a scope. */
export function authorizationRoutes(plane: ControlPlane): Route[] {
  return [
    {
      path: '{scope*}/providers/Microsoft.Authorization/permissions',
      methods: {
        GET: (call) =>
          printList(
            plane.permissions.at(param(call, 'scope')).map(({ actions, notActions = [] }) => ({
              actions,
              notActions,
              dataActions: [],
              notDataActions: [],
            })),
          ),
      },
    },
  ];
}
