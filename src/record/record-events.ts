import type { Lock } from './lock.ts';

/** A run waits for the lock of another one. */
export interface LockWaitEvent {
  readonly type: 'lock-wait';
  readonly atMs: number;
  /** Name of the production address. */
  readonly address: string;
  readonly lock: Lock;
}
