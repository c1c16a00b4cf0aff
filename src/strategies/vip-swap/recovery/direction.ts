import type { FrontendAssignment } from '../../../azure/network/frontend-assignments.ts';
import { nameOf, sameId } from '../../../azure/resource-id.ts';
import { distinctScopes } from '../../../azure/scopes.ts';
import type { RecoveryDirection } from '../../../record/journal.ts';
import { ClosedWayError } from '../../closed-way-error.ts';
import { expectedOfUpdate } from '../methods/expected-downtime.ts';
import {
  holds,
  type Move,
  type MoveProblem,
  movesInOutage,
  type Placement,
  planMoves,
  type Side,
} from '../methods/moves.ts';
import { type JournalledMove, placementsOf } from '../record/swap-journal.ts';
import type { LiveSwap } from './live-swap.ts';
import { movedByOthersText } from './moved-by-others.ts';

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
 * @throws ClosedWayError where an address that the way needs was deleted.
 */
export function chooseDirection(
  wanted: RecoverTo,
  live: LiveSwap,
  begun: RecoveryDirection | undefined,
): ChosenDirection {
  const open = DIRECTIONS.filter((each) => isOpen(live, each));
  const [only, ...others] = open;
  if (only === undefined || (wanted !== 'auto' && wanted !== only && !others.includes(wanted))) {
    throw new ClosedWayError(closedText(live, wanted, only));
  }
  if (wanted !== 'auto') {
    const isLeft = wanted === 'undo' && live.movedByOthers.length > 0;
    return {
      direction: wanted,
      reason: `asked for by recover-to${isLeft ? `; ${movedByOthersText(live)}` : ''}`,
    };
  }
  if (others.length === 0) {
    return { direction: only, reason: 'an address that the other way needs does not exist any more' };
  }
  if (begun !== undefined) {
    return { direction: begun, reason: 'another recovery had begun to go this way' };
  }
  if (live.movedByOthers.length > 0) {
    return { direction: 'undo', reason: movedByOthersText(live) };
  }
  const outageMs = { finish: outageSeconds(live, 'finish'), undo: outageSeconds(live, 'undo') };
  const direction = outageMs.finish < outageMs.undo ? 'finish' : 'undo';
  const text = (seconds: number) => (seconds === 0 ? 'no outage' : `about ${seconds} s of outage`);
  return {
    direction,
    reason: `finishing costs ${text(outageMs.finish)} from here and undoing ${text(outageMs.undo)}, by recorded durations`,
  };
}

const DIRECTIONS: readonly RecoveryDirection[] = ['finish', 'undo'];

/**
 * Whether there are moves that lead there. Where the exchanged address is gone, and the two frontends have each other's, none is left on
 * which one of them could wait.
 */
export function isOpen(live: LiveSwap, direction: RecoveryDirection): boolean {
  return strandedIn(live, direction).length === 0;
}

function strandedIn(live: LiveSwap, direction: RecoveryDirection): JournalledMove[] {
  const { journal, placement } = live;
  const wanted = wantedPlacement(live, direction);
  const on = (assignments: readonly FrontendAssignment[], frontend: string) =>
    assignments.find((each) => each.frontend === frontend)?.publicIpAddressId;
  return journal.moves.filter(
    ({ productionFrontend, targetFrontend, targetAddressId, standIn }) =>
      sameId(targetAddressId, standIn.id) &&
      sameId(on(placement.production, productionFrontend), on(wanted.target, targetFrontend)) &&
      sameId(on(placement.target, targetFrontend), on(wanted.production, productionFrontend)),
  );
}

function closedText(live: LiveSwap, wanted: RecoverTo, open: RecoveryDirection | undefined): string {
  const closed = wanted === 'auto' ? DIRECTIONS : [wanted];
  const how = open === undefined && wanted !== 'auto' ? `, with recover-to: ${wanted}` : '';
  const stranded = closed.flatMap((direction) => strandedIn(live, direction));
  const names = distinctScopes(stranded.map(({ productionAddressId }) => nameOf(productionAddressId)));
  return (
    `What ${names.join(' and ')} was to be exchanged for does not exist any more, so there is no address on which a frontend could wait: ` +
    `the release cannot be brought to an end by ${closed.map((each) => `recover-to: ${each}`).join(' or ')}. ` +
    `${open === undefined ? 'Create the address anew, under the name that is in the tag that ends with -exchanged-for' : `Use recover-to: ${open}`}, and recover then${how}.`
  );
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
  { journal, placement, movedByOthers }: Pick<LiveSwap, 'journal' | 'placement' | 'movedByOthers'>,
  direction: RecoveryDirection,
): Placement {
  const { before, after } = placementsOf(journal);
  if (direction === 'finish') {
    return after;
  }
  return movedByOthers.length > 0 ? placement : before;
}

/** The side to which that way leads. */
export function sideOf(direction: RecoveryDirection): Side {
  return direction === 'finish' ? 'target' : 'production';
}

/** The side that serves each production address at the end of that way: not one for all where the opposite release has moved a part. */
export function servingSides(live: LiveSwap, direction: RecoveryDirection): Side[] {
  const wanted = wantedPlacement(live, direction);
  return live.journal.moves.map(({ productionAddressId }) =>
    holds(wanted.target, productionAddressId) ? 'target' : 'production',
  );
}

/** Of the updates while which production is away, or a part of it. */
function outageSeconds(live: LiveSwap, direction: RecoveryDirection): number {
  return movesInOutage(presentOf(live), movesTo(live, direction))
    .map(({ side }) => expectedOfUpdate(live.loadBalancers[side]))
    .reduce((sum, seconds) => sum + seconds, 0);
}
