import type { EngineEvent } from '../../engine/events.ts';
import type { Plan } from '../../engine/plan.ts';
import type { RolloutEvent } from '../events.ts';
import type { LogLine } from './log-line.ts';

/** Title of the group of a step: `Step 2 of 5: Point lb2 at the temporary address`. */
export function stepTitle(
  plan: Plan | null,
  { type, stepId }: Extract<EngineEvent, { readonly type: 'step-started' | 'undo-started' }>,
): string {
  const steps = plan?.steps ?? [];
  const index = steps.findIndex(({ id }) => id === stepId);
  const number = `${index + 1} of ${steps.length}`;
  const title = steps[index]?.title ?? stepId;
  return type === 'step-started' ? `Step ${number}: ${title}` : `Undo step ${number}: ${title}`;
}

/** The last line of a step's group; `null` for any other event. The cause of the run's failure has its own annotation. */
export function stepEnding(event: RolloutEvent): LogLine | null {
  switch (event.type) {
    case 'step-succeeded':
      return { level: 'info', atMs: event.atMs, text: 'Done and verified' };
    case 'undo-succeeded':
      return { level: 'info', atMs: event.atMs, text: 'Undone' };
    case 'step-failed':
      return { level: 'info', atMs: event.atMs, text: `Failed: ${event.failure.message}` };
    case 'undo-failed':
      return event.isTriedAgain
        ? {
            level: 'info',
            atMs: event.atMs,
            text: `Not undone, and tried once more: ${event.failure.message}`,
          }
        : { level: 'warning', atMs: event.atMs, text: `Not undone: ${event.failure.message}` };
    default:
      return null;
  }
}
