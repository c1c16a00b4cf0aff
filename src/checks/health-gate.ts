import type { ProbeExpectation } from '../probe/expectation.ts';

/** Compute allows ten listings of one scale set a minute, those of others included: at most four are ours. */
export const LISTING_INTERVAL_MS = 15_000;

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

/**
 * The shortest deadline that an instance which is good from the first can be expected to meet: its time is seen to be full at the
 * next listing after that, and what the looks themselves take is as long as from one listing to the next at most.
 */
export function leastHealthyDeadlineMs(minHealthyTimeMs: number): number {
  return minHealthyTimeMs === 0
    ? 0
    : (Math.ceil(minHealthyTimeMs / LISTING_INTERVAL_MS) + 1) * LISTING_INTERVAL_MS;
}
