import { dirname, join } from 'node:path';
import type { CommandContext, CommandEnd } from './commands/command.ts';
import { withDeadline } from './engine/deadline.ts';
import type { Inputs, Task } from './inputs.ts';
import { anySuccess } from './probe/expectation.ts';
import type { ProbeSettings, WatchOptions } from './strategies/production-watch.ts';
import type { Recoverable, ReleaseStrategy, StatusReading } from './strategies/strategy.ts';
import { UNDO_TIMEOUT_MS } from './undo-timeout.ts';

/** From inputs to the command that they ask for; the code of the others, and of other strategies, is not loaded. */
export async function runCommand(context: CommandContext, inputs: Inputs): Promise<CommandEnd> {
  const { task, timeoutMs, onFailure } = inputs;
  const control = { timeoutMs, undoTimeoutMs: UNDO_TIMEOUT_MS, onFailure };
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
      return inTime(context, timeoutMs, (limited) => status(limited, read));
    }
    case 'unlock': {
      const { unlock } = await import('./commands/unlock.ts');
      const take = await unlockerOf(task);
      return inTime(context, timeoutMs, (limited) => unlock(limited, take, task.reason));
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

async function unlockerOf(
  task: TaskOf<'unlock'>,
): Promise<(context: CommandContext) => Promise<readonly string[]>> {
  if (task.strategy === 'vip-swap') {
    const { unlock } = await vipSwap();
    return (context) => unlock(context, task.productionPublicIpIds);
  }
  const { unlockScaleSet } = await scaleSet();
  return (context) => unlockScaleSet(context, task.scaleSetId);
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
