import type { Arm } from '../../azure/arm.ts';
import { listLocks, type ManagementLock, READ_LOCKS } from '../../azure/locks.ts';
import { distinctScopes } from '../../azure/scopes.ts';
import { notChecked, readScopes } from './arm-reads.ts';
import type { Finding } from './finding.ts';

export interface LocksFound {
  /** Each once: a lock of the subscription is in the list of every group. */
  readonly locks: readonly ManagementLock[];
  readonly unchecked: readonly Finding[];
}

/** The list at a resource group holds the locks of its resources and those it inherits from the subscription. */
export async function readLocks(
  groups: readonly string[],
  arm: Arm,
  signal: AbortSignal,
): Promise<LocksFound> {
  const { read, unread } = await readScopes(distinctScopes(groups), (scope) => listLocks(arm, scope, signal));
  const locks = new Map(read.flatMap(({ value }) => value).map((lock) => [lock.id.toLowerCase(), lock]));
  return { locks: [...locks.values()], unchecked: notChecked('Locks', READ_LOCKS, unread) };
}
