import { withDeadline } from '../../../engine/deadline.ts';
import type { ScaleSetWork } from '../performers.ts';
import { LONGEST_WRITE_MS } from '../plan/longest-write.ts';
import { changeOwnRelease } from './own-release.ts';

/**
 * Right before instances are switched off: where half of the release is taken back since, nothing but the record tells whoever
 * goes on with it that nobody else has done that. One that is named in vain is on, and is judged by how it is.
 */
export async function noteQuarantined(
  work: ScaleSetWork,
  instanceIds: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  if (instanceIds.length === 0) {
    return;
  }
  const subject = `ARM to note in the tags that ${instanceIds.join(', ')} are put in quarantine`;
  await withDeadline({ clock: work.clock, signal, timeoutMs: LONGEST_WRITE_MS, subject }, (limited) =>
    changeOwnRelease(
      work,
      (open) => ({ ...open, quarantinedIds: [...new Set([...open.quarantinedIds, ...instanceIds])] }),
      limited,
    ),
  );
  for (const id of instanceIds) {
    work.before.quarantinedIds.add(id);
  }
}
