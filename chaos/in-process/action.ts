import { withDeadline } from '../../src/engine/deadline.ts';
import { toFailure } from '../../src/engine/failure.ts';
import type { RunResult } from '../../src/engine/run.ts';
import { anySuccess } from '../../src/probe/expectation.ts';
import { savingProgress } from '../../src/saving-progress.ts';
import type { Progress, State } from '../../src/state.ts';
import type { Preparation } from '../../src/strategies/strategy.ts';
import type { VipSwapGoal } from '../../src/strategies/vip-swap/goal.ts';
import { prepareVipSwap, settleVipSwap } from '../../src/strategies/vip-swap/index.ts';
import { UNDO_TIMEOUT_MS } from '../../src/undo-timeout.ts';
import type { Machine } from './machine.ts';

export interface Order {
  readonly goal: VipSwapGoal;
  readonly onFailure: 'rollback' | 'stop';
  readonly timeoutMs: number;
}

export type Outcome = 'succeeded' | 'rolled-back' | 'failed' | 'no-change';

/** What the action says of its own run. */
export interface Told {
  readonly outcome: Outcome;
  /** The goal is reached, and it says that something is left over. */
  readonly leftOver: boolean;
  readonly message: string;
}

/** What one job keeps from its `main` for its `post`, and what stays behind where the machine is lost. */
export interface JobMemory {
  state: State;
  /** The last plan that was under way. Until it stands in Azure, recovering has to be told it. */
  progress?: Progress;
}

/** As `main` does it, without the runner: the strategy is prepared and carried out. */
export async function runMain(machine: Machine, order: Order, memory: JobMemory): Promise<Told> {
  const { clock, interrupted } = machine;
  const startedAtMs = clock.monotonicMs();
  const save = (state: State): void => {
    memory.state = state;
    if (state.kind === 'under-way') {
      memory.progress = state.progress;
    }
  };
  const emit = savingProgress(
    (event) => machine.tell(event),
    (state) => (machine.isDead ? undefined : save(state)),
    () => undefined,
  );
  try {
    const subject = 'the checks before the first write';
    const { timeoutMs } = order;
    const preparation = await withDeadline(
      { clock, signal: interrupted.signal, timeoutMs, subject },
      (signal) =>
        prepareVipSwap({ arm: machine.arm, clock, signal, emit, command: 'run' }, optionsOf(order.goal)),
    );
    if (preparation.kind !== 'ready') {
      return told(machine, notReady(preparation));
    }
    const result = await preparation.release.run({
      signal: interrupted.signal,
      timeoutMs: timeoutMs - (clock.monotonicMs() - startedAtMs),
      undoTimeoutMs: UNDO_TIMEOUT_MS,
      onFailure: order.onFailure,
    });
    // An undo that failed is tried once more by `post`, which has the state of the plan still.
    if (result.undoErrors.length === 0) {
      save({ kind: 'idle' });
    }
    return told(machine, toldOf(result));
  } catch (error) {
    save({ kind: 'idle' });
    return told(machine, { outcome: 'failed', leftOver: false, message: toFailure(error).message });
  }
}

/** As `post` does it. */
export async function runPost(machine: Machine, order: Order, { state }: JobMemory): Promise<Told> {
  if (state.kind === 'idle') {
    return { outcome: 'no-change', leftOver: false, message: '' };
  }
  if (order.onFailure === 'stop') {
    return { outcome: 'failed', leftOver: false, message: 'left as it was: on-failure is "stop"' };
  }
  return settle(machine, state.progress);
}

/** Brings what a run has left behind to an end, on a machine that knows nothing of it but what it is told here. */
export async function runRecover(machine: Machine, { progress }: JobMemory): Promise<Told> {
  return progress === undefined
    ? { outcome: 'no-change', leftOver: false, message: 'nothing was begun' }
    : settle(machine, progress);
}

async function settle(machine: Machine, { plan, startedStepIds }: Progress): Promise<Told> {
  const { arm, clock } = machine;
  const emit = (event: unknown) => machine.tell(event);
  try {
    return told(
      machine,
      toldOf(await settleVipSwap({ arm, clock, emit }, plan, startedStepIds, UNDO_TIMEOUT_MS)),
    );
  } catch (error) {
    return told(machine, { outcome: 'failed', leftOver: false, message: toFailure(error).message });
  }
}

function optionsOf(goal: VipSwapGoal) {
  return {
    goal,
    probe: { workerEntry: '', connectTo: [], intervalMs: 250, timeoutMs: 2_000, expectation: anySuccess },
    isProbeOn: false,
    verifyTimeoutMs: 120_000,
  };
}

function notReady(preparation: Exclude<Preparation, { kind: 'ready' }>): Told {
  return preparation.kind === 'no-change'
    ? {
        outcome: 'no-change',
        leftOver: preparation.reason.includes('left over'),
        message: preparation.reason,
      }
    : { outcome: 'failed', leftOver: false, message: preparation.refusals.join('\n') };
}

function toldOf({ outcome, error, undoErrors, cleanUpErrors }: RunResult): Told {
  const errors = [...(error === undefined ? [] : [error]), ...undoErrors, ...cleanUpErrors];
  return {
    outcome,
    leftOver: cleanUpErrors.length > 0,
    message: errors.map((each) => toFailure(each).message).join(' | '),
  };
}

function told(machine: Machine, told: Told): Told {
  machine.tell(told);
  return told;
}
