import { listInstances } from '../../../azure/scale-sets/scale-set-instances.ts';
import { getScaleSet, type ScaleSet } from '../../../azure/scale-sets/scale-sets.ts';
import { withDeadline } from '../../../engine/deadline.ts';
import { GoalLostError, type RunResult } from '../../../engine/run.ts';
import { readRecord } from '../../../record/record.ts';
import { hasComeTooLate } from '../../come-too-late.ts';
import { toInstance } from '../instances/instances.ts';
import { troubleFound } from '../instances/troubled.ts';
import type { ScaleSetWork } from '../performers.ts';
import type { PlannedRelease } from '../plan/steps.ts';
import { judgedByRecord, type ReadInstances, releaseSeen, releaseUnseen } from './see-release.ts';

/** Whoever waits for the end of the run has waited enough. */
export const LONGEST_LOOK_MS = 10_000;

type LookContext = Pick<ScaleSetWork, 'arm' | 'clock' | 'emit' | 'release'>;

/** What this process knows of how instances get on, beside what is read. */
type JudgedOf = (read: ReadInstances) => ReadInstances['judged'];

/**
 * Whether a run has to look once more: what it saw before its plan, or in the middle of it, is not how things are. One whose goal is
 * lost has found that out by such a look.
 */
export function isToLookAgain(end: Pick<RunResult, 'outcome' | 'error'>): boolean {
  return end.outcome !== 'succeeded' && !hasComeTooLate(end) && !(end.error instanceof GoalLostError);
}

/**
 * At the end of a run that has not reached its goal: reads Azure afresh, and says how the instances are. Where that cannot be
 * found out, in its time or at all, it says so: what was seen last is out of date.
 *
 * @returns undefined where it is not known.
 */
export async function seeAsItIs(
  { arm, clock, emit, release }: LookContext,
  judgedOf: JudgedOf,
  signal: AbortSignal,
): Promise<ScaleSet | undefined> {
  const { scaleSetId } = release;
  const deadline = { clock, signal, timeoutMs: LONGEST_LOOK_MS, subject: 'how the instances are now' };
  try {
    signal.throwIfAborted();
    const [scaleSet, reads] = await withDeadline(deadline, (limited) =>
      Promise.all([getScaleSet(arm, scaleSetId, limited), listInstances(arm, scaleSetId, limited)]),
    );
    emit(releaseSeen(release, { scaleSet, reads, judged: judgedOf({ scaleSet, reads }) }, clock));
    return scaleSet;
  } catch {
    // What became of the run is told all the same.
    emit(releaseUnseen(release, clock));
    return undefined;
  }
}

/** Of a process that has judged some itself; who is off with the payload is in quarantine, whoever put it there. */
export function judgedBy({
  release,
  troubled,
  before,
}: Pick<ScaleSetWork, 'release' | 'troubled' | 'before'>): JudgedOf {
  return ({ scaleSet, reads }) => {
    const instances = reads.map((read) => toInstance(read, { scaleSet, payload: release.payload }));
    const found = troubleFound(instances, before);
    return {
      ...before,
      unhealthy: new Map([...found.unhealthy, ...troubled.unhealthy]),
      quarantined: new Set([...found.quarantined, ...troubled.quarantined]),
    };
  };
}

/** Of a process that has judged nobody itself. */
export function judgedByTags(release: PlannedRelease): JudgedOf {
  return (read) => {
    const { release: open } = readRecord(read.scaleSet.tags);
    return judgedByRecord(read, release, open?.id === release.releaseId ? open : undefined);
  };
}
