import type { ImageReference, ScaleSet } from './scale-sets/scale-sets.ts';

/** An action that ARM asks for at another resource, because a write names it; else it is 403 `LinkedAuthorizationFailed`. */
export interface LinkedAction {
  readonly scope: string;
  readonly action: string;
}

/**
 * Of a write that has an image in its body. Reported for versions of galleries (Azure/vm-scale-sets#72); for a managed image it is
 * an assumption. Images of the marketplace, shared and community galleries are no resources of a tenant's.
 */
export function imageActions({ id }: ImageReference): LinkedAction[] {
  if (id === undefined) {
    return [];
  }
  return [
    {
      scope: id,
      action: /\/galleries\//i.test(id)
        ? 'Microsoft.Compute/galleries/images/versions/read'
        : 'Microsoft.Compute/images/read',
    },
  ];
}

/**
 * Of a PUT of an instance, which repeats its network configuration: ARM asks as if all of it were new. Reported for pools and
 * security groups (kubernetes-sigs/cloud-provider-azure#1999 and #287); the others have actions of the same kind.
 */
export function networkActions({ properties }: ScaleSet): LinkedAction[] {
  const interfaces = properties.virtualMachineProfile?.networkProfile?.networkInterfaceConfigurations ?? [];
  const configurations = interfaces.flatMap((each) => each.properties?.ipConfigurations ?? []);
  const groups = interfaces.flatMap((each) => each.properties?.networkSecurityGroup ?? []);
  return [
    ...groups.map(joining('networkSecurityGroups/join')),
    ...configurations.flatMap(({ properties: ip = {} }) => [
      ...(ip.subnet === undefined ? [] : [ip.subnet]).map(joining('virtualNetworks/subnets/join')),
      ...(ip.loadBalancerBackendAddressPools ?? []).map(joining('loadBalancers/backendAddressPools/join')),
      ...(ip.loadBalancerInboundNatPools ?? []).map(joining('loadBalancers/inboundNatPools/join')),
      ...(ip.applicationGatewayBackendAddressPools ?? []).map(
        joining('applicationGateways/backendAddressPools/join'),
      ),
      ...(ip.applicationSecurityGroups ?? []).map(joining('applicationSecurityGroups/joinIpConfiguration')),
    ]),
  ];
}

function joining(action: string): (resource: { readonly id: string }) => LinkedAction {
  return ({ id }) => ({ scope: id, action: `Microsoft.Network/${action}/action` });
}
