import type { Recoverable, ReleaseStrategy } from '../strategy.ts';
import type { RollbackGoal, ScaleSetGoal, TakeBackTerms } from './goal.ts';
import { readScaleSet } from './observed/observe.ts';
import type { FinishedRelease } from './payload/wanted.ts';
import { prepareRelease } from './prepare.ts';
import { heldLock } from './record/held-lock.ts';
import { type BeforeRelease, prepareScaleSetRecovery } from './recovery/index.ts';
import { prepareRollback } from './rollback.ts';
import type { ScaleSetTerms } from './terms.ts';

export { giveUpLock } from './record/scale-set-record.ts';
export { leaveScaleSet, settleScaleSet } from './settle.ts';
export { readScaleSetStatus } from './status.ts';
export { unlockScaleSet } from './unlock.ts';

/** Strategies `canary-percent` and `full-rollout`: instances of a scale set shall have another payload. */
export function scaleSetRelease(goal: ScaleSetGoal, terms: ScaleSetTerms): ReleaseStrategy {
  let finished: FinishedRelease | undefined;
  const tellFinished = (release: FinishedRelease) => {
    finished = release;
  };
  return {
    undertaking: 'release',
    ...recoverableScaleSet(goal, terms, { payload: goal.payload, tellFinished }),
    prepare: (context) => prepareRelease(context, goal, terms, finished),
  };
}

/** The open release is rejected, or the last one taken back. */
export function scaleSetRollback(goal: RollbackGoal, terms: ScaleSetTerms): ReleaseStrategy {
  return {
    undertaking: 'rollback',
    ...recoverableScaleSet(goal, terms),
    prepare: (context) => prepareRollback(context, goal, terms),
  };
}

export function recoverableScaleSet(
  takeBack: TakeBackTerms,
  terms: ScaleSetTerms,
  before?: BeforeRelease,
): Recoverable {
  return {
    holderCount: 1,
    // Compute refills twelve reads of a scale set a minute, for the owner of the lock and for all who wait.
    lockLookMs: 60_000,
    async boundLocks(context) {
      const held = heldLock(await readScaleSet(context, takeBack.scaleSetId), context);
      return held === undefined ? [] : [held];
    },
    prepareRecovery: (context, recoverTo) =>
      prepareScaleSetRecovery(context, takeBack, terms, recoverTo, before),
  };
}
