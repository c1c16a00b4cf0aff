import { changeTags } from '../../../azure/scale-sets/scale-set-tags.ts';
import { boundText, endlessText, isEndless, isOver } from '../../../record/lock.ts';
import { readRecord, withRecord } from '../../../record/record.ts';
import type { RecoveryContext, RecoveryPreparation } from '../../strategy.ts';
import { becameOfRelease } from '../record/named-release.ts';
import { holderOf } from '../record/scale-set-record.ts';

export interface Swept {
  readonly kind: Extract<RecoveryPreparation, { reason: string }>['kind'];
  /** What there is to say of it. */
  readonly notes: readonly string[];
  /** A lock that no time takes away, in a sentence. */
  readonly endless: readonly string[];
}

/** Where no release was interrupted: a lock that is over, which an older run has left. */
export async function sweep(
  { arm, lease, signal, tellSettling }: RecoveryContext,
  scaleSetId: string,
  name: string,
): Promise<Swept> {
  const done: string[] = [];
  const endless: string[] = [];
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
        if (isEndless(lock)) {
          endless.push(endlessText(holderOf({ id: scaleSetId, name }), lock));
        } else {
          done.push(boundText(name, lock));
        }
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
  return { kind: isSwept ? 'swept' : 'nothing', notes, endless: [...new Set(endless)] };
}
