import { changeTags } from '../../azure/scale-sets/scale-set-tags.ts';
import { describeLock, LockedError, readLock } from '../../record/lock.ts';
import { withRecord } from '../../record/record.ts';
import type { StrategyContext, Unlocked } from '../strategy.ts';
import { readScaleSet } from './observed/observe.ts';
import { holderOf } from './record/scale-set-record.ts';

/**
 * Takes the lock away, whoever has it, and nothing else: what its owner had begun stays in the tags. An owner that is alive
 * stops before its next batch.
 */
export async function unlockScaleSet(
  context: Pick<StrategyContext, 'arm' | 'signal'>,
  scaleSetId: string,
): Promise<Unlocked> {
  const { arm, signal } = context;
  const { name, tags = {} } = await readScaleSet(context, scaleSetId);
  const meant = readLock(tags);
  if (meant === undefined) {
    return { unlocked: [], uncertain: [], unchecked: [] };
  }
  await changeTags(
    arm,
    scaleSetId,
    (scaleSet) => {
      const lock = readLock(scaleSet.tags ?? {});
      if (lock !== undefined && lock.id !== meant.id) {
        throw new LockedError(holderOf(scaleSet), lock, 'unlocking');
      }
      return lock === undefined ? undefined : withRecord(scaleSet.tags, { lock: null });
    },
    signal,
  );
  return { unlocked: [`"${name}" was locked ${describeLock(meant)}`], uncertain: [], unchecked: [] };
}
