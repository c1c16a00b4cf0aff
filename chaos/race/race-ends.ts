import type { Outcome } from '../invariants/outcome-is-true.ts';
import type { Violation } from '../invariants/violation.ts';

/** How one run of a race has ended. */
export interface RaceEnd {
  readonly run: string;
  readonly outcome: Outcome | undefined;
  readonly message: string;
  readonly moves: number;
  readonly hasTimeToWait: boolean;
}

/**
 * Whoever moves production says so; everybody else has waited and found it moved, or has failed naming who is inside. Who had
 * time to wait has no reason to fail.
 */
export function everyEndIsFair(ends: readonly RaceEnd[]): Violation[] {
  return ends.flatMap(({ run, outcome, message, moves, hasTimeToWait }): Violation[] => {
    const unfair = (what: string): Violation[] => [
      { invariant: 'outcome-is-true', message: `${run} says ${outcome}: ${what}` },
    ];
    switch (outcome) {
      case 'succeeded':
        return moves === 0 ? unfair('it has moved nothing') : [];
      case 'no-change':
        return moves > 0 ? unfair('it has moved something') : [];
      case 'failed':
        if (hasTimeToWait) {
          return unfair(`it had time to wait (${message})`);
        }
        return moves === 0 && /run-\d+|actions\/runs\/\d+/.test(message)
          ? []
          : unfair(`it names nobody, or has moved something (${message})`);
      default:
        return unfair(message);
    }
  });
}
