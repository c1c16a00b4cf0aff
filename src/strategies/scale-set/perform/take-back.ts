import { ArmError, ArmOperationError } from '../../../azure/arm/arm-error.ts';
import { nameOf } from '../../../azure/resource-id.ts';
import { upgradeInstances } from '../../../azure/scale-sets/instance-upgrade.ts';
import { listInstances, type ScaleSetInstance } from '../../../azure/scale-sets/scale-set-instances.ts';
import { getScaleSet } from '../../../azure/scale-sets/scale-sets.ts';
import { isConflict } from '../../../azure/write-race.ts';
import { withDeadline } from '../../../engine/deadline.ts';
import type { StepPerformer } from '../../../engine/run.ts';
import { type Reach, readTouched, type Touched, touchedIds } from '../instances/touched.ts';
import { isUnpinnedFormOf, payloadOfModel } from '../payload/model.ts';
import { hasRecorded } from '../payload/recorded-payload.ts';
import type { ScaleSetWork } from '../performers.ts';
import { LONGEST_CHANGE_MS } from '../plan/longest-write.ts';
import type { PlannedRelease, TakeBack } from '../plan/steps.ts';
import { restoreModel } from './change-model.ts';
import { expectAway } from './expect-away.ts';

/** Of recorded reimages none took longer than 124 s, of upgrades none longer than 655 s. */
export const LONGEST_UPGRADE_MS = 900_000;

/** Most operations on an instance are over by then, or nearly. */
const LONGEST_CONFLICT_MS = 60_000;

/** A second try is for the instances that ARM could not upgrade; a third for those that were made meanwhile. */
const MOST_TRIES = 3;

export function takeBack(work: ScaleSetWork, { reach }: TakeBack): StepPerformer {
  return {
    async run({ signal, clock }) {
      // What a killed run had sent last has arrived by then.
      await clock.sleep(work.lateWritesUntilMs - clock.monotonicMs(), signal);
      await takeBackAll(work, reach, signal);
    },
    verify: ({ signal }) => requireTakenBack(work, reach, signal),
    // Half of a rollback is not put forwards again: it is brought to its end.
    undo: ({ signal }) => takeBackAll(work, reach, signal),
  };
}

/**
 * The former payload goes into the model, and then onto all instances that have the new one, in one call and without checks
 * between: whoever takes a release back is in a hurry. Instances that the release has not reached are left alone.
 *
 * @throws Error naming what still has the new payload.
 */
export async function takeBackAll(work: ScaleSetWork, reach: Reach, signal: AbortSignal): Promise<void> {
  const { arm, release, traces } = work;
  const subject = `the former payload to be in the model of ${nameOf(release.scaleSetId)}`;
  const deadline = { clock: work.clock, signal, timeoutMs: LONGEST_CHANGE_MS, subject };
  await withDeadline(deadline, async (limited) => {
    if (!(await isAsItWas(work, reach, limited))) {
      await restoreModel(work, limited);
    }
  });
  for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
    const touched = await readTouched(arm, release, reach, signal);
    const { ids } = touched;
    // Once somebody else has changed the model, an upgrade would bring what they have put there.
    if (ids.length === 0 || touched.isModelForeign) {
      requireBack(release, touched);
      return;
    }
    for (const id of ids) {
      traces.takenBackIds.add(id);
    }
    expectAway(work, ids);
    try {
      await upgradeBack(work, ids, signal);
    } catch (error) {
      // ARM says `Failed` of the whole where one instance has failed: what the others have is to be read.
      if (!(error instanceof ArmOperationError) || tries === MOST_TRIES) {
        throw error;
      }
    }
  }
  await requireTakenBack(work, reach, signal);
}

/** Of a model that names its image without a version, which brought whoever is upgraded from it the newest one. */
async function isAsItWas(
  { arm, release }: ScaleSetWork,
  reach: Reach,
  signal: AbortSignal,
): Promise<boolean> {
  const { scaleSetId, payload, previous } = release;
  if (previous?.kind !== 'image' || previous.inModel !== 'unpinned') {
    return false;
  }
  const scaleSet = await getScaleSet(arm, scaleSetId, signal);
  if (!isUnpinnedFormOf(payloadOfModel(scaleSet, payload), previous)) {
    return false;
  }
  const reads = await listInstances(arm, scaleSetId, signal);
  return touchedIds({ scaleSet, reads }, release, reach).length === 0;
}

/**
 * ARM refuses all of a request where another operation holds one of its instances, and does not say which: then each half is asked
 * for by itself, so that the others need not wait for that one.
 */
async function upgradeBack(
  work: ScaleSetWork,
  instanceIds: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const { scaleSetId, previous } = work.release;
  const isOne = instanceIds.length === 1;
  const hasIt = (read: ScaleSetInstance) => previous !== undefined && hasRecorded(read, previous, previous);
  const patience = isOne ? {} : { conflictPatienceMs: LONGEST_CONFLICT_MS };
  try {
    await upgradeInstances(
      work.arm,
      { scaleSetId, instanceIds, hasIt, timeoutMs: LONGEST_UPGRADE_MS, ...patience },
      signal,
    );
  } catch (error) {
    if (isOne || !(error instanceof ArmError) || !isConflict(error)) {
      throw error;
    }
    const middle = Math.ceil(instanceIds.length / 2);
    const halves = [instanceIds.slice(0, middle), instanceIds.slice(middle)];
    const ends = await Promise.allSettled(halves.map((half) => upgradeBack(work, half, signal)));
    const failed = ends.find((end) => end.status === 'rejected');
    if (failed !== undefined) {
      throw failed.reason;
    }
  }
}

/** @throws Error naming what still has the new payload. */
export async function requireTakenBack(
  { arm, release }: ScaleSetWork,
  reach: Reach,
  signal: AbortSignal,
): Promise<void> {
  requireBack(release, await readTouched(arm, release, reach, signal));
}

/** @throws Error */
function requireBack({ releaseId, scaleSetId }: PlannedRelease, { isTakenBack, explanation }: Touched): void {
  if (!isTakenBack) {
    throw new Error(
      `Release ${releaseId} is not taken back from scale set ${nameOf(scaleSetId)}: ${explanation}. ` +
        '"command: rollback" goes on with it.',
    );
  }
}
