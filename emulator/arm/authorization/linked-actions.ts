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
    case 'microsoft.compute/virtualmachinescalesets/write': {
      const profile = memberOf(memberOf(body, 'properties'), 'virtualMachineProfile');
      return machineActions(profile, memberOf(profile, 'networkProfile'));
    }
    case 'microsoft.compute/virtualmachinescalesets/virtualmachines/write': {
      const properties = memberOf(body, 'properties');
      return machineActions(properties, memberOf(properties, 'networkProfileConfiguration'));
    }
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

/** What a machine is made of, and whatever its network interfaces are attached to. */
function machineActions(machine: unknown, network: unknown): readonly LinkedAction[] {
  const image = referenceOf(memberOf(machine, 'storageProfile'), 'imageReference');
  const interfaces = listOf(network, 'networkInterfaceConfigurations').map(({ properties }) => properties);
  return [
    ...(image === undefined ? [] : [{ action: imageAction(image), scope: image }]),
    ...interfaces.flatMap((each) => linked(each, interfaceLinks)),
    ...interfaces
      .flatMap((each) => listOf(each, 'ipConfigurations'))
      .flatMap(({ properties }) => linked(properties, configurationLinks)),
  ];
}

function imageAction(id: string): string {
  return /\/galleries\//i.test(id)
    ? 'Microsoft.Compute/galleries/images/versions/read'
    : 'Microsoft.Compute/images/read';
}

const interfaceLinks = { networkSecurityGroup: 'networkSecurityGroups/join' };

/** Members that name a resource, or a list of them. */
const configurationLinks = {
  subnet: 'virtualNetworks/subnets/join',
  loadBalancerBackendAddressPools: 'loadBalancers/backendAddressPools/join',
  loadBalancerInboundNatPools: 'loadBalancers/inboundNatPools/join',
  applicationGatewayBackendAddressPools: 'applicationGateways/backendAddressPools/join',
  applicationSecurityGroups: 'applicationSecurityGroups/joinIpConfiguration',
};

function linked(holder: unknown, links: Readonly<Record<string, string>>): readonly LinkedAction[] {
  return Object.entries(links).flatMap(([member, action]) => {
    const one = referenceOf(holder, member);
    const several = listOf(holder, member).map((each) => textOf(each, 'id'));
    return [one, ...several]
      .filter((id) => id !== undefined)
      .map((scope) => ({ action: `Microsoft.Network/${action}/action`, scope }));
  });
}

/** The swap operation writes load balancers that its path does not name. */
function writes(frontendId: string | undefined): readonly LinkedAction[] {
  if (frontendId === undefined) return [];
  return [{ action: 'Microsoft.Network/loadBalancers/write', scope: parentId(frontendId) }];
}
