/** One swap of the addresses of two load balancers, for contenders that know one frontend and one address on each side. */
export interface SwapTask {
  /** Without a slash at its end. */
  readonly resourceManagerEndpoint: string;
  /** Bearer token for Azure Resource Manager, good for the whole swap. */
  readonly accessToken: string;
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  /** The load balancer that production leaves. */
  readonly productionLoadBalancer: string;
  readonly targetLoadBalancer: string;
}

/** The outage as the contender itself sees it: CLOCK_MONOTONIC milliseconds. */
export interface SwapWindow {
  readonly startedMs: number;
  readonly endedMs: number;
}

/**
 * Carries out one swap.
 *
 * @param tell takes one sentence for each thing that happens.
 * @throws Error at the first answer that the contender cannot go on with; nothing is undone.
 */
export type Contender = (task: SwapTask, tell: (sentence: string) => void) => Promise<SwapWindow>;

export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
