import { dirname, join } from 'node:path';
import type { CommandContext, CommandEnd } from './commands/command.ts';
import { withDeadline } from './engine/deadline.ts';
import type { Inputs } from './inputs.ts';
import { anySuccess } from './probe/expectation.ts';
import type { ProbeSettings, WatchOptions } from './strategies/production-watch.ts';
import { UNDO_TIMEOUT_MS } from './undo-timeout.ts';

/** From inputs to the command that they ask for; the code of the others is not loaded. */
export async function runCommand(context: CommandContext, inputs: Inputs): Promise<CommandEnd> {
  const { task, timeoutMs, onFailure } = inputs;
  const strategies = await import('./strategies/vip-swap/index.ts');
  const terms = { ...watchOptions(inputs), leavesRecord: inputs.record === 'last' };
  const control = { timeoutMs, undoTimeoutMs: UNDO_TIMEOUT_MS, onFailure };
  switch (task.command) {
    case 'run':
    case 'plan': {
      const { run } = await import('./commands/run.ts');
      return run(context, strategies.vipSwap(task.goal, terms), { ...task, ...control });
    }
    case 'rollback': {
      const { run } = await import('./commands/run.ts');
      const rollback = strategies.vipSwapRollback(task.terms, terms);
      return run(context, rollback, { ...task, ...control, command: 'run' });
    }
    case 'recover': {
      const { recover } = await import('./commands/recover.ts');
      const { recoverTo } = task;
      return recover(context, strategies.recoverableSwap({ ...terms, ...task }), { recoverTo, timeoutMs });
    }
    case 'status': {
      const { status } = await import('./commands/status.ts');
      const read = (limited: CommandContext) =>
        strategies.readSwapStatus(limited, task.productionPublicIpIds);
      return inTime(context, timeoutMs, (limited) => status(limited, read));
    }
    case 'unlock': {
      const { unlock } = await import('./commands/unlock.ts');
      const take = (limited: CommandContext) => strategies.unlock(limited, task.productionPublicIpIds);
      return inTime(context, timeoutMs, (limited) => unlock(limited, take, task.reason));
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
