import { withDeadline } from './deadline.ts';
import type { Failure } from './events.ts';
import { toFailure } from './failure.ts';
import { HandOverError } from './hand-over.ts';
import type { Plan, Step } from './plan.ts';
import { cleanedUp, type PlanRun, performStep, type RunResult, undoSteps } from './run.ts';

/** Why the process that ran a plan has not brought it to an end. */
export type InterruptionCause =
  /** It was ended in the middle of a step, and could tell nothing any more. */
  | { readonly kind: 'killed' }
  | { readonly kind: 'cancelled' }
  /** It had failed, and had begun to undo: that is not known to be done. */
  | { readonly kind: 'failed'; readonly failure: Failure };

/** A plan whose process was killed, and how far it had got. */
export interface Interrupted<S extends Step> extends Pick<PlanRun<S>, 'performerOf' | 'clock' | 'emit'> {
  readonly plan: Plan<S>;
  /** In the order in which they were started; the last one may have done half of its work. */
  readonly startedStepIds: readonly string[];
  readonly cause: InterruptionCause;
  /** `finish`: all that the plan moves is where it shall be, and only what comes after the window is left. */
  readonly direction: 'finish' | 'undo';
  /** For all of it: what is not settled by then is handed over. */
  readonly timeoutMs: number;
}

/** A plan that was cleaning up had reached its goal: what is left of it is no failure. */
export function hasReachedGoal({
  plan,
  startedStepIds,
}: Pick<Interrupted<Step>, 'plan' | 'startedStepIds'>): boolean {
  return plan.steps.some(({ id, cleanUp }) => cleanUp && startedStepIds.includes(id));
}

/** What there is to say of the run that did not come to its end. */
export function interruptionFailure({
  plan,
  startedStepIds,
  cause,
}: Pick<Interrupted<Step>, 'plan' | 'startedStepIds' | 'cause'>): Failure {
  const title = plan.steps.find(({ id }) => id === startedStepIds.at(-1))?.title ?? plan.goal;
  switch (cause.kind) {
    case 'killed':
      return { message: `The process of the run was ended while it was at "${title}".`, code: 'Interrupted' };
    case 'cancelled':
      return { message: `The run was cancelled while it was at "${title}".`, code: 'Interrupted' };
    case 'failed':
      return cause.failure;
  }
}

/** Brings an interrupted plan to an end: one that was cleaning up had reached its goal; any other goes the way that it is told. */
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
    reasonOf: () => new HandOverError(),
  };
  const result = await withDeadline(deadline, (limited) => {
    if (hasReachedGoal(interrupted)) {
      return cleanUp(interrupted, limited);
    }
    return interrupted.direction === 'finish'
      ? finish(interrupted, started, limited)
      : undo(interrupted, started, interruptionFailure(interrupted), limited);
  });
  emit({
    type: 'plan-finished',
    atMs: clock.monotonicMs(),
    outcome: result.outcome,
    ...(result.error === undefined ? {} : { failure: toFailure(result.error) }),
  });
  return result;
}

/** What comes after the window is done; where it shows that the goal is not reached after all, everything is undone. */
async function finish<S extends Step>(
  interrupted: Interrupted<S>,
  started: readonly S[],
  signal: AbortSignal,
): Promise<RunResult> {
  const { steps } = interrupted.plan;
  const left = steps.slice(steps.findLastIndex(({ window }) => window !== undefined) + 1);
  const begun = [...started];
  try {
    for (const step of left.filter((each) => !each.cleanUp)) {
      begun.push(...(begun.includes(step) ? [] : [step]));
      await performStep(interrupted, step, { signal, clock: interrupted.clock });
    }
  } catch (error) {
    const { message } = interruptionFailure(interrupted);
    const failure = toFailure(error);
    return undo(interrupted, begun, { ...failure, message: `${message} ${failure.message}` }, signal);
  }
  return cleanUp(interrupted, signal);
}

async function cleanUp<S extends Step>(interrupted: Interrupted<S>, signal: AbortSignal): Promise<RunResult> {
  const { plan, clock } = interrupted;
  const cleanUpErrors: unknown[] = [];
  for (const step of plan.steps.filter((each) => each.cleanUp)) {
    await performStep(interrupted, step, { signal, clock }).catch((error: unknown) =>
      cleanUpErrors.push(error),
    );
  }
  return cleanedUp(cleanUpErrors);
}

async function undo<S extends Step>(
  interrupted: Interrupted<S>,
  started: readonly S[],
  { message, code }: Failure,
  undoSignal: AbortSignal,
): Promise<RunResult> {
  const undoErrors = await undoSteps({ ...interrupted, undoSignal }, started);
  const outcome = undoErrors.length === 0 ? 'rolled-back' : 'failed';
  const error = Object.assign(new Error(message), code === undefined ? {} : { code });
  return { outcome, error, undoErrors, cleanUpErrors: [] };
}
