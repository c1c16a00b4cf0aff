import type { Plan, Step } from '../engine/plan.ts';
import type { RolloutEvent } from './events.ts';

/** A step being run, or being undone. */
export interface Phase {
  readonly step: Step;
  readonly direction: 'run' | 'undo';
}

/** Where in its plan a run is. Steps run one after another, so whatever happens meanwhile belongs to the current one. */
export interface PhaseState {
  readonly plan: Plan | null;
  readonly phase: Phase | null;
}

export const beforeThePlan: PhaseState = { plan: null, phase: null };

export function foldPhase(state: PhaseState, event: RolloutEvent): PhaseState {
  switch (event.type) {
    case 'plan-started':
      return { plan: event.plan, phase: null };
    case 'step-started':
      return enter(state, event.stepId, 'run');
    case 'undo-started':
      return enter(state, event.stepId, 'undo');
    case 'step-succeeded':
    case 'step-failed':
    case 'undo-succeeded':
    case 'undo-failed':
    case 'plan-finished':
      return { ...state, phase: null };
    default:
      return state;
  }
}

/**
 * Whether a write is about what the step is about. Undoing a step may take writes to other resources (a temporary
 * address that is made and deleted again), and those neither take production away nor give it back.
 */
export function concerns({ changes, calls }: Step, path: string): boolean {
  const written = path.toLowerCase();
  const subjects = [...changes.map(({ resource }) => resource), ...calls.map(({ target }) => target)];
  return subjects
    .map((subject) => subject.toLowerCase())
    .some((subject) => written === subject || written.startsWith(`${subject}/`));
}

function enter(state: PhaseState, stepId: string, direction: Phase['direction']): PhaseState {
  const step = state.plan?.steps.find(({ id }) => id === stepId);
  return { ...state, phase: step === undefined ? null : { step, direction } };
}
