import { nameOf } from '../../../azure/resource-id.ts';
import { changeTags } from '../../../azure/scale-sets/scale-set-tags.ts';
import { getScaleSet } from '../../../azure/scale-sets/scale-sets.ts';
import type { StepContext, StepPerformer } from '../../../engine/run.ts';
import type { LastRun } from '../../../record/last-run.ts';
import { type ReleaseRecord, readRecord, withRecord } from '../../../record/record.ts';
import { RecordRemovedError } from '../../../record/record-removed-error.ts';
import { namedInstances } from '../instances/named-instances.ts';
import type { ScaleSetWork } from '../performers.ts';
import type { WriteRecord } from '../plan/steps.ts';
import { lastReleaseOf } from '../record/last-release.ts';
import { isOwn, withoutOwnRecord } from '../record/scale-set-record.ts';
import { lookForTheLastTime, ReleaseLostError } from './last-look.ts';

/** @param fresh the same work, whose looks are shared with nobody: the last one is to be the last. */
export function writeRecord(work: ScaleSetWork, fresh: ScaleSetWork, step: WriteRecord): StepPerformer {
  return {
    async run(context) {
      try {
        await close(work, step, context.signal);
      } catch (error) {
        // What is lost is lost, whatever kept the tags from being written.
        throw (await lossOf(fresh, step, context)) ?? error;
      }
    },
    async verify(context) {
      const record = await lookForTheLastTime(fresh, step, context);
      if (record !== undefined) {
        requireClosed(work, step, record);
      }
    },
    undo: async () => undefined,
  };
}

async function close(work: ScaleSetWork, step: WriteRecord, signal: AbortSignal): Promise<void> {
  const { arm, lease, release } = work;
  if (step.leaves !== 'open-release') {
    await requireNothingSetAside(work, signal);
    work.traces.isRecorded = false;
  }
  const last = step.leaves === 'last' ? endOf(work, step) : undefined;
  const closes = step.leaves === 'open-release' ? {} : { release: null };
  await changeTags(
    arm,
    release.scaleSetId,
    ({ tags }) =>
      isOwn(readRecord(tags), lease)
        ? withRecord(tags, {
            lock: null,
            journal: null,
            ...closes,
            ...(last === undefined ? (step.leaves === 'nothing' ? { last: null } : {}) : { last }),
          })
        : withoutOwnRecord(tags, lease),
    signal,
  );
}

async function lossOf(
  work: ScaleSetWork,
  step: WriteRecord,
  context: StepContext,
): Promise<ReleaseLostError | undefined> {
  try {
    await lookForTheLastTime(work, step, context);
    return undefined;
  } catch (error) {
    return error instanceof ReleaseLostError ? error : undefined;
  }
}

/** @throws Error where the tags do not say what they were to say; ReleaseLostError, RecordRemovedError where somebody has removed them. */
function requireClosed(
  { lease, release }: ScaleSetWork,
  { leaves }: WriteRecord,
  { lock, journal, release: open, last }: ReleaseRecord,
): void {
  const name = nameOf(release.scaleSetId);
  const isOpen = open?.id === release.releaseId;
  const isAtWork = lock !== undefined || journal?.lockId === lease.id;
  if (leaves === 'open-release' && !isAtWork && open === undefined) {
    throw new ReleaseLostError(
      'LostRecord',
      `Somebody has removed the tags of release ${release.releaseId} from scale set ${name}, or has brought it to its end, while this run closed it: ` +
        'no tag knows of it any more, so it is not open.',
    );
  }
  if (isAtWork || isOpen !== (leaves === 'open-release')) {
    throw new Error(
      `The tags of scale set ${name} should say that release ${release.releaseId} is ${leaves === 'open-release' ? 'open' : 'over'}, ` +
        'and that nobody works on it, and Azure says otherwise. "command: status" tells how things are.',
    );
  }
  if (leaves === 'last' && last === undefined) {
    throw new RecordRemovedError(
      `Somebody has removed the tags of release ${release.releaseId} from scale set ${name} while it ran: it is over, and no tag tells what there was before.`,
    );
  }
}

/**
 * The record is all that tells what has to be given back.
 *
 * @throws Error where a clean-up before this one has failed.
 */
async function requireNothingSetAside({ arm, release }: ScaleSetWork, signal: AbortSignal): Promise<void> {
  const { name, tags } = await getScaleSet(arm, release.scaleSetId, signal);
  const { protectedIds = [], hasSuspendedRepairs = false } = readRecord(tags).release ?? {};
  const left = [
    ...(protectedIds.length === 0
      ? []
      : [
          `${namedInstances(protectedIds)} ${protectedIds.length === 1 ? 'is' : 'are'} protected from scale-in`,
        ]),
    ...(hasSuspendedRepairs ? ['automatic repairs are suspended'] : []),
  ];
  if (left.length > 0) {
    throw new Error(
      `The record of release ${release.releaseId} stays in the tags of scale set ${name}, because ${left.join(', and ')} by it still: ` +
        '"command: recover" gives that back.',
    );
  }
}

function endOf(work: ScaleSetWork, { strategy, method, releasedBy }: WriteRecord): LastRun {
  const kind = method === 'take-back' ? 'rollback' : 'run';
  return lastReleaseOf(work, { kind, strategy, method, releasedBy });
}
