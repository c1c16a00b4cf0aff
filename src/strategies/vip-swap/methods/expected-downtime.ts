import type { LoadBalancer } from '../../../azure/network/load-balancers.ts';
import type { ExpectedDowntime } from '../../../engine/plan.ts';

/**
 * Seconds of one PUT of a load balancer, from public recordings of ARM traffic (2016 to 2023). Its end lies between two
 * polls; the middle of the bounds is taken. With backends: n = 179, p50 in 20..31, p90 in 56..73. Without: at most 1.
 */
const LOAD_BALANCER_PUT = {
  withBackends: { median: 25.5, p90: 64.5 },
  withoutBackends: { median: 1, p90: 1 },
} as const;

/**
 * Two updates after one another: the one that takes the address away and the one that gives it back. A sum of medians or
 * percentiles is near that of the sum: seldom are both updates slow.
 */
export function expectedOfTwoUpdates(first: LoadBalancer, second: LoadBalancer): ExpectedDowntime {
  const [opening, closing] = [durationOf(first), durationOf(second)];
  return {
    medianSeconds: opening.median + closing.median,
    p90Seconds: opening.p90 + closing.p90,
    basis:
      'two load balancer updates, by recorded durations of ARM (2016 to 2023); no recording shows when the data plane ' +
      'itself moves, which may be earlier or later',
  };
}

export const expectedOfNativeSwap: ExpectedDowntime = {
  medianSeconds: null,
  p90Seconds: null,
  atLeastSeconds: 10,
  basis:
    'documented as "10 seconds or more" for cloud services; never recorded on load balancers of virtual machines or scale sets',
};

/** Seconds that an update of the load balancer lasts, by the median of the recorded ones. */
export function expectedOfUpdate(loadBalancer: LoadBalancer): number {
  return durationOf(loadBalancer).median;
}

function durationOf(loadBalancer: LoadBalancer) {
  return hasBackends(loadBalancer) ? LOAD_BALANCER_PUT.withBackends : LOAD_BALANCER_PUT.withoutBackends;
}

function hasBackends(loadBalancer: LoadBalancer): boolean {
  return (loadBalancer.properties.backendAddressPools ?? []).some(
    (pool) =>
      (pool.properties?.backendIPConfigurations ?? []).length > 0 ||
      (pool.properties?.loadBalancerBackendAddresses ?? []).length > 0,
  );
}
