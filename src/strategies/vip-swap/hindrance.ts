import type { PublicIpAddress } from '../../azure/public-ip-addresses.ts';
import { readJournal } from '../../record/journal.ts';
import { isOver, readLock } from '../../record/lock.ts';
import type { HeldLock, Preparation, StrategyContext } from '../strategy.ts';
import { holderOf } from './record-holder.ts';

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
  const [locked] = boundLocksOf(addresses, { arm, lease });
  if (locked !== undefined) {
    return { kind: 'locked', ...locked };
  }
  for (const { name, tags = {} } of addresses) {
    const journal = readJournal(tags);
    if (journal !== undefined) {
      return { kind: 'interrupted', holder: holderOf({ name }), journal };
    }
  }
  return undefined;
}

/** Locks of other runs that bind now. */
export function boundLocksOf(
  addresses: readonly PublicIpAddress[],
  { arm, lease }: Pick<StrategyContext, 'arm' | 'lease'>,
): HeldLock[] {
  return addresses.flatMap(({ name, tags = {} }) => {
    const lock = readLock(tags);
    return lock === undefined || lock.id === lease.id || isOver(lock, lease.owner, arm.epochMs())
      ? []
      : [{ holder: holderOf({ name }), lock }];
  });
}
