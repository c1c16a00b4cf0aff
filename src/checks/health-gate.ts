import type { ProbeExpectation } from '../probe/expectation.ts';

/** What makes an upgraded instance good. All that is configured has to agree. */
export interface HealthGate {
  /** For so long without a break everything must have been good. */
  readonly minHealthyTimeMs: number;
  /** Within this time after its upgrade. */
  readonly healthyDeadlineMs: number;
  /** Asked of the one instance, through its inbound NAT rule. */
  readonly endpoint?: InstanceEndpointCheck;
  /** Run on the instance by Run Command: exit status 0 is good. */
  readonly command?: string;
}

export type InstanceEndpointCheck =
  | {
      readonly protocol: 'http';
      /** Of the instance, not of the load balancer. */
      readonly port: number;
      readonly path: string;
      readonly expectation: ProbeExpectation;
    }
  | { readonly protocol: 'tcp'; readonly port: number };
