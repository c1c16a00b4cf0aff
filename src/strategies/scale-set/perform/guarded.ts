import { ForeignChangeError } from '../../../azure/foreign-change-error.ts';
import { nameOf } from '../../../azure/resource-id.ts';
import { getScaleSet } from '../../../azure/scale-sets.ts';
import type { StepPerformer } from '../../../engine/run.ts';
import { describeLock, LockLostError, readLock } from '../../../record/lock.ts';
import { readRecord } from '../../../record/record.ts';
import { describePayload } from '../describe-payload.ts';
import { payloadOfModel, samePayload } from '../model.ts';
import type { ScaleSetWork } from '../performers.ts';

/**
 * Looks, before a step writes or takes back, whether the lock is still ours: somebody else may have begun to recover a release
 * whose process had only been slow.
 */
export function guarded(performer: StepPerformer, work: ScaleSetWork): StepPerformer {
  return {
    ...performer,
    async run(context) {
      await requireLock(work, work.isLockNeeded, context.signal);
      await performer.run(context);
    },
    async undo(context) {
      await requireOwnWork(work, context.signal);
      await performer.undo(context);
    },
  };
}

/**
 * Before anything is taken back: a release that somebody else recovers, or has brought to its end, is not this run's any more.
 * Terraform removes tags that it does not know: where there is none of ours at all, nobody else puts things back.
 *
 * @throws LockLostError
 */
export async function requireOwnWork(
  { arm, lease, release }: Pick<ScaleSetWork, 'arm' | 'lease' | 'release'>,
  signal: AbortSignal,
): Promise<void> {
  const { tags = {} } = await getScaleSet(arm, release.scaleSetId, signal);
  const { lock, journal, release: open, last } = readRecord(tags);
  const owner = lock?.id ?? journal?.lockId;
  const isOver = owner === undefined && (open !== undefined || last !== undefined);
  if (isOver || (owner !== undefined && owner !== lease.id)) {
    const whose =
      lock === undefined
        ? 'somebody else has brought it to its end, or recovers it'
        : `it is locked ${describeLock(lock)}`;
    throw new LockLostError(
      `The release of ${nameOf(release.scaleSetId)} is not this run's any more: ${whose}. Nothing more was written; ` +
        '"command: status" tells how things are.',
    );
  }
}

/**
 * Right before instances are upgraded: they get whatever the model has at that moment.
 *
 * @throws ForeignChangeError where that is not what the release brings.
 */
export async function requireModel(
  { arm, release }: Pick<ScaleSetWork, 'arm' | 'release'>,
  signal: AbortSignal,
): Promise<void> {
  const { scaleSetId, payload, releaseId } = release;
  const model = payloadOfModel(await getScaleSet(arm, scaleSetId, signal), payload);
  if (!samePayload(model, payload)) {
    throw new ForeignChangeError(
      `Somebody else has changed the model of ${nameOf(scaleSetId)}: it has ${model === undefined ? 'nothing of the kind' : describePayload(model)}, where ` +
        `release ${releaseId} has put ${describePayload(payload)}. Nothing more is upgraded; find out who writes to it, and run again.`,
    );
  }
}

/** @throws LockLostError where somebody else has the lock, or, where it is needed, nobody has. */
export async function requireLock(
  { arm, lease, release }: Pick<ScaleSetWork, 'arm' | 'lease' | 'release'>,
  isNeeded: boolean,
  signal: AbortSignal,
): Promise<void> {
  const { tags = {} } = await getScaleSet(arm, release.scaleSetId, signal);
  const lock = readLock(tags);
  const isOurs = lock?.id === lease.id;
  if (!isOurs && (lock !== undefined || isNeeded)) {
    const whose = lock === undefined ? 'nobody has it' : `it is locked ${describeLock(lock)}`;
    throw new LockLostError(
      `The lock of ${nameOf(release.scaleSetId)} is not this run's any more: ${whose}. Nothing more was written; ` +
        '"command: status" tells how things are.',
    );
  }
}
