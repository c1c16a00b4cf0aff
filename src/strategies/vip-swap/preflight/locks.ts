import type { Arm } from '../../../azure/arm/arm.ts';
import { holdsFor, type ManagementLock, scopeOf } from '../../../azure/locks.ts';
import { resourceGroupScope } from '../../../azure/scopes.ts';
import { type Finding, refusal } from '../../preflight/finding.ts';
import { readLocks, refuseReadOnly, type Written } from '../../preflight/locks.ts';
import { createdAddressIds, type ProposedSwap, participantsOf } from './proposed-swap.ts';

/**
 * Locks that stand in the way. `CanNotDelete` matters only where an address is created and has to be deleted again: writes
 * pass it.
 */
export async function checkLocks(swap: ProposedSwap, arm: Arm, signal: AbortSignal): Promise<Finding[]> {
  const groups = [
    ...participantsOf(swap).map(({ resource }) => resourceGroupScope(resource.id)),
    ...createdIn(swap),
  ];
  const { locks, unchecked } = await readLocks(groups, arm, signal);
  return [...locks.flatMap((lock) => obstacle(lock, swap)), ...unchecked];
}

function obstacle(lock: ManagementLock, swap: ProposedSwap): Finding[] {
  switch (lock.properties.level) {
    case 'ReadOnly':
      return refuseReadOnly(lock, written(swap), 'swap');
    case 'CanNotDelete':
      return cannotDelete(lock, swap);
    case 'NotSpecified':
      return [];
  }
}

function written(swap: ProposedSwap): Written[] {
  return [
    ...participantsOf(swap).map(({ label, resource: { id } }) => ({ label, id })),
    ...createdAddressIds(swap).map((id) => ({ label: 'temporary address', id })),
  ];
}

function cannotDelete(lock: ManagementLock, swap: ProposedSwap): Finding[] {
  return createdIn(swap).some((group) => holdsFor(lock, group))
    ? [
        refusal(
          `The CanNotDelete lock "${lock.name}" on ${scopeOf(lock)} would keep the temporary address of the swap there for good. ` +
            'Name an existing free address in spare-public-ip: with it nothing is created, and nothing has to be deleted.',
        ),
      ]
    : [];
}

/** The resource groups of the addresses to create. */
function createdIn(swap: ProposedSwap): string[] {
  return createdAddressIds(swap).map(resourceGroupScope);
}
