import type { Arm } from '../arm/arm.ts';
import { untilSettled } from '../settled.ts';
import { NETWORK_API_VERSION } from './network-api.ts';
import type { SubResource } from './public-ip-addresses.ts';

export interface FrontendIpConfiguration {
  readonly id: string;
  readonly name: string;
  readonly zones?: readonly string[];
  readonly properties: {
    readonly publicIPAddress?: SubResource;
    readonly subnet?: SubResource;
    readonly publicIPPrefix?: SubResource;
    readonly gatewayLoadBalancer?: SubResource;
    readonly outboundRules?: readonly SubResource[];
    readonly inboundNatRules?: readonly SubResource[];
    readonly inboundNatPools?: readonly SubResource[];
    readonly loadBalancingRules?: readonly SubResource[];
  };
}

export type TransportProtocol = 'Tcp' | 'Udp' | 'All';

export interface LoadBalancingRule {
  readonly id: string;
  readonly name: string;
  readonly properties: {
    readonly frontendIPConfiguration: SubResource;
    readonly backendAddressPool?: SubResource;
    readonly backendAddressPools?: readonly SubResource[];
    readonly probe?: SubResource;
    readonly protocol: TransportProtocol;
    readonly frontendPort: number;
    readonly backendPort?: number;
    readonly enableFloatingIP?: boolean;
  };
}

export interface HealthProbe {
  readonly id: string;
  readonly name: string;
  readonly properties: {
    readonly protocol: 'Http' | 'Https' | 'Tcp';
    readonly port: number;
    readonly requestPath?: string;
    readonly intervalInSeconds?: number;
    readonly probeThreshold?: number;
    readonly numberOfProbes?: number;
  };
}

export interface InboundNatRule {
  readonly id: string;
  readonly name: string;
  readonly properties: {
    readonly frontendIPConfiguration?: SubResource;
    readonly protocol: TransportProtocol;
    readonly frontendPort?: number;
    readonly frontendPortRangeStart?: number;
    readonly frontendPortRangeEnd?: number;
    readonly backendPort: number;
    /** The one IP configuration that it leads to; of an instance, where a NAT pool has made the rule. */
    readonly backendIPConfiguration?: SubResource;
    /** Of a rule with a range of ports: each member of the pool has one of them. */
    readonly backendAddressPool?: SubResource;
  };
}

export interface InboundNatPool {
  readonly id: string;
  readonly name: string;
  readonly properties: {
    readonly frontendIPConfiguration?: SubResource;
    readonly protocol: TransportProtocol;
    readonly frontendPortRangeStart: number;
    readonly frontendPortRangeEnd: number;
    readonly backendPort: number;
  };
}

export interface BackendAddressPool {
  readonly id: string;
  readonly name: string;
  readonly properties?: {
    readonly backendIPConfigurations?: readonly SubResource[];
    readonly loadBalancerBackendAddresses?: readonly {
      readonly name?: string;
      readonly properties?: { readonly ipAddress?: string };
    }[];
  };
}

/**
 * Microsoft.Network/loadBalancers, api-version 2026-01-01: what the product reads of it. The object itself holds all that
 * ARM sent, and is what goes back in a PUT.
 */
export interface LoadBalancer {
  readonly id: string;
  readonly name: string;
  readonly location: string;
  readonly etag?: string;
  readonly sku?: { readonly name?: string; readonly tier?: string };
  readonly tags?: Readonly<Record<string, string>>;
  readonly managedBy?: string;
  readonly properties: {
    readonly provisioningState?: string;
    readonly frontendIPConfigurations?: readonly FrontendIpConfiguration[];
    readonly backendAddressPools?: readonly BackendAddressPool[];
    readonly loadBalancingRules?: readonly LoadBalancingRule[];
    readonly probes?: readonly HealthProbe[];
    readonly inboundNatRules?: readonly InboundNatRule[];
    readonly inboundNatPools?: readonly InboundNatPool[];
    readonly outboundRules?: readonly { readonly name: string; readonly properties: unknown }[];
  };
}

export async function getLoadBalancer(arm: Arm, id: string, signal: AbortSignal): Promise<LoadBalancer> {
  return (await arm.get(id, NETWORK_API_VERSION, signal)) as LoadBalancer;
}

export async function listLoadBalancers(
  arm: Arm,
  scope: string,
  signal: AbortSignal,
): Promise<LoadBalancer[]> {
  const path = `${scope}/providers/Microsoft.Network/loadBalancers`;
  return (await arm.list(path, NETWORK_API_VERSION, signal)) as LoadBalancer[];
}

export function frontendsOf(loadBalancer: LoadBalancer): readonly FrontendIpConfiguration[] {
  return loadBalancer.properties.frontendIPConfigurations ?? [];
}

/** @param patienceMs as of `untilSettled`. */
export function getSettled(
  arm: Arm,
  id: string,
  signal: AbortSignal,
  patienceMs?: number,
): Promise<LoadBalancer> {
  return untilSettled(arm, () => getLoadBalancer(arm, id, signal), signal, patienceMs);
}
