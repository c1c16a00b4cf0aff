/** The parts of a load balancer's ARM JSON that tell what can be asked at its frontend (Microsoft.Network, 2020-11-01 on). */
export interface LoadBalancerShape {
  readonly properties: {
    readonly loadBalancingRules?: readonly LoadBalancingRuleShape[];
    readonly probes?: readonly HealthProbeShape[];
    readonly inboundNatRules?: readonly InboundNatRuleShape[];
    readonly inboundNatPools?: readonly InboundNatPoolShape[];
  };
}

export interface LoadBalancingRuleShape {
  readonly name: string;
  readonly properties: {
    readonly frontendIPConfiguration?: ReferenceShape;
    /** `Tcp`, `Udp`, `All` or `Quic`. */
    readonly protocol: string;
    /** 0 stands for every port. */
    readonly frontendPort: number;
    readonly backendPort?: number;
    readonly probe?: ReferenceShape;
  };
}

export interface HealthProbeShape {
  readonly id: string;
  readonly name: string;
  readonly properties: {
    /** `Http`, `Https` or `Tcp`. */
    readonly protocol: string;
    readonly port: number;
    readonly requestPath?: string;
  };
}

export interface InboundNatRuleShape {
  readonly name: string;
  readonly properties: {
    readonly frontendIPConfiguration?: ReferenceShape;
    readonly protocol: string;
    readonly frontendPort?: number;
    /** In place of `frontendPort` where the rule serves a backend pool. */
    readonly frontendPortRangeStart?: number;
  };
}

export interface InboundNatPoolShape {
  readonly name: string;
  readonly properties: {
    readonly frontendIPConfiguration?: ReferenceShape;
    readonly protocol: string;
    readonly frontendPortRangeStart: number;
  };
}

interface ReferenceShape {
  readonly id?: string;
}
