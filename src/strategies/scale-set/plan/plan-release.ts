import type { ExpectedDowntime, ExpectedDuration, Plan } from '../../../engine/plan.ts';
import type { OpenRelease } from '../../../record/open-release.ts';
import type { CanaryGoal, RolloutGoal, ScaleSetGoal } from '../goal.ts';
import { sickCarrierHazards } from '../instances/carriers.ts';
import type { Instance } from '../instances/instance.ts';
import { canaryOutages } from '../instances/left-serving.ts';
import { otherChangeHazards, strayHazards } from '../instances/other-instances.ts';
import { isOutdated } from '../instances/serving.ts';
import { isLeftAlone } from '../instances/troubled.ts';
import type { Before } from '../instances/unhealthy-budget.ts';
import type { Observation } from '../observed/observe.ts';
import { describePayload } from '../payload/describe-payload.ts';
import { payloadOfModel, samePayload } from '../payload/model.ts';
import { canGoBack, type Wanted } from '../payload/wanted.ts';
import { undoneByHandHazards } from '../preflight/undone-by-hand.ts';
import { recordedSetAside } from '../record/set-aside.ts';
import type { ScaleSetTerms } from '../terms.ts';
import { canaryWorkOf, NOBODY_DOWN } from './canary-work.ts';
import { chooseCanaries } from './choose-canaries.ts';
import { checkDuration, expectedDuration } from './expected-duration.ts';
import { keptOutdated, planBatches } from './plan-batches.ts';
import { takeLockStep, writeRecordStep } from './record-steps.ts';
import {
  changeModelStep,
  confirmReleaseStep,
  protectCanariesStep,
  releaseProtectionStep,
  resumeRepairsStep,
  suspendRepairsStep,
  upgradeCanariesStep,
  upgradeOutdatedStep,
} from './release-steps.ts';
import { replacedDisksHazards } from './replaced-disks.ts';
import type { Opening, PlannedRelease, ScaleSetStep } from './steps.ts';
import { suspendsRepairs } from './suspended-repairs.ts';
import { unprotectedOf } from './unprotected.ts';

export type PlannedSteps = Omit<Plan<ScaleSetStep>, 'unchecked'>;

/** The instances, judged by what the release brings. */
export interface Found {
  readonly instances: readonly Instance[];
  readonly before: Pick<Before, 'sickIds'>;
}

/**
 * The plan of a release: plain data. Of canaries that have the payload already it is one to check them.
 *
 * @returns undefined where nobody is left to upgrade, and no release is open.
 */
export function planRelease(
  goal: ScaleSetGoal,
  observation: Observation,
  wanted: Wanted,
  { instances, before }: Found,
  terms: ScaleSetTerms,
): PlannedSteps | undefined {
  const planned =
    goal.strategy === 'canary-percent'
      ? planCanary(goal, observation, wanted, { instances, before }, terms)
      : planRollout(goal, observation, wanted, instances, terms);
  return planned && { ...planned, hazards: [...replacedDisksHazards(planned.steps), ...planned.hazards] };
}

function planCanary(
  goal: CanaryGoal,
  { scaleSet, record, reads, surroundings }: Observation,
  { release, open, sources }: Wanted,
  { instances, before }: Found,
  { leavesRecord }: ScaleSetTerms,
): PlannedSteps | undefined {
  const { canaryIds } = release;
  const chosen = chooseCanaries(instances, goal.share, scaleSet.name, open?.canaryIds ?? []);
  const isInModel = samePayload(payloadOfModel(scaleSet, release.payload), release.payload);
  const hasLast = record.last !== undefined;
  const releasing = {
    release,
    strategy: 'canary-percent',
    method: 'canary',
    hasWayBack: canGoBack({ release, sources }),
    leavesRecord,
    hasLast,
  } as const;
  const unprotectedIds = unprotectedOf(surroundings, instances, canaryIds);
  const work = canaryWorkOf(instances, canaryIds, before);
  return {
    strategy: 'canary-percent',
    method: 'canary',
    methodReason: [chosen.explanation, ...explainFormer(canaryIds, chosen.instanceIds)].join('; '),
    goal: `${canaryIds.length} of ${instances.length} instances of ${scaleSet.name} shall have ${describePayload(release.payload)}`,
    steps: [
      takeLockStep(releasing, openingOf(open, instances, isInModel)),
      ...(suspendsRepairs(goal, surroundings) ? [suspendRepairsStep(release)] : []),
      ...(isInModel ? [] : [changeModelStep(release)]),
      ...(unprotectedIds.length > 0 ? [protectCanariesStep(release, unprotectedIds)] : []),
      upgradeCanariesStep(release, work, chosen.explanation),
      confirmReleaseStep(release, 'canaries', 'canaries'),
      writeRecordStep(releasing, 'open-release'),
    ],
    expectedDowntime: work.toUpgrade.length === 0 ? nobodyDown : noneExpected('the canaries go down at once'),
    expectedDuration:
      work.toUpgrade.length === 0 ? checkDuration(goal.health) : durationOf(goal, release, 1, 0),
    hazards: [
      ...undoneByHandHazards(goal, surroundings, open, unprotectedIds),
      ...canaryOutages(instances, work.toUpgrade),
      ...sickCarrierHazards(
        instances.filter(({ instanceId }) => canaryIds.includes(instanceId)),
        open,
        goal,
      ),
      ...leftAloneHazards(instances, open),
      ...strayHazards({ scaleSet, reads }, release, canaryIds),
      ...otherChangeHazards(reads, release, isInModel),
    ],
  };
}

/** Those of the open release stay canaries, whatever share is asked for now. */
function explainFormer(canaryIds: readonly string[], chosenIds: readonly string[]): string[] {
  const kept = canaryIds.filter((id) => !chosenIds.includes(id));
  return kept.length === 0
    ? []
    : [`of the open release ${kept.join(', ')} ${kept.length === 1 ? 'is a canary' : 'are canaries'}, too`];
}

function planRollout(
  goal: RolloutGoal,
  { scaleSet, record, reads, surroundings }: Observation,
  { release, open, sources }: Wanted,
  instances: readonly Instance[],
  { leavesRecord }: ScaleSetTerms,
): PlannedSteps | undefined {
  const isInModel = samePayload(payloadOfModel(scaleSet, release.payload), release.payload);
  const toCome = asToCome(instances, isInModel);
  const outdated = toCome.filter((each) => isOutdated(each) && !each.isProtectedFromScaleSetActions);
  if (outdated.length === 0 && open === undefined) {
    return undefined;
  }
  const { batches, explanation } = planBatches(toCome, goal.batchSize, scaleSet.name);
  const keptIds = keptOutdated(toCome);
  const { batchSize, pauseBetweenBatchesMs } = goal;
  const batching = { batchSize, pauseBetweenBatchesMs };
  const suspends = suspendsRepairs(goal, surroundings);
  const hasLast = record.last !== undefined;
  const releasing = {
    release,
    strategy: 'full-rollout',
    method: 'batches',
    batching,
    hasWayBack: canGoBack({ release, sources }),
    leavesRecord,
    hasLast,
  } as const;
  return {
    strategy: 'full-rollout',
    method: 'batches',
    methodReason: explanation,
    goal: `every instance of ${scaleSet.name}${keptIds.length === 0 ? '' : ` but ${keptIds.join(', ')}`} shall have ${describePayload(release.payload)}`,
    steps: [
      takeLockStep(releasing, openingOf(open, instances, isInModel)),
      ...(suspends ? [suspendRepairsStep(release)] : []),
      ...(isInModel ? [] : [changeModelStep(release)]),
      upgradeOutdatedStep(release, batching, batches, explanation),
      confirmReleaseStep(release, 'all', 'all', keptIds),
      releaseProtectionStep(release, open?.protectedIds ?? []),
      resumeRepairsStep(release, suspends || open?.hasSuspendedRepairs === true),
      writeRecordStep(releasing, leavesRecord ? 'last' : 'nothing'),
    ],
    expectedDowntime: noneExpected('instances go down one batch at a time'),
    expectedDuration:
      batches.length === 0
        ? checkDuration(goal.health)
        : withFirstLook(goal, instances, durationOf(goal, release, batches.length, pauseBetweenBatchesMs)),
    hazards: [
      ...batches.flatMap(({ warning }) => (warning === undefined ? [] : [warning])),
      ...sickCarrierHazards(instances, open, goal),
      ...leftAloneHazards(instances, open),
      ...strayHazards(
        { scaleSet, reads },
        release,
        batches.flatMap(({ instanceIds }) => instanceIds),
      ),
      ...otherChangeHazards(reads, release, isInModel),
    ],
  };
}

/** Instances whose model is not the payload yet are outdated from the moment at which it changes. */
export function asToCome(instances: readonly Instance[], isInModel: boolean): readonly Instance[] {
  return instances.map((each) => ({
    ...each,
    hasLatestModel: isInModel ? each.hasLatestModel || isLeftAlone(each) : each.hasPayload,
  }));
}

function leftAloneHazards(instances: readonly Instance[], open: OpenRelease | undefined): string[] {
  return open === undefined
    ? []
    : instances.flatMap((each) => {
        const { instanceId, isSwitchedOff } = each;
        if (isLeftAlone(each)) {
          return [
            `Instance ${instanceId} has the payload of the open release already, and is switched off, as on-unhealthy: quarantine leaves it. It is ` +
              'neither upgraded nor waited for, and counts against max-unhealthy until somebody starts it.',
          ];
        }
        return isSwitchedOff && open.quarantinedIds.includes(instanceId)
          ? [
              `Instance ${instanceId} was put in quarantine by the open release, and is switched off still, though it has not got the payload any ` +
                'more. It is upgraded, stays off, and counts against max-unhealthy until somebody starts it.',
            ]
          : [];
      });
}

function openingOf(
  open: OpenRelease | undefined,
  instances: readonly Instance[],
  isInModel: boolean,
): Opening {
  if (open === undefined) {
    return { kind: 'opens' };
  }
  const { strategy, canaryIds, otherIds, sickIds } = open;
  const unreachedIds = instances.filter(({ hasPayload }) => !hasPayload).map(({ instanceId }) => instanceId);
  const asFound = { strategy, canaryIds, otherIds, sickIds, unreachedIds };
  return {
    kind: 'goes-on',
    setAside: recordedSetAside({ release: open }),
    ...(isInModel ? { asFound } : {}),
  };
}

const nobodyDown: ExpectedDowntime = {
  medianSeconds: null,
  p90Seconds: null,
  basis: NOBODY_DOWN,
};

/** No outage is expected: an instance that goes down is meant to be out of rotation. @param how they go down. */
function noneExpected(how: string): ExpectedDowntime {
  return {
    medianSeconds: null,
    p90Seconds: null,
    basis:
      `${how}, and requests that are sent to one before its health probe has taken it out of rotation fail; no recording shows ` +
      'how many',
  };
}

function durationOf(
  { health }: ScaleSetGoal,
  { payload }: PlannedRelease,
  batches: number,
  pauseBetweenBatchesMs: number,
): ExpectedDuration {
  const { minHealthyTimeMs } = health;
  return expectedDuration({ payload: payload.kind, batches, minHealthyTimeMs, pauseBetweenBatchesMs });
}

/** Before the first batch `check-command` is run on each instance that has the payload. */
function withFirstLook(
  { health }: RolloutGoal,
  instances: readonly Instance[],
  duration: ExpectedDuration,
): ExpectedDuration {
  const carriers = instances.filter((each) => each.hasPayload && !isLeftAlone(each));
  if (health.command === undefined || carriers.length === 0) {
    return duration;
  }
  const seconds = health.minHealthyTimeMs / 1000;
  return {
    medianSeconds: duration.medianSeconds + seconds,
    p90Seconds: duration.p90Seconds + seconds,
    basis:
      `${duration.basis}; min-healthy-time of those that have it already, before the first batch, is, and how long check-command ` +
      'takes is not',
  };
}
