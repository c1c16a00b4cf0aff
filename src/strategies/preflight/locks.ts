import type { Arm } from '../../azure/arm/arm.ts';
import { holdsFor, listLocks, type ManagementLock, READ_LOCKS, scopeOf } from '../../azure/locks.ts';
import { distinctScopes } from '../../azure/scopes.ts';
import { notChecked, readScopes } from './arm-reads.ts';
import { type Finding, refusal } from './finding.ts';

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

/** What is written to, and what messages call it. */
export interface Written {
  readonly label: string;
  readonly id: string;
}

/** ARM counts a POST among the writes. @param work what the lock is in the way of: `swap`. */
export function refuseReadOnly(lock: ManagementLock, written: readonly Written[], work: string): Finding[] {
  const locked = new Set(written.filter(({ id }) => holdsFor(lock, id)).map(({ label }) => label));
  return lock.properties.level !== 'ReadOnly' || locked.size === 0
    ? []
    : [
        refusal(
          `The ReadOnly lock "${lock.name}" on ${scopeOf(lock)} forbids every write to the ${[...locked].join(', the ')}. ` +
            `Remove the lock for the time of the ${work}.`,
        ),
      ];
}
