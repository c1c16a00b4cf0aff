import { findPublicIpAddress } from '../../../azure/network/public-ip-addresses.ts';
import { changeTags } from '../../../azure/network/public-ip-tags.ts';
import { parseResourceId } from '../../../azure/resource-id.ts';
import { distinctScopes } from '../../../azure/scopes.ts';
import { withinGoodbye } from '../../../record/goodbye.ts';
import { hasJournal, readJournal } from '../../../record/journal.ts';
import type { Lease } from '../../../record/lease.ts';
import { readLock } from '../../../record/lock.ts';
import type { Tags } from '../../../record/numbered-tags.ts';
import { withRecord } from '../../../record/record.ts';
import type { StrategyContext } from '../../strategy.ts';
import { unclosedCompanions } from '../companions/companions.ts';
import { readSwapJournal, type SwapJournal } from './swap-journal.ts';

/** Everybody takes several locks in one order, or two runs could each wait for what the other has. */
export function lockOrder({ moves }: SwapJournal): string[] {
  return moves.map(({ productionAddressId }) => productionAddressId).toSorted((a, b) => compare(a, b));
}

/**
 * Whether, of two releases that have each other's addresses for production and target, this one goes first. By all that each of them
 * moves, not by the one address on which they meet: two that judge by different ones could both take themselves for the first.
 */
export function comesBefore(swap: SwapJournal, other: SwapJournal): boolean {
  return compare(lockOrder(swap)[0] ?? '', lockOrder(other)[0] ?? '') < 0;
}

function compare(left: string, right: string): number {
  const [a, b] = [left.toLowerCase(), right.toLowerCase()];
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * The lock may have been taken away, by `command: unlock` for instance; the journal tells whose work it is then. While the lock is
 * there nobody reads the journal: one that somebody has damaged keeps no run from tidying up what is its own.
 */
export function isOwn(tags: Tags = {}, { id }: Lease): boolean {
  const lock = readLock(tags);
  return (lock === undefined ? readJournal(tags)?.lockId : lock.id) === id;
}

/**
 * For `changeTags`: without lock and journal where they are ours, and left alone where somebody else has the lock. Where nobody
 * has it, the tags as they are: an update that took ours away and then failed, or hangs, is written once more.
 */
export function withoutOwnRecord(tags: Tags = {}, lease: Lease): Tags | undefined {
  if (isOwn(tags, lease)) {
    return withRecord(tags, { lock: null, journal: null });
  }
  return readLock(tags) === undefined ? tags : undefined;
}

/** For `changeTags`: under our lock, but without a journal of what is not to begin yet. */
export function withoutOwnJournal(tags: Tags = {}, { id }: Lease): Tags | undefined {
  return readLock(tags)?.id === id && hasJournal(tags) ? withRecord(tags, { journal: null }) : undefined;
}

/**
 * Whoever recovers need not wait for a run that has given up: what it had begun is in the journal, and the lock goes.
 *
 * @param signal aborts where there is no time even for this.
 */
export function giveUpLock(context: LockOwner, swap: SwapJournal, signal: AbortSignal): Promise<void> {
  return withinGoodbye(context.clock, signal, (limited) => removeOwnLock(context, lockOrder(swap), limited));
}

/**
 * Of a process that was lost before it could: its own lock, on the addresses named and on those that moved with them. Which those
 * are, the journal of the named one says, or, where that is closed already, their own.
 */
export function giveUpLocks(
  context: LockOwner,
  productionPublicIpIds: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const { arm } = context;
  return withinGoodbye(context.clock, signal, async (limited) => {
    const found = await Promise.all(productionPublicIpIds.map((id) => findPublicIpAddress(arm, id, limited)));
    const named = found.flatMap((each) => each ?? []);
    await removeOwnLock(context, productionPublicIpIds, limited);
    const { addresses } = await unclosedCompanions(arm, named, limited);
    const journalled = [...named, ...addresses].flatMap(({ id, tags = {} }) => {
      const journal = readJournal(tags);
      return journal === undefined
        ? []
        : lockOrder(readSwapJournal(journal.entries, parseResourceId(id)?.subscriptionId ?? ''));
    });
    await removeOwnLock(context, distinctScopes([...addresses.map(({ id }) => id), ...journalled]), limited);
  });
}

type LockOwner = Pick<StrategyContext, 'arm' | 'clock' | 'lease'>;

async function removeOwnLock(
  { arm, lease }: LockOwner,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  for (const id of ids) {
    // One that somebody has deleted keeps the lock of no other.
    if ((await findPublicIpAddress(arm, id, signal)) !== undefined) {
      await changeTags(
        arm,
        id,
        ({ tags }) => (readLock(tags ?? {})?.id === lease.id ? withRecord(tags, { lock: null }) : undefined),
        signal,
      );
    }
  }
}
