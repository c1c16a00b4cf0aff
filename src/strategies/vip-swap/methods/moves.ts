import type { FrontendAssignment } from '../../../azure/network/frontend-assignments.ts';
import { sameId } from '../../../azure/resource-id.ts';

export type Side = 'production' | 'target';

/** Which address each taking-part frontend of the two load balancers has. */
export type Placement = Readonly<Record<Side, readonly FrontendAssignment[]>>;

/** One update of one load balancer. */
export interface Move {
  readonly side: Side;
  readonly assignments: readonly FrontendAssignment[];
  readonly previousAssignments: readonly FrontendAssignment[];
  /** The move takes a production address away from whoever serves it. */
  readonly takesAway: boolean;
  /** The move puts a production address where it shall be. */
  readonly givesBack: boolean;
}

export interface MoveProblem {
  readonly current: Placement;
  readonly wanted: Placement;
  readonly productionAddressIds: readonly string[];
  /** An address for each frontend of a side to be parked on. Those that a frontend has already are not free. */
  readonly spareAddressIds: readonly string[];
}

/**
 * The updates that lead from one placement to another, whatever the first one is: somebody may have put half of it right by
 * hand. ARM binds an address once and a frontend always has one, so two frontends that hold each other's addresses cannot
 * simply be told to swap: the one that waits for a production address is parked on a spare first. Taking all of production away
 * and giving it back are next to each other.
 *
 * @throws Error when parking is needed and there are too few spares, or one that is not free.
 */
export function planMoves(problem: MoveProblem): Move[] {
  const emptier = servedBy(problem, 'production') < servedBy(problem, 'target') ? 'production' : 'target';
  const first = movesBeginningWith(emptier, problem);
  const second = movesBeginningWith(other(emptier), problem);
  // Of two ways that cost the same, the one that begins where less of production is.
  return isShorter(second, first, problem) ? second : first;
}

export const SIDES = ['production', 'target'] as const;

/** Moves while which not all of production is served, from the first that takes any of it away to the last that gives it back. */
export function movesInOutage(
  { current, productionAddressIds }: Pick<MoveProblem, 'current' | 'productionAddressIds'>,
  moves: readonly Move[],
): Move[] {
  const placement: Record<Side, readonly FrontendAssignment[]> = { ...current };
  const isServed = () => productionAddressIds.every((id) => isHeld(placement, id));
  return moves.filter((move) => {
    const isWhole = isServed() && !move.takesAway;
    placement[move.side] = move.assignments;
    return !isWhole;
  });
}

/** Of a swap that ARM has carried out by half: one address on both sides. Only the side that gives it up can be written. */
export function isContested({ production, target }: Placement): boolean {
  return production.some(({ publicIpAddressId }) => holds(target, publicIpAddressId));
}

/** One update lets go of all that the other side waits for; then that one can be finished, and then the first. */
function movesBeginningWith(first: Side, problem: MoveProblem): Move[] {
  const placement: Record<Side, readonly FrontendAssignment[]> = { ...problem.current };
  return [first, other(first), first].flatMap((side) => {
    const assignments = closestTo(problem, side, placement);
    if (samePlacement(placement[side], assignments)) {
      return [];
    }
    const move = describe(problem, side, placement[side], assignments);
    placement[side] = assignments;
    return [move];
  });
}

/** For each frontend of a side what it shall have, where nobody else has that; else what nobody else waits for. */
function closestTo(
  { wanted, spareAddressIds }: MoveProblem,
  side: Side,
  placement: Placement,
): FrontendAssignment[] {
  const has = (each: FrontendAssignment) =>
    placement[side].some(
      ({ frontend, publicIpAddressId }) =>
        frontend === each.frontend && sameId(publicIpAddressId, each.publicIpAddressId),
    );
  // What both sides have, the one that is to keep it does not give up.
  const isToBeHad = (each: FrontendAssignment) =>
    has(each) || !holds(placement[other(side)], each.publicIpAddressId);
  const taken = wanted[side].filter(isToBeHad);
  const awaited = [...wanted[other(side)], ...taken];
  const held = [...placement.production, ...placement.target, ...awaited];
  const spares = spareAddressIds.filter((id) => !holds(held, id));
  return wanted[side].flatMap((each, index) => {
    if (isToBeHad(each)) {
      return [each];
    }
    const current = placement[side].find(({ frontend }) => frontend === each.frontend);
    if (current === undefined || !holds(awaited, current.publicIpAddressId)) {
      return current ?? [];
    }
    return [{ frontend: each.frontend, publicIpAddressId: takeSpare(spares, spareAddressIds, index) }];
  });
}

/**
 * Its own where that is free: it is of the same IP version.
 *
 * @param free gets one less.
 */
function takeSpare(free: string[], spareAddressIds: readonly string[], index: number): string {
  const own = spareAddressIds[index];
  const spare = free.find((id) => sameId(id, own)) ?? free[0];
  if (spare === undefined) {
    throw new Error(
      own === undefined
        ? `Moving ${index + 1} addresses needs as many free ones, and there are ${spareAddressIds.length}.`
        : `The spare address ${own} is not free: a frontend that takes part in the move has it.`,
    );
  }
  free.splice(free.indexOf(spare), 1);
  return spare;
}

function isShorter(left: readonly Move[], right: readonly Move[], problem: MoveProblem): boolean {
  const [inLeft, inRight] = [movesInOutage(problem, left).length, movesInOutage(problem, right).length];
  return inLeft === inRight ? left.length < right.length : inLeft < inRight;
}

function other(side: Side): Side {
  return side === 'production' ? 'target' : 'production';
}

function samePlacement(left: readonly FrontendAssignment[], right: readonly FrontendAssignment[]): boolean {
  return right.every((wanted) =>
    left.some(
      (each) => each.frontend === wanted.frontend && sameId(each.publicIpAddressId, wanted.publicIpAddressId),
    ),
  );
}

export function holds(assignments: readonly FrontendAssignment[], addressId: string): boolean {
  return assignments.some((each) => sameId(each.publicIpAddressId, addressId));
}

export function isHeld({ production, target }: Placement, addressId: string): boolean {
  return holds(production, addressId) || holds(target, addressId);
}

/** How many production addresses a side has: parking it costs those an outage. */
function servedBy({ current, productionAddressIds }: MoveProblem, side: Side): number {
  return productionAddressIds.filter((id) => holds(current[side], id)).length;
}

function describe(
  { productionAddressIds }: MoveProblem,
  side: Side,
  previousAssignments: readonly FrontendAssignment[],
  assignments: readonly FrontendAssignment[],
): Move {
  const isIn = (one: readonly FrontendAssignment[], another: readonly FrontendAssignment[]) =>
    productionAddressIds.some((id) => holds(one, id) && !holds(another, id));
  return {
    side,
    assignments,
    previousAssignments,
    takesAway: isIn(previousAssignments, assignments),
    givesBack: isIn(assignments, previousAssignments),
  };
}
