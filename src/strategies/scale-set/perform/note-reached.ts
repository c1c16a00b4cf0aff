import type { ScaleSet } from '../../../azure/scale-sets/scale-sets.ts';
import { readRecord } from '../../../record/record.ts';
import type { ScaleSetWork } from '../performers.ts';
import { changeOwnRelease } from './own-release.ts';

/**
 * Right before instances are upgraded that the record calls others: from here on they are the release's, and taking it back
 * takes them back, whatever becomes of the upgrade. Most batches have none of them, and cost no write.
 */
export async function noteReached(
  work: Pick<ScaleSetWork, 'arm' | 'lease' | 'release'>,
  instanceIds: readonly string[],
  { tags }: Pick<ScaleSet, 'tags'>,
  signal: AbortSignal,
): Promise<void> {
  const seen = readRecord(tags).release?.otherIds ?? [];
  if (seen.some((id) => instanceIds.includes(id))) {
    await changeOwnRelease(
      work,
      (open) => ({ ...open, otherIds: open.otherIds.filter((id) => !instanceIds.includes(id)) }),
      signal,
    );
  }
}
