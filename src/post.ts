import { getInput, setSecret } from '@actions/core';
import { openArm } from './azure-session.ts';
import { cancellation } from './cancellation.ts';
import { conclude, type Ending } from './conclude.ts';
import { systemClock } from './engine/clock.ts';
import { toFailure } from './engine/failure.ts';
import { hasReachedGoal } from './engine/interrupted.ts';
import { readInputsOfPost } from './inputs.ts';
import { actionsLog } from './report/actions-log.ts';
import { createRecorder, type Recorder } from './report/recorder.ts';
import type { Progress } from './state.ts';
import { UNDO_TIMEOUT_MS } from './undo-timeout.ts';

/**
 * GitHub ends everything five minutes after a cancellation. The answer to a write may be waited for a minute longer than
 * this; then the lock is given up within twenty seconds, and the report takes a moment too.
 */
const POST_TIMEOUT_MS = 210_000;

/** Post entry: `main` did not bring its plan to an end. Finishes the clean-up, or undoes what was done. */
export async function post(progress: Progress): Promise<void> {
  cancellation();
  const recorder = createRecorder(systemClock, actionsLog);
  const ending: Ending = {
    startedStepIds: progress.startedStepIds,
    ...(progress.subject === undefined ? {} : { subject: progress.subject }),
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
  const { plan, startedStepIds, lease, isQuiet } = progress;
  const inputs = readInputsOfPost({ getInput, mask: setSecret });
  ending.inputs = inputs;
  if (inputs.onFailure === 'stop' && !hasReachedGoal(progress)) {
    throw new Error(
      `The run was interrupted in "${plan.goal}", and left as it was: on-failure is "stop". Look at ` +
        `${plan.strategy === 'vip-swap' ? 'both load balancers' : 'the instances'}; "command: recover" finishes or undoes what was begun.`,
    );
  }
  const arm = await openArm(inputs, systemClock, recorder.emit);
  const context = { arm, clock: systemClock, emit: recorder.emit, lease };
  const unsettled = {
    plan,
    startedStepIds,
    timeoutMs: POST_TIMEOUT_MS,
    undoTimeoutMs: UNDO_TIMEOUT_MS,
    mayHaveLateWrites: !isQuiet,
  };
  if (plan.strategy === 'vip-swap') {
    const { settleVipSwap } = await import('./strategies/vip-swap/index.ts');
    await settleVipSwap(context, unsettled);
  } else {
    const { settleScaleSet } = await import('./strategies/scale-set/index.ts');
    await settleScaleSet(context, unsettled, inputs.previousSettings);
  }
}
