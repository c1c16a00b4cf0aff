import { listInstances } from '../../../azure/scale-sets/scale-set-instances.ts';
import { getScaleSet, type ScaleSet } from '../../../azure/scale-sets/scale-sets.ts';
import { withDeadline } from '../../../engine/deadline.ts';
import type { Failure } from '../../../engine/events.ts';
import { toFailure } from '../../../engine/failure.ts';
import type { RunResult } from '../../../engine/run.ts';
import { readRecord } from '../../../record/record.ts';
import { hasComeTooLate } from '../../come-too-late.ts';
import { carrierIds } from '../instances/touched.ts';
import { modelOfRelease } from '../preflight/foreign-model.ts';
import { isForgotten } from '../record/forgotten.ts';
import { isNothing, type SetAside } from '../record/set-aside.ts';
import type { RecordSeen } from '../release-events.ts';
import { unprotect } from './protection.ts';
import { resumeForGood } from './repairs.ts';
import type { GivingBack } from './set-aside.ts';

/** ARM lets four instances a minute be written, after the first twelve. */
const LONGEST_GIVING_BACK_MS = 300_000;

type Forgotten = Pick<Extract<RecordSeen, { state: 'forgotten' }>, 'isTakenBack'>;

/** Nothing of the run is left to be undone, and of what jobs before it have done no tag tells any more: that is not as it was. */
export function endOf(result: RunResult, forgotten: Forgotten | undefined): RunResult {
  const isHalfWay = forgotten !== undefined && !forgotten.isTakenBack;
  return isHalfWay && result.outcome === 'rolled-back' && !hasComeTooLate(result)
    ? { ...result, outcome: 'failed' }
    : result;
}

/**
 * After a run that has not come to its end as it should: where somebody has removed the record, that is told, and no later run gives back
 * what the release had set aside, because nothing tells of it. What cannot be given back now is told, for whoever does it by hand.
 *
 * @param timeoutMs of a process that has less time than that takes.
 * @returns how things are where somebody has removed it.
 */
export async function giveBackForgotten(
  work: GivingBack,
  { outcome, cleanUpErrors }: Pick<RunResult, 'outcome' | 'cleanUpErrors'>,
  signal: AbortSignal,
  timeoutMs = LONGEST_GIVING_BACK_MS,
): Promise<Forgotten | undefined> {
  const { clock, emit, traces } = work;
  const isClean = outcome === 'succeeded' && cleanUpErrors.length === 0;
  const isClosed = !traces.isRecorded && isNothing(traces.setAside);
  // A run that was cancelled has no time for it: `post` does it.
  if (isClosed || isClean || outcome === 'interrupted') {
    return undefined;
  }
  const deadline = { clock, signal, timeoutMs, subject: 'what the release had set aside to be given back' };
  return withDeadline(deadline, async (limited) => {
    const scaleSet = await seenForgotten(work, limited);
    if (scaleSet === undefined) {
      return undefined;
    }
    const forgotten = traces.isRecorded
      ? { isTakenBack: await isSeenTakenBack(work, scaleSet, limited) }
      : undefined;
    if (forgotten !== undefined) {
      emit({ type: 'record-seen', atMs: clock.monotonicMs(), record: { state: 'forgotten', ...forgotten } });
    }
    if (!isNothing(traces.setAside)) {
      await giveBackAndTell(work, limited);
    }
    return forgotten;
  });
}

/** Where ARM does not answer, the record is taken to be there: then a recovery goes by it. */
async function seenForgotten(work: GivingBack, signal: AbortSignal): Promise<ScaleSet | undefined> {
  try {
    const scaleSet = await getScaleSet(work.arm, work.release.scaleSetId, signal);
    return isForgotten(work, readRecord(scaleSet.tags)) ? scaleSet : undefined;
  } catch {
    return undefined;
  }
}

/** Where that cannot be seen it is not. */
async function isSeenTakenBack(
  { arm, release }: GivingBack,
  scaleSet: ScaleSet,
  signal: AbortSignal,
): Promise<boolean> {
  if (modelOfRelease(scaleSet, release) !== 'previous') {
    return false;
  }
  try {
    const reads = await listInstances(arm, release.scaleSetId, signal);
    return carrierIds({ scaleSet, reads }, release).length === 0;
  } catch {
    return false;
  }
}

async function giveBackAndTell(work: GivingBack, signal: AbortSignal): Promise<void> {
  const { clock, emit, traces } = work;
  const before = traces.setAside;
  const [failure] = await giveBack(work, signal);
  const left = traces.setAside;
  emit({
    type: 'set-aside-settled',
    atMs: clock.monotonicMs(),
    givenBack: difference(before, left),
    left,
    ...(failure === undefined ? {} : { failure }),
  });
}

/** @returns what has failed: who may not do the one may do the other. */
async function giveBack(work: GivingBack, signal: AbortSignal): Promise<Failure[]> {
  const failures: Failure[] = [];
  const note = (error: unknown) => {
    failures.push(toFailure(error));
  };
  // Repairs first: that is one write, and what is broken meanwhile stays broken.
  await resumeForGood(work, { signal, clock: work.clock }).catch(note);
  await unprotect(work, signal).catch(note);
  return failures;
}

function difference(before: SetAside, after: SetAside): SetAside {
  return {
    protectedIds: before.protectedIds.filter((id) => !after.protectedIds.includes(id)),
    hasSuspendedRepairs: before.hasSuspendedRepairs && !after.hasSuspendedRepairs,
  };
}
