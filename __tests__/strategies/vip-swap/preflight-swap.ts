import type {
  FrontendIpConfiguration,
  InboundNatPool,
  InboundNatRule,
  LoadBalancer,
  LoadBalancingRule,
  TransportProtocol,
} from '../../../src/azure/network/load-balancers.ts';
import type { PublicIpAddress } from '../../../src/azure/network/public-ip-addresses.ts';
import type { AddressMove } from '../../../src/strategies/vip-swap/environment.ts';
import type { VipSwapGoal } from '../../../src/strategies/vip-swap/goal.ts';
import type { ProposedSwap } from '../../../src/strategies/vip-swap/preflight/index.ts';

/** A swap that nothing stands against: blue serves, green is the target. Tests change one thing of it. */
export const subscriptionId = '8f4e2c7a-5b1d-4c39-9a06-d2e7f1b3c845';
export const group = `/subscriptions/${subscriptionId}/resourceGroups/shop`;

type Properties<T extends { readonly properties: unknown }> = Partial<T['properties']>;

export function address(
  name: string,
  changes: Partial<Omit<PublicIpAddress, 'properties'>> & { readonly properties?: object } = {},
): PublicIpAddress {
  const { properties, ...rest } = changes;
  return {
    id: `${group}/providers/Microsoft.Network/publicIPAddresses/${name}`,
    name,
    location: 'westeurope',
    sku: { name: 'Standard', tier: 'Regional' },
    zones: ['1', '2', '3'],
    ...rest,
    properties: {
      provisioningState: 'Succeeded',
      ipAddress: '20.0.0.1',
      publicIPAddressVersion: 'IPv4',
      publicIPAllocationMethod: 'Static',
      ...properties,
    },
  };
}

export function loadBalancer(
  name: string,
  changes: Partial<Omit<LoadBalancer, 'properties'>> & { readonly properties?: object } = {},
): LoadBalancer {
  const { properties, ...rest } = changes;
  return {
    id: `${group}/providers/Microsoft.Network/loadBalancers/${name}`,
    name,
    location: 'westeurope',
    sku: { name: 'Standard', tier: 'Regional' },
    ...rest,
    properties: {
      provisioningState: 'Succeeded',
      frontendIPConfigurations: [frontend(name, 'web')],
      loadBalancingRules: [rule(name, 'web', 'Tcp', 443)],
      ...properties,
    },
  };
}

function childId(loadBalancerName: string, collection: string, name: string): string {
  return `${group}/providers/Microsoft.Network/loadBalancers/${loadBalancerName}/${collection}/${name}`;
}

export function frontend(
  loadBalancerName: string,
  name: string,
  properties: FrontendIpConfiguration['properties'] = {
    publicIPAddress: { id: `${group}/providers/Microsoft.Network/publicIPAddresses/of-${loadBalancerName}` },
  },
): FrontendIpConfiguration {
  return { id: childId(loadBalancerName, 'frontendIPConfigurations', name), name, properties };
}

function onFrontend(loadBalancerName: string, frontendName: string) {
  return {
    frontendIPConfiguration: { id: childId(loadBalancerName, 'frontendIPConfigurations', frontendName) },
  };
}

/** A rule named after what it serves, such as `tcp443`. */
export function rule(
  loadBalancerName: string,
  frontendName: string,
  protocol: TransportProtocol,
  frontendPort: number,
  properties: object = {},
): LoadBalancingRule {
  const name = `${protocol.toLowerCase()}${frontendPort}`;
  return {
    id: childId(loadBalancerName, 'loadBalancingRules', name),
    name,
    properties: { ...onFrontend(loadBalancerName, frontendName), protocol, frontendPort, ...properties },
  };
}

export function natRule(
  loadBalancerName: string,
  name: string,
  properties: Properties<InboundNatRule>,
): InboundNatRule {
  return {
    id: childId(loadBalancerName, 'inboundNatRules', name),
    name,
    properties: { ...onFrontend(loadBalancerName, 'web'), protocol: 'Tcp', backendPort: 22, ...properties },
  };
}

export function natPool(loadBalancerName: string, name: string, first: number, last: number): InboundNatPool {
  return {
    id: childId(loadBalancerName, 'inboundNatPools', name),
    name,
    properties: {
      ...onFrontend(loadBalancerName, 'web'),
      protocol: 'Tcp',
      frontendPortRangeStart: first,
      frontendPortRangeEnd: last,
      backendPort: 22,
    },
  };
}

export interface SwapChanges {
  readonly goal?: Partial<VipSwapGoal>;
  readonly production?: LoadBalancer;
  readonly target?: LoadBalancer;
  readonly move?: Partial<AddressMove>;
  /** Moves beside the first. */
  readonly furtherMoves?: readonly AddressMove[];
  readonly plannedMethod?: ProposedSwap['plannedMethod'];
  readonly temporaryIpIds?: readonly string[];
}

export function proposedSwap(changes: SwapChanges = {}): ProposedSwap {
  const production = changes.production ?? loadBalancer('blue');
  const target = changes.target ?? loadBalancer('green');
  const move: AddressMove = {
    productionAddress: address('shop'),
    productionFrontend: frontend('blue', 'web'),
    targetFrontend: frontend('green', 'web'),
    targetAddress: address('staging'),
    ...changes.move,
  };
  return {
    goal: {
      subscriptionId,
      productionPublicIpIds: [move.productionAddress.id],
      targetLoadBalancerId: target.id,
      targetFrontends: [],
      swapMethod: 'temporary-ip',
      sparePublicIpIds: [],
      temporaryIpTags: {},
      targetCheck: { kind: 'own-address' },
      allowAddressChange: false,
      allowSmallerTarget: false,
      ...changes.goal,
    },
    environment: {
      productionLoadBalancer: production,
      targetLoadBalancer: target,
      moves: [move, ...(changes.furtherMoves ?? [])],
    },
    plannedMethod: changes.plannedMethod ?? 'temporary-ip',
    temporaryIpIds: changes.temporaryIpIds ?? [],
  };
}
