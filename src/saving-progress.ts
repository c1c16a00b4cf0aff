import type { Plan } from './engine/plan.ts';
import type { RolloutEvent } from './report/events.ts';
import type { State } from './state.ts';
import type { ReleaseSubject } from './strategies/strategy.ts';

/**
 * Saves how far a run has got before it goes on: `post` has to know of a step before its first write, and must not undo
 * a plan that has succeeded, even if `main` is killed right after that. A plan that was undone is left to it: undoing
 * again finds nothing to do, and tells what `main` could not tell any more.
 *
 * @param subject what the release is about, once that is known.
 * @returns an `emit` that saves, and then emits.
 */
export function savingProgress(
  emit: (event: RolloutEvent) => void,
  save: (state: State) => void,
  subject: () => ReleaseSubject | undefined,
): (event: RolloutEvent) => void {
  let plan: Plan | undefined;
  let startedStepIds: readonly string[] = [];
  return (event) => {
    if (event.type === 'plan-started') {
      plan = event.plan;
      startedStepIds = [];
    } else if (event.type === 'step-started' && plan !== undefined) {
      startedStepIds = [...startedStepIds, event.stepId];
      const known = subject();
      const progress = { plan, startedStepIds, ...(known === undefined ? {} : { subject: known }) };
      save({ kind: 'under-way', progress });
    } else if (event.type === 'plan-finished' && event.outcome === 'succeeded') {
      save({ kind: 'idle' });
    }
    emit(event);
  };
}
