import { getInput } from '@actions/core';
import { openArm } from './azure-session.ts';
import { conclude } from './conclude.ts';
import type { Ending } from './ending.ts';
import { systemClock } from './engine/clock.ts';
import { toFailure } from './engine/failure.ts';
import { hasReachedGoal, interruptionFailure } from './engine/interrupted.ts';
import { type InputsOfPost, readInputsOfPost } from './inputs.ts';
import { listenerOf, maskFor } from './masking.ts';
import { POST_TIMEOUT_MS } from './post-timeout.ts';
import type { DowntimeReport } from './report/downtime-report.ts';
import { actionsLog } from './report/log/actions-log.ts';
import { createRecorder, type Recorder } from './report/recorder.ts';
import type { Progress } from './state.ts';
import type { SettleContext, Unsettled } from './strategies/unsettled.ts';
import { watchOptions } from './watch-options.ts';

/** Post entry: `main` did not bring its plan to an end. Finishes the clean-up, or undoes what was done. */
export async function post(progress: Progress): Promise<void> {
  const recorder = createRecorder(systemClock, actionsLog);
  const ending: Ending = {
    startedStepIds: progress.startedStepIds,
    ...(progress.subject === undefined ? {} : { subject: progress.subject }),
    ...(progress.downtime === undefined ? {} : { downtime: progress.downtime }),
  };
  try {
    await finish(progress, recorder, ending);
  } catch (error) {
    ending.failure = toFailure(error);
    tellPlan(recorder, progress);
  }
  recorder.stop();
  await conclude(recorder, ending);
}

/** For the report: which steps were begun, and what takes them back, also where nothing could be tried. */
function tellPlan(recorder: Recorder, { plan }: Progress): void {
  if (!recorder.events.some(({ type }) => type === 'plan-started')) {
    recorder.emit({ type: 'plan-started', atMs: systemClock.monotonicMs(), plan });
  }
}

async function finish(progress: Progress, recorder: Recorder, ending: Ending): Promise<void> {
  const { plan, startedStepIds, begunIds, cause, lease, isQuiet, downtime } = progress;
  const inputs = readInputsOfPost({ getInput, mask: maskFor(recorder) });
  ending.inputs = inputs;
  const [{ leave, settle }, arm] = await Promise.all([
    settlingOf(plan.strategy, inputs),
    openArm(inputs, systemClock, listenerOf(recorder)),
  ]);
  const context = { arm, clock: systemClock, emit: recorder.emit, lease };
  if (inputs.onFailure === 'stop' && !hasReachedGoal(progress)) {
    tellPlan(recorder, progress);
    await leave(context, { plan, startedStepIds, mayHaveLateWrites: !isQuiet });
    throw leftAsItWas(progress);
  }
  await settle(context, {
    plan,
    startedStepIds,
    begunIds,
    cause,
    watch: watchOptions(inputs),
    timeoutMs: POST_TIMEOUT_MS,
    mayHaveLateWrites: !isQuiet,
    ...recordedOf(downtime),
  });
}

function recordedOf(downtime: DowntimeReport | undefined): Pick<Unsettled, 'downtime'> {
  const { seconds = null, source = null } = downtime ?? {};
  return seconds === null || source === null ? {} : { downtime: { seconds, source } };
}

/** How the plan of a strategy is brought to its end, and how it is left as it is. */
async function settlingOf(strategy: string, { previousSettings }: InputsOfPost) {
  if (strategy === 'vip-swap') {
    const { leaveVipSwap, settleVipSwap } = await import('./strategies/vip-swap/index.ts');
    return { leave: leaveVipSwap, settle: settleVipSwap };
  }
  const { leaveScaleSet, settleScaleSet } = await import('./strategies/scale-set/index.ts');
  const settle = (context: SettleContext, unsettled: Unsettled) =>
    settleScaleSet(context, unsettled, previousSettings);
  return { leave: leaveScaleSet, settle };
}

function leftAsItWas(progress: Progress): Error {
  const { message, code } = interruptionFailure(progress);
  const text = `${message} on-failure is "stop", so all was left as it was: look at ${progress.plan.strategy === 'vip-swap' ? 'both load balancers' : 'the instances'} first.`;
  return Object.assign(new Error(text), code === undefined ? {} : { code });
}
