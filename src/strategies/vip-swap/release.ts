import { withDeadline } from '../../engine/deadline.ts';
import { isHandedOver } from '../../engine/hand-over.ts';
import type { Plan } from '../../engine/plan.ts';
import { type RunResult, runPlan } from '../../engine/run.ts';
import { hasComeTooLate, isTooLate } from '../come-too-late.ts';
import type { ProductionWatch } from '../production-watch.ts';
import { RefusedError } from '../refused-error.ts';
import type { Release, RunControl } from '../strategy.ts';
import { preflight, refusalsOf } from './findings.ts';
import { lookLast } from './last-look.ts';
import type { ChosenMethod } from './methods/method.ts';
import { hasOnlyLocked } from './only-locked.ts';
import { NativeSwapUnavailableError } from './perform/swap-addresses.ts';
import { vipSwapPerformers } from './performers.ts';
import { planSwap } from './plan.ts';
import { giveUpLock } from './record/release-lock.ts';
import { seeProduction } from './see-production.ts';
import { journalIn, type VipSwapStep } from './steps.ts';
import type { Swap } from './swap.ts';

/** The swap as planned; under `auto`, `temporary-ip` follows a native swap that is not to be had. */
export function releaseOf(swap: Swap, watch: ProductionWatch, plan: Plan<VipSwapStep>): Release {
  return {
    plan,
    async run(control) {
      const begunIds = new Set<string>();
      try {
        const result = await runWithFallback(noting(swap, begunIds), watch, plan, control);
        if (result.outcome === 'rolled-back' && !hasComeTooLate(result)) {
          await seeServiceReturn(swap, watch, control);
        }
        const isOfOthers = hasOnlyLocked(begunIds);
        if (
          result.outcome === 'failed' ||
          (result.outcome === 'rolled-back' && !hasComeTooLate(result) && isOfOthers)
        ) {
          const side = isOfOthers ? undefined : 'production';
          await seeProduction(swap.context, journalIn(plan), control.signal, side);
        }
        const isLeft = control.onFailure === 'stop' || isHandedOver(result);
        if (result.outcome === 'failed' && isLeft) {
          await giveUpLock(swap.context, journalIn(plan), control.signal);
        }
        return isOfOthers || hasComeTooLate(result)
          ? result
          : await lookAtEnd(swap, watch, plan, result, control);
      } finally {
        await watch.stop(control.signal);
      }
    },
  };
}

/** Of a run that has come to one of its two ends. */
async function lookAtEnd(
  { context }: Swap,
  watch: ProductionWatch,
  plan: Plan<VipSwapStep>,
  result: RunResult,
  { signal }: RunControl,
): Promise<RunResult> {
  const { outcome } = result;
  if (outcome !== 'succeeded' && outcome !== 'rolled-back') {
    return result;
  }
  const journal = journalIn(plan);
  const sides = journal.moves.map(() => (outcome === 'succeeded' ? 'target' : 'production'));
  return lookLast({ context, watch, journal, sides }, result, signal);
}

/** Notes which steps are begun. */
function noting(swap: Swap, begunIds: Set<string>): Swap {
  const { emit } = swap.context;
  return {
    ...swap,
    context: {
      ...swap.context,
      emit: (event) => {
        if (event.type === 'step-started') {
          begunIds.add(event.stepId);
        }
        emit(event);
      },
    },
  };
}

async function runWithFallback(
  swap: Swap,
  watch: ProductionWatch,
  plan: Plan<VipSwapStep>,
  control: RunControl,
): Promise<RunResult> {
  const { clock } = swap.context;
  const endsAtMs = clock.monotonicMs() + control.timeoutMs;
  const result = await run(swap, watch, plan, control);
  const { error, undoErrors } = result;
  const isUnavailable = error instanceof NativeSwapUnavailableError && undoErrors.length === 0;
  if (swap.options.goal.swapMethod !== 'auto' || !isUnavailable) {
    return result;
  }
  const deadline = { clock, signal: control.signal, subject: 'the checks before temporary-ip' };
  const next = await withDeadline({ ...deadline, timeoutMs: endsAtMs - clock.monotonicMs() }, (signal) =>
    planFallback(swap, error, signal),
  );
  return run(swap, watch, next, { ...control, timeoutMs: endsAtMs - clock.monotonicMs() });
}

/** @throws RefusedError where what `temporary-ip` needs, and ARM's own swap does not, is not there. */
async function planFallback(
  swap: Swap,
  error: NativeSwapUnavailableError,
  signal: AbortSignal,
): Promise<Plan<VipSwapStep>> {
  const chosen: ChosenMethod = {
    method: 'temporary-ip',
    reason: `ARM's own swap was tried first and is not to be had here: ${error.message}`,
    obstacles: [],
  };
  const findings = await preflight(swap, chosen, signal);
  const refusals = refusalsOf(findings);
  if (refusals.length > 0) {
    throw new RefusedError([error.message, ...refusals]);
  }
  return planSwap(swap.environment, swap.options, chosen, findings);
}

function run(
  { context }: Swap,
  watch: ProductionWatch,
  plan: Plan<VipSwapStep>,
  control: RunControl,
): Promise<RunResult> {
  return runPlan({
    ...control,
    // Who has come too late has nothing but its lock to take back, and the command decides whether to wait and plan anew.
    onFailure: (error) => (isTooLate(error) ? 'rollback' : control.onFailure),
    plan,
    performerOf: vipSwapPerformers({
      arm: context.arm,
      watch,
      emit: context.emit,
      lease: context.lease,
      journal: journalIn(plan),
    }),
    clock: context.clock,
    emit: context.emit,
  });
}

/** The outage of a swap that was undone ends with steady answers too; that they stay away changes no outcome any more. */
async function seeServiceReturn(
  { context }: Swap,
  watch: ProductionWatch,
  { signal, undoTimeoutMs }: RunControl,
): Promise<void> {
  const { clock } = context;
  const deadline = { clock, signal, timeoutMs: undoTimeoutMs, subject: 'production to answer again' };
  await withDeadline(deadline, (limited) => watch.answersSteadily({ signal: limited, clock })).catch(
    () => undefined,
  );
}
