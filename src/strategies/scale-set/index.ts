import { readRecord } from '../../record/record.ts';
import type { Recoverable, ReleaseStrategy } from '../strategy.ts';
import type { ScaleSetGoal, TakeBackTerms } from './goal.ts';
import { hindranceOf, readScaleSet } from './observe.ts';
import { prepareRelease } from './prepare.ts';
import { prepareScaleSetRecovery } from './recovery.ts';
import { prepareRollback } from './rollback.ts';
import type { ScaleSetTerms } from './terms.ts';

export { settleScaleSet } from './settle.ts';
export { readScaleSetStatus } from './status.ts';
export { unlockScaleSet } from './unlock.ts';

/** Strategies `canary-percent` and `full-rollout`: instances of a scale set shall have another payload. */
export function scaleSetRelease(goal: ScaleSetGoal, terms: ScaleSetTerms): ReleaseStrategy {
  return {
    ...recoverableScaleSet(goal, terms),
    prepare: (context) => prepareRelease(context, goal, terms),
  };
}

/** The open release is rejected, or the last one taken back. */
export function scaleSetRollback(takeBack: TakeBackTerms, terms: ScaleSetTerms): ReleaseStrategy {
  return {
    ...recoverableScaleSet(takeBack, terms),
    prepare: (context) => prepareRollback(context, takeBack, terms),
  };
}

export function recoverableScaleSet(takeBack: TakeBackTerms, terms: ScaleSetTerms): Recoverable {
  return {
    holderCount: 1,
    async boundLocks(context) {
      const scaleSet = await readScaleSet(context, takeBack.scaleSetId);
      const found = hindranceOf(scaleSet, readRecord(scaleSet.tags), context);
      return found?.kind === 'locked' ? [{ holder: found.holder, lock: found.lock }] : [];
    },
    prepareRecovery: (context, recoverTo) => prepareScaleSetRecovery(context, takeBack, terms, recoverTo),
  };
}
