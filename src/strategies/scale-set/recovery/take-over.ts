import { changeTags } from '../../../azure/scale-sets/scale-set-tags.ts';
import { lockOf } from '../../../record/lease.ts';
import { isOver, LockedError } from '../../../record/lock.ts';
import { type ReleaseRecord, readRecord, withRecord } from '../../../record/record.ts';
import type { RecoveryContext } from '../../strategy.ts';
import { holderOf } from '../record/scale-set-record.ts';
import { goneMeanwhile } from './gone-meanwhile.ts';
import type { SeenRun } from './seen-run.ts';
import { awaitStandstill, isOfRecovery } from './standstill.ts';

/**
 * Takes the lock from the interrupted run, under the ETag, also while it binds: whoever runs `recover` says that its runner is
 * lost. Should it be alive, it looks at the lock before each batch, and stops. Of two who recover one gets it, and the other
 * one waits for it to be seen at rest: nobody has said that a recovery is lost which has only just begun. Which way it was told
 * to go is written down with that: whoever takes it up, should it be lost before it has looked at the instances, goes the same way.
 *
 * @throws LockedError, RecoveredMeanwhileError, ReleaseLostError
 */
export async function takeOver(context: RecoveryContext, seen: SeenRun, signal: AbortSignal): Promise<void> {
  const { arm, lease, clock, tellSettling } = context;
  const { release, recoverTo, journal, lock: lockSeen } = seen;
  const { scaleSetId } = release;
  if (
    lockSeen !== undefined &&
    isOfRecovery(lockSeen, journal) &&
    !isOver(lockSeen, lease.owner, arm.epochMs())
  ) {
    await awaitStandstill({ arm, clock, scaleSetId, lockId: lockSeen.id }, signal);
  }
  // Half of a rollback has one way only, whatever a recovery is told.
  const told = recoverTo === 'auto' || journal.method === 'take-back' ? {} : { direction: recoverTo };
  const stillIn = ({ journal: found }: ReleaseRecord) =>
    found?.startedAtEpochMs === journal.startedAtEpochMs ? found : undefined;
  const left = await changeTags(
    arm,
    scaleSetId,
    (scaleSet) => {
      const { tags } = scaleSet;
      const found = readRecord(tags);
      const binds =
        found.lock !== undefined &&
        found.lock.id !== lease.id &&
        found.lock.id !== lockSeen?.id &&
        !isOver(found.lock, lease.owner, arm.epochMs());
      if (found.lock !== undefined && binds) {
        throw new LockedError(holderOf(scaleSet), found.lock, { recoverTo });
      }
      const interrupted = stillIn(found);
      if (interrupted === undefined) {
        return undefined;
      }
      const lock =
        found.lock?.id === lease.id ? found.lock : lockOf(lease, clock.monotonicMs(), arm.epochMs());
      tellSettling('recovery');
      return withRecord(tags, { lock, journal: { ...interrupted, ...told, lockId: lease.id } });
    },
    signal,
  );
  if (stillIn(readRecord(left.tags)) === undefined) {
    throw await goneMeanwhile({ ...context, signal }, left, seen);
  }
}
