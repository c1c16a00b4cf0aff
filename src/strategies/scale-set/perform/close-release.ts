import { changeTags } from '../../../azure/scale-set-tags.ts';
import type { ScaleSetWork } from '../performers.ts';
import { withoutOwnRecord } from '../scale-set-record.ts';
import { unprotect } from './protection.ts';
import { resume } from './repairs.ts';

/** The record goes, and with it what it knows of instances and repairs that this or a former run of the release has changed. */
export async function closeRelease(work: ScaleSetWork, signal: AbortSignal): Promise<void> {
  const { arm, lease, release } = work;
  await unprotect(work, signal);
  await resume(work, signal);
  await changeTags(arm, release.scaleSetId, ({ tags }) => withoutOwnRecord(tags, lease, null), signal);
}
