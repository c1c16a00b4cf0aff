import { withDeadline } from './deadline.ts';
import type { Failure } from './events.ts';
import type { Plan, Step } from './plan.ts';
import { type PlanRun, performStep, type RunResult, undoSteps } from './run.ts';

/** A plan whose process was killed, and how far it had got. */
export interface Interrupted<S extends Step>
  extends Pick<PlanRun<S>, 'performerOf' | 'clock' | 'undoTimeoutMs' | 'emit'> {
  readonly plan: Plan<S>;
  /** In the order in which they were started; the last one may have done half of its work. */
  readonly startedStepIds: readonly string[];
  /** For all of it: what is not settled by then is handed over. */
  readonly timeoutMs: number;
}

const INTERRUPTED: Failure = {
  message: 'The run was interrupted before it had ended, or could not undo what it had done.',
  code: 'Interrupted',
};

/**
 * The time for settling is up, and this process comes to its end: no answer is waited for any more, as after a deadline
 * that is followed by an undoing.
 */
export class HandOverError extends Error {
  override readonly name = 'HandOverError';
  readonly code = 'HandOver';
}

/** A plan that was cleaning up had reached its goal: what is left of it is no failure. */
export function hasReachedGoal({
  plan,
  startedStepIds,
}: Pick<Interrupted<Step>, 'plan' | 'startedStepIds'>): boolean {
  return plan.steps.some(({ id, cleanUp }) => cleanUp && startedStepIds.includes(id));
}

/** Brings an interrupted plan to an end: a plan that was cleaning up had reached its goal; any other is undone. */
export async function settleInterrupted<S extends Step>(interrupted: Interrupted<S>): Promise<RunResult> {
  const { plan, startedStepIds, clock, emit } = interrupted;
  const started = startedStepIds.flatMap((id) => plan.steps.filter((step) => step.id === id));
  emit({ type: 'plan-started', atMs: clock.monotonicMs(), plan });
  const { signal } = new AbortController();
  const deadline = {
    clock,
    signal,
    timeoutMs: interrupted.timeoutMs,
    subject: `settling "${plan.goal}"`,
    reasonOf: (message: string) => new HandOverError(message),
  };
  const result = await withDeadline(deadline, (limited) =>
    hasReachedGoal(interrupted) ? cleanUp(interrupted, limited) : undo(interrupted, started, limited),
  );
  emit({
    type: 'plan-finished',
    atMs: clock.monotonicMs(),
    outcome: result.outcome,
    ...(result.outcome === 'succeeded' ? {} : { failure: INTERRUPTED }),
  });
  return result;
}

async function cleanUp<S extends Step>(interrupted: Interrupted<S>, signal: AbortSignal): Promise<RunResult> {
  const { plan, clock } = interrupted;
  const cleanUpErrors: unknown[] = [];
  for (const step of plan.steps.filter((each) => each.cleanUp)) {
    await performStep(interrupted, step, { signal, clock }).catch((error: unknown) =>
      cleanUpErrors.push(error),
    );
  }
  return { outcome: 'succeeded', undoErrors: [], cleanUpErrors };
}

async function undo<S extends Step>(
  interrupted: Interrupted<S>,
  started: readonly S[],
  undoSignal: AbortSignal,
): Promise<RunResult> {
  const undoErrors = await undoSteps({ ...interrupted, undoSignal }, started);
  const outcome = undoErrors.length === 0 ? 'rolled-back' : 'failed';
  return { outcome, error: new Error(INTERRUPTED.message), undoErrors, cleanUpErrors: [] };
}
