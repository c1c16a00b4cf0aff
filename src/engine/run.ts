import type { Clock } from './clock.ts';
import { DeadlineError, withDeadline } from './deadline.ts';
import type { EngineEvent, PlanOutcome } from './events.ts';
import { toFailure } from './failure.ts';
import { HandOverError, LastingError, UndoTimeoutError } from './hand-over.ts';
import type { Plan, Step } from './plan.ts';

export interface StepContext {
  /** Aborts when the run is cancelled or its time is up; a performer stops waiting at once and throws. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

/** What a step does. Every method looks at the live state first: it may be called when the work is done already. */
export interface StepPerformer {
  run(context: StepContext): Promise<void>;
  /** Throws when the step's effect is not there. */
  verify(context: StepContext): Promise<void>;
  /** Takes back whatever `run` did, also when it stopped half-way. */
  undo(context: StepContext): Promise<void>;
  /**
   * Of the first step of a plan, which is undone last: whether its undoing has seen that nothing of the whole plan is left. What the
   * undoing of the others has said before does not count then.
   */
  isPlanUndone?(): boolean;
}

export type FailureResponse = 'rollback' | 'stop';

/** The work has become somebody else's: this run does nothing more of it, and undoes nothing more. */
export class WithdrawnError extends Error {
  override readonly name: string = 'WithdrawnError';
}

/**
 * Thrown by a clean-up step that has looked once more after the last write: what the plan had reached is there no more. That is
 * somebody else's doing, so nothing is undone, and the run has failed.
 */
export class GoalLostError extends Error {
  override readonly name: string = 'GoalLostError';
}

/** A step whose turn has come when the time is up, or the run is cancelled: what it was that took so long was another step. */
export class NotBegunError extends Error {
  override readonly name = 'NotBegunError';
  readonly code: string | undefined;

  constructor(cause: unknown) {
    const { message, code } = toFailure(cause);
    super(`Not begun: ${message}`, { cause });
    this.code = code;
  }
}

export interface PlanRun<S extends Step> {
  readonly plan: Plan<S>;
  readonly performerOf: (step: S) => StepPerformer;
  readonly clock: Clock;
  /** Cancels the run: it stops where it is, and is settled by another process, because the runner gives this one seconds. */
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  /** What the whole run was given, where `timeoutMs` is what is left of it. */
  readonly wholeTimeoutMs?: number | undefined;
  /** For all of the undoing. Each step gets half of what is left of it: one that hangs leaves time to those after it. */
  readonly undoTimeoutMs: number;
  /** What is done about a step that failed, by its error: undo what was done, or leave it all as it is. */
  readonly onFailure: (error: unknown) => FailureResponse;
  readonly emit: (event: EngineEvent) => void;
}

export interface RunResult {
  readonly outcome: PlanOutcome;
  /** The first error, never one of the undoing. */
  readonly error?: unknown;
  readonly undoErrors: readonly unknown[];
  /** The goal is reached, and these clean-up steps failed. */
  readonly cleanUpErrors: readonly unknown[];
}

/**
 * Runs the steps of a plan in order; on the first failure undoes in reverse, the failed step first, because it may have
 * done half of its work.
 *
 * @throws nothing: every end is a result.
 */
export async function runPlan<S extends Step>(run: PlanRun<S>): Promise<RunResult> {
  const { plan, clock, emit } = run;
  emit({ type: 'plan-started', atMs: clock.monotonicMs(), plan });
  const result = await performSteps(run);
  emit({
    type: 'plan-finished',
    atMs: clock.monotonicMs(),
    outcome: result.outcome,
    ...(result.error === undefined ? {} : { failure: toFailure(result.error) }),
  });
  return result;
}

async function performSteps<S extends Step>(run: PlanRun<S>): Promise<RunResult> {
  const { clock, signal, timeoutMs, wholeTimeoutMs } = run;
  let current: S | undefined;
  const subject = () =>
    current === undefined ? `the plan "${run.plan.goal}"` : `the step "${current.title}"`;
  const started: S[] = [];
  const cleanUpErrors: unknown[] = [];
  try {
    await withDeadline({ clock, signal, timeoutMs, wholeTimeoutMs, subject }, async (limited) => {
      for (const step of run.plan.steps) {
        current = step;
        if (step.cleanUp) {
          await performCleanUp(run, step, limited, cleanUpErrors);
        } else {
          limited.throwIfAborted();
          started.push(step);
          await performStep(run, step, { signal: limited, clock });
        }
      }
    });
    return cleanedUp(cleanUpErrors);
  } catch (error) {
    if (signal.aborted && started.length > 0) {
      return { outcome: 'interrupted', error: signal.reason, undoErrors: [], cleanUpErrors };
    }
    if (run.onFailure(error) === 'stop') {
      return { outcome: 'failed', error, undoErrors: [], cleanUpErrors };
    }
    const undoErrors = await undoInTime(run, started);
    return { outcome: undoneOutcome(undoErrors, signal), error, undoErrors, cleanUpErrors };
  }
}

/** All that the plan moves had been moved, and seen to be where it shall be. @param errors of its clean-up steps. */
export function cleanedUp(errors: readonly unknown[]): RunResult {
  const lost = errors.find((error) => error instanceof GoalLostError);
  const cleanUpErrors = errors.filter((error) => error !== lost);
  return lost === undefined
    ? { outcome: 'succeeded', undoErrors: [], cleanUpErrors }
    : { outcome: 'failed', error: lost, undoErrors: [], cleanUpErrors };
}

function undoInTime<S extends Step>(run: PlanRun<S>, started: readonly S[]): Promise<unknown[]> {
  const { clock, signal, undoTimeoutMs } = run;
  const deadline = {
    clock,
    signal,
    timeoutMs: undoTimeoutMs,
    subject: `undoing "${run.plan.goal}"`,
    reasonOf: () => new HandOverError(),
  };
  return withDeadline(deadline, (undoSignal) => undoSteps({ ...run, undoSignal }, started));
}

/** An undoing that was cancelled has not failed: whoever settles the run goes on with it. */
function undoneOutcome(undoErrors: readonly unknown[], { aborted }: AbortSignal): PlanOutcome {
  if (undoErrors.length === 0) {
    return 'rolled-back';
  }
  return aborted ? 'interrupted' : 'failed';
}

export async function performStep<S extends Step>(
  run: Pick<PlanRun<S>, 'performerOf' | 'clock' | 'emit'>,
  step: S,
  context: StepContext,
): Promise<void> {
  const { clock, emit } = run;
  const performer = run.performerOf(step);
  emit({ type: 'step-started', atMs: clock.monotonicMs(), stepId: step.id });
  try {
    if (context.signal.aborted) {
      throw new NotBegunError(context.signal.reason);
    }
    await withinTime(step, context, async (limited) => {
      await performer.run(limited);
      await performer.verify(limited);
    });
  } catch (error) {
    emit({ type: 'step-failed', atMs: clock.monotonicMs(), stepId: step.id, failure: toFailure(error) });
    throw error;
  }
  emit({ type: 'step-succeeded', atMs: clock.monotonicMs(), stepId: step.id });
}

function withinTime(
  { title, timeoutMs }: Step,
  { signal, clock }: StepContext,
  work: (context: StepContext) => Promise<void>,
): Promise<void> {
  return timeoutMs === undefined
    ? work({ signal, clock })
    : withDeadline({ clock, signal, timeoutMs, subject: `the step "${title}"` }, (limited) =>
        work({ signal: limited, clock }),
      );
}

/**
 * The goal is reached before the first clean-up step: undoing it for a left-over would cost users a second outage. That
 * holds for a cancelled run too: its clean-up is told as failed.
 */
async function performCleanUp<S extends Step>(
  run: PlanRun<S>,
  step: S,
  signal: AbortSignal,
  errors: unknown[],
): Promise<void> {
  try {
    await performStep(run, step, { signal, clock: run.clock });
  } catch (error) {
    errors.push(error);
  }
}

interface Undoing<S extends Step>
  extends Pick<PlanRun<S>, 'performerOf' | 'clock' | 'emit'>,
    Partial<Pick<PlanRun<S>, 'undoTimeoutMs'>> {
  /** The time for all of it is up: of a process that has no other limit. Absent: nothing but `undoTimeoutMs` ends it. */
  readonly undoSignal?: AbortSignal;
}

/**
 * Undoes in reverse. A failed undo does not stop the others: each looks at the live state, and ARM refuses what does
 * not fit, so going on can only bring production nearer to whole. That the work is somebody else's now stops all of it.
 *
 * @param started in the order in which they were started; the last one may have done half of its work.
 * @returns the errors of the undos that failed.
 */
export async function undoSteps<S extends Step>(run: Undoing<S>, started: readonly S[]): Promise<unknown[]> {
  const errors: unknown[] = [];
  const failed: S[] = [];
  const endsAtMs = run.clock.monotonicMs() + (run.undoTimeoutMs ?? Number.POSITIVE_INFINITY);
  for (const step of started.toReversed()) {
    try {
      // Once more: ARM fails for moments, and after this nobody tries. What never came to an end has had its time, and what somebody else has changed stays changed.
      await undoStep(run, step, endsAtMs, true).catch((error: unknown) =>
        isWorthAnotherTry(run, error) ? undoStep(run, step, endsAtMs, false) : Promise.reject(error),
      );
    } catch (error) {
      errors.push(error);
      failed.push(step);
      if (error instanceof WithdrawnError) {
        break;
      }
    }
  }
  const [first] = started;
  if (first === undefined || !run.performerOf(first).isPlanUndone?.()) {
    return errors;
  }
  for (const { id } of failed) {
    run.emit({ type: 'undo-succeeded', atMs: run.clock.monotonicMs(), stepId: id });
  }
  return [];
}

function isWorthAnotherTry({ undoSignal }: Pick<Undoing<Step>, 'undoSignal'>, error: unknown): boolean {
  const isEnd =
    error instanceof DeadlineError || error instanceof WithdrawnError || error instanceof LastingError;
  return !isEnd && undoSignal?.aborted !== true;
}

const NEVER = new AbortController().signal;

/** @param endsAtMs `Clock.monotonicMs` at which the time for all of the undoing is up. */
async function undoStep<S extends Step>(
  run: Undoing<S>,
  step: S,
  endsAtMs: number,
  isFirstTry: boolean,
): Promise<void> {
  const { performerOf, clock, emit, undoSignal: signal = NEVER } = run;
  emit({ type: 'undo-started', atMs: clock.monotonicMs(), stepId: step.id });
  try {
    signal.throwIfAborted();
    await inTimeForUndoing(step, { clock, signal, endsAtMs }, (limited) =>
      performerOf(step).undo({ signal: limited, clock }),
    );
  } catch (error) {
    emit({
      type: 'undo-failed',
      atMs: clock.monotonicMs(),
      stepId: step.id,
      failure: toFailure(error),
      ...(isFirstTry && isWorthAnotherTry(run, error) ? { isTriedAgain: true } : {}),
    });
    throw error;
  }
  emit({ type: 'undo-succeeded', atMs: clock.monotonicMs(), stepId: step.id });
}

function inTimeForUndoing(
  { title }: Step,
  { clock, signal, endsAtMs }: StepContext & { readonly endsAtMs: number },
  undo: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  if (!Number.isFinite(endsAtMs)) {
    return undo(signal);
  }
  const deadline = {
    clock,
    signal,
    timeoutMs: (endsAtMs - clock.monotonicMs()) / 2,
    subject: `undoing "${title}"`,
    reasonOf: (message: string) => new UndoTimeoutError(message),
  };
  return withDeadline(deadline, undo);
}
