import { dirname, join } from 'node:path';
import { getInput } from '@actions/core';
import { openArm } from './azure-session.ts';
import { cancellation } from './cancellation.ts';
import { conclude, type Ending } from './conclude.ts';
import { systemClock } from './engine/clock.ts';
import { withDeadline } from './engine/deadline.ts';
import { toFailure } from './engine/failure.ts';
import type { RunResult } from './engine/run.ts';
import { type Inputs, readInputs } from './inputs.ts';
import { anySuccess } from './probe/expectation.ts';
import { actionsLog } from './report/actions-log.ts';
import { createRecorder, type Recorder } from './report/recorder.ts';
import { savingProgress } from './saving-progress.ts';
import { saveStateForPost } from './state.ts';
import type { ProbeSettings } from './strategies/production-watch.ts';
import type { Preparation, StrategyContext } from './strategies/strategy.ts';
import { UNDO_TIMEOUT_MS } from './undo-timeout.ts';

/** Main entry of the action: ends in a report, outputs and an exit code, whatever happens. */
export async function main(): Promise<void> {
  const signal = cancellation();
  const recorder = createRecorder(systemClock, actionsLog);
  const ending: Ending = {};
  try {
    const result = await release(recorder, signal, ending);
    // An undo that failed is tried once more by `post`, which has the state of the plan still.
    if (result === undefined || result.undoErrors.length === 0) {
      saveStateForPost({ kind: 'idle' });
    }
  } catch (error) {
    ending.conclusion = { outcome: 'failed', failure: toFailure(error) };
    saveStateForPost({ kind: 'idle' });
  }
  recorder.stop();
  await conclude(recorder, ending);
}

/** @returns how the plan ended; undefined where none was to be run. */
async function release(
  recorder: Recorder,
  signal: AbortSignal,
  ending: Ending,
): Promise<RunResult | undefined> {
  const inputs = readInputs(getInput);
  ending.inputs = inputs;
  const { timeoutMs } = inputs;
  const deadline = { clock: systemClock, signal, timeoutMs, subject: 'the checks before the first write' };
  const preparation = await withDeadline(deadline, (limited) => prepare(inputs, recorder, limited, ending));
  ending.subject = preparation.subject;
  switch (preparation.kind) {
    case 'no-change':
      ending.conclusion = { outcome: 'no-change', reason: preparation.reason };
      return undefined;
    case 'refused':
      recorder.log.printPlan(preparation.plan);
      throw new Error(preparation.refusals.join('\n'));
    case 'ready':
      if (inputs.command === 'plan') {
        recorder.log.printPlan(preparation.release.plan);
        ending.conclusion = { outcome: 'planned', plan: preparation.release.plan };
        return undefined;
      }
      return preparation.release.run({
        signal,
        timeoutMs: timeoutMs - (systemClock.monotonicMs() - recorder.startedAtMs),
        undoTimeoutMs: UNDO_TIMEOUT_MS,
        onFailure: inputs.onFailure,
      });
  }
}

async function prepare(
  inputs: Inputs,
  recorder: Recorder,
  signal: AbortSignal,
  ending: Ending,
): Promise<Preparation> {
  const [{ prepareVipSwap }, arm] = await Promise.all([
    import('./strategies/vip-swap/index.ts'),
    openArm(inputs, systemClock, recorder.emit),
  ]);
  const context: StrategyContext = {
    arm,
    clock: systemClock,
    signal,
    emit: savingProgress(recorder.emit, saveStateForPost, () => ending.subject),
    command: inputs.command,
  };
  return prepareVipSwap(context, {
    goal: inputs.goal,
    probe: probeSettings(inputs),
    isProbeOn: inputs.probe.kind === 'on',
    verifyTimeoutMs: inputs.verifyTimeoutMs,
  });
}

/** The prober's thread runs a bundle of its own, which lies beside this one. */
const PROBER_WORKER = join(dirname(process.argv[1] ?? ''), 'prober-worker.js');

function probeSettings({ probe }: Inputs): ProbeSettings {
  return probe.kind === 'on'
    ? { ...probe, workerEntry: PROBER_WORKER }
    : {
        workerEntry: PROBER_WORKER,
        connectTo: [],
        intervalMs: 250,
        timeoutMs: 2_000,
        expectation: anySuccess,
      };
}
