import type { Plan, Step } from '../../../engine/plan.ts';
import type { OpenRelease } from '../../../record/open-release.ts';
import type { InstanceCount } from '../goal.ts';
import type { Reach } from '../instances/touched.ts';
import type { RecordedPayload } from '../payload/payload-text.ts';
import type { Batching } from '../record/journal-terms.ts';
import { NOTHING_SET_ASIDE, type SetAside } from '../record/set-aside.ts';

/** What every step has to know of the release that it is a part of; plain data, without settings. */
export interface PlannedRelease {
  readonly scaleSetId: string;
  /** `20261126T031415Z-1a2b` */
  readonly releaseId: string;
  /** What the instances are to have. */
  readonly payload: RecordedPayload;
  /** What they had. Absent where nobody knows: then nothing can be taken back. */
  readonly previous?: RecordedPayload;
  /** Instances that have it first. Empty where there is no canary. */
  readonly canaryIds: readonly string[];
  /**
   * Instances of a rollout that had neither payload before it, or were `Failed`. Only the record tells which of them it has
   * reached since.
   */
  readonly otherIds: readonly string[];
}

/** The first write: from here on nobody else may work on the scale set, and whoever comes later knows what it is. */
export interface TakeLock extends Step {
  readonly kind: 'take-lock';
  readonly release: PlannedRelease;
  readonly strategy: ScaleSetStrategy;
  readonly method: ScaleSetMethod;
  readonly opening: Opening;
  /** Whether the run can put back what the instances had. Absent: it is the way back. */
  readonly hasWayBack?: boolean;
  /** Whether the tags are to say so where the release takes itself back. */
  readonly leavesRecord: boolean;
  /** Of a rollout: whoever finishes it goes on in the same way. */
  readonly batching?: Batching;
}

/** Whether a run opens its release, or goes on with one that is open. */
export type Opening =
  | { readonly kind: 'opens' }
  | {
      readonly kind: 'goes-on';
      /** By its record: should somebody remove that, nothing else tells. */
      readonly setAside: SetAside;
      /** Absent: its model is changed anew, or half of what the run does is not undone, but brought to its end. */
      readonly asFound?: ReleaseAsFound;
    };

/** An open release as a run finds it, that is to be open as it was where the run comes to nothing. */
export interface ReleaseAsFound extends Pick<OpenRelease, 'strategy' | 'canaryIds' | 'otherIds' | 'sickIds'> {
  /** Who has not got its payload. */
  readonly unreachedIds: readonly string[];
}

export interface SuspendRepairs extends Step {
  readonly kind: 'suspend-repairs';
  readonly release: PlannedRelease;
}

/** The model of the scale set gets another payload; no instance is touched by that. */
export interface ChangeModel extends Step {
  readonly kind: 'change-model';
  readonly release: PlannedRelease;
}

export interface ProtectCanaries extends Step {
  readonly kind: 'protect-canaries';
  readonly release: PlannedRelease;
  /** Those that the release has not protected yet. */
  readonly instanceIds: readonly string[];
}

/** The canaries get what the model has, and are checked one by one. */
export interface UpgradeCanaries extends Step {
  readonly kind: 'upgrade-canaries';
  readonly release: PlannedRelease;
  /** Whom the upgrade is asked for, by how the instances are when it is planned. */
  readonly plannedIds: readonly string[];
  /** Those, and the canaries that have the payload already. */
  readonly checkedIds: readonly string[];
}

/** All that is outdated, in batches: which instances those are is asked anew before each. */
export interface UpgradeOutdated extends Step {
  readonly kind: 'upgrade-outdated';
  readonly release: PlannedRelease;
  readonly batchSize: InstanceCount;
  readonly pauseBetweenBatchesMs: number;
  /** By how the instances are when it is planned. */
  readonly plannedBatches: readonly (readonly string[])[];
}

/** The former payload goes back into the model, and onto every instance that the release has reached: all at once. */
export interface TakeBack extends Step {
  readonly kind: 'take-back';
  readonly release: PlannedRelease;
  readonly reach: Reach;
}

/** Whom the release is taken from is well with what it had before: looked at when all is put back, and the record says so. */
export interface CheckTakenBack extends Step {
  readonly kind: 'check-taken-back';
  readonly release: PlannedRelease;
}

/** Azure is read again: every instance of the release is what it should be, and no other was touched. */
export interface ConfirmRelease extends Step {
  readonly kind: 'confirm-release';
  readonly release: PlannedRelease;
  readonly expects: 'canaries' | 'all' | 'taken-back';
  readonly reach: Reach;
}

export interface ReleaseProtection extends Step {
  readonly kind: 'release-protection';
  readonly release: PlannedRelease;
}

export interface ResumeRepairs extends Step {
  readonly kind: 'resume-repairs';
  readonly release: PlannedRelease;
}

/** The last write: lock and journal go; the release stays open, or what it has done stays. */
export interface WriteRecord extends Step {
  readonly kind: 'write-record';
  readonly release: PlannedRelease;
  readonly strategy: ScaleSetStrategy;
  readonly method: ScaleSetMethod;
  readonly leaves: 'open-release' | 'last' | 'nothing';
  /** The run whose work it is, where another one brings it to its end. Absent: this one. */
  readonly releasedBy?: string | undefined;
}

export type ScaleSetStrategy = 'canary-percent' | 'full-rollout';

/** `take-back`: the way back, by `command: rollback`, or by a recovery. */
export type ScaleSetMethod = 'canary' | 'batches' | 'take-back';

export type ScaleSetStep =
  | TakeLock
  | SuspendRepairs
  | ChangeModel
  | ProtectCanaries
  | UpgradeCanaries
  | UpgradeOutdated
  | TakeBack
  | CheckTakenBack
  | ConfirmRelease
  | ReleaseProtection
  | ResumeRepairs
  | WriteRecord;

const KINDS: Readonly<Record<ScaleSetStep['kind'], true>> = {
  'take-lock': true,
  'suspend-repairs': true,
  'change-model': true,
  'protect-canaries': true,
  'upgrade-canaries': true,
  'upgrade-outdated': true,
  'take-back': true,
  'check-taken-back': true,
  'confirm-release': true,
  'release-protection': true,
  'resume-repairs': true,
  'write-record': true,
};

/** Of a plan that another process has made: whether it is of this strategy. Others take a lock, too. */
export function isScaleSetStep(step: Step): step is ScaleSetStep {
  return Object.hasOwn(KINDS, step.kind) && 'release' in step;
}

/** @throws Error for a plan that takes no lock: every plan of a release does. */
export function releaseIn({ goal, steps }: Plan<ScaleSetStep>): PlannedRelease {
  const locking = lockingIn(steps);
  if (locking === undefined) {
    throw new Error(`The plan "${goal}" takes no lock, so it is not one of this version.`);
  }
  return locking.release;
}

/** The open release as the run of a plan had found it, where it goes on with one. */
export function asFoundIn({ steps }: Plan<ScaleSetStep>): (ReleaseAsFound & SetAside) | undefined {
  const opening = lockingIn(steps)?.opening;
  return opening?.kind === 'goes-on' && opening.asFound !== undefined
    ? { ...opening.asFound, ...opening.setAside }
    : undefined;
}

/** Whether the tags told of the release when its plan was made. */
export function goesOn({ steps }: Plan<ScaleSetStep>): boolean {
  return lockingIn(steps)?.opening.kind === 'goes-on';
}

/** What the release of a plan had set aside when the plan was made. */
export function setAsideIn({ steps }: Plan<ScaleSetStep>): SetAside {
  const opening = lockingIn(steps)?.opening;
  return opening?.kind === 'goes-on' ? opening.setAside : NOTHING_SET_ASIDE;
}

function lockingIn(steps: readonly ScaleSetStep[]): TakeLock | undefined {
  return steps.find((step) => step.kind === 'take-lock');
}
