import type { Arm } from '../../azure/arm/arm.ts';
import type { CheckEvent } from '../../checks/check-events.ts';
import type { EndpointCheckSettings } from '../../checks/endpoint-check.ts';
import type { InstanceAccess } from '../../checks/instance-health.ts';
import type { Clock } from '../../engine/clock.ts';
import type { StepPerformer } from '../../engine/run.ts';
import type { ShareAway } from '../../probe/chance.ts';
import type { Lease } from '../../record/lease.ts';
import { LATE_WRITE_MS } from '../late-writes.ts';
import type { ProductionWatch } from '../production-watch.ts';
import { UnansweredWrites } from '../unanswered-writes.ts';
import type { ReleaseTerms } from './goal.ts';
import type { Troubled } from './instances/troubled.ts';
import type { Before } from './instances/unhealthy-budget.ts';
import { sharingLooks } from './observed/shared-looks.ts';
import type { ExtensionSources } from './payload/model.ts';
import { changeModel } from './perform/change-model.ts';
import { checkTakenBack } from './perform/check-taken-back.ts';
import { confirmRelease } from './perform/confirm-release.ts';
import { guarded, requireOwnWork } from './perform/guarded.ts';
import { protectCanaries, releaseProtection } from './perform/protection.ts';
import { resumeRepairs, suspendRepairs } from './perform/repairs.ts';
import { takeBack } from './perform/take-back.ts';
import { takeLock } from './perform/take-lock.ts';
import { upgradeCanaries } from './perform/upgrade-canaries.ts';
import { upgradeOutdated } from './perform/upgrade-outdated.ts';
import { writeRecord } from './perform/write-record.ts';
import type { PlannedRelease, ReleaseAsFound, ScaleSetStep } from './plan/steps.ts';
import type { AsPlanned } from './preflight/rest-of-model.ts';
import { NOTHING_SET_ASIDE, type SetAside } from './record/set-aside.ts';
import type { ScaleSetEvent } from './release-events.ts';

/** What instances are judged and treated by while they are upgraded. */
export type UpgradeTerms = Pick<ReleaseTerms, 'health' | 'maxUnhealthy' | 'onUnhealthy' | 'suspendRepairs'>;

export interface ScaleSetWork {
  readonly arm: Arm;
  readonly clock: Clock;
  readonly emit: (event: ScaleSetEvent | CheckEvent) => void;
  readonly watch: ProductionWatch;
  /** The lock that this run has, or will take. */
  readonly lease: Lease;
  readonly release: PlannedRelease;
  /** Absent where the payload is only taken back: that is done whatever else has been changed. */
  readonly asPlanned?: AsPlanned | undefined;
  readonly terms: UpgradeTerms;
  readonly sources: ExtensionSources;
  readonly access: InstanceAccess;
  readonly endpointCheck: EndpointCheckSettings;
  readonly before: Before;
  /** `Clock.monotonicMs` from which on no write of a killed process can arrive any more. */
  readonly lateWritesUntilMs: number;
  /** Of a recovery it is not: half of one without lock and journal is what nobody could bring to an end any more. */
  readonly isLockNeeded: boolean;
  /** Whether this process has looked at the instances: `post` closes what `main` has judged. */
  readonly hasJudged: boolean;
  readonly traces: Traces;
  /** The open release, as this run has found it. Absent: it opens one, or brings half of one to its end. */
  readonly asFound?: (ReleaseAsFound & SetAside) | undefined;
  /** For undoing the step that is undone first, the check of whom it has taken back included. 0: nobody is checked. */
  readonly undoTimeoutMs: number;
  /** As far as this process has seen. */
  readonly troubled: Troubled;
  /** On whom this process has run `check-command`, or would have if there were one: once is enough, for it is dear. */
  readonly commandedIds: Set<string>;
}

/** What a run may have left in Azure. */
export interface Traces {
  /** Whether a write of the model may have been carried out. Of another process nobody knows, so it may. */
  isModelWritten: boolean;
  /** Whether this process has seen that nothing of its release is left, and has closed it. */
  isClosedAsUndone: boolean;
  /** Whether an instance has used up `max-unhealthy`: what becomes of the release is up to `on-unhealthy`. */
  isFoundUnhealthy: boolean;
  /** Whom this run has asked to become what the release brings, whatever came of it. */
  readonly begunIds: Set<string>;
  /** Whom this process has given the former payload again. */
  readonly takenBackIds: Set<string>;
  /** Whom it has had away at once, as told to those who judge what users saw. */
  readonly sharesAway: ShareAway[];
  /** Whether the tags are known to tell of the release, unless somebody else has removed them: this process has not closed it. */
  isRecorded: boolean;
  /** What the release has set aside, by its record when this process last saw or wrote it. */
  setAside: SetAside;
  /** Suspensions of automatic repairs that nobody knows the fate of. */
  readonly suspensions: UnansweredWrites;
}

/** What a run begins with. @param isModelWritten Whether another process may have written the model for it. */
export function noTraces({ isModelWritten }: Pick<Traces, 'isModelWritten'>): Traces {
  return {
    isModelWritten,
    isClosedAsUndone: false,
    isFoundUnhealthy: false,
    begunIds: new Set(),
    takenBackIds: new Set(),
    sharesAway: [],
    isRecorded: false,
    setAside: NOTHING_SET_ASIDE,
    suspensions: new UnansweredWrites(LATE_WRITE_MS),
  };
}

/** What each kind of step does. */
export function scaleSetPerformers(fresh: ScaleSetWork): (step: ScaleSetStep) => StepPerformer {
  const work = { ...fresh, arm: sharingLooks(fresh, fresh.release.scaleSetId) };
  const underLock = (performerOf: (work: ScaleSetWork) => StepPerformer) => guarded(performerOf, work, fresh);
  const givingBack = (performerOf: (work: ScaleSetWork) => StepPerformer) =>
    guarded(performerOf, work, fresh, requireOwnWork);
  return (step) => {
    switch (step.kind) {
      case 'take-lock':
        return takeLock(work, step);
      case 'suspend-repairs':
        return underLock(suspendRepairs);
      case 'change-model':
        return underLock(changeModel);
      case 'protect-canaries':
        return underLock((guardedWork) => protectCanaries(guardedWork, step));
      case 'upgrade-canaries':
        return underLock(upgradeCanaries);
      case 'upgrade-outdated':
        return underLock((guardedWork) => upgradeOutdated(guardedWork, step));
      case 'take-back':
        return underLock((guardedWork) => takeBack(guardedWork, step));
      case 'check-taken-back':
        return checkTakenBack(work);
      case 'confirm-release':
        return underLock((guardedWork) => confirmRelease(guardedWork, step));
      case 'release-protection':
        return givingBack(releaseProtection);
      case 'resume-repairs':
        return givingBack(resumeRepairs);
      case 'write-record':
        return writeRecord(work, fresh, step);
    }
  };
}
