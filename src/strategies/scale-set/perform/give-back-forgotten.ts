import { getScaleSet } from '../../../azure/scale-sets/scale-sets.ts';
import { withDeadline } from '../../../engine/deadline.ts';
import type { Failure } from '../../../engine/events.ts';
import { toFailure } from '../../../engine/failure.ts';
import type { RunResult } from '../../../engine/run.ts';
import { readRecord } from '../../../record/record.ts';
import type { ScaleSetWork } from '../performers.ts';
import { unprotect } from './protection.ts';
import { resumeForGood } from './repairs.ts';
import { isForgotten, type SetAside } from './set-aside.ts';

/** ARM lets four instances a minute be written, after the first twelve. */
const LONGEST_GIVING_BACK_MS = 300_000;

/**
 * After a run that has not come to its end as it should: where somebody has removed the record, no later run gives back what the
 * release had set aside, because nothing tells of it. What cannot be given back now is told, for whoever does it by hand.
 *
 * @param timeoutMs of a process that has less time than that takes.
 */
export async function giveBackForgotten(
  work: ScaleSetWork,
  { outcome, cleanUpErrors }: Pick<RunResult, 'outcome' | 'cleanUpErrors'>,
  signal: AbortSignal,
  timeoutMs = LONGEST_GIVING_BACK_MS,
): Promise<void> {
  const { clock, emit, traces } = work;
  const isClean = outcome === 'succeeded' && cleanUpErrors.length === 0;
  // A run that was cancelled has no time for it: `post` does it.
  if (isNothing(traces.setAside) || isClean || outcome === 'interrupted') {
    return;
  }
  const deadline = { clock, signal, timeoutMs, subject: 'what the release had set aside to be given back' };
  await withDeadline(deadline, async (limited) => {
    if (await isSeenForgotten(work, limited)) {
      const before = traces.setAside;
      const [failure] = await giveBack(work, limited);
      const left = traces.setAside;
      emit({
        type: 'set-aside-settled',
        atMs: clock.monotonicMs(),
        givenBack: difference(before, left),
        left,
        ...(failure === undefined ? {} : { failure }),
      });
    }
  });
}

/** Where ARM does not answer, the record is taken to be there: then a recovery goes by it. */
async function isSeenForgotten(work: ScaleSetWork, signal: AbortSignal): Promise<boolean> {
  try {
    const { tags } = await getScaleSet(work.arm, work.release.scaleSetId, signal);
    return isForgotten(work, readRecord(tags));
  } catch {
    return false;
  }
}

/** @returns what has failed: who may not do the one may do the other. */
async function giveBack(work: ScaleSetWork, signal: AbortSignal): Promise<Failure[]> {
  const failures: Failure[] = [];
  const note = (error: unknown) => {
    failures.push(toFailure(error));
  };
  // Repairs first: that is one write, and what is broken meanwhile stays broken.
  await resumeForGood(work, { signal, clock: work.clock }).catch(note);
  await unprotect(work, signal).catch(note);
  return failures;
}

function isNothing({ protectedIds, hasSuspendedRepairs }: SetAside): boolean {
  return protectedIds.length === 0 && !hasSuspendedRepairs;
}

function difference(before: SetAside, after: SetAside): SetAside {
  return {
    protectedIds: before.protectedIds.filter((id) => !after.protectedIds.includes(id)),
    hasSuspendedRepairs: before.hasSuspendedRepairs && !after.hasSuspendedRepairs,
  };
}
