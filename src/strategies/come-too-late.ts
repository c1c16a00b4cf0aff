import type { RunResult } from '../engine/run.ts';
import { InterruptedReleaseError } from '../record/interrupted-release.ts';
import { LockedError } from '../record/lock.ts';

/** Azure is no longer as it was when the plan was made: another run has come between. Nothing was changed by this one. */
export class OutdatedPlanError extends Error {
  override readonly name = 'OutdatedPlanError';
  readonly code = 'OutdatedPlan';
}

/** The journal is gone: the release came to its end, or somebody else has recovered it. */
export class RecoveredMeanwhileError extends Error {
  override readonly name = 'RecoveredMeanwhileError';
  readonly code = 'RecoveredMeanwhile';
}

/**
 * Another run has come between the checks and the first write: nothing was changed by this one, and how things are, that one
 * decides.
 */
export function hasComeTooLate({ outcome, error }: RunResult): boolean {
  const isTooLate =
    error instanceof LockedError ||
    error instanceof OutdatedPlanError ||
    error instanceof InterruptedReleaseError;
  return outcome === 'rolled-back' && isTooLate;
}
