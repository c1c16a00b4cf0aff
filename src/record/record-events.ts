import type { RecoveryDirection } from './journal.ts';
import type { Lock } from './lock.ts';

/** An interrupted release has been brought to an end; what comes after it in the stream is a release of its own. */
export interface RecoveredEvent {
  readonly type: 'recovered';
  readonly atMs: number;
  readonly direction: RecoveryDirection;
}

export type RecordEvent = LockWaitEvent | RecoveredEvent;

/** A run waits for the lock of another one. */
export interface LockWaitEvent {
  readonly type: 'lock-wait';
  readonly atMs: number;
  /** Name of the resource that carries it. */
  readonly resource: string;
  readonly lock: Lock;
}
