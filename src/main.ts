import { randomUUID } from 'node:crypto';
import { getInput } from '@actions/core';
import { openArm } from './azure-session.ts';
import type { CommandContext, CommandEnd } from './commands/command.ts';
import { conclude, downtimeUntilNow } from './conclude.ts';
import type { Ending } from './ending.ts';
import { systemClock } from './engine/clock.ts';
import { toFailure } from './engine/failure.ts';
import { holdersOf } from './holders.ts';
import { type Inputs, readInputs } from './inputs.ts';
import { leaseOf } from './lease.ts';
import { listenerOf, maskFor } from './masking.ts';
import { actionsLog } from './report/log/actions-log.ts';
import { createRecorder, type Recorder } from './report/recorder.ts';
import { controlPlaneSeconds, recoveredSeconds } from './report/report.ts';
import { runCommand } from './run-command.ts';
import { isLeftToPost, savingProgress } from './saving-progress.ts';
import { saveStateForPost } from './state.ts';
import { type StateOfMain, stateOfMain } from './state-of-main.ts';
import { readWorkspaceFile } from './workspace.ts';

/** Main entry of the action: ends in a report, outputs and an exit code, whatever happens. */
export async function main(signal: AbortSignal): Promise<void> {
  const recorder = createRecorder(systemClock, actionsLog);
  const ending: Ending = {};
  const state = stateOfMain(saveStateForPost);
  try {
    const end = await command(recorder, signal, ending, state);
    ending.end = end;
    if (!isLeftToPost(end)) {
      state.told(signal);
    }
  } catch (error) {
    ending.failure = toFailure(error);
    state.told(signal);
  }
  recorder.stop();
  await conclude(recorder, ending);
}

async function command(
  recorder: Recorder,
  signal: AbortSignal,
  ending: Ending,
  state: StateOfMain,
): Promise<CommandEnd> {
  const inputs = readInputs({ getInput, mask: maskFor(recorder) }, readWorkspaceFile);
  ending.inputs = inputs;
  return runCommand(await contextOf(inputs, recorder, signal, ending, state), inputs);
}

async function contextOf(
  inputs: Inputs,
  recorder: Recorder,
  signal: AbortSignal,
  ending: Ending,
  state: StateOfMain,
): Promise<CommandContext> {
  const lease = leaseOf(inputs, randomUUID(), systemClock);
  const downtime = () => downtimeUntilNow(recorder, inputs);
  const saving = savingProgress(recorder.emit, state.save, lease, () => ending.subject, downtime);
  return {
    arm: await openArm(inputs, systemClock, listenerOf(recorder)),
    clock: systemClock,
    signal,
    lease,
    emit: recorder.emit,
    controlPlaneSeconds: () => controlPlaneSeconds(recorder.events),
    recoveredSeconds: () => recoveredSeconds(recorder.events, recorder.startedAtMs),
    tellSettling: (what) => state.settling(what, { lease, holders: holdersOf(inputs.task) }),
    tellRecovered: state.recovered,
    emitSaving: (event) => saving(recorder.concealedEvent(event)),
    tellSubject: (subject) => {
      ending.subject = subject;
    },
    tellPlan: recorder.tellPlan,
  };
}
