import type { Arm } from '../../../azure/arm.ts';
import { ArmError, NoAnswerError } from '../../../azure/arm-error.ts';
import { getPublicIpAddress } from '../../../azure/public-ip-addresses.ts';
import { nameOf } from '../../../azure/resource-id.ts';
import type { Step } from '../../../engine/plan.ts';
import type { StepPerformer } from '../../../engine/run.ts';
import type { Lease } from '../../../record/lease.ts';
import { describeLock, type Lock, LockLostError, readLock } from '../../../record/lock.ts';

/**
 * Looks, before a step writes, whether the lock is still ours: somebody else may have begun to recover a release whose
 * process had only been slow. Not before the update that closes the downtime window: a read there is a part of the outage,
 * and that update goes out under the ETag of what was read before.
 */
export function guarded(
  performer: StepPerformer,
  arm: Arm,
  lease: Lease,
  addressIds: readonly string[],
  { window }: Step,
): StepPerformer {
  return {
    ...performer,
    async run(context) {
      if (window !== 'closes') {
        await requireLock(arm, lease, addressIds, context.signal);
      }
      await performer.run(context);
    },
    async undo(context) {
      await refuseOtherLock(arm, lease, addressIds, context.signal);
      await performer.undo(context);
    },
  };
}

async function requireLock(
  arm: Arm,
  lease: Lease,
  addressIds: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  for (const { id, lock } of await locksOf(arm, addressIds, signal)) {
    if (lock?.id !== lease.id) {
      throw lost(id, lock);
    }
  }
}

/**
 * Undoing goes on where the lock was merely taken away, or cannot be read: nobody else puts production back then. Where
 * another one works, two would work against each other.
 */
async function refuseOtherLock(
  arm: Arm,
  lease: Lease,
  addressIds: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const locks = await locksOf(arm, addressIds, signal).catch((error: unknown) => {
    if (error instanceof ArmError || error instanceof NoAnswerError) {
      return [];
    }
    throw error;
  });
  for (const { id, lock } of locks) {
    if (lock !== undefined && lock.id !== lease.id) {
      throw lost(id, lock);
    }
  }
}

function locksOf(arm: Arm, addressIds: readonly string[], signal: AbortSignal) {
  return Promise.all(
    addressIds.map(async (id) => {
      const { tags = {} } = await getPublicIpAddress(arm, id, signal);
      return { id, lock: readLock(tags) };
    }),
  );
}

function lost(id: string, lock: Lock | undefined): LockLostError {
  const what = lock === undefined ? 'was unlocked' : `is locked ${describeLock(lock)}`;
  return new LockLostError(
    `"${nameOf(id)}" ${what} while this run worked on it, so this run has stopped. What it had done is left to whoever did that; ` +
      '"command: status" tells how things are.',
  );
}
