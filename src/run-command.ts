import { nameOf } from './azure/resource-id.ts';
import type { CommandContext, CommandEnd } from './commands/command.ts';
import { type Deadline, withDeadline } from './engine/deadline.ts';
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
      const subject = `what ARM says of ${namesOf(task.productionPublicIpIds)}; nothing was changed`;
      return inTime(context, { timeoutMs, subject }, (limited) =>
        status(limited, task.productionPublicIpIds),
      );
    }
    case 'unlock': {
      const { unlock } = await import('./commands/unlock.ts');
      const subject = `ARM to unlock ${namesOf(task.productionPublicIpIds)}; "command: status" tells whether the lock is gone`;
      return inTime(context, { timeoutMs, subject }, (limited) =>
        unlock(limited, task.productionPublicIpIds, task.reason),
      );
    }
  }
}

function inTime(
  context: CommandContext,
  limit: Pick<Deadline, 'timeoutMs' | 'subject'>,
  command: (context: CommandContext) => Promise<CommandEnd>,
): Promise<CommandEnd> {
  const { clock, signal } = context;
  return withDeadline({ clock, signal, ...limit }, (limited) => command({ ...context, signal: limited }));
}

function namesOf(ids: readonly string[]): string {
  return ids.map(nameOf).join(' and ');
}
