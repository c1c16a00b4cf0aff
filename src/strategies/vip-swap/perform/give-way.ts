import type { Arm } from '../../../azure/arm/arm.ts';
import { getPublicIpAddress } from '../../../azure/network/public-ip-addresses.ts';
import { changeTags } from '../../../azure/network/public-ip-tags.ts';
import type { Clock } from '../../../engine/clock.ts';
import { DeadlineError } from '../../../engine/deadline.ts';
import { InterruptedReleaseError } from '../../../record/interrupted-release.ts';
import { readJournal } from '../../../record/journal.ts';
import type { Lease } from '../../../record/lease.ts';
import { isOver, LockedError, readLock } from '../../../record/lock.ts';
import { OutdatedPlanError, WaitedInVainError } from '../../come-too-late.ts';
import { journalledSwap } from '../companions/companions.ts';
import { isPlaced } from '../live-placement.ts';
import { holderOf } from '../record/record-holder.ts';
import { comesBefore, lockOrder, withoutOwnJournal } from '../record/release-lock.ts';
import { besideLock, placementsOf, type SwapJournal, undertakingOf } from '../record/swap-journal.ts';

/** Who gives way has its lock written and looks then: two updates of tags, each asked about every ten seconds. */
const LONGEST_WAIT_MS = 60_000;
const LOOK_MS = 2_000;

interface Meeting {
  readonly arm: Arm;
  readonly clock: Clock;
  readonly lease: Lease;
  readonly journal: SwapJournal;
  /** Writes lock and journal, or what of them is missing. */
  readonly write: () => Promise<void>;
}

/**
 * The opposite swap, which takes the exchanged addresses for production, has its lock on these: of two that have both locked at
 * the same time each sees the other here, because each looks when it has written. The one whose address comes first waits for the
 * other to give way, and gives way itself where that one had looked before and is at work. It waits under its lock alone: a journal
 * would tell of a release that may never begin, to be finished by whoever finds it. A look before the first write makes that rare.
 *
 * @throws LockedError, InterruptedReleaseError, OutdatedPlanError, WaitedInVainError; nothing but tags was written then, which the undoing of
 *   the step takes back.
 */
export async function lockGivingWay(meeting: Meeting, signal: AbortSignal): Promise<void> {
  const { clock } = meeting;
  const [early] = await oppositesOf(meeting, signal);
  if (early !== undefined) {
    throw early.error;
  }
  const untilMs = clock.monotonicMs() + LONGEST_WAIT_MS;
  for (;;) {
    await meeting.write();
    const [met] = await oppositesOf(meeting, signal);
    if (met === undefined) {
      return;
    }
    refuseWaiting(meeting, met, untilMs);
    await removeOwnJournal(meeting, signal);
    await awaitFree(meeting, met, untilMs, signal);
  }
}

async function awaitFree(meeting: Meeting, first: Met, untilMs: number, signal: AbortSignal): Promise<void> {
  const { arm, clock, journal } = meeting;
  let awaited = first;
  try {
    for (;;) {
      await clock.sleep(LOOK_MS, signal);
      const [met] = await oppositesOf(meeting, signal);
      if (met === undefined) {
        break;
      }
      awaited = met;
      refuseWaiting(meeting, met, untilMs);
    }
  } catch (error) {
    throw error instanceof DeadlineError ? waitedInVain(error, awaited) : error;
  }
  if (!(await isPlaced(arm, journal, placementsOf(journal).before, signal))) {
    throw new OutdatedPlanError(
      'The opposite release came before this one, and production is no longer where it was when this run was planned. Nothing was changed.',
    );
  }
}

/**
 * Who has a lock and no journal waits already, and has taken itself for the first.
 *
 * @throws what was met, where it is not this one's turn to wait, or not any longer.
 */
function refuseWaiting({ clock, journal }: Meeting, { swap, error }: Met, untilMs: number): void {
  const isFirst = swap !== undefined && comesBefore(journal, swap);
  if (!isFirst || clock.monotonicMs() >= untilMs) {
    throw error;
  }
}

function waitedInVain({ message }: DeadlineError, { error }: Met): WaitedInVainError {
  return new WaitedInVainError(
    `${message} It waited for the opposite release to give way, and nothing was changed. ${error.message}`,
  );
}

interface Met {
  /** What the other one moves; absent where it has no journal, or one that cannot be read. */
  readonly swap: SwapJournal | undefined;
  readonly error: Error;
}

async function oppositesOf(
  { arm, lease, journal }: Pick<Meeting, 'arm' | 'lease' | 'journal'>,
  signal: AbortSignal,
): Promise<Met[]> {
  const addresses = await Promise.all(
    journal.moves.map(({ targetAddressId }) => getPublicIpAddress(arm, targetAddressId, signal)),
  );
  return addresses.flatMap((address): Met[] => {
    const { tags = {} } = address;
    const swap = journalledSwap(address);
    const lock = readLock(tags);
    if (lock !== undefined && lock.id !== lease.id && !isOver(lock, lease.owner, arm.epochMs())) {
      return [
        {
          swap,
          error: new LockedError(holderOf(address), lock, undertakingOf(journal), besideLock(address)),
        },
      ];
    }
    const interrupted = readJournal(tags);
    return interrupted === undefined || interrupted.lockId === lease.id
      ? []
      : [
          {
            swap,
            error: new InterruptedReleaseError(holderOf(address), interrupted, undertakingOf(journal)),
          },
        ];
  });
}

async function removeOwnJournal({ arm, journal, lease }: Meeting, signal: AbortSignal): Promise<void> {
  for (const id of lockOrder(journal).toReversed()) {
    await changeTags(arm, id, ({ tags }) => withoutOwnJournal(tags, lease), signal);
  }
}
