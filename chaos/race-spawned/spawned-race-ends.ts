import { nameOf } from '../invariants/azure-as-it-is.ts';
import type { Outcome } from '../invariants/outcome-is-true.ts';
import type { Violation } from '../invariants/violation.ts';
import type { ObservedMove } from './observed-moves.ts';

/** How one run of a race has ended. */
export interface SpawnedRaceEnd {
  readonly name: string;
  /** A part of the URL by which others know it. */
  readonly ownUrl: string;
  readonly waits: boolean;
  readonly exitCode: number | null;
  readonly outcome: Outcome | undefined;
  readonly message: string;
  readonly moves: readonly ObservedMove[];
}

/** Whoever moves something has the lock at that moment; whoever does not has waited, or names who is inside. */
export function everySpawnedEndIsFair(ends: readonly SpawnedRaceEnd[]): Violation[] {
  return ends.flatMap((end) => [
    ...end.moves
      .filter(({ lockOwner }) => !lockOwner.includes(end.ownUrl))
      .map(
        ({ path, lockOwner }): Violation => ({
          invariant: 'never-two-inside',
          message: `${end.name} writes ${nameOf(path)}, and the lock is of ${lockOwner || 'nobody'}`,
        }),
      ),
    ...unfairness(end, ends).map(
      (what): Violation => ({
        invariant: 'outcome-is-true',
        message: `${end.name} says ${end.outcome} (exit code ${end.exitCode}): ${what}`,
      }),
    ),
  ]);
}

function unfairness(
  { outcome, exitCode, moves, waits, message, ownUrl }: SpawnedRaceEnd,
  ends: readonly SpawnedRaceEnd[],
): string[] {
  switch (outcome) {
    case 'succeeded':
      return moves.length > 0 && exitCode === 0 ? [] : ['it has moved nothing, or is red'];
    case 'no-change':
      return moves.length === 0 && exitCode === 0 ? [] : ['it has moved something, or is red'];
    case 'failed': {
      const isNamed = ends.some((other) => other.ownUrl !== ownUrl && message.includes(other.ownUrl));
      return [
        ...(waits ? [`it had time to wait (${message})`] : []),
        ...(isNamed ? [] : [`it names nobody (${message})`]),
        ...(moves.length > 0 ? ['it has moved something'] : []),
        ...(exitCode === 0 ? ['it is green'] : []),
      ];
    }
    // Nothing was begun that could be undone, and production need not be where it was: the winner has moved it.
    case 'rolled-back':
      return [`it has undone nothing (${message})`];
    default:
      return [message];
  }
}
