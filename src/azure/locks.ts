import type { Arm } from './arm/arm.ts';
import { isWithin } from './scopes.ts';

/** Microsoft.Authorization/locks, api-version 2020-05-01. */
export interface ManagementLock {
  readonly id: string;
  readonly name: string;
  readonly properties: {
    /** `CanNotDelete` lets writes pass; `ReadOnly` lets only GET pass. */
    readonly level: 'NotSpecified' | 'CanNotDelete' | 'ReadOnly';
    readonly notes?: string;
  };
}

const LOCKS_API_VERSION = '2020-05-01';
const LOCK_PATH = '/providers/Microsoft.Authorization/locks';

/** The action that `listLocks` needs. */
export const READ_LOCKS = 'Microsoft.Authorization/locks/read';

/**
 * ManagementLocks_ListByScope: without a filter ARM lists the locks at the scope, below it, and those it inherits.
 *
 * @throws ArmError when refused.
 */
export async function listLocks(arm: Arm, scope: string, signal: AbortSignal): Promise<ManagementLock[]> {
  return (await arm.list(`${scope}${LOCK_PATH}`, LOCKS_API_VERSION, signal)) as ManagementLock[];
}

/** What the lock was put on: a resource, a resource group or a subscription. */
export function scopeOf(lock: ManagementLock): string {
  const end = lock.id.toLowerCase().lastIndexOf(LOCK_PATH.toLowerCase());
  return end === -1 ? lock.id : lock.id.slice(0, end);
}

/** Whether the lock holds for a resource: it was put on the resource itself, or on a scope that contains it. */
export function holdsFor(lock: ManagementLock, resourceId: string): boolean {
  return isWithin(resourceId, scopeOf(lock));
}
