import type { ControlPlane } from '../control-plane.ts';
import { errors } from '../errors.ts';
import { listOf, memberOf, referenceOf, textOf } from '../json.ts';
import type { RequestedAction } from '../requested-action.ts';
import { parentId } from '../resource-id.ts';

interface LinkedAction {
  readonly action: string;
  readonly scope: string;
}

/** Whoever makes a resource point at another one must be allowed to join that one. */
export function checkLinkedActions(plane: ControlPlane, requested: RequestedAction, body: unknown): void {
  for (const { action, scope } of linkedActions(requested, body)) {
    if (!plane.permissions.allows(action, scope)) {
      throw errors.linkedAuthorizationFailed(requested.action, requested.scope, action, scope);
    }
  }
}

function linkedActions({ action }: RequestedAction, body: unknown): readonly LinkedAction[] {
  switch (action.toLowerCase()) {
    case 'microsoft.network/loadbalancers/write':
      return frontendsOf(memberOf(body, 'properties')).flatMap(joins);
    case 'microsoft.network/locations/setloadbalancerfrontendpublicipaddresses/action':
      return frontendsOf(body).flatMap((frontend) => [...joins(frontend), ...writes(textOf(frontend, 'id'))]);
    default:
      return [];
  }
}

function frontendsOf(value: unknown): readonly unknown[] {
  return listOf(value, 'frontendIPConfigurations');
}

function joins(frontend: unknown): readonly LinkedAction[] {
  const properties = memberOf(frontend, 'properties');
  const publicIp = referenceOf(properties, 'publicIPAddress');
  const subnet = referenceOf(properties, 'subnet');
  return [
    ...(publicIp === undefined
      ? []
      : [{ action: 'Microsoft.Network/publicIPAddresses/join/action', scope: publicIp }]),
    ...(subnet === undefined
      ? []
      : [{ action: 'Microsoft.Network/virtualNetworks/subnets/join/action', scope: subnet }]),
  ];
}

/** The swap operation writes load balancers that its path does not name. */
function writes(frontendId: string | undefined): readonly LinkedAction[] {
  if (frontendId === undefined) return [];
  return [{ action: 'Microsoft.Network/loadBalancers/write', scope: parentId(frontendId) }];
}
