import type { FrontendAssignment } from '../../azure/frontend-assignments.ts';
import { sameId } from '../../azure/resource-id.ts';

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
  /** Free addresses, one for each frontend of a side, to park that side on. */
  readonly spareAddressIds: readonly string[];
}

/**
 * The updates that lead from one placement to another. ARM binds an address once and a frontend always has one, so two
 * load balancers that hold each other's addresses cannot simply be told to swap: the side that waits for a production
 * address is parked on the spares first. Taking production away and giving it back are always next to each other.
 *
 * @throws Error when parking is needed and there are too few spares, or one that is not free.
 */
export function planMoves(problem: MoveProblem): Move[] {
  const placement: Record<Side, readonly FrontendAssignment[]> = { ...problem.current };
  const moves: Move[] = [];
  const apply = (side: Side, assignments: readonly FrontendAssignment[]): void => {
    moves.push(describe(problem, side, placement[side], assignments));
    placement[side] = assignments;
  };
  for (;;) {
    const pending = SIDES.filter((side) => !samePlacement(placement[side], problem.wanted[side]));
    if (pending.length === 0) {
      return moves;
    }
    const next = pending.find((side) => isFree(problem.wanted[side], placement[other(side)]));
    if (next !== undefined) {
      apply(next, problem.wanted[next]);
    } else {
      const waiting = sideWithout(problem.productionAddressIds, placement);
      const spares = problem.spareAddressIds;
      requireFree(spares, placement);
      apply(waiting, parked(placement[waiting], spares));
    }
  }
}

export const SIDES = ['production', 'target'] as const;

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

function isFree(wanted: readonly FrontendAssignment[], held: readonly FrontendAssignment[]): boolean {
  return wanted.every((each) => !holds(held, each.publicIpAddressId));
}

/** Of a swap that ARM has carried out by half: one address on both sides. Only the side that gives it up can be written. */
export function isContested({ production, target }: Placement): boolean {
  return production.some(({ publicIpAddressId }) => holds(target, publicIpAddressId));
}

function holds(assignments: readonly FrontendAssignment[], addressId: string): boolean {
  return assignments.some((each) => sameId(each.publicIpAddressId, addressId));
}

/** A side that is parked on what it has already waits as before: without this there would be no end of parking it. */
function requireFree(spareAddressIds: readonly string[], { production, target }: Placement): void {
  const held = spareAddressIds.find((id) => holds([...production, ...target], id));
  if (held !== undefined) {
    throw new Error(`The spare address ${held} is not free: a frontend that takes part in the move has it.`);
  }
}

/** The side that serves no production address: parking it costs nobody an outage. */
function sideWithout(productionAddressIds: readonly string[], placement: Placement): Side {
  return productionAddressIds.some((id) => holds(placement.production, id)) ? 'target' : 'production';
}

function parked(
  assignments: readonly FrontendAssignment[],
  spareAddressIds: readonly string[],
): FrontendAssignment[] {
  return assignments.map((each, index) => {
    const publicIpAddressId = spareAddressIds[index];
    if (publicIpAddressId === undefined) {
      throw new Error(
        `Moving ${assignments.length} addresses needs as many free ones, and there are ${spareAddressIds.length}.`,
      );
    }
    return { frontend: each.frontend, publicIpAddressId };
  });
}

function describe(
  { productionAddressIds }: MoveProblem,
  side: Side,
  previousAssignments: readonly FrontendAssignment[],
  assignments: readonly FrontendAssignment[],
): Move {
  const has = (placed: readonly FrontendAssignment[]) => productionAddressIds.some((id) => holds(placed, id));
  return {
    side,
    assignments,
    previousAssignments,
    takesAway: has(previousAssignments) && !has(assignments),
    givesBack: has(assignments) && !has(previousAssignments),
  };
}
