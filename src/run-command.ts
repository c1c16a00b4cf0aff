import { nameOf } from './azure/resource-id.ts';
import type { CommandContext, CommandEnd } from './commands/command.ts';
import { type Deadline, withDeadline } from './engine/deadline.ts';
import { holdersOf } from './holders.ts';
import type { Inputs, Task } from './inputs.ts';
import type { WatchOptions } from './strategies/production-watch.ts';
import type { Recoverable, ReleaseStrategy, StatusReading, Unlocked } from './strategies/strategy.ts';
import { undoTimeoutMs } from './undo-timeout.ts';
import { watchOptions } from './watch-options.ts';

/** From inputs to the command that they ask for; the code of the others, and of other strategies, is not loaded. */
export async function runCommand(context: CommandContext, inputs: Inputs): Promise<CommandEnd> {
  const { task, timeoutMs, onFailure } = inputs;
  const control = { timeoutMs, undoTimeoutMs: undoTimeoutMs(task), onFailure };
  const terms = { ...watchOptions(inputs), leavesRecord: inputs.record === 'last' };
  switch (task.command) {
    case 'run':
    case 'plan': {
      const { run } = await import('./commands/run.ts');
      const { command, lockTimeoutMs, onInterrupted } = task;
      return run(context, await releaseOf(task, terms), {
        command,
        lockTimeoutMs,
        onInterrupted,
        ...control,
      });
    }
    case 'rollback': {
      const { run } = await import('./commands/run.ts');
      const { lockTimeoutMs, onInterrupted } = task;
      const options = { command: 'run', lockTimeoutMs, onInterrupted, ...control } as const;
      return run(context, await rollbackOf(task, terms), options);
    }
    case 'recover': {
      const { recover } = await import('./commands/recover.ts');
      const { recoverTo } = task;
      return recover(context, await recoverableOf(task, terms), { recoverTo, timeoutMs });
    }
    case 'status': {
      const { status } = await import('./commands/status.ts');
      const read = await statusReaderOf(task);
      const subject = `what ARM says of ${namesOf(task)}; nothing was changed`;
      return inTime(context, { timeoutMs, subject }, (limited) => status(limited, read));
    }
    case 'unlock': {
      const { unlock } = await import('./commands/unlock.ts');
      const take = await unlockerOf(task);
      const subject = `ARM to unlock ${namesOf(task)}; "command: status" tells whether the lock is gone`;
      return inTime(context, { timeoutMs, subject }, (limited) => unlock(limited, take, task.reason));
    }
  }
}

type TaskOf<Command extends Task['command']> = Extract<Task, { readonly command: Command }>;
type ReleaseTask = Extract<Task, { readonly goal: unknown }>;

interface Terms extends WatchOptions {
  readonly leavesRecord: boolean;
}

const vipSwap = () => import('./strategies/vip-swap/index.ts');
const scaleSet = () => import('./strategies/scale-set/index.ts');

async function releaseOf(task: ReleaseTask, terms: Terms): Promise<ReleaseStrategy> {
  return task.strategy === 'vip-swap'
    ? (await vipSwap()).vipSwap(task.goal, terms)
    : (await scaleSet()).scaleSetRelease(task.goal, terms);
}

async function rollbackOf(task: TaskOf<'rollback'>, terms: Terms): Promise<ReleaseStrategy> {
  return task.strategy === 'vip-swap'
    ? (await vipSwap()).vipSwapRollback(task.terms, terms)
    : (await scaleSet()).scaleSetRollback(task.terms, terms);
}

async function recoverableOf(task: TaskOf<'recover'>, terms: Terms): Promise<Recoverable> {
  return task.strategy === 'vip-swap'
    ? (await vipSwap()).recoverableSwap({ ...terms, ...task })
    : (await scaleSet()).recoverableScaleSet(task.terms, terms);
}

async function statusReaderOf(
  task: TaskOf<'status'>,
): Promise<(context: CommandContext) => Promise<StatusReading>> {
  if (task.strategy === 'vip-swap') {
    const { readSwapStatus } = await vipSwap();
    return (context) => readSwapStatus(context, task.productionPublicIpIds);
  }
  const { readScaleSetStatus } = await scaleSet();
  return (context) => readScaleSetStatus(context, task.scaleSetId);
}

async function unlockerOf(task: TaskOf<'unlock'>): Promise<(context: CommandContext) => Promise<Unlocked>> {
  if (task.strategy === 'vip-swap') {
    const { unlock } = await vipSwap();
    return (context) => unlock(context, task.productionPublicIpIds);
  }
  const { unlockScaleSet } = await scaleSet();
  return (context) => unlockScaleSet(context, task.scaleSetId);
}

function inTime(
  context: CommandContext,
  limit: Pick<Deadline, 'timeoutMs' | 'subject'>,
  command: (context: CommandContext) => Promise<CommandEnd>,
): Promise<CommandEnd> {
  const { clock, signal } = context;
  return withDeadline({ clock, signal, ...limit }, (limited) => command({ ...context, signal: limited }));
}

function namesOf(task: Task): string {
  return holdersOf(task).ids.map(nameOf).join(' and ');
}
