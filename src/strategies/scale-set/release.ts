import { ForeignChangeError } from '../../azure/foreign-change-error.ts';
import { withDeadline } from '../../engine/deadline.ts';
import { isHandedOver } from '../../engine/hand-over.ts';
import type { Plan } from '../../engine/plan.ts';
import { type RunResult, runPlan, type StepContext } from '../../engine/run.ts';
import { hasComeTooLate, isTooLate } from '../come-too-late.ts';
import type { ProductionWatch } from '../production-watch.ts';
import type { Release, RunControl, StrategyContext } from '../strategy.ts';
import { tellCanaryEndpoints } from './canary-endpoints.ts';
import { closeRelease } from './perform/close-release.ts';
import { type ScaleSetWork, scaleSetPerformers } from './performers.ts';
import { giveUpLock } from './scale-set-record.ts';
import { LONGEST_LOOK_MS, seeWhoHas } from './see-record.ts';
import { seeRelease } from './see-release.ts';
import { asFoundIn, type ScaleSetStep } from './steps.ts';
import { UnhealthyInstancesError } from './unhealthy-error.ts';

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
      try {
        const result = await runPlan({
          ...control,
          plan,
          performerOf: scaleSetPerformers(work),
          clock: context.clock,
          emit: context.emit,
          onFailure: (error) => responseTo(error, { work, control, canGoBack }),
        });
        if (result.outcome === 'failed' && !hasComeTooLate(result) && result.undoErrors.length === 0) {
          await leave({ context, plan, work }, control.signal);
          await tellAsLeft(work, { clock: context.clock, signal: control.signal });
        }
        if (hasMetForeignChange(result) || work.traces.isClosedAsUndone) {
          await seeAsItIs(work, { clock: context.clock, signal: control.signal });
        }
        await seeWhoHas(context, work.release, result, control.signal);
        if (result.cleanUpErrors.length > 0 || isHandedOver(result)) {
          // `post` closes the release, or a recovery goes on with it, which need not wait for the lock.
          await giveUpLock(context, work.release.scaleSetId, false, control.signal);
        }
        return result;
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

/** For whoever looks at what the release has left: how the instances are, and where the canaries are reached. */
async function tellAsLeft(work: ScaleSetWork, context: StepContext): Promise<void> {
  try {
    const { scaleSet } = await seeRelease(work, context.clock, context.signal);
    await tellCanaryEndpoints({ ...work, ...work.terms }, scaleSet, context);
  } catch {
    // The release has failed by another error, which is the one to tell.
  }
}

/** What was seen last compares instances with a model that is not there any more. */
function hasMetForeignChange({ error, undoErrors }: RunResult): boolean {
  return [error, ...undoErrors].some((each) => each instanceof ForeignChangeError);
}

async function seeAsItIs(work: ScaleSetWork, { clock, signal }: StepContext): Promise<void> {
  const deadline = { clock, signal, timeoutMs: LONGEST_LOOK_MS, subject: 'how the instances are now' };
  try {
    await withDeadline(deadline, (limited) => seeRelease(work, clock, limited));
  } catch {
    // What became of the run is told all the same.
  }
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
  if (!canGoBack) {
    return 'stop';
  }
  if (!(error instanceof UnhealthyInstancesError)) {
    return control.onFailure;
  }
  return work.terms.onUnhealthy === 'rollback' ? 'rollback' : 'stop';
}
