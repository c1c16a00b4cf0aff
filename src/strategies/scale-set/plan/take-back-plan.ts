import { nameOf } from '../../../azure/resource-id.ts';
import type { Plan } from '../../../engine/plan.ts';
import type { OpenRelease } from '../../../record/open-release.ts';
import { describeKept, type Reach } from '../instances/touched.ts';
import { describePayload } from '../payload/describe-payload.ts';
import { recordedSetAside } from '../record/set-aside.ts';
import { takeLockStep, writeRecordStep } from './record-steps.ts';
import {
  checkTakenBackStep,
  confirmReleaseStep,
  releaseProtectionStep,
  resumeRepairsStep,
  suspendRepairsStep,
  takeBackStep,
} from './release-steps.ts';
import type { PlannedRelease, ScaleSetStep } from './steps.ts';

export interface TakingBack {
  readonly release: PlannedRelease;
  /** Absent: the release is over, and is taken back all the same. */
  readonly open: OpenRelease | undefined;
  readonly reach: Reach;
  readonly touchedIds: readonly string[];
  /** Who cannot be taken back, of `keptFromTakingBack`. */
  readonly keptIds: readonly string[];
  /** Who is switched off, of the release or not. */
  readonly offIds: readonly string[];
  /** Whether automatic repairs are suspended meanwhile. */
  readonly suspends: boolean;
  readonly leavesRecord: boolean;
  /** Whether a release has left one before. */
  readonly hasLast: boolean;
  /** The interrupted run, where a recovery takes it back. */
  readonly releasedBy?: string | undefined;
  readonly reason: string;
}

/** The former payload goes back, at once, and the release is over. */
export function planTakeBack({
  release,
  open,
  reach,
  touchedIds,
  keptIds,
  offIds,
  suspends,
  leavesRecord,
  hasLast,
  releasedBy,
  reason,
}: TakingBack): Plan<ScaleSetStep> {
  // A release that is over has reached every instance.
  const strategy = open?.strategy === 'canary-percent' ? 'canary-percent' : 'full-rollout';
  const releasing = { release, strategy, method: 'take-back', leavesRecord, hasLast, releasedBy } as const;
  const back = release.previous === undefined ? 'what they had' : describePayload(release.previous);
  return {
    strategy,
    method: 'take-back',
    methodReason: reason,
    goal: `the instances of ${nameOf(release.scaleSetId)} that release ${release.releaseId} has reached shall have ${back} again`,
    steps: [
      takeLockStep(
        releasing,
        open === undefined
          ? { kind: 'opens' }
          : { kind: 'goes-on', setAside: recordedSetAside({ release: open }) },
      ),
      ...(suspends ? [suspendRepairsStep(release)] : []),
      takeBackStep(release, reach, touchedIds),
      confirmReleaseStep(release, 'taken-back', reach),
      releaseProtectionStep(release, open?.protectedIds ?? []),
      resumeRepairsStep(release, suspends || open?.hasSuspendedRepairs === true),
      writeRecordStep(releasing, leavesRecord ? 'last' : 'nothing'),
      checkTakenBackStep(release),
    ],
    expectedDowntime: {
      medianSeconds: null,
      p90Seconds: null,
      basis: 'all instances that the release has reached go down at once; the others serve meanwhile',
    },
    hazards: [
      ...(keptIds.length === 0 ? [] : [`Not all of it can be taken back: ${describeKept(keptIds)}.`]),
      ...touchedIds
        .filter((id) => offIds.includes(id))
        .map(
          (id) =>
            `Instance ${id} is switched off: it gets back ${back}, stays off, and is not checked with it. What is to be seen on its disk has to ` +
            'be looked at before.',
        ),
    ],
    unchecked: [],
  };
}
