import type { Arm } from '../../../azure/arm/arm.ts';
import { ForeignChangeError } from '../../../azure/foreign-change-error.ts';
import { findPublicIpAddress, type PublicIpAddress } from '../../../azure/network/public-ip-addresses.ts';
import { nameOf, sameId } from '../../../azure/resource-id.ts';
import { type Journal, readJournal } from '../../../record/journal.ts';
import { describeLock, isOver, type Lock, readLock } from '../../../record/lock.ts';
import { namingText } from '../../../record/record-holder.ts';
import type { RecoveryContext } from '../../strategy.ts';
import { journalledSwap } from '../companions/companions.ts';
import { holds, isHeld } from '../methods/moves.ts';
import { holderOf } from '../record/record-holder.ts';
import type { SwapJournal } from '../record/swap-journal.ts';
import type { Recovery } from './carry-out.ts';
import { type ChosenDirection, movesTo } from './direction.ts';
import { type LiveSwap, readLiveSwap } from './live-swap.ts';

/** The opposite release works on the same frontends, or was interrupted there: this one's turn is after it. */
export class OppositeReleaseError extends Error {
  override readonly name = 'OppositeReleaseError';
  readonly code = 'OppositeRelease';
}

/** An exchanged address that is itself the production address of a release with a journal. */
export interface Opposite {
  readonly address: PublicIpAddress;
  readonly journal: Journal;
  readonly swap: SwapJournal;
}

/** A lock without a journal is none: who waits for this release to end has moved nothing, and begins nothing before that. */
export async function oppositesOf(
  arm: Arm,
  { moves }: SwapJournal,
  signal: AbortSignal,
): Promise<Opposite[]> {
  const found = await Promise.all(
    moves.map(({ targetAddressId }) => findPublicIpAddress(arm, targetAddressId, signal)),
  );
  return found.flatMap((address) => (address === undefined ? [] : releaseOf(address)));
}

/** One that cannot be read is left out: it tells nobody what it moves. */
function releaseOf(address: PublicIpAddress): Opposite[] {
  const swap = journalledSwap(address);
  const journal = swap && readJournal(address.tags ?? {});
  return swap === undefined || journal === undefined ? [] : [{ address, journal, swap }];
}

/**
 * As `readLiveSwap`.
 *
 * @throws OppositeReleaseError instead of a ForeignChangeError where the opposite release explains it: a frontend has its temporary
 *   address, which only a recovery of that one knows.
 */
export async function readOwnSwap(
  { context, swap, journal }: Pick<Recovery, 'context' | 'swap' | 'journal'>,
  signal: AbortSignal,
  patienceMs?: number,
): Promise<LiveSwap> {
  try {
    return await readLiveSwap(context.arm, swap, journal, signal, patienceMs);
  } catch (error) {
    const [opposite] =
      error instanceof ForeignChangeError ? await oppositesOf(context.arm, swap, signal) : [];
    throw opposite === undefined ? error : oppositeRelease(context, swap, opposite);
  }
}

/**
 * Of two opposite releases only one has begun to move anything, but both may have a journal: one that was killed right when it had
 * locked. Whose stand-in a frontend has, has begun. Where none has one, somebody who is alive may be about to: what is moved then
 * would be moved under his hands.
 *
 * @throws OppositeReleaseError
 */
export async function requireTurn(
  context: RecoveryContext,
  live: LiveSwap,
  { direction }: ChosenDirection,
  signal: AbortSignal,
): Promise<void> {
  if (movesTo(live, direction).length === 0) {
    return;
  }
  const opposites = await oppositesOf(context.arm, live.journal, signal);
  const [bound] = opposites.filter((each) => boundLock(context, each) !== undefined);
  if (bound !== undefined && !hasBegun(live, bound)) {
    // Of two that have both moved nothing each would name the other: to undo either of them needs no turn.
    const hasMoved = movesTo(live, 'undo').length > 0;
    throw oppositeRelease(context, live.journal, bound, hasMoved ? undefined : 'undo');
  }
}

/** A spare address that both were given stands in on the target of the one that has begun. */
function hasBegun({ journal, placement }: LiveSwap, opposite: Opposite): boolean {
  return journal.moves.some(({ standIn }) => {
    const isShared = opposite.swap.moves.some((theirs) => sameId(theirs.standIn.id, standIn.id));
    return isShared ? holds(placement.target, standIn.id) : isHeld(placement, standIn.id);
  });
}

function boundLock({ arm, lease }: RecoveryContext, { address }: Opposite): Lock | undefined {
  const lock = readLock(address.tags ?? {});
  return lock === undefined || lock.id === lease.id || isOver(lock, lease.owner, arm.epochMs())
    ? undefined
    : lock;
}

/** @param recoverTo what makes the recovery of that one work at once; absent: any. */
function oppositeRelease(
  context: RecoveryContext,
  { moves }: SwapJournal,
  opposite: Opposite,
  recoverTo?: 'undo',
): OppositeReleaseError {
  const { address, journal } = opposite;
  const lock = boundLock(context, opposite);
  const way = recoverTo === undefined ? '' : ` with recover-to: ${recoverTo}, which moves nothing, and`;
  const names = moves.map(({ productionAddressId }) => nameOf(productionAddressId)).join(' and ');
  return new OppositeReleaseError(
    `The opposite release, of "${address.name}", works on the same frontends. It was begun by ${journal.run}, ` +
      `${lock === undefined ? 'was interrupted' : `is locked ${describeLock(lock)}`}, and comes first: the release of ${names} is not ` +
      `recovered before that one is at its end. ${lock === undefined ? 'Run' : 'Wait for it. If its runner is lost, run'} "command: ` +
      `recover"${way} with ${namingText(holderOf(address))}, and then this once more.`,
  );
}
