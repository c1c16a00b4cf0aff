/** For undoing one step: the longest load balancer update ever recorded took 313 s. */
export const UNDO_TIMEOUT_MS = 600_000;
