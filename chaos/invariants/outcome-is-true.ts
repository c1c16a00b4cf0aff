import { type Placed, printPlacement, samePlacement } from './azure-as-it-is.ts';
import type { AzureBefore } from './azure-before.ts';
import type { Violation } from './violation.ts';

/**
 * As the action names them; `swept`: a recovery that succeeded and found nothing to recover; `unlocked`: an `unlock` that succeeded and
 * took a lock away.
 */
export type Outcome =
  | 'succeeded'
  | 'rolled-back'
  | 'failed'
  | 'no-change'
  | 'reported'
  | 'swept'
  | 'unlocked';

export interface Claim {
  /** Who says it: `main`, `post`, `recover`. */
  readonly act: string;
  readonly outcome: Outcome;
  /** What it tells the user; a failure has to have a reason. */
  readonly message: string;
  /** Of a recovery: which way it says that it went. */
  readonly recoveredTo?: 'finish' | 'undo';
  /** Writes that it has sent and must not have sent to say `no-change` or `reported`. */
  readonly writes: number;
}

/**
 * What a run says has become of production is what has become of it.
 *
 * @param placement at its end, as far as the run could see it.
 */
export function outcomeIsTrue(placement: readonly Placed[], before: AzureBefore, claim: Claim): Violation[] {
  const untrue = (shall: string): Violation[] => [
    {
      invariant: 'outcome-is-true',
      message: `${claim.act} says ${claim.outcome}, ${shall}: ${printPlacement(placement)}`,
    },
  ];
  switch (claim.outcome) {
    case 'succeeded':
      if (claim.recoveredTo === 'undo') {
        return samePlacement(placement, before.placement) ? [] : untrue('undoing, and it is not undone');
      }
      return samePlacement(placement, before.swapped)
        ? []
        : untrue('and the addresses have not changed places');
    case 'rolled-back':
      return samePlacement(placement, before.placement)
        ? []
        : untrue('and the addresses are not where they were');
    case 'no-change':
    case 'reported':
      return claim.writes === 0 ? [] : untrue(`and has sent ${claim.writes} writes`);
    case 'swept':
    case 'unlocked':
      // It says nothing of where production is.
      return [];
    case 'failed':
      return claim.message === '' ? untrue('and not why') : [];
  }
}
