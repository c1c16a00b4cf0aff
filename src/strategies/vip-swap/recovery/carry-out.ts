import { UNDO_PATIENCE_MS } from '../../../azure/settled.ts';
import { type RunResult, runPlan } from '../../../engine/run.ts';
import type { Journal } from '../../../record/journal.ts';
import { isBroughtToEnd } from '../../not-as-left-error.ts';
import type { WatchOptions } from '../../production-watch.ts';
import type { Recovered, RecoverTo, RecoveryContext } from '../../strategy.ts';
import { lookLast } from '../last-look.ts';
import { SIDES } from '../methods/moves.ts';
import { vipSwapPerformers } from '../performers.ts';
import { type ChosenDirection, chooseDirection, servingSides } from './direction.ts';
import type { LiveSwap } from './live-swap.ts';
import { readOwnSwap, requireTurn } from './opposite.ts';
import { planRecovery } from './plan.ts';
import { startWatch } from './start-watch.ts';
import { takeOver } from './take-over.ts';
import type { WhatIsLeft } from './what-is-left.ts';

export interface RecoveryOptions extends WatchOptions {
  readonly productionPublicIpIds: readonly string[];
  readonly temporaryIpTags: Readonly<Record<string, string>>;
  readonly leavesRecord: boolean;
}

export interface Recovery extends WhatIsLeft {
  readonly context: RecoveryContext;
  readonly options: RecoveryOptions;
  readonly recoverTo: RecoverTo;
  readonly journal: Journal;
}

export interface LockedRecovery extends Recovery {
  readonly seen: readonly string[];
  readonly lateWritesUntilMs: number;
}

/** What was seen before the lock was taken, and what was decided by it. */
interface Decision {
  readonly before: LiveSwap;
  readonly chosen: ChosenDirection;
}

/** A writer that comes between so often is at war with us. */
const MOST_PLANS = 3;

/** Plans from what is there, and plans again where a late write of the interrupted run, or anybody else, comes between. */
export async function carryOut(
  recovery: LockedRecovery,
  { before, chosen }: Decision,
  signal: AbortSignal,
): Promise<Recovered> {
  const { context } = recovery;
  // What hung before the lock was taken has been waited for.
  let live = await readOwnSwap(recovery, signal, isHanging(before) ? 0 : UNDO_PATIENCE_MS);
  const way = await chosenAnew(recovery, { before, chosen }, live, signal);
  for (let tries = 1; ; tries += 1) {
    await requireTurn(context, live, way, signal);
    const result = await runOnce(recovery, live, way, signal);
    const recovered = { direction: way.direction, result, servedBy: servedBy(live, way) };
    // Where production was moved after that, another plan would work against whoever has moved it.
    if (isBroughtToEnd(result) || signal.aborted || tries === MOST_PLANS) {
      return recovered;
    }
    const now = await readOwnSwap(recovery, signal);
    if (isSamePlacement(now, live)) {
      // The same plan once more would fail as it did.
      return recovered;
    }
    live = now;
  }
}

function servedBy(live: LiveSwap, { direction }: ChosenDirection): string[] {
  return [...new Set(servingSides(live, direction))].map((side) => live.loadBalancers[side].name);
}

/** A last write of the interrupted run may have come between the choice and the lock: what was shorter may be longer now. */
async function chosenAnew(
  recovery: LockedRecovery,
  { before, chosen }: Decision,
  live: LiveSwap,
  signal: AbortSignal,
): Promise<ChosenDirection> {
  if (isSamePlacement(live, before)) {
    return chosen;
  }
  const again = choose(recovery, live);
  if (again.direction !== chosen.direction) {
    await takeOver(recovery.context, takeOverOf(recovery, recovery.seen, again), signal);
  }
  return again;
}

export function choose({ recoverTo, journal }: Recovery, live: LiveSwap): ChosenDirection {
  return chooseDirection(recoverTo, live, journal.direction);
}

export function takeOverOf(
  { journal, swap, recoverTo }: Recovery,
  seen: readonly string[],
  { direction }: ChosenDirection,
) {
  return { seen, swap, recoverTo, journal: { ...journal, direction } };
}

function isSamePlacement(left: LiveSwap, right: LiveSwap): boolean {
  return JSON.stringify(left.placement) === JSON.stringify(right.placement);
}

function isHanging({ loadBalancers }: LiveSwap): boolean {
  return SIDES.some((side) => loadBalancers[side].properties.provisioningState === 'Updating');
}

async function runOnce(
  { context, options, journal, swap, addresses, gone, unexchanged, lateWritesUntilMs }: LockedRecovery,
  live: LiveSwap,
  chosen: ChosenDirection,
  signal: AbortSignal,
): Promise<RunResult> {
  const { arm, clock, emit, lease } = context;
  const { method } = journal;
  const { temporaryIpTags, leavesRecord, isProbeOn } = options;
  const { watch, unchecked } = await startWatch(context, options, live, chosen, addresses);
  const plan = planRecovery({
    unchecked,
    live,
    chosen,
    method,
    productionAddresses: addresses,
    temporaryIpTags,
    leavesRecord,
    isProbeOn,
    begun: journal,
    gone,
    unexchanged,
  });
  try {
    const result = await runPlan({
      plan,
      performerOf: vipSwapPerformers({
        arm,
        // What was away before this process began to look is in no figure of it.
        watch: { ...watch, downtime: () => null },
        emit,
        lease,
        journal: swap,
        lateWritesUntilMs,
        isLockNeeded: false,
      }),
      clock,
      signal,
      timeoutMs: NO_LIMIT_OF_ITS_OWN_MS,
      undoTimeoutMs: 0,
      // Half of a recovery is nearer to the end than where it began: the journal stays, and it is taken up again.
      onFailure: () => 'stop',
      emit,
    });
    const sides = servingSides(live, chosen.direction);
    return result.outcome === 'succeeded'
      ? await lookLast({ context, watch, journal: swap, sides }, result, signal)
      : result;
  } finally {
    await watch.stop(signal);
  }
}

/** The recovery as a whole has a deadline, and so has each of its steps. */
const NO_LIMIT_OF_ITS_OWN_MS = 86_400_000;
