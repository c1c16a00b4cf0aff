import { sameId } from '../../../azure/resource-id.ts';
import type { RecoveryDirection } from '../../../record/journal.ts';
import { expectedOfUpdate } from '../expected-downtime.ts';
import { type Move, type MoveProblem, movesInOutage, type Placement, planMoves } from '../moves.ts';
import { placementsOf } from '../swap-journal.ts';
import type { LiveSwap } from './live-swap.ts';

export interface ChosenDirection {
  readonly direction: RecoveryDirection;
  readonly reason: string;
}

/** `recover-to` as it was given. */
export type RecoverTo = 'auto' | RecoveryDirection;

/**
 * `auto` takes the way with the shorter outage, by recorded durations of the updates that it takes while production is not
 * served; where both cost the same, back to what served when the release began.
 *
 * @param begun the way that a recovery before this one had taken: two that go different ways would undo each other.
 */
export function chooseDirection(
  wanted: RecoverTo,
  live: LiveSwap,
  begun: RecoveryDirection | undefined,
): ChosenDirection {
  if (wanted !== 'auto') {
    return { direction: wanted, reason: 'asked for by recover-to' };
  }
  if (begun !== undefined) {
    return { direction: begun, reason: 'another recovery had begun to go this way' };
  }
  const outageMs = { finish: outageSeconds(live, 'finish'), undo: outageSeconds(live, 'undo') };
  const direction = outageMs.finish < outageMs.undo ? 'finish' : 'undo';
  const text = (seconds: number) => (seconds === 0 ? 'no outage' : `about ${seconds} s of outage`);
  return {
    direction,
    reason: `finishing costs ${text(outageMs.finish)} from here and undoing ${text(outageMs.undo)}, by recorded durations`,
  };
}

/** Moves that lead from the live placement to the one that the direction ends at. */
export function movesTo(live: LiveSwap, direction: RecoveryDirection): Move[] {
  return planMoves({ ...presentOf(live), wanted: wantedPlacement(live, direction) });
}

function presentOf({ journal, placement }: LiveSwap): Omit<MoveProblem, 'wanted'> {
  return {
    current: placement,
    productionAddressIds: journal.moves.map(({ productionAddressId }) => productionAddressId),
    spareAddressIds: journal.moves.map(({ standIn }) => standIn.id),
  };
}

export function wantedPlacement(
  { journal }: Pick<LiveSwap, 'journal'>,
  direction: RecoveryDirection,
): Placement {
  const { before, after } = placementsOf(journal);
  return direction === 'finish' ? after : before;
}

/** Of the updates while which production is away, or a part of it. */
function outageSeconds(live: LiveSwap, direction: RecoveryDirection): number {
  return movesInOutage(presentOf(live), movesTo(live, direction))
    .map(({ side }) => expectedOfUpdate(live.loadBalancers[side]))
    .reduce((sum, seconds) => sum + seconds, 0);
}

export function isProductionServed({ journal, placement }: LiveSwap): boolean {
  const held = [...placement.production, ...placement.target];
  return journal.moves.every(({ productionAddressId }) =>
    held.some(({ publicIpAddressId }) => sameId(publicIpAddressId, productionAddressId)),
  );
}
