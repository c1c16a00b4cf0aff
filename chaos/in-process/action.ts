import type { CommandContext, CommandEnd } from '../../src/commands/command.ts';
import { recover } from '../../src/commands/recover.ts';
import { run } from '../../src/commands/run.ts';
import { toFailure } from '../../src/engine/failure.ts';
import { hasReachedGoal } from '../../src/engine/interrupted.ts';
import type { RunResult } from '../../src/engine/run.ts';
import type { Task } from '../../src/inputs.ts';
import { POST_TIMEOUT_MS } from '../../src/post-timeout.ts';
import { anySuccess } from '../../src/probe/expectation.ts';
import type { Lease } from '../../src/record/lease.ts';
import type { RolloutEvent } from '../../src/report/events.ts';
import { isLeftToPost, savingProgress } from '../../src/saving-progress.ts';
import type { State } from '../../src/state.ts';
import type { Left, SettleContext, Unsettled } from '../../src/strategies/unsettled.ts';
import type { VipSwapGoal } from '../../src/strategies/vip-swap/goal.ts';
import {
  leaveVipSwap,
  recoverableSwap,
  settleVipSwap,
  type VipSwapTerms,
  vipSwap,
} from '../../src/strategies/vip-swap/index.ts';
import { overtimeMs, undoTimeoutMs } from '../../src/undo-timeout.ts';
import type { Claim } from '../invariants/outcome-is-true.ts';
import type { Machine } from './machine.ts';

/** What every process of a job knows of itself: GitHub gives the run a number, and each try of it another. */
export interface Job {
  readonly run: number;
  readonly attempt: number;
}

export interface Order {
  readonly job: Job;
  readonly goal: VipSwapGoal;
  readonly onFailure: 'rollback' | 'stop';
  readonly onInterrupted: 'fail' | 'recover';
  readonly lockTimeoutMs: number;
  readonly timeoutMs: number;
}

export interface RecoverOrder {
  readonly job: Job;
  readonly productionPublicIpIds: readonly string[];
  readonly recoverTo: 'auto' | 'finish' | 'undo';
  readonly timeoutMs: number;
}

/** What the action says of its own run. */
export interface Told extends Pick<Claim, 'outcome' | 'message' | 'recoveredTo'> {
  /** The goal is reached, and it says that something is left over. */
  readonly leftOver: boolean;
}

/** What one job keeps from its `main` for its `post`, and what is lost with the machine. */
export interface JobMemory {
  state: State;
}

/** `main` of `command: run`, as src/main.ts does it, without the runner. */
export async function runMain(machine: Machine, order: Order, memory: JobMemory): Promise<Told> {
  const { goal, onFailure, onInterrupted, lockTimeoutMs, timeoutMs } = order;
  const context = contextOf(
    machine,
    order,
    { purpose: 'vip-swap to vipswap2lb', strategy: 'vip-swap' },
    memory,
  );
  return conclude(machine, memory, () =>
    run(context, vipSwap(goal, terms), {
      command: 'run',
      timeoutMs,
      undoTimeoutMs: undoTimeoutMs({ strategy: 'vip-swap' }),
      onFailure,
      onInterrupted,
      lockTimeoutMs,
    }),
  );
}

/** `main` of `command: recover`: on any machine, from what is in Azure. */
export async function runRecover(machine: Machine, order: RecoverOrder): Promise<Told> {
  const { productionPublicIpIds, recoverTo, timeoutMs } = order;
  const memory: JobMemory = { state: { kind: 'begun' } };
  const context = contextOf(machine, order, { purpose: 'recover', strategy: 'vip-swap' }, memory);
  return conclude(machine, memory, () =>
    recover(context, recoverableSwap({ ...terms, productionPublicIpIds, temporaryIpTags: {} }), {
      recoverTo,
      timeoutMs,
    }),
  );
}

/** `post` of a swap. */
export function runPost(machine: Machine, order: Order, memory: JobMemory): Promise<Told> {
  return settleAsPost(machine, order.onFailure, memory, {
    leave: leaveVipSwap,
    settle: settleVipSwap,
  });
}

/** What a strategy does in `post`. */
interface Settling {
  readonly leave: (context: SettleContext, left: Left) => Promise<void>;
  readonly settle: (context: SettleContext, unsettled: Unsettled) => Promise<RunResult>;
}

/** As src/post.ts does it. */
export async function settleAsPost(
  machine: Machine,
  onFailure: Order['onFailure'],
  { state }: JobMemory,
  { leave, settle }: Settling,
): Promise<Told> {
  if (state.kind !== 'under-way') {
    return { outcome: 'no-change', leftOver: false, message: '' };
  }
  const { plan, startedStepIds, begunIds, cause, lease, isQuiet } = state.progress;
  const { arm, clock } = machine;
  const context: SettleContext = { arm, clock, lease, emit: (event) => machine.tell(event) };
  const mayHaveLateWrites = !isQuiet;
  if (onFailure === 'stop' && !hasReachedGoal(state.progress)) {
    await leave(context, { plan, startedStepIds, mayHaveLateWrites });
    return { outcome: 'failed', leftOver: false, message: 'left as it was: on-failure is "stop"' };
  }
  try {
    const result = await settle(context, {
      plan,
      startedStepIds,
      begunIds,
      cause,
      watch: terms,
      timeoutMs: POST_TIMEOUT_MS,
      mayHaveLateWrites,
    });
    return told(machine, toldOf(result));
  } catch (error) {
    return told(machine, { outcome: 'failed', leftOver: false, message: toFailure(error).message });
  }
}

/** What a lock names as its owner. */
export function ownerOf({ run, attempt }: Job): string {
  return `https://github.com/contoso/shop/actions/runs/${run}/attempts/${attempt}`;
}

const terms: VipSwapTerms = {
  leavesRecord: true,
  probe: { workerEntry: '', connectTo: [], intervalMs: 250, timeoutMs: 2_000, expectation: anySuccess },
  isProbeOn: false,
  verifyTimeoutMs: 120_000,
};

export function contextOf(
  machine: Machine,
  { job, timeoutMs }: { readonly job: Job; readonly timeoutMs: number },
  { purpose, strategy }: { readonly purpose: string; readonly strategy: Task['strategy'] },
  memory: JobMemory,
): CommandContext {
  const { arm, clock } = machine;
  const lease: Lease = {
    id: machine.name,
    owner: ownerOf(job),
    purpose,
    validUntilMs: clock.monotonicMs() + timeoutMs + overtimeMs({ strategy }),
  };
  const emit = (event: RolloutEvent) => machine.tell(event);
  const save = (state: State): void => {
    if (!machine.isDead) {
      memory.state = state;
    }
  };
  return {
    arm,
    clock,
    signal: machine.interrupted.signal,
    lease,
    emit,
    controlPlaneSeconds: () => null,
    recoveredSeconds: () => 0,
    // What `post` says then, and that it gives the lock up, is not in these schedules.
    tellSettling: () =>
      save({ kind: 'recovering', hold: { lease, holders: { input: 'production-public-ip', ids: [] } } }),
    tellRecovered: (end) => save(end === 'nothing' ? { kind: 'begun' } : { kind: 'recovered', end }),
    emitSaving: savingProgress(emit, save, lease, () => undefined),
    tellSubject: () => undefined,
    tellPlan: () => undefined,
  };
}

export async function conclude(
  machine: Machine,
  memory: JobMemory,
  command: () => Promise<CommandEnd>,
): Promise<Told> {
  try {
    const end = await command();
    if (!isLeftToPost(end)) {
      memory.state = { kind: 'idle' };
    }
    return told(machine, toldOfEnd(end));
  } catch (error) {
    memory.state = { kind: 'idle' };
    return told(machine, { outcome: 'failed', leftOver: false, message: toFailure(error).message });
  }
}

function toldOfEnd(end: CommandEnd): Told {
  switch (end.kind) {
    case 'ran':
      return {
        ...toldOf(end.result),
        ...(end.recoveredTo === undefined ? {} : { recoveredTo: end.recoveredTo }),
      };
    case 'no-change':
    case 'swept':
      return {
        outcome: end.kind,
        leftOver: end.reason.includes('"command: recover"'),
        message: end.reason,
      };
    default:
      throw new Error(`A run does not end as "${end.kind}".`);
  }
}

function toldOf({ outcome, error, undoErrors, cleanUpErrors }: RunResult): Told {
  const errors = [...(error === undefined ? [] : [error]), ...undoErrors, ...cleanUpErrors];
  return {
    // As the report has it: neither where it should be nor where it was.
    outcome: outcome === 'interrupted' ? 'failed' : outcome,
    leftOver: cleanUpErrors.length > 0,
    message: errors.map((each) => toFailure(each).message).join(' | '),
  };
}

function told(machine: Machine, told: Told): Told {
  machine.tell(told);
  return told;
}
