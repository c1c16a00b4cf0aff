import type { CommandContext, CommandEnd } from '../../src/commands/command.ts';
import { recover } from '../../src/commands/recover.ts';
import { run } from '../../src/commands/run.ts';
import { status } from '../../src/commands/status.ts';
import { unlock } from '../../src/commands/unlock.ts';
import { conclusionOf, type Ending, factsOf } from '../../src/ending.ts';
import { withDeadline } from '../../src/engine/deadline.ts';
import { toFailure } from '../../src/engine/failure.ts';
import { hasReachedGoal } from '../../src/engine/interrupted.ts';
import type { RunResult } from '../../src/engine/run.ts';
import type { CommonInputs } from '../../src/inputs.ts';
import { type OutputName, toOutputs } from '../../src/outputs.ts';
import { POST_TIMEOUT_MS } from '../../src/post-timeout.ts';
import { anySuccess } from '../../src/probe/expectation.ts';
import type { Lease } from '../../src/record/lease.ts';
import type { RolloutEvent } from '../../src/report/events.ts';
import { buildReport, controlPlaneSeconds, recoveredSeconds } from '../../src/report/report.ts';
import { verdict } from '../../src/report/verdict/verdict.ts';
import { isLeftToPost, savingProgress } from '../../src/saving-progress.ts';
import type { State } from '../../src/state.ts';
import type { Left, SettleContext, Unsettled } from '../../src/strategies/unsettled.ts';
import type { VipSwapGoal } from '../../src/strategies/vip-swap/goal.ts';
import {
  leaveVipSwap,
  readSwapStatus,
  recoverableSwap,
  settleVipSwap,
  unlock as takeLocks,
  type VipSwapTerms,
  vipSwap,
  vipSwapRollback,
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
  readonly command: 'run' | 'rollback';
  readonly leavesRecord: boolean;
  /** Of a rollback all but where production shall go, which stands in the tags of the address. */
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

/** `command: status`, or `unlock`, of somebody who looks at it. */
export interface LookOrder {
  readonly job: Job;
  readonly command: 'status' | 'unlock';
  readonly productionPublicIpIds: readonly string[];
  readonly timeoutMs: number;
}

export type Outputs = Readonly<Record<OutputName, string>>;

/** What the action says of its own run. */
export interface Told extends Pick<Claim, 'outcome' | 'message' | 'recoveredTo'> {
  /** The goal is reached, and it says that something is left over. */
  readonly leftOver: boolean;
  /** What its summary and its annotation say of the result. */
  readonly text: string;
  /** Of the step that it is. */
  readonly outputs: Outputs;
}

type Said = Omit<Told, 'outputs' | 'text'>;

/** What one job keeps from its `main` for its `post`, and what is lost with the machine. */
export interface JobMemory {
  state: State;
}

/** `main` of `command: run` or `rollback`, as src/main.ts does it, without the runner. */
export async function runMain(machine: Machine, order: Order, memory: JobMemory): Promise<Told> {
  const { command, goal, onFailure, onInterrupted, lockTimeoutMs, timeoutMs } = order;
  const ending = endingOf(command, 'vip-swap');
  const context = contextOf(machine, order, `vip-swap: ${command}`, memory, ending);
  const recorded = { ...terms, leavesRecord: order.leavesRecord };
  const strategy = command === 'run' ? vipSwap(goal, recorded) : vipSwapRollback(goal, recorded);
  return conclude(machine, memory, ending, () =>
    run(context, strategy, {
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
  const ending = endingOf('recover', 'vip-swap');
  const context = contextOf(machine, order, 'recover', memory, ending);
  return conclude(machine, memory, ending, () =>
    recover(context, recoverableSwap({ ...terms, productionPublicIpIds, temporaryIpTags: {} }), {
      recoverTo,
      timeoutMs,
    }),
  );
}

/** `main` of `command: status` or `unlock`. */
export async function runLook(machine: Machine, order: LookOrder): Promise<Told> {
  const { command, productionPublicIpIds, timeoutMs } = order;
  const memory: JobMemory = { state: { kind: 'begun' } };
  const ending = endingOf(command, 'vip-swap');
  const context = contextOf(machine, order, command, memory, ending);
  const deadline = { clock: context.clock, signal: context.signal, timeoutMs, subject: 'what ARM says' };
  return conclude(machine, memory, ending, () =>
    withDeadline(deadline, (signal) =>
      command === 'status'
        ? status({ ...context, signal }, (limited) => readSwapStatus(limited, productionPublicIpIds))
        : unlock({ ...context, signal }, (limited) => takeLocks(limited, productionPublicIpIds), 'a look'),
    ),
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
    throw new Error(`There is nothing for post to do: ${state.kind}.`);
  }
  const { plan, subject, startedStepIds, begunIds, cause, lease, isQuiet } = state.progress;
  const { arm, clock } = machine;
  const context: SettleContext = { arm, clock, lease, emit: (event) => machine.emit(event) };
  const mayHaveLateWrites = !isQuiet;
  const tellPlan = () => {
    if (!machine.events.some(({ type }) => type === 'plan-started')) {
      machine.emit({ type: 'plan-started', atMs: clock.monotonicMs(), plan });
    }
  };
  const ending: Ending = {
    ...endingOf('run', plan.strategy === 'vip-swap' ? 'vip-swap' : 'full-rollout'),
    startedStepIds,
    ...(subject === undefined ? {} : { subject }),
  };
  const failed = (error: unknown): Told => {
    tellPlan();
    ending.failure = toFailure(error);
    return told(machine, ending, failureOf(error));
  };
  try {
    if (onFailure === 'stop' && !hasReachedGoal(state.progress)) {
      tellPlan();
      await leave(context, { plan, startedStepIds, mayHaveLateWrites });
      return failed(new Error('All was left as it was: on-failure is "stop".'));
    }
    const result = await settle(context, {
      plan,
      startedStepIds,
      begunIds,
      cause,
      watch: terms,
      timeoutMs: POST_TIMEOUT_MS,
      mayHaveLateWrites,
    });
    return told(machine, ending, toldOf(result));
  } catch (error) {
    return failed(error);
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

/** Of a process that has just begun. */
export function endingOf(command: CommonInputs['command'], strategy: CommonInputs['strategy']): Ending {
  return {
    inputs: { command, strategy, probe: { kind: 'off', connectTo: [], timeoutMs: 2_000 }, shared: {} },
  };
}

/** As src/main.ts makes it. */
export function contextOf(
  machine: Machine,
  { job, timeoutMs }: { readonly job: Job; readonly timeoutMs: number },
  purpose: string,
  memory: JobMemory,
  ending: Ending,
): CommandContext {
  const { arm, clock } = machine;
  const strategy = ending.inputs?.strategy === 'vip-swap' ? 'vip-swap' : 'scale-set';
  const lease: Lease = {
    id: machine.name,
    owner: ownerOf(job),
    purpose,
    validUntilMs: clock.monotonicMs() + timeoutMs + overtimeMs({ strategy }),
  };
  const emit = (event: RolloutEvent) => machine.emit(event);
  const save = (state: State): void => {
    if (!machine.isDead) {
      // The runner keeps it in a file.
      machine.tell(state);
      memory.state = state;
    }
  };
  return {
    arm,
    clock,
    signal: machine.interrupted.signal,
    lease,
    emit,
    controlPlaneSeconds: () => controlPlaneSeconds(machine.events),
    recoveredSeconds: () => recoveredSeconds(machine.events, machine.startedAtMs),
    // What `post` says then, and that it gives the lock up, is not in these schedules.
    tellSettling: () =>
      save({ kind: 'recovering', hold: { lease, holders: { input: 'production-public-ip', ids: [] } } }),
    tellRecovered: (end) => save(end === 'nothing' ? { kind: 'begun' } : { kind: 'recovered', end }),
    emitSaving: savingProgress(emit, save, lease, () => ending.subject),
    tellSubject: (subject) => {
      ending.subject = subject;
    },
    tellPlan: () => undefined,
  };
}

export async function conclude(
  machine: Machine,
  memory: JobMemory,
  ending: Ending,
  command: () => Promise<CommandEnd>,
): Promise<Told> {
  try {
    const end = await command();
    ending.end = end;
    if (!isLeftToPost(end)) {
      memory.state = { kind: 'idle' };
    }
    return told(machine, ending, toldOfEnd(end));
  } catch (error) {
    ending.failure = toFailure(error);
    memory.state = { kind: 'idle' };
    return told(machine, ending, failureOf(error));
  }
}

function toldOfEnd(end: CommandEnd): Said {
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
    case 'unlocked':
      return { outcome: end.kind, leftOver: false, message: end.reason };
    case 'reported':
      return { outcome: end.kind, leftOver: false, message: '' };
    default:
      throw new Error(`A run does not end as "${end.kind}".`);
  }
}

function toldOf({ outcome, error, undoErrors, cleanUpErrors }: RunResult): Said {
  const errors = [...(error === undefined ? [] : [error]), ...undoErrors, ...cleanUpErrors];
  return {
    // As the report has it: neither where it should be nor where it was.
    outcome: outcome === 'interrupted' ? 'failed' : outcome,
    leftOver: cleanUpErrors.length > 0,
    message: errors.map((each) => toFailure(each).message).join(' | '),
  };
}

function failureOf(error: unknown): Said {
  return { outcome: 'failed', leftOver: false, message: toFailure(error).message };
}

/** With the outputs that the action sets then, by its own report. */
function told(machine: Machine, ending: Ending, said: Said): Told {
  const { startedAtMs, startedAtEpochMs, clock, events } = machine;
  const facts = { startedAtMs, startedAtEpochMs, finishedAtMs: clock.monotonicMs(), ...factsOf(ending) };
  const report = buildReport(facts, events, conclusionOf(ending));
  machine.tell(report);
  const outputs = toOutputs(report, '');
  // The report knows of what was undone that somebody has removed its record, and that it is not as it was.
  const outcome = outputs.outcome === 'failed' ? 'failed' : said.outcome;
  const told = { ...said, outcome, outputs, text: verdict(report) };
  machine.tell(told);
  return told;
}
