import { changeTags } from '../../../azure/scale-sets/scale-set-tags.ts';
import { describeUnswept, isOver } from '../../../record/lock.ts';
import { readRecord, withRecord } from '../../../record/record.ts';
import type { RecoveryContext } from '../../strategy.ts';
import { becameOfRelease } from '../record/named-release.ts';
import { holderOf } from '../record/scale-set-record.ts';

/** Where no release was interrupted: a lock that is over, which an older run has left. */
export async function sweep(
  { arm, lease, signal, tellSettling }: RecoveryContext,
  scaleSetId: string,
  name: string,
): Promise<{ readonly isSwept: boolean; readonly reason: string }> {
  const done: string[] = [];
  let isSwept = false;
  const { tags: left } = await changeTags(
    arm,
    scaleSetId,
    (scaleSet) => {
      const { tags } = scaleSet;
      const { lock } = readRecord(tags);
      if (lock === undefined) {
        return undefined;
      }
      if (!isOver(lock, lease.owner, arm.epochMs())) {
        done.push(describeUnswept(holderOf(scaleSet), lock));
        return undefined;
      }
      tellSettling('sweep');
      isSwept = true;
      done.push(`a lock that was over is removed from ${name}`);
      return withRecord(tags, { lock: null });
    },
    signal,
  );
  const notes = [
    `no release of ${name} was interrupted`,
    ...new Set(done),
    ...becameOfRelease(readRecord(left)),
  ];
  return { isSwept, reason: notes.join('; ') };
}
