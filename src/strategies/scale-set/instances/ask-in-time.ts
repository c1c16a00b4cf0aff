import { askOnce } from '../../../checks/ask-once.ts';
import type { LookAtInstance } from '../../../checks/instance-looks.ts';
import type { Reasons } from '../../../checks/reasons.ts';
import { DeadlineError, withDeadline } from '../../../engine/deadline.ts';
import type { StrategyContext } from '../../strategy.ts';

/** A plan is waited for, and a run that goes on asks everybody again, with patience. */
export const LONGEST_LOOK_MS = 15_000;

export interface Answers {
  readonly answers: ReadonlyMap<string, Reasons>;
  /** Who could not be asked, and why. */
  readonly missed: ReadonlyMap<string, string>;
}

/** Asks each once; who is in neither list has not answered before the time was up. */
export async function askInTime(
  askEndpoint: LookAtInstance,
  ids: readonly string[],
  { clock, signal }: Pick<StrategyContext, 'clock' | 'signal'>,
): Promise<Answers> {
  const answers = new Map<string, Reasons>();
  const missed = new Map<string, string>();
  const deadline = { clock, signal, timeoutMs: LONGEST_LOOK_MS, subject: 'instances to answer' };
  await withDeadline(deadline, (limited) =>
    askOnce(
      askEndpoint,
      ids,
      { hear: (id, reasons) => answers.set(id, reasons), miss: (id, why) => missed.set(id, why) },
      limited,
    ),
  ).catch((error: unknown) => {
    if (signal.aborted || !(error instanceof DeadlineError)) {
      throw error;
    }
  });
  return { answers, missed };
}
