import { changeTags } from '../../../azure/scale-sets/scale-set-tags.ts';
import type { RecordChange } from '../../../record/record.ts';
import type { ScaleSetWork } from '../performers.ts';
import { withoutOwnRecord } from '../record/scale-set-record.ts';
import { unprotect } from './protection.ts';
import { resume } from './repairs.ts';

/**
 * The record goes, and with it what it knows of instances and repairs that this or a former run of the release has changed.
 *
 * @param last what is left of it instead; null: nothing, and nothing of an older release either. Absent: what there was.
 */
export async function closeRelease(
  work: ScaleSetWork,
  signal: AbortSignal,
  last?: RecordChange['last'],
): Promise<void> {
  const { arm, lease, release } = work;
  await unprotect(work, signal);
  await resume(work, signal);
  work.traces.isRecorded = false;
  await changeTags(
    arm,
    release.scaleSetId,
    ({ tags }) => withoutOwnRecord(tags, lease, { release: null, ...(last === undefined ? {} : { last }) }),
    signal,
  );
}
