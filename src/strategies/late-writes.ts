/**
 * How long a write of a process that was killed may be on its way: no answer to an update of a load balancer was ever
 * recorded to take longer than nine seconds.
 */
export const LATE_WRITE_MS = 10_000;
