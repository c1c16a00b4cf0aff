import type { Arm } from '../../../azure/arm/arm.ts';
import { getPublicIpAddress } from '../../../azure/network/public-ip-addresses.ts';
import { changeTags } from '../../../azure/network/public-ip-tags.ts';
import { nameOf } from '../../../azure/resource-id.ts';
import { InterruptedReleaseError } from '../../../record/interrupted-release.ts';
import type { Journal } from '../../../record/journal.ts';
import { lockOf } from '../../../record/lease.ts';
import { isOver, LockedError } from '../../../record/lock.ts';
import { excessTags, readRecord, withRecord } from '../../../record/record.ts';
import { TagRoomError } from '../../../record/tag-room-error.ts';
import type { RecoverTo, RecoveryContext } from '../../strategy.ts';
import { holderOf } from '../record/record-holder.ts';
import { lockOrder } from '../record/release-lock.ts';
import type { SwapJournal } from '../record/swap-journal.ts';

/** The journal is gone, and this recovery has written nothing yet. */
export class JournalGoneError extends Error {
  override readonly name = 'JournalGoneError';
  readonly code = 'JournalGone';
}

export interface TakeOver {
  /** Ids of the locks that the recovery may take away: it has waited for their owners. Any other is new. */
  readonly seen: readonly string[];
  readonly journal: Journal;
  readonly swap: SwapJournal;
  /** As the recovery was told. */
  readonly recoverTo: RecoverTo;
}

/**
 * Takes the lock from the interrupted run, under the ETag, and writes down which way the recovery goes. From here on the
 * former owner, should it be alive, stops before its next step. Called again, it writes another way down.
 *
 * @throws LockedError where somebody else was faster; JournalGoneError; TagRoomError; InterruptedReleaseError where another release
 *   was interrupted too, on an address that this one shares.
 */
export async function takeOver(
  { arm, clock, lease, tellSettling }: Omit<RecoveryContext, 'signal' | 'emit'>,
  { seen, journal, swap, recoverTo }: TakeOver,
  signal: AbortSignal,
): Promise<void> {
  await requireJournal(arm, journal, swap, signal);
  for (const id of lockOrder(swap)) {
    await changeTags(
      arm,
      id,
      ({ name, tags }) => {
        const found = readRecord(tags);
        const isOpen =
          found.lock === undefined ||
          found.lock.id === lease.id ||
          seen.includes(found.lock.id) ||
          isOver(found.lock, lease.owner, arm.epochMs());
        if (found.lock !== undefined && !isOpen) {
          throw new LockedError(holderOf({ id, name }), found.lock, { recoverTo });
        }
        if (found.journal !== undefined && !isSame(found.journal, journal)) {
          throw new InterruptedReleaseError(holderOf({ id, name }), found.journal);
        }
        const lock =
          found.lock?.id === lease.id ? found.lock : lockOf(lease, clock.monotonicMs(), arm.epochMs());
        const written = withRecord(tags, { lock, journal: { ...journal, lockId: lease.id } });
        if (excessTags(written) > 0) {
          throw new TagRoomError(name, excessTags(written));
        }
        tellSettling('recovery');
        return written;
      },
      signal,
    );
  }
}

/** One address may have lost its tags to another writer, or never had them: as long as one has the journal, it holds. */
async function requireJournal(
  arm: Arm,
  journal: Journal,
  swap: SwapJournal,
  signal: AbortSignal,
): Promise<void> {
  for (const id of lockOrder(swap)) {
    const { tags } = await getPublicIpAddress(arm, id, signal);
    const found = readRecord(tags).journal;
    if (found !== undefined && isSame(found, journal)) {
      return;
    }
  }
  const names = lockOrder(swap).map(nameOf).join(' and ');
  throw new JournalGoneError(
    `"${names}" has no journal any more, and production is at neither end of the release, or is being moved: somebody else ` +
      'works on it, or has removed the tags. "command: status" tells how things are.',
  );
}

function isSame(left: Journal, right: Journal): boolean {
  return left.startedAtEpochMs === right.startedAtEpochMs && left.run === right.run;
}
