import { listInstances } from '../../../azure/scale-sets/scale-set-instances.ts';
import { getScaleSet } from '../../../azure/scale-sets/scale-sets.ts';
import { withDeadline } from '../../../engine/deadline.ts';
import type { RunResult } from '../../../engine/run.ts';
import { InterruptedReleaseError } from '../../../record/interrupted-release.ts';
import { LockedError, LockLostError } from '../../../record/lock.ts';
import { type ReleaseRecord, readRecord } from '../../../record/record.ts';
import { hasComeTooLate } from '../../come-too-late.ts';
import type { StrategyContext } from '../../strategy.ts';
import type { PlannedRelease } from '../plan/steps.ts';
import { isOwn } from '../record/scale-set-record.ts';
import type { RecordSeen } from '../release-events.ts';
import { LONGEST_LOOK_MS } from './see-as-it-is.ts';
import { judgedByRecord, releaseSeen } from './see-release.ts';

type LookContext = Pick<StrategyContext, 'arm' | 'clock' | 'emit' | 'lease'>;

type End = Pick<RunResult, 'outcome' | 'error' | 'undoErrors'>;

/** Whether a run came to its end because somebody else has what it works on, or has had it meanwhile. */
function isOvertaken({ error, undoErrors }: End): boolean {
  return [error, ...undoErrors].some(
    (each) =>
      each instanceof LockLostError || each instanceof LockedError || each instanceof InterruptedReleaseError,
  );
}

/**
 * Looks who has a release that this run has not brought to its end, or has taken back, and how its instances are, and says so.
 * Says nothing where nobody else has anything to do with it, or ARM does not answer.
 *
 * @param signal aborts where there is no time even for this.
 */
export async function seeWhoHas(
  { arm, clock, emit, lease }: LookContext,
  release: PlannedRelease,
  end: End,
  signal: AbortSignal,
): Promise<void> {
  const { scaleSetId, releaseId } = release;
  // Where the record is somebody else's, there is nothing to be taken back, and that passes for taken back.
  const isBack = end.outcome === 'rolled-back' && !hasComeTooLate(end);
  if (!isBack && !isOvertaken(end)) {
    return;
  }
  const deadline = { clock, signal, timeoutMs: LONGEST_LOOK_MS, subject: 'who has the release' };
  try {
    const [scaleSet, reads] = await withDeadline(deadline, (limited) =>
      Promise.all([getScaleSet(arm, scaleSetId, limited), listInstances(arm, scaleSetId, limited)]),
    );
    const record = readRecord(scaleSet.tags);
    const isSameRelease = record.release !== undefined && record.release.id === releaseId;
    const isWorkedOn = record.journal !== undefined && !isOwn(record, lease);
    if (isBack && !(isSameRelease && isWorkedOn)) {
      return;
    }
    const judged = judgedByRecord({ scaleSet, reads }, release, isSameRelease ? record.release : undefined);
    emit(releaseSeen(release, { scaleSet, reads, judged }, clock));
    emit({ type: 'record-seen', atMs: clock.monotonicMs(), record: recordSeen(record) });
  } catch {
    // What became of the run is told all the same.
  }
}

function recordSeen({ lock, journal, release }: ReleaseRecord): RecordSeen {
  if (lock !== undefined) {
    const { owner, purpose } = lock;
    return { state: 'locked', owner, purpose };
  }
  if (journal !== undefined) {
    return { state: 'interrupted' };
  }
  return { state: release === undefined ? 'over' : 'open' };
}
