import { changeTags } from '../../../azure/scale-set-tags.ts';
import { getScaleSet } from '../../../azure/scale-sets.ts';
import type { StepPerformer } from '../../../engine/run.ts';
import type { LastRun } from '../../../record/last-run.ts';
import { readRecord, withRecord } from '../../../record/record.ts';
import { lastReleaseOf } from '../last-release.ts';
import { namedInstances } from '../named-instances.ts';
import type { ScaleSetWork } from '../performers.ts';
import { isOwn, withoutOwnRecord } from '../scale-set-record.ts';
import type { WriteRecord } from '../steps.ts';

export function writeRecord(work: ScaleSetWork, step: WriteRecord): StepPerformer {
  const { arm, lease, release } = work;
  return {
    async run({ signal }) {
      if (step.leaves !== 'open-release') {
        await requireNothingSetAside(work, signal);
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
    },
    async verify({ signal }) {
      const { name, tags } = await getScaleSet(arm, release.scaleSetId, signal);
      const { lock, journal, release: open } = readRecord(tags);
      if (lock !== undefined && lock.id !== lease.id) {
        return;
      }
      const isOpen = open?.id === release.releaseId;
      if (lock !== undefined || journal?.lockId === lease.id || isOpen !== (step.leaves === 'open-release')) {
        throw new Error(
          `The tags of scale set ${name} should say that release ${release.releaseId} is ${step.leaves === 'open-release' ? 'open' : 'over'}, ` +
            'and that nobody works on it, and Azure says otherwise. "command: status" tells how things are.',
        );
      }
    },
    undo: async () => undefined,
  };
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
