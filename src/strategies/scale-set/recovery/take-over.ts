import { changeTags } from '../../../azure/scale-sets/scale-set-tags.ts';
import type { Journal } from '../../../record/journal.ts';
import { lockOf } from '../../../record/lease.ts';
import { isOver, type Lock, LockedError } from '../../../record/lock.ts';
import { readRecord, withRecord } from '../../../record/record.ts';
import type { RecoverTo, RecoveryContext } from '../../strategy.ts';
import type { PlannedRelease } from '../plan/steps.ts';
import { holderOf } from '../record/scale-set-record.ts';
import { endedMeanwhile } from './ended-meanwhile.ts';
import { awaitStandstill, isOfRecovery } from './standstill.ts';

/** The interrupted run, as it was when the recovery began. */
export interface SeenRun {
  readonly release: PlannedRelease;
  readonly recoverTo: RecoverTo;
  readonly journal: Journal;
  /** The one that was there: any other is new. */
  readonly lock: Lock | undefined;
}

/**
 * Takes the lock from the interrupted run, under the ETag, also while it binds: whoever runs `recover` says that its runner is
 * lost. Should it be alive, it looks at the lock before each batch, and stops. Of two who recover one gets it, and the other
 * one waits for it to be seen at rest: nobody has said that a recovery is lost which has only just begun.
 *
 * @throws LockedError, RecoveredMeanwhileError
 */
export async function takeOver(
  { arm, lease, clock, tellSettling }: RecoveryContext,
  { release, recoverTo, journal, lock: seen }: SeenRun,
  signal: AbortSignal,
): Promise<void> {
  const { scaleSetId } = release;
  if (seen !== undefined && isOfRecovery(seen, journal) && !isOver(seen, lease.owner, arm.epochMs())) {
    await awaitStandstill({ arm, clock, scaleSetId, lockId: seen.id }, signal);
  }
  await changeTags(
    arm,
    scaleSetId,
    (scaleSet) => {
      const { tags } = scaleSet;
      const found = readRecord(tags);
      const binds =
        found.lock !== undefined &&
        found.lock.id !== lease.id &&
        found.lock.id !== seen?.id &&
        !isOver(found.lock, lease.owner, arm.epochMs());
      if (found.lock !== undefined && binds) {
        throw new LockedError(holderOf(scaleSet), found.lock, 'recovery');
      }
      if (found.journal === undefined || found.journal.startedAtEpochMs !== journal.startedAtEpochMs) {
        throw endedMeanwhile(scaleSet, release, recoverTo);
      }
      const lock =
        found.lock?.id === lease.id ? found.lock : lockOf(lease, clock.monotonicMs(), arm.epochMs());
      tellSettling('recovery');
      return withRecord(tags, { lock, journal: { ...found.journal, lockId: lease.id } });
    },
    signal,
  );
}
