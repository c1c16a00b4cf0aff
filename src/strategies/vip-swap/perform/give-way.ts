import type { Arm } from '../../../azure/arm.ts';
import { getPublicIpAddress, type PublicIpAddress } from '../../../azure/public-ip-addresses.ts';
import { changeTags } from '../../../azure/public-ip-tags.ts';
import type { Clock } from '../../../engine/clock.ts';
import { InterruptedReleaseError } from '../../../record/interrupted-release.ts';
import { readJournal } from '../../../record/journal.ts';
import type { Lease } from '../../../record/lease.ts';
import { isOver, LockedError, readLock } from '../../../record/lock.ts';
import { isTooLate, OutdatedPlanError } from '../../come-too-late.ts';
import { isPlaced } from '../live-placement.ts';
import { holderOf } from '../record-holder.ts';
import { comesBefore, lockOrder, withoutOwnRecord } from '../release-lock.ts';
import { placementsOf, type SwapJournal } from '../swap-journal.ts';

/** Who gives way has its lock written and looks then: two updates of tags, each asked about every ten seconds. */
const LONGEST_WAIT_MS = 60_000;
const LOOK_MS = 2_000;

interface Meeting {
  readonly arm: Arm;
  readonly clock: Clock;
  readonly lease: Lease;
  readonly journal: SwapJournal;
}

/**
 * The opposite swap, which takes the exchanged addresses for production, has its lock on these: of two that have both locked at
 * the same time each sees the other here, because each looks when it has written. The one whose address comes first waits for the
 * other to give way, and gives way itself where that one had looked before and is at work.
 *
 * @throws LockedError, InterruptedReleaseError, OutdatedPlanError; the own lock and journal are gone then, and nothing else was written.
 */
export async function giveWayToOpposite(meeting: Meeting, signal: AbortSignal): Promise<void> {
  try {
    await awaitFree(meeting, signal);
  } catch (error) {
    if (isTooLate(error)) {
      await withdraw(meeting, signal);
    }
    throw error;
  }
}

async function awaitFree({ arm, clock, lease, journal }: Meeting, signal: AbortSignal): Promise<void> {
  const untilMs = clock.monotonicMs() + LONGEST_WAIT_MS;
  let hasWaited = false;
  for (;;) {
    const [met] = await oppositesOf({ arm, lease, journal }, signal);
    if (met === undefined) {
      break;
    }
    if (!comesBefore(journal, met.address.id) || clock.monotonicMs() >= untilMs) {
      throw met.error;
    }
    hasWaited = true;
    await clock.sleep(LOOK_MS, signal);
  }
  if (hasWaited && !(await isPlaced(arm, journal, placementsOf(journal).before, signal))) {
    throw new OutdatedPlanError(
      'The opposite release came before this one, and production is no longer where it was when this run was planned. Nothing was changed.',
    );
  }
}

interface Met {
  readonly address: PublicIpAddress;
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
    const lock = readLock(tags);
    if (lock !== undefined && lock.id !== lease.id && !isOver(lock, lease.owner, arm.epochMs())) {
      return [{ address, error: new LockedError(holderOf(address), lock) }];
    }
    const interrupted = readJournal(tags);
    return interrupted === undefined || interrupted.lockId === lease.id
      ? []
      : [{ address, error: new InterruptedReleaseError(holderOf(address), interrupted) }];
  });
}

/** Not by undoing the step: that leaves the journal where production is not as it was, and what moves it here is the other release. */
async function withdraw({ arm, lease, journal }: Meeting, signal: AbortSignal): Promise<void> {
  for (const id of lockOrder(journal).toReversed()) {
    await changeTags(arm, id, ({ tags }) => withoutOwnRecord(tags, lease), signal);
  }
}
