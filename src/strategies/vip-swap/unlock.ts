import { getPublicIpAddress } from '../../azure/public-ip-addresses.ts';
import { changeTags } from '../../azure/public-ip-tags.ts';
import { describeLock, readLock } from '../../record/lock.ts';
import { withRecord } from '../../record/record.ts';
import type { StrategyContext } from '../strategy.ts';
import { readProduction } from './environment.ts';

type UnlockContext = Pick<StrategyContext, 'arm' | 'signal'>;

/**
 * Takes the lock away, whoever has it, and nothing else: what its owner had begun stays in the journal, to be recovered. An
 * owner that is alive stops before its next step.
 *
 * @returns what was unlocked, a sentence each; none where nothing was locked.
 */
export async function unlock(
  context: UnlockContext,
  productionPublicIpIds: readonly string[],
): Promise<string[]> {
  const { arm, signal } = context;
  const addresses = await readProduction(arm, productionPublicIpIds, signal);
  const unlocked: string[] = [];
  for (const { id, name } of addresses) {
    let taken: string | undefined;
    await changeTags(
      arm,
      id,
      ({ tags = {} }) => {
        const lock = readLock(tags);
        taken = lock === undefined ? taken : `"${name}" was locked ${describeLock(lock)}`;
        return lock === undefined ? undefined : withRecord(tags, { lock: null });
      },
      signal,
    );
    if (taken !== undefined) {
      await requireUnlocked(context, id, name);
      unlocked.push(taken);
    }
  }
  return unlocked;
}

async function requireUnlocked({ arm, signal }: UnlockContext, id: string, name: string): Promise<void> {
  const { tags = {} } = await getPublicIpAddress(arm, id, signal);
  const lock = readLock(tags);
  if (lock !== undefined) {
    throw new Error(`"${name}" was unlocked, and is locked again ${describeLock(lock)}.`);
  }
}
