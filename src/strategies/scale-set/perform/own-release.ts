import { changeTags } from '../../../azure/scale-sets/scale-set-tags.ts';
import type { OpenRelease } from '../../../record/open-release.ts';
import { readRecord, withRecord } from '../../../record/record.ts';
import type { ScaleSetWork } from '../performers.ts';
import { isOwn } from '../record/scale-set-record.ts';

/**
 * Changes what the tags tell of the open release, right before a write that it has to tell of. Where the release is somebody else's by then,
 * nothing is written: that write finds the lock lost before it is sent.
 */
export async function changeOwnRelease(
  { arm, lease, release }: Pick<ScaleSetWork, 'arm' | 'lease' | 'release'>,
  change: (open: OpenRelease) => OpenRelease,
  signal: AbortSignal,
): Promise<void> {
  await changeTags(
    arm,
    release.scaleSetId,
    ({ tags }) => {
      const record = readRecord(tags);
      return record.release === undefined || !isOwn(record, lease)
        ? undefined
        : withRecord(tags, { release: change(record.release) });
    },
    signal,
  );
}
