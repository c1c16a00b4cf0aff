import type { CommandEnd } from './commands/command.ts';
import type { Failure } from './engine/events.ts';
import { isHandedOver } from './engine/hand-over.ts';
import type { InterruptionCause } from './engine/interrupted.ts';
import type { Plan } from './engine/plan.ts';
import { type RunResult, WithdrawnError } from './engine/run.ts';
import type { Lease } from './record/lease.ts';
import { RecordRemovedError } from './record/record-removed-error.ts';
import type { DowntimeReport } from './report/downtime-report.ts';
import type { RolloutEvent } from './report/events.ts';
import type { State } from './state.ts';
import type { ReleaseSubject } from './strategies/strategy.ts';

/**
 * Saves how far a run has got before it goes on: `post` has to know of a step before its first write, and must not undo
 * a plan that has succeeded, even if `main` is killed right after that. A plan whose clean-up failed is left to it, and so
 * is one that was undone: undoing again finds nothing to do, and tells what `main` could not tell any more.
 *
 * @param subject what the release is about, once that is known.
 * @param downtime of the run until now; undefined where nobody asks.
 * @returns an `emit` that saves, and then emits.
 */
export function savingProgress(
  emit: (event: RolloutEvent) => void,
  save: (state: State) => void,
  lease: Lease,
  subject: () => Partial<ReleaseSubject> | undefined,
  downtime: () => DowntimeReport | undefined = () => undefined,
): (event: RolloutEvent) => void {
  let plan: Plan | undefined;
  let startedStepIds: readonly string[] = [];
  let begunIds: readonly string[] = [];
  let hasFailed = false;
  let cause: InterruptionCause = KILLED;
  const saveProgress = (isQuiet: boolean, measured?: DowntimeReport) => {
    if (plan !== undefined) {
      const known = subject();
      const progress = { plan, startedStepIds, begunIds, lease, isQuiet, cause };
      save({
        kind: 'under-way',
        progress: {
          ...progress,
          ...(known === undefined ? {} : { subject: known }),
          ...(measured === undefined ? {} : { downtime: measured }),
        },
      });
    }
  };
  return (event) => {
    if (event.type === 'plan-started') {
      plan = event.plan;
      startedStepIds = [];
      begunIds = [];
      hasFailed = false;
      cause = KILLED;
    } else if (event.type === 'step-started') {
      startedStepIds = [...startedStepIds, event.stepId];
      saveProgress(false);
    } else if (event.type === 'upgrade-begun') {
      begunIds = [...begunIds, ...event.instanceIds];
      saveProgress(false);
    } else if (event.type === 'step-failed') {
      hasFailed = true;
      if (!isCleanUp(plan, event.stepId)) {
        cause = causeOf(event.failure);
        saveProgress(false);
      }
    } else if (event.type === 'undo-started' && cause.kind !== 'failed') {
      // Not for a step: the time of the whole plan was up between two of them.
      cause = { kind: 'failed', failure: BETWEEN_STEPS };
      saveProgress(false);
    } else if (event.type === 'plan-finished' && event.outcome === 'succeeded' && !hasFailed) {
      save({ kind: 'idle' });
    } else if (event.type === 'plan-finished') {
      cause = event.failure === undefined ? cause : causeOf(event.failure);
      // A process that was interrupted has given up waiting for the answer to a write; every other end has waited for it.
      saveProgress(event.outcome !== 'interrupted', event.outcome === 'succeeded' ? downtime() : undefined);
    }
    emit(event);
  };
}

const KILLED: InterruptionCause = { kind: 'killed' };

const BETWEEN_STEPS: Failure = { message: 'The run had failed between two steps, and begun to undo them.' };

function causeOf(failure: Failure): InterruptionCause {
  return failure.code === 'Cancelled' ? { kind: 'cancelled' } : { kind: 'failed', failure };
}

function isCleanUp(plan: Plan | undefined, stepId: string): boolean {
  return plan?.steps.some(({ id, cleanUp }) => cleanUp && id === stepId) ?? false;
}

/**
 * A plan that was cancelled, an undo that failed, a clean-up that did: `post` has the state of the plan still. Not what has become
 * somebody else's, nor an undoing that has had its time: its lock is given up, and only a recovery goes on with it.
 */
export function isLeftToPost(end: CommandEnd): boolean {
  return (
    end.kind === 'ran' &&
    end.recoveredTo === undefined &&
    (end.result.outcome === 'interrupted' ||
      isUndoneInPart(end.result) ||
      end.result.cleanUpErrors.some((error) => !(error instanceof RecordRemovedError)))
  );
}

function isUndoneInPart(result: RunResult): boolean {
  const { undoErrors } = result;
  const isWithdrawn = undoErrors.some((error) => error instanceof WithdrawnError);
  return undoErrors.length > 0 && !isWithdrawn && !isHandedOver(result);
}
