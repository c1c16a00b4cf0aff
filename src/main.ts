import { randomUUID } from 'node:crypto';
import { getInput, setSecret } from '@actions/core';
import { openArm } from './azure-session.ts';
import { cancellation } from './cancellation.ts';
import type { CommandContext, CommandEnd } from './commands/command.ts';
import { conclude, type Ending } from './conclude.ts';
import { systemClock } from './engine/clock.ts';
import { toFailure } from './engine/failure.ts';
import { type Inputs, readInputs } from './inputs.ts';
import { leaseOf } from './lease.ts';
import { actionsLog } from './report/actions-log.ts';
import { createRecorder, type Recorder } from './report/recorder.ts';
import { runCommand } from './run-command.ts';
import { isLeftToPost, savingProgress } from './saving-progress.ts';
import { saveStateForPost } from './state.ts';
import { readWorkspaceFile } from './workspace.ts';

/** Main entry of the action: ends in a report, outputs and an exit code, whatever happens. */
export async function main(): Promise<void> {
  const signal = cancellation();
  const recorder = createRecorder(systemClock, actionsLog);
  const ending: Ending = {};
  try {
    const end = await command(recorder, signal, ending);
    ending.end = end;
    if (!isLeftToPost(end)) {
      saveStateForPost({ kind: 'idle' });
    }
  } catch (error) {
    ending.failure = toFailure(error);
    saveStateForPost({ kind: 'idle' });
  }
  recorder.stop();
  await conclude(recorder, ending);
}

async function command(recorder: Recorder, signal: AbortSignal, ending: Ending): Promise<CommandEnd> {
  const inputs = readInputs({ getInput, mask: setSecret }, readWorkspaceFile);
  ending.inputs = inputs;
  return runCommand(await contextOf(inputs, recorder, signal, ending), inputs);
}

async function contextOf(
  inputs: Inputs,
  recorder: Recorder,
  signal: AbortSignal,
  ending: Ending,
): Promise<CommandContext> {
  const lease = leaseOf(inputs, randomUUID(), systemClock);
  return {
    arm: await openArm(inputs, systemClock, recorder.emit),
    clock: systemClock,
    signal,
    lease,
    emit: (event) => {
      if (event.type === 'recovered') {
        saveStateForPost({ kind: 'begun' });
      }
      recorder.emit(event);
    },
    tellRecovering: () => saveStateForPost({ kind: 'recovering' }),
    emitSaving: savingProgress(recorder.emit, saveStateForPost, lease, () => ending.subject),
    tellSubject: (subject) => {
      ending.subject = subject;
    },
    tellPlan: recorder.log.printPlan,
  };
}
