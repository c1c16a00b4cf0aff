import { changeTags } from '../../../azure/scale-sets/scale-set-tags.ts';
import type { ScaleSet } from '../../../azure/scale-sets/scale-sets.ts';
import { withinGoodbye } from '../../../record/goodbye.ts';
import type { Lease } from '../../../record/lease.ts';
import type { Tags } from '../../../record/numbered-tags.ts';
import { type RecordChange, type ReleaseRecord, readRecord, withRecord } from '../../../record/record.ts';
import type { RecordHolder } from '../../../record/record-holder.ts';
import { namingInputs } from '../../naming-inputs.ts';
import type { StrategyContext } from '../../strategy.ts';

/** A scale set carries lock, journal and open release of what is released onto it. */
export function holderOf({ id, name }: Pick<ScaleSet, 'id' | 'name'>): RecordHolder {
  const input = 'scale-set';
  return { name, input, namedBy: namingInputs(input, [id]) };
}

/** The lock may have been taken away, by `command: unlock` for instance; the journal tells whose work it is then. */
export function isOwn({ lock, journal }: ReleaseRecord, { id }: Lease): boolean {
  return (lock === undefined ? journal?.lockId : lock.id) === id;
}

/**
 * For `changeTags`: without lock and journal where they are ours, and left alone where somebody else has the lock.
 *
 * @param change what becomes of the open release, and of the last one.
 */
export function withoutOwnRecord(
  tags: Tags = {},
  lease: Lease,
  change: Pick<RecordChange, 'release' | 'last'> = {},
): Tags | undefined {
  const found = readRecord(tags);
  if (isOwn(found, lease)) {
    return withRecord(tags, { lock: null, journal: null, ...change });
  }
  return found.lock === undefined ? tags : undefined;
}

/**
 * Whoever goes on need not wait for a run that has given up: the open release tells what there is to finish or to take back.
 *
 * @param isStopped true: the run has stopped of its own accord, and nothing has to be recovered.
 */
export async function giveUpLock(
  { arm, clock, lease }: Pick<StrategyContext, 'arm' | 'clock' | 'lease'>,
  scaleSetId: string,
  isStopped: boolean,
  signal: AbortSignal,
): Promise<void> {
  await withinGoodbye(clock, signal, async (limited) => {
    await changeTags(
      arm,
      scaleSetId,
      ({ tags }) =>
        isOwn(readRecord(tags), lease)
          ? withRecord(tags, { lock: null, ...(isStopped ? { journal: null } : {}) })
          : undefined,
      limited,
    );
  });
}
