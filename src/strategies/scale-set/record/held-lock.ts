import type { ScaleSet } from '../../../azure/scale-sets/scale-sets.ts';
import { UnreadableJournalError } from '../../../record/journal.ts';
import { type BesideLock, isOver, readLock } from '../../../record/lock.ts';
import { UnreadableReleaseError } from '../../../record/open-release.ts';
import { readRecord } from '../../../record/record.ts';
import { RefusedError } from '../../refused-error.ts';
import type { HeldLock, StrategyContext } from '../../strategy.ts';
import { readRelease } from './open-release.ts';
import { holderOf } from './scale-set-record.ts';

/** Somebody else's lock that binds: also where this version cannot read what its owner has begun, which is nobody's business as long as that works. */
export function heldLock(
  scaleSet: ScaleSet,
  { arm, lease }: Pick<StrategyContext, 'arm' | 'lease'>,
): HeldLock | undefined {
  const lock = readLock(scaleSet.tags ?? {});
  return lock === undefined || lock.id === lease.id || isOver(lock, lease.owner, arm.epochMs())
    ? undefined
    : { holder: holderOf(scaleSet), lock, beside: besideLock(scaleSet) };
}

function besideLock({ id, tags }: ScaleSet): BesideLock {
  try {
    const { journal, release } = readRecord(tags);
    if (release !== undefined) {
      readRelease(id, release);
    }
    return journal === undefined ? 'nothing' : 'journal';
  } catch (error) {
    if (
      error instanceof UnreadableJournalError ||
      error instanceof UnreadableReleaseError ||
      error instanceof RefusedError
    ) {
      return 'unreadable';
    }
    throw error;
  }
}
