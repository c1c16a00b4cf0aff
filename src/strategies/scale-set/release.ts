import type { ScaleSet } from '../../azure/scale-sets/scale-sets.ts';
import { withDeadline } from '../../engine/deadline.ts';
import { isHandedOver } from '../../engine/hand-over.ts';
import type { Plan } from '../../engine/plan.ts';
import { runPlan, type StepContext } from '../../engine/run.ts';
import { isTooLate } from '../come-too-late.ts';
import type { ProductionWatch } from '../production-watch.ts';
import type { Release, RunControl, StrategyContext } from '../strategy.ts';
import { tellCanaryEndpoints } from './instances/canary-endpoints.ts';
import { UnhealthyInstancesError } from './instances/unhealthy-error.ts';
import { isToLookAgain, judgedBy, seeAsItIs } from './observed/see-as-it-is.ts';
import { seeWhoHas } from './observed/see-record.ts';
import { OverwrittenChangeError } from './perform/change-model.ts';
import { closeRelease } from './perform/close-release.ts';
import { endOf, giveBackForgotten } from './perform/give-back-forgotten.ts';
import { type ScaleSetWork, scaleSetPerformers } from './performers.ts';
import { asFoundIn, goesOn, type ScaleSetStep, setAsideIn } from './plan/steps.ts';
import { giveUpLock } from './record/scale-set-record.ts';

export interface PlannedWork {
  readonly context: StrategyContext;
  readonly plan: Plan<ScaleSetStep>;
  readonly work: Omit<ScaleSetWork, 'undoTimeoutMs' | 'asFound'>;
  readonly watch: ProductionWatch;
  /** Whether anything can be taken back: for want of it, a failure leaves everything as it is. */
  readonly canGoBack: boolean;
}

export function releaseOf({ context, plan, work: planned, watch, canGoBack }: PlannedWork): Release {
  return {
    plan,
    async run(control) {
      const work = { ...planned, asFound: asFoundIn(plan), undoTimeoutMs: control.undoTimeoutMs / 2 };
      work.traces.setAside = setAsideIn(plan);
      work.traces.isRecorded = goesOn(plan);
      try {
        const result = await runPlan({
          ...control,
          plan,
          performerOf: scaleSetPerformers(work),
          clock: context.clock,
          emit: context.emit,
          onFailure: (error) => responseTo(error, { work, control, canGoBack }),
        });
        const isLeft = result.outcome === 'failed' && result.undoErrors.length === 0;
        if (isLeft) {
          await leave({ context, plan, work }, control.signal);
        }
        const forgotten = await giveBackForgotten(work, result, control.signal);
        if (isToLookAgain(result)) {
          const scaleSet = await seeAsItIs(work, judgedBy(work), control.signal);
          if (isLeft && scaleSet !== undefined) {
            await tellWhereToLook(work, scaleSet, { clock: context.clock, signal: control.signal });
          }
        }
        if (forgotten === undefined) {
          await seeWhoHas(context, work.release, result, control.signal);
        }
        if (result.cleanUpErrors.length > 0 || isHandedOver(result)) {
          // `post` closes the release, or a recovery goes on with it, which need not wait for the lock.
          await giveUpLock(context, work.release.scaleSetId, false, control.signal);
        }
        return endOf(result, forgotten);
      } finally {
        await watch.stop(control.signal);
      }
    },
  };
}

interface Leaving extends Pick<PlannedWork, 'context' | 'plan'> {
  readonly work: ScaleSetWork;
}

/**
 * It has stopped of its own accord: the release stays open, and nobody has to recover anything; half of a rollback is to be
 * brought to its end. A release of what the model had already is over: nobody could reject it, and to upgrade whoever is
 * outdated still takes no record.
 */
async function leave({ context, plan, work }: Leaving, signal: AbortSignal): Promise<void> {
  const { scaleSetId, previous } = work.release;
  if (previous === undefined && plan.method === 'batches') {
    try {
      await closeRelease(work, signal);
      return;
    } catch {
      // What is set aside stands in the record, so that stays.
    }
  }
  await giveUpLock(context, scaleSetId, plan.method !== 'take-back', signal);
}

/** Of many canaries behind shared rules each port is a question of its own. */
const LONGEST_TELLING_MS = 60_000;

/** For whoever looks at what the release has left: where the canaries are reached. */
function tellWhereToLook(
  work: ScaleSetWork,
  scaleSet: ScaleSet,
  { clock, signal }: StepContext,
): Promise<void> {
  const deadline = {
    clock,
    signal,
    timeoutMs: LONGEST_TELLING_MS,
    subject: 'where the canaries are reached',
  };
  return withDeadline(deadline, (limited) =>
    tellCanaryEndpoints({ ...work, ...work.terms }, scaleSet, { clock, signal: limited }),
  );
}

interface Response extends Pick<PlannedWork, 'work' | 'canGoBack'> {
  readonly control: RunControl;
}

/** `on-unhealthy` is for instances that do not get well; `on-failure` is for everything else. */
function responseTo(error: unknown, { work, control, canGoBack }: Response): RunControl['onFailure'] {
  if (isTooLate(error)) {
    // Nothing was written that would have to be put back, and the command decides whether to wait and plan anew.
    return 'rollback';
  }
  if (!canGoBack || error instanceof OverwrittenChangeError) {
    return 'stop';
  }
  if (!(error instanceof UnhealthyInstancesError)) {
    return control.onFailure;
  }
  return work.terms.onUnhealthy === 'rollback' ? 'rollback' : 'stop';
}
