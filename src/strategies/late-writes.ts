/**
 * How long a write of a process that was killed, or whose connection was cut, may be on its way: no answer to an update of a load balancer was ever
 * recorded to take longer than nine seconds.
 */
export const LATE_WRITE_MS = 10_000;

/**
 * The same of ARM's own swap, of which nothing was recorded. It has no ETag either: one that arrives late is carried out whatever
 * has become of the load balancers since. So as long as its answer would be waited for.
 */
export const LATE_SWAP_MS = 60_000;
