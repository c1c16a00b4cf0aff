import type { Arm } from '../../../azure/arm.ts';
import { changeTags } from '../../../azure/public-ip-tags.ts';
import type { Clock } from '../../../engine/clock.ts';
import { withDeadline } from '../../../engine/deadline.ts';
import { InterruptedReleaseError } from '../../../record/interrupted-release.ts';
import type { Journal } from '../../../record/journal.ts';
import { type Lease, lockOf } from '../../../record/lease.ts';
import { isOver, LockedError } from '../../../record/lock.ts';
import { readRecord, withRecord } from '../../../record/record.ts';
import type { StrategyContext } from '../../strategy.ts';
import { lockOrder } from '../perform/take-lock.ts';
import type { SwapJournal } from '../swap-journal.ts';

/** The journal is gone: the release came to its end, or somebody else has recovered it. */
export class RecoveredMeanwhileError extends Error {
  override readonly name = 'RecoveredMeanwhileError';
  readonly code = 'RecoveredMeanwhile';
}

/**
 * Takes the lock from the interrupted run, under the ETag, and writes down which way the recovery goes. From here on the
 * former owner, should it be alive, stops before its next step.
 *
 * @param seen ids of the locks that the recovery may take away: it has waited for their owners. Any other is new.
 * @throws LockedError where somebody else was faster; RecoveredMeanwhileError; InterruptedReleaseError where another release
 *   was interrupted too, on an address that this one shares.
 */
export async function takeOver(
  arm: Arm,
  lease: Lease,
  seen: readonly string[],
  journal: Journal,
  swap: SwapJournal,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  // The first one had the journal first: another may have none yet.
  const [first] = lockOrder(swap);
  for (const id of lockOrder(swap)) {
    await changeTags(
      arm,
      id,
      ({ name, tags }) => {
        const found = readRecord(tags);
        if (found.lock?.id === lease.id) {
          return tags ?? {};
        }
        if (
          found.lock !== undefined &&
          !seen.includes(found.lock.id) &&
          !isOver(found.lock, lease.owner, arm.epochMs())
        ) {
          throw new LockedError(name, found.lock);
        }
        if (id === first && found.journal === undefined) {
          throw new RecoveredMeanwhileError(
            `"${name}" has no journal any more: the release has ended, or was recovered by somebody else. ` +
              '"command: status" tells how things are.',
          );
        }
        if (found.journal !== undefined && found.journal.startedAtEpochMs !== journal.startedAtEpochMs) {
          throw new InterruptedReleaseError(name, found.journal);
        }
        return withRecord(tags, { lock: lockOf(lease, clock.monotonicMs(), arm.epochMs()), journal });
      },
      signal,
    );
  }
}

/** Whoever recovers next need not wait for a recovery that has given up. The journal stays. */
export async function giveBack(
  { arm, clock, lease }: Pick<StrategyContext, 'arm' | 'clock' | 'lease'>,
  swap: SwapJournal,
  signal: AbortSignal,
): Promise<void> {
  const deadline = { clock, signal, timeoutMs: LONGEST_GOODBYE_MS, subject: 'the lock to be given back' };
  await withDeadline(deadline, async (limited) => {
    for (const id of lockOrder(swap)) {
      await changeTags(
        arm,
        id,
        ({ tags }) => (readRecord(tags).lock?.id === lease.id ? withRecord(tags, { lock: null }) : undefined),
        limited,
      );
    }
  });
}

const LONGEST_GOODBYE_MS = 60_000;
