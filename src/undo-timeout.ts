import type { Task } from './inputs.ts';

/**
 * For all the undoing of a run that has failed, of which the step that is undone first gets half. A swap: the longest update of a
 * load balancer ever recorded took 313 s, and 9 of 10 had ended within 73 s. A scale set: one call upgrades all instances that are
 * taken back, and is waited for for a quarter of an hour.
 */
const UNDO_TIMEOUT_MS = { swap: 480_000, scaleSet: 1_800_000 } as const;

/** What comes after the undoing, or before it: the answer to a write, the last look, and giving up the lock. */
const HANDOVER_MS = 120_000;

type Strategy = Pick<Task, 'strategy'>;

export function undoTimeoutMs({ strategy }: Strategy): number {
  return strategy === 'vip-swap' ? UNDO_TIMEOUT_MS.swap : UNDO_TIMEOUT_MS.scaleSet;
}

/** How much longer than its own time a run may be at work, and has its lock. */
export function overtimeMs(of: Strategy): number {
  return undoTimeoutMs(of) + HANDOVER_MS;
}
