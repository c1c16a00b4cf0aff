import { getPublicIpAddress, type PublicIpAddress } from '../../azure/network/public-ip-addresses.ts';
import { changeTags } from '../../azure/network/public-ip-tags.ts';
import { describeLock, type Lock, LockedError, readLock } from '../../record/lock.ts';
import { withRecord } from '../../record/record.ts';
import type { StrategyContext, Unlocked } from '../strategy.ts';
import { unclosedCompanions } from './companions/companions.ts';
import { namedAddress } from './companions/named-address.ts';
import { readProduction } from './named-resources.ts';
import { holderOf } from './record/record-holder.ts';
import { doubtTexts, tellServedBy } from './served-by.ts';

/**
 * Takes the lock away, whoever has it, also from what moves with these addresses, and nothing else: what its owner had begun stays in
 * the journal, to be recovered. An owner that is alive stops before its next step.
 */
export async function unlock(
  context: Pick<StrategyContext, 'arm' | 'clock' | 'emit' | 'signal'>,
  productionPublicIpIds: readonly string[],
): Promise<Unlocked> {
  const { arm, signal } = context;
  const named = await readProduction(arm, productionPublicIpIds, signal);
  // A lock of what moves with them binds them too.
  const companions = await unclosedCompanions(arm, named, signal);
  const locked = [...named, ...companions.addresses].flatMap(({ id, name, tags = {} }) => {
    const lock = readLock(tags);
    return lock === undefined ? [] : [{ id, name, lock }];
  });
  for (const { id, name, lock } of locked) {
    await changeTags(arm, id, ({ tags = {} }) => withoutLock({ id, name }, tags, lock), signal);
  }
  for (const { id, name, lock } of locked) {
    const { tags = {} } = await getPublicIpAddress(arm, id, signal);
    if (readLock(tags)?.id === lock.id) {
      throw new Error(`"${name}" is still locked ${describeLock(lock)}, although ARM says that it is not.`);
    }
  }
  const now = locked.length === 0 ? named : await readProduction(arm, productionPublicIpIds, signal);
  const looks = await tellServedBy(context, now);
  return {
    subject: { productionAddresses: named.map(namedAddress) },
    unlocked: locked.map(({ name, lock }) => `"${name}" was locked ${describeLock(lock)}`),
    uncertain: doubtTexts(looks),
    unchecked: companions.hidden.map(
      ({ message }) => `whether more is locked that moves with these: ${message}`,
    ),
  };
}

/** @throws LockedError where somebody else has it by now: that lock nobody has asked to be taken away. */
function withoutLock(
  address: Pick<PublicIpAddress, 'id' | 'name'>,
  tags: Readonly<Record<string, string>>,
  meant: Lock,
): Readonly<Record<string, string>> | undefined {
  const lock = readLock(tags);
  if (lock !== undefined && lock.id !== meant.id) {
    throw new LockedError(holderOf(address), lock, 'unlocking');
  }
  return lock === undefined ? undefined : withRecord(tags, { lock: null });
}
