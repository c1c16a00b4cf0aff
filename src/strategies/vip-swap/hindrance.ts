import type { PublicIpAddress } from '../../azure/public-ip-addresses.ts';
import { readJournal } from '../../record/journal.ts';
import { isOver, readLock } from '../../record/lock.ts';
import type { Preparation, StrategyContext } from '../strategy.ts';

export type Hindrance = Extract<Preparation, { readonly kind: 'locked' | 'interrupted' }>;

/**
 * Why no release of these addresses may begin now, by what their tags say, and none may be planned: a plan would be made of
 * resources that are on the move.
 *
 * @throws UnreadableJournalError
 */
export function hindranceOf(
  addresses: readonly PublicIpAddress[],
  { arm, lease }: Pick<StrategyContext, 'arm' | 'lease'>,
): Hindrance | undefined {
  // The lock first: the journal of a newer version is nobody's business as long as its owner works.
  for (const { name, tags = {} } of addresses) {
    const lock = readLock(tags);
    if (lock !== undefined && lock.id !== lease.id && !isOver(lock, lease.owner, arm.epochMs())) {
      return { kind: 'locked', address: name, lock };
    }
  }
  for (const { name, tags = {} } of addresses) {
    const journal = readJournal(tags);
    if (journal !== undefined) {
      return { kind: 'interrupted', address: name, journal };
    }
  }
  return undefined;
}
