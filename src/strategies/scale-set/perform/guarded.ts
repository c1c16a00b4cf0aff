import { ForeignChangeError } from '../../../azure/foreign-change-error.ts';
import { isPortMappingQuestion } from '../../../azure/inbound-nat.ts';
import { nameOf } from '../../../azure/resource-id.ts';
import { getScaleSet } from '../../../azure/scale-sets.ts';
import type { StepPerformer } from '../../../engine/run.ts';
import { describeLock, LockLostError, readLock } from '../../../record/lock.ts';
import { readRecord } from '../../../record/record.ts';
import { describePayload } from '../describe-payload.ts';
import { payloadOfModel, samePayload } from '../model.ts';
import type { ScaleSetWork } from '../performers.ts';

type Look = (work: ScaleSetWork, signal: AbortSignal) => Promise<void>;

/**
 * Looks, before a step writes or takes back, whether the lock is still ours: somebody else may have begun to recover a release
 * whose process had only been slow.
 */
export function guarded(
  performerOf: (work: ScaleSetWork) => StepPerformer,
  work: ScaleSetWork,
): StepPerformer {
  const forwards = performerOf(looking(work, requireLock));
  const backwards = performerOf(looking(work, requireOwnWork));
  return {
    ...forwards,
    async run(context) {
      await requireLock(work, context.signal);
      await forwards.run(context);
    },
    async undo(context) {
      await requireOwnWork(work, context.signal);
      await backwards.undo(context);
    },
  };
}

/**
 * Looks right before each write: a step waits for operations of others and for instances, and writes again what another writer
 * has come before. Where that was a recovery, the old payload that it has put back must not be taken for what was there at
 * the beginning. Not before a question: one for each port of each canary, they would use up the quota of reads. Without If-Match, as for instances, a write may still go out a moment after another run has taken the lock.
 */
function looking(work: ScaleSetWork, look: Look): ScaleSetWork {
  const { arm } = work;
  return {
    ...work,
    arm: {
      ...arm,
      async write(request, signal) {
        if (!isPortMappingQuestion(request)) {
          await look(work, signal);
        }
        return arm.write(request, signal);
      },
    },
  };
}

/**
 * Before anything is taken back: a release that somebody else recovers, or has brought to its end, is not this run's any more.
 * Terraform removes tags that it does not know: where there is none of ours at all, nobody else puts things back.
 *
 * @throws LockLostError
 */
async function requireOwnWork({ arm, lease, release }: ScaleSetWork, signal: AbortSignal): Promise<void> {
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
async function requireLock(
  { arm, lease, release, isLockNeeded }: ScaleSetWork,
  signal: AbortSignal,
): Promise<void> {
  const { tags = {} } = await getScaleSet(arm, release.scaleSetId, signal);
  const lock = readLock(tags);
  const isOurs = lock?.id === lease.id;
  if (!isOurs && (lock !== undefined || isLockNeeded)) {
    const whose = lock === undefined ? 'nobody has it' : `it is locked ${describeLock(lock)}`;
    throw new LockLostError(
      `The lock of ${nameOf(release.scaleSetId)} is not this run's any more: ${whose}. Nothing more was written; ` +
        '"command: status" tells how things are.',
    );
  }
}
