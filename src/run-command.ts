import type { CommandContext, CommandEnd } from './commands/command.ts';
import { withDeadline } from './engine/deadline.ts';
import type { Inputs } from './inputs.ts';
import { UNDO_TIMEOUT_MS } from './undo-timeout.ts';
import { watchOptions } from './watch-options.ts';

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
      const { goal, ...waiting } = task;
      const source = async () => ({ kind: 'goal', goal }) as const;
      return run(context, {
        ...waiting,
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
