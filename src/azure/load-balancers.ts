import type { Arm } from './arm.ts';
import { ArmError, ArmOperationError, UncertainWriteError } from './arm-error.ts';
import type { PollPace } from './long-running.ts';
import { NETWORK_API_VERSION } from './network-api.ts';
import type { SubResource } from './public-ip-addresses.ts';
import { sameId } from './resource-id.ts';

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

/** Which public IP address a frontend shall have. */
export interface FrontendAssignment {
  /** Name of the frontend IP configuration. */
  readonly frontend: string;
  /** Resource id of the public IP address. */
  readonly publicIpAddressId: string;
}

export function frontendsOf(loadBalancer: LoadBalancer): readonly FrontendIpConfiguration[] {
  return loadBalancer.properties.frontendIPConfigurations ?? [];
}

export function hasAssignments(
  loadBalancer: LoadBalancer,
  assignments: readonly FrontendAssignment[],
): boolean {
  return assignments.every(({ frontend, publicIpAddressId }) =>
    frontendsOf(loadBalancer).some(
      (each) => each.name === frontend && sameId(each.properties.publicIPAddress?.id, publicIpAddressId),
    ),
  );
}

/** The body as it was read, with the address of the named frontends changed and nothing else. */
export function withAssignments(
  loadBalancer: LoadBalancer,
  assignments: readonly FrontendAssignment[],
): LoadBalancer {
  const addressOf = new Map(assignments.map((each) => [each.frontend, each.publicIpAddressId]));
  const frontendIPConfigurations = frontendsOf(loadBalancer).map((frontend) => {
    const id = addressOf.get(frontend.name);
    return id === undefined
      ? frontend
      : {
          ...frontend,
          properties: {
            ...frontend.properties,
            publicIPAddress: { ...frontend.properties.publicIPAddress, id },
          },
        };
  });
  return { ...loadBalancer, properties: { ...loadBalancer.properties, frontendIPConfigurations } };
}

export interface AssignFrontends {
  /** As last read: the body that goes back, and the ETag that must still hold. */
  readonly loadBalancer: LoadBalancer;
  readonly assignments: readonly FrontendAssignment[];
  readonly pace: PollPace;
}

/** Other writers come between our read and our write; one that does so every time is at war with us. */
const MOST_TRIES = 4;

/**
 * PUT loadBalancers/{name} (api-version 2026-01-01) with one field changed, under If-Match. Where another writer came
 * between (autoscale changes load balancers) or ARM did not say what became of the write, the live state decides whether
 * there is anything left to do, and the one field is changed in what is there now.
 */
export async function assignFrontends(
  arm: Arm,
  { loadBalancer, assignments, pace }: AssignFrontends,
  signal: AbortSignal,
): Promise<void> {
  let current = loadBalancer;
  for (let tries = 1; ; tries += 1) {
    try {
      await arm.write(
        {
          method: 'PUT',
          path: current.id,
          apiVersion: NETWORK_API_VERSION,
          body: withAssignments(current, assignments),
          ifMatch: current.etag,
          pace,
        },
        signal,
      );
      return;
    } catch (error) {
      if (!isWorthAnotherLook(error) || tries === MOST_TRIES) {
        throw error;
      }
    }
    current = await getSettled(arm, current.id, signal);
    if (isAsWanted(current, assignments)) {
      return;
    }
  }
}

function isWorthAnotherLook(error: unknown): boolean {
  return (
    error instanceof UncertainWriteError ||
    (error instanceof ArmError && error.status === 412) ||
    (error instanceof ArmOperationError && error.isSuperseded)
  );
}

/** A load balancer that is not `Succeeded` may have its new model without the data plane that belongs to it. */
export function isAsWanted(loadBalancer: LoadBalancer, assignments: readonly FrontendAssignment[]): boolean {
  return (
    loadBalancer.properties.provisioningState === 'Succeeded' && hasAssignments(loadBalancer, assignments)
  );
}

/** Reads until no operation is running on it. A GET is cheap: 10,000 reads in 5 minutes are allowed. */
export async function getSettled(arm: Arm, id: string, signal: AbortSignal): Promise<LoadBalancer> {
  for (;;) {
    const loadBalancer = await getLoadBalancer(arm, id, signal);
    if (loadBalancer.properties.provisioningState !== 'Updating') {
      return loadBalancer;
    }
    await arm.pause(SETTLE_MS, signal);
  }
}

const SETTLE_MS = 500;
