import { ForeignChangeError } from '../azure/foreign-change-error.ts';
import type { RunResult } from '../engine/run.ts';
import { InterruptedReleaseError } from '../record/interrupted-release.ts';
import { LockedError } from '../record/lock.ts';
import type { ReleaseSubject } from './strategy.ts';

/** Azure is no longer as it was when the plan was made: another run has come between. Nothing was changed by this one. */
export class OutdatedPlanError extends Error {
  override readonly name = 'OutdatedPlanError';
  readonly code = 'OutdatedPlan';
}

/**
 * Somebody else has changed the very thing that was planned for before the first write. Nothing was changed by this run, and to plan
 * anew from what is there now would write over it.
 */
export class ChangedSincePlanError extends ForeignChangeError {}

/** The time of a run was up while it waited for another one to give way, or ARM has said that it would be. Nothing was changed. */
export class WaitedInVainError extends Error {
  override readonly name = 'WaitedInVainError';
  readonly code = 'Locked';
}

/** The release has ended, or somebody else has recovered it, and all is whole: there is nothing left to do. */
export class RecoveredMeanwhileError extends Error {
  override readonly name = 'RecoveredMeanwhileError';
  readonly code = 'RecoveredMeanwhile';
  readonly subject: ReleaseSubject;

  /**
   * @param names of what the release was about.
   * @param end which way that was, and where it has led, where that is known.
   */
  constructor(names: string, subject: ReleaseSubject, end?: string) {
    super(
      `the interrupted release of ${names} has come to its end meanwhile, by itself or by somebody else's recovery${end === undefined ? '' : `: ${end}`}`,
    );
    this.subject = subject;
  }
}

/**
 * Another run, or somebody else, has come between the checks and the first write: nothing was changed by this one, and how things are, that one
 * decides.
 */
export function hasComeTooLate({ outcome, error }: Pick<RunResult, 'outcome' | 'error'>): boolean {
  return outcome === 'rolled-back' && isTooLate(error);
}

/** Whether the first write of a run was not made, because another run, or somebody else, was faster. */
export function isTooLate(error: unknown): boolean {
  return (
    error instanceof LockedError ||
    error instanceof WaitedInVainError ||
    error instanceof OutdatedPlanError ||
    error instanceof ChangedSincePlanError ||
    error instanceof InterruptedReleaseError
  );
}
