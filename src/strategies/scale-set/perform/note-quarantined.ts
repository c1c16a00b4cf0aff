import { changeTags } from '../../../azure/scale-sets/scale-set-tags.ts';
import { withDeadline } from '../../../engine/deadline.ts';
import { readRecord, withRecord } from '../../../record/record.ts';
import type { ScaleSetWork } from '../performers.ts';
import { LONGEST_WRITE_MS } from '../plan/longest-write.ts';
import { isOwn } from '../record/scale-set-record.ts';

/**
 * Right before instances are switched off: where half of the release is taken back since, nothing but the record tells whoever
 * goes on with it that nobody else has done that. One that is named in vain is on, and is judged by how it is.
 */
export async function noteQuarantined(
  { arm, clock, lease, release, before }: ScaleSetWork,
  instanceIds: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  if (instanceIds.length === 0) {
    return;
  }
  const subject = `ARM to note in the tags that ${instanceIds.join(', ')} are put in quarantine`;
  await withDeadline({ clock, signal, timeoutMs: LONGEST_WRITE_MS, subject }, (limited) =>
    changeTags(
      arm,
      release.scaleSetId,
      ({ tags }) => {
        const record = readRecord(tags);
        if (record.release === undefined || !isOwn(record, lease)) {
          // The power-off finds the lock lost before it is sent.
          return undefined;
        }
        const quarantinedIds = [...new Set([...record.release.quarantinedIds, ...instanceIds])];
        return withRecord(tags, { release: { ...record.release, quarantinedIds } });
      },
      limited,
    ),
  );
  for (const id of instanceIds) {
    before.quarantinedIds.add(id);
  }
}
