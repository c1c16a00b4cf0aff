import { dirname, join } from 'node:path';
import type { CommandContext, CommandEnd, WatchOptions } from './commands/command.ts';
import { withDeadline } from './engine/deadline.ts';
import type { Inputs, VipSwapTask } from './inputs.ts';
import { anySuccess } from './probe/expectation.ts';
import type { ProbeSettings } from './strategies/production-watch.ts';
import { UNDO_TIMEOUT_MS } from './undo-timeout.ts';

/** From inputs to the command that they ask for; the code of the others is not loaded. */
export async function runCommand(context: CommandContext, inputs: Inputs): Promise<CommandEnd> {
  const { task } = inputs;
  if (task.strategy === 'vip-swap') {
    return runVipSwapCommand(context, inputs, task);
  }
  throw new Error(`Commands of ${task.strategy} are not wired up on this branch: nothing was sent.`);
}

async function runVipSwapCommand(
  context: CommandContext,
  inputs: Inputs,
  task: VipSwapTask,
): Promise<CommandEnd> {
  const { timeoutMs, onFailure } = inputs;
  const watch = watchOptions(inputs);
  const leavesRecord = inputs.record === 'last';
  const control = { timeoutMs, undoTimeoutMs: UNDO_TIMEOUT_MS, onFailure };
  switch (task.command) {
    case 'run':
    case 'plan': {
      const { run } = await import('./commands/run.ts');
      const { goal, command, lockTimeoutMs, onInterrupted } = task;
      const source = async () => ({ kind: 'goal', goal }) as const;
      return run(context, {
        command,
        lockTimeoutMs,
        onInterrupted,
        ...watch,
        ...control,
        leavesRecord,
        release: 'run',
        terms: goal,
        goal: source,
      });
    }
    case 'rollback': {
      const { rollback } = await import('./commands/rollback.ts');
      return rollback(context, { ...task, ...watch, ...control, leavesRecord });
    }
    case 'recover': {
      const { recover } = await import('./commands/recover.ts');
      return recover(context, { ...task, ...watch, leavesRecord, timeoutMs });
    }
    case 'status': {
      const { status } = await import('./commands/status.ts');
      return inTime(context, timeoutMs, (limited) => status(limited, task.productionPublicIpIds));
    }
    case 'unlock': {
      const { unlock } = await import('./commands/unlock.ts');
      return inTime(context, timeoutMs, (limited) =>
        unlock(limited, task.productionPublicIpIds, task.reason),
      );
    }
  }
}

function inTime(
  context: CommandContext,
  timeoutMs: number,
  command: (context: CommandContext) => Promise<CommandEnd>,
): Promise<CommandEnd> {
  const { clock, signal } = context;
  return withDeadline({ clock, signal, timeoutMs, subject: 'the command' }, (limited) =>
    command({ ...context, signal: limited }),
  );
}

/** The prober's thread runs a bundle of its own, which lies beside this one. */
const PROBER_WORKER = join(dirname(process.argv[1] ?? ''), 'prober-worker.js');

function watchOptions(inputs: Inputs): WatchOptions {
  return {
    probe: probeSettings(inputs),
    isProbeOn: inputs.probe.kind === 'on',
    verifyTimeoutMs: inputs.verifyTimeoutMs,
  };
}

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
