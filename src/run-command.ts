import { dirname, join } from 'node:path';
import type { CommandContext, CommandEnd, WatchOptions } from './commands/command.ts';
import type { Inputs } from './inputs.ts';
import { anySuccess } from './probe/expectation.ts';
import type { ProbeSettings } from './strategies/production-watch.ts';
import { UNDO_TIMEOUT_MS } from './undo-timeout.ts';

/** From inputs to the command that they ask for; the code of the others is not loaded. */
export async function runCommand(context: CommandContext, inputs: Inputs): Promise<CommandEnd> {
  const { task, timeoutMs, onFailure } = inputs;
  const watch = watchOptions(inputs);
  const leavesRecord = inputs.record === 'last';
  const control = { timeoutMs, undoTimeoutMs: UNDO_TIMEOUT_MS, onFailure };
  switch (task.command) {
    case 'run':
    case 'plan': {
      const { run } = await import('./commands/run.ts');
      return run(context, { ...task, ...watch, ...control, leavesRecord, release: 'run' });
    }
    case 'rollback': {
      const { rollback } = await import('./commands/rollback.ts');
      const { terms, ...waiting } = task;
      return rollback(context, { ...waiting, ...watch, ...control, leavesRecord, goal: terms });
    }
    case 'recover': {
      const { recover } = await import('./commands/recover.ts');
      return recover(context, { ...task, ...watch, leavesRecord, timeoutMs });
    }
    case 'status': {
      const { status } = await import('./commands/status.ts');
      return status(context, task.productionPublicIpIds);
    }
    case 'unlock': {
      const { unlock } = await import('./commands/unlock.ts');
      return unlock(context, task.productionPublicIpIds, task.reason);
    }
  }
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
