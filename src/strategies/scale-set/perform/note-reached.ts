import { changeTags } from '../../../azure/scale-sets/scale-set-tags.ts';
import type { ScaleSet } from '../../../azure/scale-sets/scale-sets.ts';
import { readRecord, withRecord } from '../../../record/record.ts';
import type { ScaleSetWork } from '../performers.ts';
import { isOwn } from '../record/scale-set-record.ts';

/**
 * Right before instances are upgraded that the record calls others: from here on they are the release's, and taking it back
 * takes them back, whatever becomes of the upgrade. Most batches have none of them, and cost no write.
 */
export async function noteReached(
  { arm, lease, release }: Pick<ScaleSetWork, 'arm' | 'lease' | 'release'>,
  instanceIds: readonly string[],
  { tags: seenTags }: Pick<ScaleSet, 'tags'>,
  signal: AbortSignal,
): Promise<void> {
  const seen = readRecord(seenTags).release?.otherIds ?? [];
  if (!seen.some((id) => instanceIds.includes(id))) {
    return;
  }
  await changeTags(
    arm,
    release.scaleSetId,
    ({ tags }) => {
      const record = readRecord(tags);
      if (record.release === undefined || !isOwn(record, lease)) {
        // The batch finds the lock lost before it upgrades anybody.
        return undefined;
      }
      const otherIds = record.release.otherIds.filter((id) => !instanceIds.includes(id));
      return withRecord(tags, { release: { ...record.release, otherIds } });
    },
    signal,
  );
}
