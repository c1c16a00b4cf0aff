/** A health probe as a load balancer configures it, times at speed 1. */
export interface ProbeConfiguration {
  /** Id of the health probe. */
  readonly id: string;
  readonly protocol: 'tcp' | 'http';
  readonly port: number;
  /** Empty for TCP. */
  readonly path: string;
  readonly intervalMs: number;
  /** Consecutive results that move an instance out of rotation or back into it. */
  readonly threshold: number;
}

/** An IP configuration's id, or the private address of an IP-based backend. */
export interface Backend {
  /** As the resource that names it writes it. */
  readonly id: string;
  /** The same in lower case: ids are compared without case. */
  readonly key: string;
}

/** Which fields of the client's 5-tuple choose the instance: `loadDistribution`. */
export type FlowKey = 'address-and-port' | 'address';

/** What one (public IP, port) is forwarded to by one load balancer. */
export interface Route {
  readonly loadBalancerId: string;
  /** Name of the load-balancing rule or inbound NAT rule. */
  readonly ruleName: string;
  readonly publicIpAddressId: string;
  readonly frontendPort: number;
  /** Where the instance is reached. With `enableFloatingIP` that is the frontend's port: the packet arrives unchanged. */
  readonly instancePort: number;
  /** One for a NAT rule. */
  readonly backends: readonly Backend[];
  readonly flowKey: FlowKey;
  /** NAT rules have none: they forward to their machine whatever its state is. */
  readonly probe?: ProbeConfiguration;
}
