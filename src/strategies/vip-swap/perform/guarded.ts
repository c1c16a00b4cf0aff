import type { Arm } from '../../../azure/arm.ts';
import { ArmError, NoAnswerError } from '../../../azure/arm-error.ts';
import { getPublicIpAddress } from '../../../azure/public-ip-addresses.ts';
import { nameOf } from '../../../azure/resource-id.ts';
import type { Step } from '../../../engine/plan.ts';
import type { StepPerformer } from '../../../engine/run.ts';
import type { Lease } from '../../../record/lease.ts';
import { describeLock, type Lock, LockLostError } from '../../../record/lock.ts';
import { type ReleaseRecord, readRecord } from '../../../record/record.ts';
import { isPlaced } from '../live-placement.ts';
import { placementsOf, type SwapJournal } from '../swap-journal.ts';

export interface Guard {
  readonly arm: Arm;
  readonly lease: Lease;
  readonly journal: SwapJournal;
}

/**
 * Looks, before a step writes, whether the lock is still ours: somebody else may have begun to recover a release whose
 * process had only been slow. Not before the update that closes the downtime window: a read there is a part of the outage,
 * and that update goes out under the ETag of what was read before.
 */
export function guarded(performer: StepPerformer, guard: Guard, { window }: Step): StepPerformer {
  return {
    ...performer,
    async run(context) {
      if (window !== 'closes') {
        await requireLock(guard, context.signal);
      }
      await performer.run(context);
    },
    async undo(context) {
      await refuseOthersWork(guard, context.signal);
      await performer.undo(context);
    },
  };
}

interface RecordOf extends ReleaseRecord {
  readonly id: string;
}

async function requireLock(guard: Guard, signal: AbortSignal): Promise<void> {
  for (const { id, lock } of await recordsOf(guard, signal)) {
    if (lock?.id !== guard.lease.id) {
      throw lost(id, lock);
    }
  }
}

/**
 * Two who put the same back would work against each other, and a release that somebody else has finished is not to be
 * undone. Where the record cannot be read, or is gone while production is not where it was to go (Terraform removes tags that
 * it does not know), undoing goes on: nobody else puts production back then.
 */
async function refuseOthersWork(guard: Guard, signal: AbortSignal): Promise<void> {
  const records = await recordsOf(guard, signal).catch((error: unknown): RecordOf[] => {
    if (error instanceof ArmError || error instanceof NoAnswerError) {
      return [];
    }
    throw error;
  });
  for (const { id, lock, journal } of records) {
    if (lock !== undefined && lock.id !== guard.lease.id) {
      throw lost(id, lock);
    }
    if (lock === undefined && journal === undefined && (await isFinished(guard, signal))) {
      throw lost(id, undefined);
    }
  }
}

function isFinished({ arm, journal }: Guard, signal: AbortSignal): Promise<boolean> {
  return isPlaced(arm, journal, placementsOf(journal).after, signal);
}

function recordsOf({ arm, journal }: Guard, signal: AbortSignal): Promise<RecordOf[]> {
  return Promise.all(
    journal.moves.map(async ({ productionAddressId: id }) => {
      const { tags } = await getPublicIpAddress(arm, id, signal);
      return { id, ...readRecord(tags) };
    }),
  );
}

function lost(id: string, lock: Lock | undefined): LockLostError {
  const what =
    lock === undefined ? 'was unlocked, or brought to its end,' : `is locked ${describeLock(lock)}`;
  return new LockLostError(
    `"${nameOf(id)}" ${what} while this run worked on it, so this run has stopped. What it had done is left to whoever did that; ` +
      '"command: status" tells how things are.',
  );
}
