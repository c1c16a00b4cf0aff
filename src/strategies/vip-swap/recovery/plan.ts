import { currentAssignments } from '../../../azure/network/frontend-assignments.ts';
import type { LoadBalancer } from '../../../azure/network/load-balancers.ts';
import type { PublicIpAddress } from '../../../azure/network/public-ip-addresses.ts';
import { nameOf, sameId } from '../../../azure/resource-id.ts';
import { UNDO_PATIENCE_MS } from '../../../azure/settled.ts';
import type { ExpectedDowntime, Plan } from '../../../engine/plan.ts';
import type { Journal } from '../../../record/journal.ts';
import { confirmProduction, expectedOn } from '../confirm-production.ts';
import { assignStep } from '../methods/assign-step.ts';
import { holds, isContested, isHeld, type Move, type Placement, SIDES, type Side } from '../methods/moves.ts';
import { temporaryAddressFor } from '../methods/temporary-address.ts';
import { createStep, deleteStep } from '../methods/temporary-address-steps.ts';
import { writeRecordStep } from '../record/record-steps.ts';
import type { JournalledMove } from '../record/swap-journal.ts';
import type { AssignAddresses, LastEntry, OutlastLateWrites, VipSwapStep } from '../steps.ts';
import { type ChosenDirection, movesTo, servingSides, wantedPlacement } from './direction.ts';
import { goneHazards, needlessStandIns, unexchangedHazards } from './gone.ts';
import type { LiveSwap } from './live-swap.ts';

export interface RecoveryPlanOptions {
  readonly live: LiveSwap;
  readonly chosen: ChosenDirection;
  /** Method of the release that was interrupted. */
  readonly method: string;
  /** As they are now, with what a temporary address has to be like. */
  readonly productionAddresses: readonly PublicIpAddress[];
  readonly temporaryIpTags: Readonly<Record<string, string>>;
  readonly isProbeOn: boolean;
  /** Of this run; the interrupted release may have been told to leave none. */
  readonly leavesRecord: boolean;
  /** Which run began the release, and when. */
  readonly begun: Pick<Journal, 'run' | 'startedAtEpochMs'>;
  /** Moves whose production address somebody has deleted since. */
  readonly gone: readonly JournalledMove[];
  /** Moves whose exchanged address somebody has deleted since, as the journal has them. */
  readonly unexchanged: readonly JournalledMove[];
  /** What cannot be checked, and why. */
  readonly unchecked: readonly string[];
}

/** The steps that lead from Azure as it is to where the interrupted swap was to go, or back to where it came from. */
export function planRecovery(options: RecoveryPlanOptions): Plan<VipSwapStep> {
  const { live, chosen, method } = options;
  const [side = 'production'] = servingSides(live, chosen.direction);
  const otherSide: Side = side === 'target' ? 'production' : 'target';
  return {
    strategy: 'vip-swap',
    method,
    methodReason: `to ${chosen.direction} an interrupted swap: ${chosen.reason}`,
    goal: goalOf(live, chosen, side),
    steps: stepsOf(options, side),
    expectedDowntime: UNKNOWN_DOWNTIME,
    hazards: [
      ...goneHazards(options.gone, live.loadBalancers),
      ...unexchangedHazards(options.unexchanged, live.loadBalancers[otherSide], otherSide),
    ],
    unchecked: options.unchecked,
  };
}

function goalOf(
  { journal, loadBalancers, movedByOthers }: LiveSwap,
  { direction }: ChosenDirection,
  side: Side,
) {
  const names = journal.moves.map(({ productionAddressId }) => nameOf(productionAddressId)).join(' and ');
  if (direction === 'undo' && movedByOthers.length > 0) {
    return `${names} shall stay where they are, and nothing be left of the release that has not moved them`;
  }
  return `${names} shall serve from ${loadBalancers[side].name}${direction === 'undo' ? ' again' : ''}`;
}

const UNKNOWN_DOWNTIME: ExpectedDowntime = {
  medianSeconds: null,
  p90Seconds: null,
  basis: 'an outage that an interrupted run began has no expected end',
};

function stepsOf(options: RecoveryPlanOptions, side: Side): VipSwapStep[] {
  const { live, chosen, method } = options;
  const { journal, loadBalancers } = live;
  const wanted = wantedPlacement(live, chosen.direction);
  const moves = movesTo(live, chosen.direction);
  // What hangs holds its addresses: a move of the other side would be refused for them until it is written over.
  const rewrittenFirst = isContested(live.placement)
    ? []
    : SIDES.filter((each) => isHanging(loadBalancers[each]) && moves[0]?.side !== each);
  const rewrittenLast = SIDES.filter(
    (each) =>
      !isSettled(loadBalancers[each]) &&
      !rewrittenFirst.includes(each) &&
      !moves.some((move) => move.side === each),
  );
  return [
    ...rewrittenFirst.map((each) => rewriteStep(live, each)),
    ...createSteps(options, moves),
    ...uniquely(moves.map((move) => moveStep(live, move))),
    ...rewrittenLast.map((each) => rewriteStep(live, each)),
    outlastStep(live, wanted, side),
    confirmProduction(loadBalancers, wanted, side, options),
    ...deleteSteps(options),
    writeRecordStep(journal, method, lastEntry(options), options.productionAddresses),
  ];
}

/** Whatever hangs was waited for before the plan was made, and is written over. */
function moveStep({ loadBalancers, placement }: LiveSwap, move: Move): AssignAddresses {
  return {
    ...assignStep(loadBalancers[move.side], move, placement[move.side]),
    patienceMs: isHanging(loadBalancers[move.side]) ? 0 : UNDO_PATIENCE_MS,
  };
}

/** An undone release has not been: what was done before it stays the last. */
function lastEntry({ chosen, live, leavesRecord, begun }: RecoveryPlanOptions): LastEntry {
  const releasedBy = begun.run;
  if (chosen.direction === 'undo') {
    return { kind: 'undone', releasedBy, begunAtEpochMs: begun.startedAtEpochMs };
  }
  return leavesRecord && live.journal.leavesRecord ? { kind: 'written', releasedBy } : { kind: 'removed' };
}

/** Whoever is parked anew gets an address that nothing holds; what the interrupted run had made may be gone. */
function createSteps(
  { live, productionAddresses, temporaryIpTags }: RecoveryPlanOptions,
  moves: readonly Move[],
): VipSwapStep[] {
  const parked = live.journal.moves.filter(
    ({ standIn }) =>
      standIn.isTemporary &&
      !isHeld(live.placement, standIn.id) &&
      moves.some(({ assignments }) => holds(assignments, standIn.id)),
  );
  const templates = parked.flatMap(({ productionAddressId }) =>
    productionAddresses
      .filter(({ id }) => sameId(id, productionAddressId))
      .map((address) => temporaryAddressFor(address, temporaryIpTags)),
  );
  return templates.length === 0 ? [] : [createStep(templates)];
}

/** Deleting what is not there is done at once, so nobody has to know whether the interrupted run had made it. */
function deleteSteps({ live, gone }: RecoveryPlanOptions): VipSwapStep[] {
  const ids = [
    ...live.journal.moves.flatMap(({ standIn }) => (standIn.isTemporary ? [standIn.id] : [])),
    ...needlessStandIns(gone, live.loadBalancers),
  ];
  return ids.length === 0 ? [] : [deleteStep(ids)];
}

/** Its update was waited for before the plan was made. */
function isHanging({ properties }: LoadBalancer): boolean {
  return properties.provisioningState === 'Updating';
}

function isSettled({ properties }: LoadBalancer): boolean {
  return properties.provisioningState === 'Succeeded';
}

/** After an update that failed or hangs, the model may be right and the data plane not: the same is written once more. */
function rewriteStep(live: LiveSwap, side: Side): VipSwapStep {
  const { loadBalancers, placement } = live;
  const loadBalancer = loadBalancers[side];
  const assignments = currentAssignments(loadBalancer, placement[side]);
  const move = {
    side,
    assignments,
    previousAssignments: assignments,
    takesAway: false,
    givesBack: false,
  };
  return {
    ...moveStep(live, move),
    id: `rewrite-${side}`,
    title: `Write ${loadBalancer.name} once more, whose last update did not succeed`,
  };
}

function outlastStep({ loadBalancers }: LiveSwap, wanted: Placement, side: Side): OutlastLateWrites {
  return {
    id: 'outlast-late-writes',
    kind: 'outlast-late-writes',
    title: 'Wait until no write of the interrupted run can arrive any more',
    expected: expectedOn(loadBalancers, wanted, side),
    changes: [],
    calls: [],
    verifiedBy: 'a fresh read of both load balancers',
    undoneBy: 'nothing to undo',
  };
}

/** Two moves of one plan may be of one kind: ids are unique all the same. */
function uniquely<S extends VipSwapStep>(steps: readonly S[]): S[] {
  return steps.map((step, index) => {
    const before = steps.slice(0, index).filter(({ id }) => id === step.id).length;
    return before === 0 ? step : { ...step, id: `${step.id}-${before + 1}` };
  });
}
