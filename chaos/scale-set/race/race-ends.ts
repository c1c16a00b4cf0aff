import type { Told } from '../../in-process/action.ts';
import type { Violation } from '../../invariants/violation.ts';

/** How one job of a race has ended. */
export interface ReleaseRaceEnd {
  readonly run: string;
  readonly told: Told;
  readonly hasTimeToWait: boolean;
  readonly works: number;
}

/**
 * Another one came before; there is nothing to reject; there would be no way back from a canary; it was taken over; what it
 * was told to go back to is not what there was before, by then; ten jobs at once ask more of one scale set than compute allows.
 */
const REASONS =
  /actions\/runs\/\d+|run-\d+|No release is open|cannot be taken back is no canary|not this run's any more|another run has come between|Nothing was changed; run again|previous-extension-settings is not what|429 OperationNotAllowed: The server rejected the request because too many requests/;

/** Whoever fails names who is inside, or why there was nothing for it to do. Who had time to wait is locked out by nobody. */
export function releaseEndIsFair({ run, told, hasTimeToWait, works }: ReleaseRaceEnd): Violation[] {
  const unfair = (what: string): Violation[] => [
    { invariant: 'outcome-is-true', message: `${run} says ${told.outcome}: ${what}` },
  ];
  if (told.outcome === 'no-change') {
    return works === 0 ? [] : unfair('it has worked on instances');
  }
  if (told.outcome === 'failed') {
    if (!REASONS.test(told.message)) {
      return unfair(`it names nobody, and no reason (${told.message})`);
    }
    return hasTimeToWait && /is locked by/.test(told.message) ? unfair('it had time to wait') : [];
  }
  return [];
}
