import type { PublicIpAddress } from '../../azure/network/public-ip-addresses.ts';
import { parseResourceId } from '../../azure/resource-id.ts';
import { readJournal } from '../../record/journal.ts';
import { isOver, readLock } from '../../record/lock.ts';
import { RefusedError } from '../refused-error.ts';
import type { HeldLock, Preparation, StrategyContext } from '../strategy.ts';
import { isUnserved, unclosedCompanions } from './companions/companions.ts';
import { holderOf } from './record/record-holder.ts';
import { besideLock, readSwapJournal } from './record/swap-journal.ts';

export type Hindrance = Extract<Preparation, { readonly kind: 'locked' | 'interrupted' }>;

type HindranceContext = Pick<StrategyContext, 'arm' | 'lease' | 'signal'>;

/**
 * Why no release of these addresses may begin now, by what their tags say and those of what moves with them, and none may be
 * planned: a plan would be made of resources that are on the move.
 *
 * @throws UnreadableJournalError; RefusedError where that cannot be told, because the identity may not see all that moves with them.
 */
export async function hindranceOf(
  addresses: readonly PublicIpAddress[],
  context: HindranceContext,
): Promise<Hindrance | undefined> {
  const own = hindranceIn(addresses, context);
  if (own !== undefined) {
    return own;
  }
  const companions = await unclosedCompanions(context.arm, addresses, context.signal);
  const theirs = hindranceIn(companions.addresses, context);
  // Of what nothing serves no release begins anyway, and why is told better by whoever finds that.
  if (theirs === undefined && companions.hidden.length > 0 && !addresses.some(isUnserved)) {
    const names = addresses.map(({ name }) => name).join(' and ');
    throw new RefusedError(
      `Whether a release that was begun, or is to be taken back, has moved more than ${names} cannot be told, and half of it on one ` +
        `side and half on the other would be a mixture: ${companions.hidden.map(({ message }) => message).join(' ')} Let the ` +
        'identity read what the load balancer serves, and run again.',
    );
  }
  return theirs;
}

/** Why no release may take these addresses from the target: a release of their own, the opposite one, works on them or was interrupted. */
export function oppositeHindrance(
  exchanged: readonly PublicIpAddress[],
  context: HindranceContext,
): Hindrance | undefined {
  return hindranceIn(exchanged, context);
}

function hindranceIn(
  addresses: readonly PublicIpAddress[],
  context: HindranceContext,
): Hindrance | undefined {
  // The lock first: the journal of a newer version is nobody's business as long as its owner works.
  const [locked] = locksIn(addresses, context);
  if (locked !== undefined) {
    return { kind: 'locked', ...locked };
  }
  for (const { id, name, tags = {} } of addresses) {
    const journal = readJournal(tags);
    if (journal !== undefined) {
      // A recovery that could not read it is no advice.
      readSwapJournal(journal.entries, parseResourceId(id)?.subscriptionId ?? '');
      return { kind: 'interrupted', holder: holderOf({ id, name }), journal };
    }
  }
  return undefined;
}

/**
 * Locks of other runs that bind these addresses now.
 *
 * @param exchanged as of `oppositeHindrance`.
 */
export async function boundLocksOf(
  addresses: readonly PublicIpAddress[],
  exchanged: readonly PublicIpAddress[],
  context: HindranceContext,
): Promise<HeldLock[]> {
  const own = locksIn([...addresses, ...exchanged], context);
  return own.length > 0
    ? own
    : locksIn((await unclosedCompanions(context.arm, addresses, context.signal)).addresses, context);
}

function locksIn(addresses: readonly PublicIpAddress[], { arm, lease }: HindranceContext): HeldLock[] {
  return addresses.flatMap(({ id, name, tags = {} }) => {
    const lock = readLock(tags);
    return lock === undefined || lock.id === lease.id || isOver(lock, lease.owner, arm.epochMs())
      ? []
      : [{ holder: holderOf({ id, name }), lock, beside: besideLock({ id, tags }) }];
  });
}
