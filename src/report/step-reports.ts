import type { EngineEvent } from '../engine/events.ts';
import type { Change, Plan, PlannedCall, Step } from '../engine/plan.ts';
import type { RolloutEvent } from './events.ts';
import { type FailureReport, toFailureReport } from './failure-report.ts';
import type { RunAxis } from './run-axis.ts';
import type { RunFacts } from './run-facts.ts';

/**
 * One doing or undoing of a step. `unfinished`: the run ended while it was going on. `interrupted`: begun by a run that
 * was killed, and more is not known of it.
 */
export interface AttemptReport {
  readonly outcome: 'succeeded' | 'failed' | 'unfinished' | 'interrupted';
  /** Of an undoing that was tried again: the first try. `null` of an interrupted one. */
  readonly startedMs: number | null;
  readonly durationMs: number | null;
  readonly failure: FailureReport | null;
}

/** A step as it was planned, and what became of it. */
export interface StepReport {
  readonly id: string;
  readonly title: string;
  /** Method of the plan that it belongs to. */
  readonly method: string;
  readonly changes: readonly Change[];
  readonly calls: readonly PlannedCall[];
  readonly verifiedBy: string;
  readonly undoneBy: string;
  readonly window: NonNullable<Step['window']> | null;
  readonly cleanUp: boolean;
  /** Of the recovery of another release, which has come to its end: nothing of it is to be undone. */
  readonly recovered: boolean;
  /** `null`: never begun. */
  readonly run: AttemptReport | null;
  readonly undo: AttemptReport | null;
}

/** The run, or its undoing, has met what somebody else has put there. */
export function hasMetForeignChange({
  failure,
  steps,
}: {
  readonly failure: FailureReport | null;
  readonly steps: readonly StepReport[];
}): boolean {
  return [failure, ...undoFailures(steps).map((undo) => undo.failure)].some(
    (each) => each?.code === 'ForeignChange',
  );
}

type StepEvent = Extract<EngineEvent, { readonly stepId: string }>;

/** The steps of a plan that nobody has run. */
export function unrunSteps(plan: Plan): StepReport[] {
  return plan.steps.map((step) => ({
    id: step.id,
    title: step.title,
    method: plan.method,
    changes: step.changes,
    calls: step.calls,
    verifiedBy: step.verifiedBy,
    undoneBy: step.undoneBy,
    window: step.window ?? null,
    cleanUp: step.cleanUp ?? false,
    recovered: false,
    run: null,
    undo: null,
  }));
}

const INTERRUPTED: AttemptReport = {
  outcome: 'interrupted',
  startedMs: null,
  durationMs: null,
  failure: null,
};

/** What a plan that has reached its goal had done for that is done. */
function runBefore(
  { cleanUp }: StepReport,
  { downtime }: NonNullable<RunFacts['interrupted']>,
): AttemptReport {
  return downtime === undefined || cleanUp ? INTERRUPTED : { ...INTERRUPTED, outcome: 'succeeded' };
}

/**
 * The steps of every plan of the run, in order.
 *
 * @param interrupted the run whose plan this one brings to an end.
 */
export function stepReports(
  events: readonly RolloutEvent[],
  since: RunAxis,
  interrupted?: RunFacts['interrupted'],
): StepReport[] {
  let past: StepReport[] = [];
  let current: StepReport[] = [];
  for (const event of events) {
    if (event.type === 'plan-started') {
      past = [...past, ...current];
      current = unrunSteps(event.plan).map((step) =>
        interrupted?.startedStepIds.includes(step.id) ? { ...step, run: runBefore(step, interrupted) } : step,
      );
    } else if (event.type === 'recovered') {
      current = current.map((step) => ({ ...step, recovered: true }));
    } else if ('stepId' in event && isStepEvent(event)) {
      current = current.map((step) => (step.id === event.stepId ? foldStep(step, event, since) : step));
    }
  }
  return [...past, ...current];
}

/** Why steps are not undone that were to be, in the order in which that was tried. */
export function undoFailures(
  steps: readonly StepReport[],
): { readonly title: string; readonly failure: FailureReport }[] {
  return steps
    .toReversed()
    .flatMap(({ title, undo }) =>
      undo?.outcome === 'failed' && undo.failure !== null ? [{ title, failure: undo.failure }] : [],
    );
}

function isStepEvent(event: RolloutEvent): event is StepEvent {
  return event.type.startsWith('step-') || event.type.startsWith('undo-');
}

function foldStep(step: StepReport, event: StepEvent, since: RunAxis): StepReport {
  switch (event.type) {
    case 'step-started':
      return { ...step, run: begun(event.atMs, since) };
    case 'undo-started':
      return {
        ...step,
        undo: { ...begun(event.atMs, since), startedMs: step.undo?.startedMs ?? since(event.atMs) },
      };
    case 'step-succeeded':
    case 'step-failed':
      return { ...step, run: ended(step.run, event, since) };
    case 'undo-succeeded':
    case 'undo-failed':
      return { ...step, undo: ended(step.undo, event, since) };
  }
}

function begun(atMs: number, since: RunAxis): AttemptReport {
  return { outcome: 'unfinished', startedMs: since(atMs), durationMs: null, failure: null };
}

function ended(
  attempt: AttemptReport | null,
  event: Exclude<StepEvent, { readonly type: 'step-started' | 'undo-started' }>,
  since: RunAxis,
): AttemptReport {
  const startedMs = attempt?.startedMs ?? since(event.atMs);
  return {
    outcome: 'failure' in event ? 'failed' : 'succeeded',
    startedMs,
    durationMs: since(event.atMs) - startedMs,
    failure: 'failure' in event ? toFailureReport(event.failure) : null,
  };
}
