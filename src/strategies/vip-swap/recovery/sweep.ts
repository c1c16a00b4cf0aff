import { outsideWindow } from '../../../azure/arm/arm.ts';
import {
  deletePublicIpAddress,
  getPublicIpAddress,
  type PublicIpAddress,
} from '../../../azure/network/public-ip-addresses.ts';
import { changeTags } from '../../../azure/network/public-ip-tags.ts';
import { lockOf } from '../../../record/lease.ts';
import {
  boundText,
  endlessText,
  isEndless,
  isOver,
  type Lock,
  LockedError,
  LockLostError,
} from '../../../record/lock.ts';
import { readRecord, withRecord } from '../../../record/record.ts';
import type { RecoveryContext, RecoveryPreparation } from '../../strategy.ts';
import { hiddenNote, temporaryAddressesOf } from '../left-over-addresses.ts';
import { LONGEST_UPDATE_MS } from '../methods/assign-step.ts';
import { holderOf } from '../record/record-holder.ts';

export interface Swept {
  readonly kind: Extract<RecoveryPreparation, { reason: string }>['kind'];
  /** Locks that no time takes away, in a sentence each. */
  readonly endless: readonly string[];
  /** What there is to say of it. */
  readonly notes: readonly string[];
}

/** Where no release is under way: what an older one has left. */
export async function sweep(context: RecoveryContext, addresses: readonly PublicIpAddress[]): Promise<Swept> {
  const { arm, lease, signal } = context;
  const done: string[] = [];
  const left: string[] = [];
  const endless: string[] = [];
  for (const address of addresses) {
    const { lock } = readRecord(address.tags);
    if (lock !== undefined && !isOver(lock, lease.owner, arm.epochMs())) {
      if (isEndless(lock)) {
        endless.push(endlessText(holderOf(address), lock));
      } else {
        left.push(boundText(address.name, lock));
      }
      continue;
    }
    const isWritten = await removeLock(context, address.id, lock?.id);
    const { addresses: temporary, hidden } = await temporaryAddressesOf(arm, address, signal);
    done.push(
      ...(isWritten ? [sweptNote(address, lock)] : []),
      ...(await removeOrphans(context, address, temporary)),
    );
    left.push(...hidden.map((each) => `not checked: ${hiddenNote(each)}`));
  }
  return {
    kind: done.length === 0 ? 'nothing' : 'swept',
    endless,
    notes: ['no release of these addresses was interrupted', ...done, ...left],
  };
}

function sweptNote({ name, properties }: PublicIpAddress, lock: Lock | undefined): string {
  return lock === undefined
    ? `the last update of ${name} had ended as ${properties.provisioningState}, and its tags are written once more`
    : `a lock that was over is removed from ${name}`;
}

/**
 * Where there is none, an update of the address that has failed, or hangs, is written once more.
 *
 * @returns whether anything was written.
 */
async function removeLock(
  { arm, signal, tellSettling }: RecoveryContext,
  id: string,
  lockId: string | undefined,
): Promise<boolean> {
  let looks = 0;
  await changeTags(
    arm,
    id,
    ({ tags, properties }) => {
      // It is called again after each write.
      looks += 1;
      const { lock } = readRecord(tags);
      if (lock !== undefined && lock.id !== lockId) {
        return undefined;
      }
      if (lock !== undefined || properties.provisioningState !== 'Succeeded') {
        tellSettling('sweep');
      }
      return withRecord(tags, { lock: null });
    },
    signal,
  );
  return looks > 1;
}

/**
 * Temporary addresses that a run could not delete, and that nothing holds. Under the lock: a run that begins now would make
 * one anew, and find it gone.
 */
async function removeOrphans(
  context: RecoveryContext,
  address: PublicIpAddress,
  found: readonly PublicIpAddress[],
): Promise<string[]> {
  const { signal } = context;
  // Nobody is down for what is left over. Asked for until the time is up, there would be none to remove the lock.
  const arm = outsideWindow(context.arm);
  const free = found.filter(({ properties }) => properties.ipConfiguration === undefined);
  if (free.length === 0) {
    return [];
  }
  await underSweepingLock(context, address.id, async () => {
    for (const { id } of free) {
      await deletePublicIpAddress(arm, id, signal);
    }
  });
  return free.map(({ name }) => `the temporary address ${name}, which an older run had left, is deleted`);
}

/**
 * What is done where no release is under way, so that none begins meanwhile.
 *
 * @param work is given what throws where the lock is somebody else's by then.
 */
export async function underSweepingLock(
  context: RecoveryContext,
  addressId: string,
  work: (requireLock: () => Promise<void>) => Promise<void>,
): Promise<void> {
  const { arm, lease, signal } = context;
  await changeTags(arm, addressId, (current) => lockedForSweeping(current, context), signal);
  try {
    await work(async () => {
      const { name, tags } = await getPublicIpAddress(arm, addressId, signal);
      const { lock } = readRecord(tags);
      if (lock?.id !== lease.id) {
        throw new LockLostError(`The lock of "${name}" is not this recovery's any more.`);
      }
    });
  } finally {
    await removeLock(context, addressId, lease.id);
  }
}

/** Of recorded deletions of an address none took longer than 106 s, and of updates of a load balancer none longer than 313 s. */
const SWEEPING_MS = LONGEST_UPDATE_MS;

function lockedForSweeping(
  { id, name, tags }: PublicIpAddress,
  { arm, clock, lease, tellSettling }: RecoveryContext,
) {
  const { lock } = readRecord(tags);
  if (lock?.id === lease.id) {
    return tags;
  }
  // Short: a process that is killed here leaves nothing behind that anybody would have to recover.
  const sweeping = { ...lease, validUntilMs: clock.monotonicMs() + SWEEPING_MS };
  if (lock !== undefined && !isOver(lock, lease.owner, arm.epochMs())) {
    throw new LockedError(holderOf({ id, name }), lock, { recoverTo: 'auto' });
  }
  tellSettling('sweep');
  return withRecord(tags, { lock: lockOf(sweeping, clock.monotonicMs(), arm.epochMs()) });
}
