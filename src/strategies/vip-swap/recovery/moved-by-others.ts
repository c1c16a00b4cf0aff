import type { Arm } from '../../../azure/arm/arm.ts';
import { findPublicIpAddress } from '../../../azure/network/public-ip-addresses.ts';
import { nameOf } from '../../../azure/resource-id.ts';
import type { Journal } from '../../../record/journal.ts';
import { readLastRun } from '../../../record/last-run.ts';
import { holds, isHeld, type Placement, SIDES } from '../methods/moves.ts';
import { type JournalledMove, placementsOf, targetNameOf } from '../record/swap-journal.ts';
import type { LiveSwap } from './live-swap.ts';

type Seen = Pick<LiveSwap, 'journal' | 'placement'>;

/**
 * What a release that was interrupted has moved nothing of, although it is not where it was when that began: the opposite release, which
 * had locked at the same time, has exchanged these addresses and come to its end. To undo the interrupted one is to leave them there.
 *
 * Nobody begins to move under his lock who sees the opposite one's, so whose exchanged address tells of a release that ended after he
 * had written his journal has moved nothing. A release with `record: none` leaves no word. Of several addresses, which one release
 * moves by the same updates, that one is elsewhere and another is not says as much, where none of its temporary addresses was made.
 *
 * @returns none as well where that is not certain.
 */
export async function movedByOthers(
  arm: Arm,
  seen: Seen,
  { startedAtEpochMs }: Pick<Journal, 'startedAtEpochMs'>,
  signal: AbortSignal,
): Promise<readonly JournalledMove[]> {
  const { moves } = seen.journal;
  const away = moves.filter((move) => !isAt(seen, move, 'before'));
  const isExchanged = away.every((move) => isAt(seen, move, 'after'));
  if (away.length === 0 || !isExchanged || moves.some(({ standIn }) => isHeld(seen.placement, standIn.id))) {
    return [];
  }
  const ends = await Promise.all(away.map((move) => endOfOpposite(arm, seen, move, signal)));
  if (ends.every((endedAtEpochMs) => endedAtEpochMs > startedAtEpochMs)) {
    return away;
  }
  return away.length < moves.length && (await hasMadeNone(arm, moves, signal)) ? away : [];
}

/** For whoever reads why nothing is moved: `vipswap1pip6 is on vipswap2lb by the opposite release`. */
export function movedByOthersText({ loadBalancers, movedByOthers: moved }: LiveSwap): string {
  const names = moved.map(({ productionAddressId }) => nameOf(productionAddressId)).join(' and ');
  return (
    `it has moved nothing: ${names} ${moved.length === 1 ? 'is' : 'are'} on ${loadBalancers.target.name} by somebody else's doing, ` +
    'the opposite release, and what that has done is left as it is'
  );
}

function isAt({ journal, placement }: Seen, move: JournalledMove, end: 'before' | 'after'): boolean {
  const wanted: Placement = placementsOf({ ...journal, moves: [move] })[end];
  return SIDES.every((side) =>
    wanted[side].every(({ frontend, publicIpAddressId }) =>
      holds(
        placement[side].filter((each) => each.frontend === frontend),
        publicIpAddressId,
      ),
    ),
  );
}

/** When the release came to its end that has taken what was to be exchanged away from the target, by the tag that it left there. */
async function endOfOpposite(
  arm: Arm,
  { journal }: Seen,
  { targetAddressId, targetFrontend }: JournalledMove,
  signal: AbortSignal,
): Promise<number> {
  const address = await findPublicIpAddress(arm, targetAddressId, signal);
  const last = readLastRun(address?.tags ?? {});
  const from = targetNameOf(journal, targetFrontend);
  return last?.strategy === 'vip-swap' && last.previousTarget.toLowerCase() === from.toLowerCase()
    ? last.finishedAtEpochMs
    : Number.NEGATIVE_INFINITY;
}

/** They are made before anything is moved, and deleted when all of it is at one end. */
async function hasMadeNone(
  arm: Arm,
  moves: readonly JournalledMove[],
  signal: AbortSignal,
): Promise<boolean> {
  const temporary = moves.filter(({ standIn }) => standIn.isTemporary);
  const found = await Promise.all(
    temporary.map(({ standIn }) => findPublicIpAddress(arm, standIn.id, signal)),
  );
  return temporary.length > 0 && found.every((each) => each === undefined);
}
