import { nameOf } from '../../../azure/resource-id.ts';
import {
  readAutomaticRepairs,
  setAutomaticRepairs,
} from '../../../azure/scale-sets/orchestration-services.ts';
import { changeTags } from '../../../azure/scale-sets/scale-set-tags.ts';
import { getScaleSet } from '../../../azure/scale-sets/scale-sets.ts';
import type { StepContext, StepPerformer } from '../../../engine/run.ts';
import { readRecord, withRecord } from '../../../record/record.ts';
import type { ScaleSetWork } from '../performers.ts';
import { type GivingBack, setAsideOf } from './set-aside.ts';

/** Written down before it is done: whoever ends the release has to know that there is something to resume. */
export function suspendRepairs(work: ScaleSetWork): StepPerformer {
  const { arm, release, traces, asFound } = work;
  return {
    async run({ signal, clock }) {
      await noteSuspension(work, true, signal);
      await setAutomaticRepairs(
        traces.suspensions.through(arm, clock),
        release.scaleSetId,
        'Suspend',
        signal,
      );
    },
    async verify({ signal }) {
      await requireState(work, 'Suspended', signal);
    },
    async undo(context) {
      // What the release had suspended before this run stays so for as long as it is open: where it is not any more, its end resumes them.
      const isKept = asFound?.hasSuspendedRepairs === true;
      await (isKept ? awaitSuspensions(work, context) : resumeForGood(work, context));
    },
  };
}

export function resumeRepairs(work: ScaleSetWork): StepPerformer {
  return {
    run: (context) => resumeForGood(work, context),
    async verify({ signal }) {
      const { tags } = await getScaleSet(work.arm, work.release.scaleSetId, signal);
      if (setAsideOf(work, readRecord(tags)).hasSuspendedRepairs) {
        throw new Error(
          `Automatic repairs of ${nameOf(work.release.scaleSetId)} are still noted as suspended by this release.`,
        );
      }
    },
    undo: async () => undefined,
  };
}

/** A suspension whose connection was cut may be carried out after they were resumed: it is sent under no ETag. */
async function awaitSuspensions({ traces }: GivingBack, { signal, clock }: StepContext): Promise<void> {
  await clock.sleep(traces.suspensions.untilMs - clock.monotonicMs(), signal);
}

export async function resumeForGood(work: GivingBack, context: StepContext): Promise<void> {
  await awaitSuspensions(work, context);
  await resume(work, context.signal);
}

/** Only what this release has suspended. */
export async function resume(work: GivingBack, signal: AbortSignal): Promise<void> {
  const { arm, release } = work;
  const { tags } = await getScaleSet(arm, release.scaleSetId, signal);
  if (!setAsideOf(work, readRecord(tags)).hasSuspendedRepairs) {
    return;
  }
  await setAutomaticRepairs(arm, release.scaleSetId, 'Resume', signal);
  await noteSuspension(work, false, signal);
}

async function noteSuspension(
  { arm, release, traces }: GivingBack,
  hasSuspendedRepairs: boolean,
  signal: AbortSignal,
): Promise<void> {
  traces.setAside = { ...traces.setAside, hasSuspendedRepairs };
  await changeTags(
    arm,
    release.scaleSetId,
    ({ tags }) => {
      const open = readRecord(tags).release;
      return open === undefined ? undefined : withRecord(tags, { release: { ...open, hasSuspendedRepairs } });
    },
    signal,
  );
}

async function requireState(
  { arm, release }: ScaleSetWork,
  wanted: 'Suspended',
  signal: AbortSignal,
): Promise<void> {
  const state = await readAutomaticRepairs(arm, release.scaleSetId, signal);
  if (state !== wanted) {
    throw new Error(
      `Automatic repairs of ${nameOf(release.scaleSetId)} should be ${wanted}, and Azure says ${state ?? 'nothing of them'}.`,
    );
  }
}
