import { nameOf } from '../../../azure/resource-id.ts';
import type { Plan } from '../../../engine/plan.ts';
import type { OpenRelease } from '../../../record/open-release.ts';
import type { TakeBackTerms } from '../goal.ts';
import type { Instance } from '../instances/instance.ts';
import type { Before } from '../instances/unhealthy-budget.ts';
import type { Observation } from '../observed/observe.ts';
import { describePayload } from '../payload/describe-payload.ts';
import { payloadOfModel, samePayload } from '../payload/model.ts';
import { canaryWorkOf, NOBODY_DOWN } from '../plan/canary-work.ts';
import { keptOutdated, planLeftBatches } from '../plan/plan-batches.ts';
import { takeLockStep, writeRecordStep } from '../plan/record-steps.ts';
import {
  changeModelStep,
  confirmReleaseStep,
  protectCanariesStep,
  releaseProtectionStep,
  resumeRepairsStep,
  suspendRepairsStep,
  upgradeCanariesStep,
  upgradeOutdatedStep,
} from '../plan/release-steps.ts';
import { replacedDisksHazards } from '../plan/replaced-disks.ts';
import type { Opening, PlannedRelease, ScaleSetStep } from '../plan/steps.ts';
import { suspendsRepairs } from '../plan/suspended-repairs.ts';
import { unprotectedOf } from '../plan/unprotected.ts';
import { findHazards } from '../preflight/hazards.ts';
import type { Batching } from '../record/journal-terms.ts';
import { recordedSetAside } from '../record/set-aside.ts';

export interface Finishing {
  readonly release: PlannedRelease;
  readonly method: 'canary' | 'batches';
  readonly open: OpenRelease;
  readonly observation: Observation;
  readonly instances: readonly Instance[];
  readonly before: Pick<Before, 'sickIds'>;
  readonly batching: Batching;
  readonly takeBack: TakeBackTerms;
  /** Whether what the instances had can be put back. */
  readonly hasWayBack: boolean;
  readonly leavesRecord: boolean;
  /** The interrupted run. */
  readonly releasedBy: string;
  readonly reason: string;
}

/** What is left of an interrupted half of a release, as it was to be done. */
export function planFinish(finishing: Finishing): Plan<ScaleSetStep> {
  const { method, reason } = finishing;
  const steps = method === 'canary' ? canarySteps(finishing) : rolloutSteps(finishing);
  return {
    strategy: method === 'canary' ? 'canary-percent' : 'full-rollout',
    method,
    methodReason: reason,
    goal: method === 'canary' ? canaryGoal(finishing) : rolloutGoal(finishing),
    steps,
    expectedDowntime: { medianSeconds: null, p90Seconds: null, basis: basisOfDowntime(finishing) },
    hazards: [...replacedDisksHazards(steps), ...hazardsOf(finishing)],
    unchecked: [],
  };
}

function basisOfDowntime({ method, instances, release, before }: Finishing): string {
  if (method === 'batches') {
    return 'instances go down one batch at a time';
  }
  return canaryWorkOf(instances, release.canaryIds, before).toUpgrade.length === 0
    ? NOBODY_DOWN
    : 'the canaries go down at once';
}

/** What a run would refuse to begin with is told: half of a release is no better. */
function hazardsOf({ method, observation, release, takeBack, open }: Finishing): string[] {
  const { refusals, hazards } = findHazards(observation.surroundings, {
    strategy: method === 'canary' ? 'canary-percent' : 'full-rollout',
    suspendRepairs: takeBack.suspendRepairs,
    payload: release.payload.kind,
    health: takeBack.health,
    hasSuspendedRepairs: open.hasSuspendedRepairs,
  });
  return [...refusals, ...hazards];
}

/** Half of a recovery is not undone, but taken up again. */
function openingOf({ open }: Finishing): Opening {
  return { kind: 'goes-on', setAside: recordedSetAside({ release: open }) };
}

function canaryGoal({ release: { canaryIds, payload } }: Finishing): string {
  return `the canaries ${canaryIds.join(', ')} shall have ${describePayload(payload)}`;
}

function rolloutGoal({ release: { payload, scaleSetId } }: Finishing): string {
  return `every instance of ${nameOf(scaleSetId)} shall have ${describePayload(payload)}`;
}

function canarySteps(finishing: Finishing): ScaleSetStep[] {
  const { release, observation, instances, before, hasWayBack, leavesRecord, releasedBy } = finishing;
  const releasing = {
    release,
    strategy: 'canary-percent',
    method: 'canary',
    hasWayBack,
    leavesRecord,
    hasLast: observation.record.last !== undefined,
    releasedBy,
  } as const;
  const unprotectedIds = unprotectedOf(observation.surroundings, instances, release.canaryIds);
  return [
    takeLockStep(releasing, openingOf(finishing)),
    ...suspension(finishing),
    ...modelChange(finishing),
    ...(unprotectedIds.length > 0 ? [protectCanariesStep(release, unprotectedIds)] : []),
    upgradeCanariesStep(release, canaryWorkOf(instances, release.canaryIds, before), 'as they were chosen'),
    confirmReleaseStep(release, 'canaries', 'canaries'),
    writeRecordStep(releasing, 'open-release'),
  ];
}

function rolloutSteps(finishing: Finishing): ScaleSetStep[] {
  const { release, observation, instances, batching, open, hasWayBack, leavesRecord, releasedBy } = finishing;
  const releasing = {
    release,
    strategy: 'full-rollout',
    method: 'batches',
    hasWayBack,
    leavesRecord,
    hasLast: observation.record.last !== undefined,
    releasedBy,
  } as const;
  const { batches, explanation } = planLeftBatches(instances, batching.batchSize);
  return [
    takeLockStep({ ...releasing, batching }, openingOf(finishing)),
    ...suspension(finishing),
    ...modelChange(finishing),
    upgradeOutdatedStep(release, batching, batches, explanation),
    confirmReleaseStep(release, 'all', 'all', keptOutdated(instances)),
    releaseProtectionStep(release, open.protectedIds),
    resumeRepairsStep(release, open.hasSuspendedRepairs || suspension(finishing).length > 0),
    writeRecordStep(releasing, leavesRecord ? 'last' : 'nothing'),
  ];
}

/** Where the interrupted run had not come to it yet, or somebody has put back what there was. */
function modelChange({ release, observation: { scaleSet } }: Finishing): ScaleSetStep[] {
  const { payload } = release;
  return samePayload(payloadOfModel(scaleSet, payload), payload) ? [] : [changeModelStep(release)];
}

/** Where the interrupted run had not come to it yet. */
function suspension({ release, takeBack, observation }: Finishing): ScaleSetStep[] {
  return suspendsRepairs(takeBack, observation.surroundings) ? [suspendRepairsStep(release)] : [];
}
