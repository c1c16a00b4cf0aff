import { ForeignChangeError } from '../../../azure/foreign-change-error.ts';
import { isPortMappingQuestion } from '../../../azure/network/inbound-nat.ts';
import { nameOf } from '../../../azure/resource-id.ts';
import { getScaleSet, type ScaleSet } from '../../../azure/scale-sets/scale-sets.ts';
import type { StepPerformer } from '../../../engine/run.ts';
import { describeLock, LockLostError, readLock } from '../../../record/lock.ts';
import { readRecord } from '../../../record/record.ts';
import { describePayload } from '../payload/describe-payload.ts';
import { payloadOfModel, samePayload } from '../payload/model.ts';
import type { ScaleSetWork } from '../performers.ts';
import { requireRestOfModel } from '../preflight/rest-of-model.ts';
import { isForgotten } from '../record/forgotten.ts';

type Look = (work: ScaleSetWork, signal: AbortSignal) => Promise<void>;

/**
 * Looks, before a step writes or takes back, whether the lock is still ours: somebody else may have begun to recover a release
 * whose process had only been slow.
 *
 * @param fresh the same work, whose looks are shared with nobody.
 * @param lookForwards Absent: nothing is written forwards without the lock.
 */
export function guarded(
  performerOf: (work: ScaleSetWork) => StepPerformer,
  work: ScaleSetWork,
  fresh: ScaleSetWork,
  lookForwards: Look = requireLock,
): StepPerformer {
  const forwards = performerOf(looking(work, fresh, lookForwards));
  const backwards = performerOf(looking(work, fresh, requireOwnWork));
  return {
    ...forwards,
    async run(context) {
      await lookForwards(work, context.signal);
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
function looking(work: ScaleSetWork, fresh: ScaleSetWork, look: Look): ScaleSetWork {
  const { arm } = work;
  return {
    ...work,
    arm: {
      ...arm,
      async write(request, signal) {
        if (!isPortMappingQuestion(request)) {
          await look(fresh, signal);
        }
        return arm.write(request, signal);
      },
    },
  };
}

/**
 * Before anything is taken back, or given back: a release that somebody else recovers, or has brought to its end, is not this run's any more.
 * Terraform removes tags that it does not know: where there is none of ours at all, nobody else puts things back.
 *
 * @throws LockLostError
 */
export async function requireOwnWork(
  { arm, lease, release }: ScaleSetWork,
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
 * @throws LockLostError, ForeignChangeError where that is not what the release brings.
 */
export async function requireModel(
  work: Pick<ScaleSetWork, 'arm' | 'release' | 'lease' | 'isLockNeeded' | 'asPlanned'>,
  signal: AbortSignal,
): Promise<void> {
  const { arm, release, asPlanned } = work;
  const { scaleSetId, payload, releaseId } = release;
  const scaleSet = await getScaleSet(arm, scaleSetId, signal);
  // A recovery that takes the release back writes to the model, too, and is nobody to be looked for.
  requireLockIn(work, scaleSet);
  const model = payloadOfModel(scaleSet, payload);
  if (!samePayload(model, payload)) {
    throw new ForeignChangeError(
      `Somebody else has changed the model of ${nameOf(scaleSetId)}: it has ${model === undefined ? 'nothing of the kind' : describePayload(model)}, where ` +
        `release ${releaseId} has put ${describePayload(payload)}. Nothing more is upgraded; find out who writes to it, and run again.`,
    );
  }
  if (asPlanned !== undefined) {
    requireRestOfModel(asPlanned.scaleSet, scaleSet, release);
  }
}

/** @throws LockLostError where somebody else has the lock, or, where it is needed, nobody has. */
export async function requireLock(work: ScaleSetWork, signal: AbortSignal): Promise<void> {
  requireLockIn(work, await getScaleSet(work.arm, work.release.scaleSetId, signal));
}

/** @throws LockLostError */
function requireLockIn(
  { lease, release, isLockNeeded }: Pick<ScaleSetWork, 'lease' | 'release' | 'isLockNeeded'>,
  { tags = {} }: ScaleSet,
): void {
  const lock = readLock(tags);
  const isOurs = lock?.id === lease.id;
  if (!isOurs && (lock !== undefined || isLockNeeded)) {
    if (isForgotten({ lease, release }, readRecord(tags))) {
      throw new LockLostError(
        `Somebody has removed the tags of release ${release.releaseId} from scale set ${nameOf(release.scaleSetId)}, the lock of this run among ` +
          'them. The run goes no further with the release; "command: status" tells how things are.',
      );
    }
    // Where nobody has it, this run may take back what it has done: that is up to on-failure, and is looked at before.
    const whose =
      lock === undefined
        ? 'nobody has it. The run goes no further with the release'
        : `it is locked ${describeLock(lock)}. Nothing more was written`;
    throw new LockLostError(
      `The lock of ${nameOf(release.scaleSetId)} is not this run's any more: ${whose}; "command: status" tells how things are.`,
    );
  }
}
