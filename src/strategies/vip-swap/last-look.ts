import type { Arm } from '../../azure/arm/arm.ts';
import { ArmError } from '../../azure/arm/arm-error.ts';
import { currentAssignments, hasAssignments } from '../../azure/network/frontend-assignments.ts';
import { getLoadBalancer, type LoadBalancer } from '../../azure/network/load-balancers.ts';
import { findPublicIpAddress, type PublicIpAddress } from '../../azure/network/public-ip-addresses.ts';
import { nameOf, sameId, topLevelId } from '../../azure/resource-id.ts';
import { distinctScopes } from '../../azure/scopes.ts';
import { withDeadline } from '../../engine/deadline.ts';
import type { Failure } from '../../engine/events.ts';
import { toFailure } from '../../engine/failure.ts';
import type { Change } from '../../engine/plan.ts';
import type { RunResult } from '../../engine/run.ts';
import { NoGoodAnswersError } from '../../probe/prober.ts';
import { describeLock, readLock } from '../../record/lock.ts';
import { NotAsLeftError } from '../not-as-left-error.ts';
import type { ProductionWatch } from '../production-watch.ts';
import type { StrategyContext } from '../strategy.ts';
import { givingBack } from './by-hand.ts';
import { isUnserved } from './companions/companions.ts';
import type { Side } from './methods/moves.ts';
import { frontendOf, type JournalledMove, placementsOf, type SwapJournal } from './record/swap-journal.ts';
import { tellServedBy } from './served-by.ts';

/** A run has done its work, and at its very end production is not as the run had left it. */
export interface NotAsLeftEvent {
  readonly type: 'not-as-left';
  readonly atMs: number;
  readonly failure: Failure;
  /** Name of the load balancer on which the run has left it; of several all. */
  readonly leftOn: string;
  /** The addresses that are not there any more; none where production is there, and does not answer. */
  readonly elsewhere: readonly Elsewhere[];
}

export interface Elsewhere {
  readonly addressId: string;
  /** Resource id of what has it now; null: nothing. */
  readonly heldBy: string | null;
}

/** Azure could not be read at the very end: what is told of production is what was seen before the last writes. */
export interface LastLookFailedEvent {
  readonly type: 'last-look-failed';
  readonly atMs: number;
  readonly failure: Failure;
}

export interface LastLook {
  readonly context: Pick<StrategyContext, 'arm' | 'clock' | 'emit'>;
  readonly watch: Pick<ProductionWatch, 'stillAnswers'>;
  readonly journal: SwapJournal;
  /** The side that serves each address by what the run has done, in the order of the moves. */
  readonly sides: readonly Side[];
}

/** Whoever waits for the end of the run has waited enough. */
const LONGEST_LOOK_MS = 10_000;

/**
 * Between the step that has confirmed production and the end of a run addresses are deleted and tags are written, and meanwhile
 * anybody may have moved it. So what the run says comes from what Azure says after its last write, and from the prober.
 *
 * @param signal aborts where there is no time even for this.
 * @returns the result, failed where production is not as the run has left it.
 */
export async function lookLast(
  { context, watch, journal, sides }: LastLook,
  result: RunResult,
  signal: AbortSignal,
): Promise<RunResult> {
  const { arm, clock, emit } = context;
  const deadline = { clock, signal, timeoutMs: LONGEST_LOOK_MS, subject: 'where production is at the end' };
  let look: Look;
  try {
    look = await withDeadline(deadline, (limited) => read(arm, journal, sides, limited));
  } catch (error) {
    emit({ type: 'last-look-failed', atMs: clock.monotonicMs(), failure: toFailure(error) });
    return result;
  }
  const leftOn = sideNames(journal, sides).join(' and ');
  const elsewhere = elsewhereIn(journal, sides, look);
  const error =
    elsewhere.length > 0
      ? elsewhereError(elsewhere, look, leftOn, result)
      : result.outcome === 'succeeded'
        ? await silence(watch, leftOn, { signal, clock })
        : undefined;
  if (error !== undefined) {
    emit({ type: 'not-as-left', atMs: clock.monotonicMs(), failure: toFailure(error), leftOn, elsewhere });
  }
  const [loadBalancer, ...others] = holderNames(look);
  if (elsewhere.length > 0) {
    // Where the run has left it, it has seen it served; of where somebody else has brought it nothing is known yet.
    await withDeadline(deadline, (limited) =>
      tellServedBy({ arm, clock, emit, signal: limited }, look.addresses),
    ).catch(() => undefined);
  } else if (loadBalancer !== undefined && others.length === 0) {
    emit({ type: 'production-seen', atMs: clock.monotonicMs(), loadBalancer });
  }
  const changes = givingBackTo(journal, sides, look);
  if (changes.length > 0) {
    emit({ type: 'by-hand', atMs: clock.monotonicMs(), changes });
  }
  return error === undefined ? result : { ...result, outcome: 'failed', error: result.error ?? error };
}

/** The production addresses, and what is to serve them; what does not exist any more is left out. */
interface Look {
  readonly loadBalancers: Readonly<Record<Side, LoadBalancer | undefined>>;
  readonly addresses: readonly PublicIpAddress[];
}

async function read(
  arm: Arm,
  journal: SwapJournal,
  sides: readonly Side[],
  signal: AbortSignal,
): Promise<Look> {
  // What became of the side that production has left is no part of what is told.
  const serving = async (side: Side) =>
    sides.includes(side) ? findLoadBalancer(arm, loadBalancerIdOf(journal, side), signal) : undefined;
  const [production, target, addresses] = await Promise.all([
    serving('production'),
    serving('target'),
    Promise.all(
      journal.moves.map(({ productionAddressId }) => findPublicIpAddress(arm, productionAddressId, signal)),
    ),
  ]);
  return { loadBalancers: { production, target }, addresses: addresses.flatMap((each) => each ?? []) };
}

function findLoadBalancer(arm: Arm, id: string, signal: AbortSignal): Promise<LoadBalancer | undefined> {
  return getLoadBalancer(arm, id, signal).catch((error: unknown) => {
    if (error instanceof ArmError && error.status === 404) {
      return undefined;
    }
    throw error;
  });
}

/** Both have to say so: in the middle of an update one of them may be ahead of the other. */
function elsewhereIn(journal: SwapJournal, sides: readonly Side[], look: Look): Elsewhere[] {
  return journal.moves.flatMap((move, index) => {
    const side = sides[index] ?? 'target';
    const loadBalancer = look.loadBalancers[side];
    const frontend = frontendOf(move, side);
    const holder = holderOf(look, move);
    const isHolder = sameId(holder, `${loadBalancer?.id}/frontendIPConfigurations/${frontend}`);
    const assignment = { frontend, publicIpAddressId: move.productionAddressId };
    return isHolder && loadBalancer !== undefined && hasAssignments(loadBalancer, [assignment])
      ? []
      : [{ addressId: move.productionAddressId, heldBy: isHolder ? null : (holder ?? null) }];
  });
}

function holderOf({ addresses }: Look, { productionAddressId }: JournalledMove): string | undefined {
  return addresses.find(({ id }) => sameId(id, productionAddressId))?.properties.ipConfiguration?.id;
}

/** Names of what has the addresses: none where something has not all of them. */
function holderNames({ addresses }: Look): string[] {
  return addresses.some(isUnserved)
    ? []
    : distinctScopes(
        addresses.map(({ properties: { ipConfiguration } }) => topLevelId(ipConfiguration?.id ?? '')),
      ).map(nameOf);
}

function sideNames(journal: SwapJournal, sides: readonly Side[]): string[] {
  return distinctScopes(sides.map((side) => loadBalancerIdOf(journal, side))).map(nameOf);
}

function loadBalancerIdOf(journal: SwapJournal, side: Side): string {
  return side === 'production' ? journal.productionLoadBalancerId : journal.targetLoadBalancerId;
}

function elsewhereError(
  elsewhere: readonly Elsewhere[],
  { addresses }: Look,
  leftOn: string,
  { cleanUpErrors }: RunResult,
): NotAsLeftError {
  const names = elsewhere.map(({ addressId }) => nameOf(addressId)).join(' and ');
  const isTidy = cleanUpErrors.length === 0;
  // Its own lock is gone.
  const [lock] = isTidy ? addresses.flatMap(({ tags = {} }) => readLock(tags) ?? []) : [];
  return new NotAsLeftError(
    'ProductionElsewhere',
    `This run had brought ${names} to ${leftOn}, and has seen it there before its last writes. Somebody else has changed that since` +
      `${lock === undefined ? '' : `: it is locked ${describeLock(lock)}`}. Of the run itself nothing is left to be finished or undone` +
      `${isTidy ? '.' : ', but what it could not tidy up.'}`,
  );
}

/** @returns what there is to say where production has answered, and does not any more. */
async function silence(
  watch: LastLook['watch'],
  leftOn: string,
  context: Parameters<ProductionWatch['stillAnswers']>[0],
): Promise<NotAsLeftError | undefined> {
  try {
    await watch.stillAnswers(context);
    return undefined;
  } catch (error) {
    // Of a prober that broke, or a run that is cancelled now, nothing follows for production.
    return error instanceof NoGoodAnswersError
      ? new NotAsLeftError(
          'StoppedAnswering',
          `Production had answered from ${leftOn} until this run tidied up, and does not any more: ${error.message}`,
          { cause: error },
        )
      : undefined;
  }
}

/** What nothing has goes to where the run has left it. */
function givingBackTo(journal: SwapJournal, sides: readonly Side[], look: Look): Change[] {
  return journal.moves.flatMap((move, index) => {
    const side = sides[index] ?? 'target';
    const loadBalancer = look.loadBalancers[side];
    const isLost = look.addresses.some(
      (address) => sameId(address.id, move.productionAddressId) && isUnserved(address),
    );
    if (loadBalancer === undefined || !isLost) {
      return [];
    }
    const { before } = placementsOf(journal);
    const placement = { production: [], target: [], [side]: currentAssignments(loadBalancer, before[side]) };
    const loadBalancers = {
      production: { id: journal.productionLoadBalancerId },
      target: { id: journal.targetLoadBalancerId },
    };
    return givingBack({ ...journal, moves: [move] }, loadBalancers, placement, side);
  });
}
