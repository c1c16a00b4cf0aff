import type { Lock } from './lock.ts';

/** The lock that a run takes, before it has taken it. */
export interface Lease extends Omit<Lock, 'expiresAtEpochMs'> {
  /** `Clock.monotonicMs` at which the lock shall end. */
  readonly validUntilMs: number;
}

/**
 * @param nowMs `Clock.monotonicMs`
 * @param nowEpochMs by ARM's clock, the one that all runners share: theirs may be wrong by any amount.
 */
export function lockOf({ id, owner, purpose, validUntilMs }: Lease, nowMs: number, nowEpochMs: number): Lock {
  return { id, owner, purpose, expiresAtEpochMs: nowEpochMs + validUntilMs - nowMs };
}
