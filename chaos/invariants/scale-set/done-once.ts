import type { Act } from '../../schedules/perform-act.ts';
import type { Violation } from '../violation.ts';

/** What ARM has accepted to do to one instance. */
export interface InstanceWork {
  readonly action: string;
  readonly instanceId: string;
  /** What the scale set had to give then. */
  readonly model: string;
  readonly acceptedAtMs: number;
  readonly hasSucceeded: boolean;
}

/**
 * A process asks once for what is done to an instance: not again for what ARM has carried out well, where neither the model nor
 * anything else that was done to the instance lies between. Its answer may have been lost: the instance shows it, or it is left.
 */
export function doneOnce(
  works: readonly InstanceWork[],
  processes: readonly Pick<Act, 'name' | 'startedAtMs' | 'endedAtMs'>[],
): Violation[] {
  const processAt = (atMs: number) =>
    processes.find(({ startedAtMs, endedAtMs }) => startedAtMs <= atMs && atMs <= endedAtMs);
  return [...Map.groupBy(works, ({ instanceId }) => instanceId).values()].flatMap((ofInstance) =>
    ofInstance.flatMap((work, index): Violation[] => {
      const { action, instanceId, model, acceptedAtMs } = work;
      const former = ofInstance[index - 1];
      const process = processAt(acceptedAtMs);
      return former?.hasSucceeded &&
        former.action === action &&
        former.model === model &&
        process !== undefined &&
        process === processAt(former.acceptedAtMs)
        ? [
            {
              invariant: 'done-once',
              message: `${process.name} has done ${action} to instance ${instanceId} at ${Math.round(former.acceptedAtMs)}, and once more at ${Math.round(acceptedAtMs)}`,
            },
          ]
        : [];
    }),
  );
}
