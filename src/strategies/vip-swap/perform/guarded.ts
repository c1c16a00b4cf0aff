import { type Arm, inWindow } from '../../../azure/arm/arm.ts';
import { ForeignChangeError } from '../../../azure/foreign-change-error.ts';
import { getPublicIpAddress, type PublicIpAddress } from '../../../azure/network/public-ip-addresses.ts';
import { nameOf } from '../../../azure/resource-id.ts';
import { withDeadline } from '../../../engine/deadline.ts';
import type { Step } from '../../../engine/plan.ts';
import type { StepContext, StepPerformer } from '../../../engine/run.ts';
import { hasJournal } from '../../../record/journal.ts';
import type { Lease } from '../../../record/lease.ts';
import { describeLock, type Lock, LockLostError, readLock } from '../../../record/lock.ts';
import { isPlaced } from '../live-placement.ts';
import { placementsOf, type SwapJournal } from '../record/swap-journal.ts';
import { endOf } from '../recovery/at-an-end.ts';

export interface Guard {
  readonly arm: Arm;
  readonly lease: Lease;
  readonly journal: SwapJournal;
  /**
   * Whether a missing lock stops the work. Of a recovery it does not: half of one without lock and journal is what nobody
   * could bring to an end any more.
   */
  readonly isLockNeeded: boolean;
}

/**
 * Looks, before a step writes, whether the lock is still ours: somebody else may have begun to recover a release whose
 * process had only been slow. Before the update that opens the downtime window that is a part of a larger look (`lookBeforeOpening`);
 * not before the one that closes it: a read there is a part of the outage, and that update goes out under the ETag of what was
 * read before.
 */
export function guarded(performer: StepPerformer, guard: Guard, { window }: Step): StepPerformer {
  const looksItself = window === 'opens' || window === 'closes';
  return {
    ...performer,
    async run(context) {
      if (!looksItself) {
        await requireLock(guard, context.signal);
      }
      try {
        await performer.run(context);
      } catch (error) {
        throw error instanceof ForeignChangeError ? await whoChanged(guard, context, error) : error;
      }
    },
    async undo(context) {
      await refuseOthersWork(guard, context);
      await performer.undo(context);
    },
  };
}

/** What a step looks at before it sends a write again, by what it is doing. */
export interface LooksBeforeRepeating {
  readonly run: (context: StepContext) => Promise<void>;
  readonly undo: (context: StepContext) => Promise<void>;
}

/**
 * A write that another one has overtaken, or whose answer was lost, is sent again long after the look before the step: a
 * recovery may have the lock by then, and be what has overtaken it.
 */
export function looksBeforeRepeating(guard: Guard): LooksBeforeRepeating {
  return {
    run: ({ signal }) => requireLock({ ...guard, arm: inWindow(guard.arm) }, signal),
    undo: (context) => refuseOthersWork(guard, context),
  };
}

/** For what comes after the goal is reached: a lock that was merely taken away does not keep anybody from tidying up. */
export function guardedAgainstOthers(performer: StepPerformer, guard: Guard): StepPerformer {
  return {
    ...performer,
    async run(context) {
      await refuseOtherLock(guard, context.signal);
      await performer.run(context);
    },
    /** What the step has seen counts only if nobody else was at work meanwhile. */
    async verify(context) {
      await performer.verify(context);
      await refuseOtherLock(guard, context.signal);
    },
  };
}

interface RecordOf {
  readonly id: string;
  readonly lock: Lock | undefined;
  readonly hasJournal: boolean;
}

async function requireLock(guard: Guard, signal: AbortSignal): Promise<void> {
  requireLockIn(guard, await productionAddresses(guard, signal));
}

/** @throws LockLostError where an address, as it was read, does not have the lock of this run. */
export function requireLockIn(guard: Guard, addresses: readonly Tagged[]): void {
  for (const { id, lock } of addresses.map(recordOf)) {
    if (lock !== undefined && lock.id !== guard.lease.id) {
      throw lost(id, lock);
    }
    if (lock === undefined && guard.isLockNeeded) {
      throw unlocked(id);
    }
  }
}

async function refuseOtherLock(guard: Guard, signal: AbortSignal): Promise<void> {
  for (const { id, lock } of await recordsOf(guard, signal)) {
    if (lock !== undefined && lock.id !== guard.lease.id) {
      throw lost(id, lock);
    }
  }
}

/** Production may be down meanwhile: what cannot be read by then is not waited for. */
const LONGEST_LOOK_MS = 10_000;

/**
 * Two who put the same back would work against each other, and a release that somebody else has finished is not to be
 * undone. Where the record cannot be read, or is gone while production is not where it was to go (Terraform removes tags that
 * it does not know), undoing goes on: nobody else puts production back then.
 */
async function refuseOthersWork(guard: Guard, { clock, signal }: StepContext): Promise<void> {
  const deadline = { clock, signal, timeoutMs: LONGEST_LOOK_MS, subject: 'the lock to be read' };
  try {
    await withDeadline(deadline, async (limited) => {
      for (const { id, lock, hasJournal } of await recordsOf(guard, limited)) {
        if (lock !== undefined && lock.id !== guard.lease.id) {
          throw lost(id, lock);
        }
        if (lock === undefined && !hasJournal && (await isFinished(guard, limited))) {
          throw lost(id, undefined);
        }
      }
    });
  } catch (error) {
    if (error instanceof LockLostError || signal.aborted) {
      throw error;
    }
  }
}

/**
 * Of a run that was only slow, a recovery may have brought the release to an end: that is no stranger, who would have to be found.
 *
 * @returns the error that there is to tell.
 */
async function whoChanged(
  guard: Guard,
  { clock, signal }: StepContext,
  found: ForeignChangeError,
): Promise<Error> {
  const deadline = { clock, signal, timeoutMs: LONGEST_LOOK_MS, subject: 'the lock to be read' };
  try {
    return await withDeadline(deadline, async (limited) => {
      const records = await recordsOf(guard, limited);
      const taken = records.find(({ lock }) => lock !== undefined && lock.id !== guard.lease.id);
      if (taken !== undefined) {
        return lost(taken.id, taken.lock);
      }
      const closed = records.find(({ lock, hasJournal }) => lock === undefined && !hasJournal);
      const isAtEnd = closed !== undefined && (await endOf(guard.arm, guard.journal, limited)) !== undefined;
      return isAtEnd ? lost(closed.id, undefined) : found;
    });
  } catch {
    return found;
  }
}

function isFinished({ arm, journal }: Guard, signal: AbortSignal): Promise<boolean> {
  return isPlaced(arm, journal, placementsOf(journal).after, signal);
}

async function recordsOf(guard: Guard, signal: AbortSignal): Promise<RecordOf[]> {
  return (await productionAddresses(guard, signal)).map(recordOf);
}

function productionAddresses({ arm, journal }: Guard, signal: AbortSignal): Promise<PublicIpAddress[]> {
  return Promise.all(
    journal.moves.map(({ productionAddressId }) => getPublicIpAddress(arm, productionAddressId, signal)),
  );
}

type Tagged = Pick<PublicIpAddress, 'id' | 'tags'>;

/** Only whether there is a journal: one that cannot be read must not keep anybody from undoing. */
function recordOf({ id, tags = {} }: Tagged): RecordOf {
  return { id, lock: readLock(tags), hasJournal: hasJournal(tags) };
}

/** Nobody else has it: what this run has done is still its own to take back. */
function unlocked(id: string): LockLostError {
  return new LockLostError(
    `"${nameOf(id)}" was unlocked while this run worked on it, so this run has stopped before its next step.`,
  );
}

function lost(id: string, lock: Lock | undefined): LockLostError {
  const what = lock === undefined ? 'was brought to its end' : `is locked ${describeLock(lock)}`;
  return new LockLostError(
    `"${nameOf(id)}" ${what} while this run worked on it, so this run has stopped. What it had done is left to whoever did that; ` +
      '"command: status" tells how things are.',
  );
}
