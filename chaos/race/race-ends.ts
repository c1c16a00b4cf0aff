import type { Outcome } from '../invariants/outcome-is-true.ts';
import type { Violation } from '../invariants/violation.ts';

/** How one run of a race has ended. */
export interface RaceEnd {
  readonly run: string;
  /** By which others know it. */
  readonly url: string;
  readonly kind: 'release' | 'recovery';
  readonly outcome: Outcome | undefined;
  readonly message: string;
  readonly moves: number;
  readonly hasTimeToWait: boolean;
}

/**
 * Whoever moves production says so; everybody else has waited and found it moved, or has failed naming who is inside. Who had
 * time to wait has no reason to fail, unless a recovery has taken its release away.
 */
export function everyEndIsFair(ends: readonly RaceEnd[]): Violation[] {
  return ends.flatMap((end) =>
    unfairness(end, ends).map((what) => ({
      invariant: 'outcome-is-true',
      message: `${end.run} says ${end.outcome}: ${what}`,
    })),
  );
}

function unfairness(end: RaceEnd, ends: readonly RaceEnd[]): string[] {
  const { outcome, message, moves, hasTimeToWait, kind } = end;
  switch (outcome) {
    case 'succeeded':
      // A recovery may find nothing to move, and the journal of a release whose every move was taken back.
      return moves === 0 && kind === 'release' ? ['it has moved nothing'] : [];
    case 'no-change':
      return moves > 0 ? ['it has moved something'] : [];
    case 'failed': {
      if (kind === 'release' && isTakenAway(end, ends)) {
        return [];
      }
      return [
        ...(kind === 'release' && hasTimeToWait ? [`it had time to wait (${message})`] : []),
        ...(moves > 0 ? [`it has moved something (${message})`] : []),
        ...(namesAnother(end, ends) || isRecoveredMeanwhile(end) ? [] : [`it names nobody (${message})`]),
      ];
    }
    case 'rolled-back':
      // By itself, or by the recovery that has come between.
      return isRecovered(ends) ? [] : [message];
    default:
      return [message];
  }
}

function namesAnother({ run, message }: RaceEnd, ends: readonly RaceEnd[]): boolean {
  return ends.some((other) => other.run !== run && message.includes(other.url));
}

/** It says that another one has its lock, or had it, and there is a recovery that may have taken it. */
function isTakenAway({ message }: RaceEnd, ends: readonly RaceEnd[]): boolean {
  return message.includes('while this run worked on it') && isRecovered(ends);
}

function isRecovered(ends: readonly RaceEnd[]): boolean {
  return ends.some(({ kind, outcome }) => kind === 'recovery' && outcome !== 'no-change');
}

/** A recovery that somebody else was faster than: who that was stands nowhere any more. */
function isRecoveredMeanwhile({ kind, message }: RaceEnd): boolean {
  return kind === 'recovery' && /was recovered by somebody else|somebody else works on it/.test(message);
}
