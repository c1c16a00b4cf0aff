import { inWindow } from '../../azure/arm/arm.ts';
import { getSettled } from '../../azure/network/load-balancers.ts';
import { nameOf } from '../../azure/resource-id.ts';
import { withDeadline } from '../../engine/deadline.ts';
import { hasReachedGoal, type Interrupted, settleInterrupted } from '../../engine/interrupted.ts';
import type { Plan } from '../../engine/plan.ts';
import type { RunResult } from '../../engine/run.ts';
import { LATE_SWAP_MS, LATE_WRITE_MS } from '../late-writes.ts';
import { type ProductionWatch, unwatched, type WatchOptions } from '../production-watch.ts';
import type { Left, SettleContext, Unsettled } from '../unsettled.ts';
import { lookLast } from './last-look.ts';
import { howFarMoved, mayHaveMoved, watchMoved } from './moved.ts';
import { hasOnlyLocked } from './only-locked.ts';
import { vipSwapPerformers } from './performers.ts';
import { giveUpLock } from './record/release-lock.ts';
import type { SwapJournal } from './record/swap-journal.ts';
import { seeProduction } from './see-production.ts';
import { isVipSwapStep, journalIn, type VipSwapStep } from './steps.ts';

/** Of recorded updates of a load balancer two in three had ended by then; undoing needs the rest of the time that `post` has. */
const LONGEST_LOOK_MS = 60_000;

/** Which way an interrupted swap goes, and how production is asked on it; `leave` where either way might take it away. */
type Way =
  | {
      readonly direction: Interrupted<VipSwapStep>['direction'];
      readonly watch: ProductionWatch;
    }
  | { readonly direction: 'leave'; readonly isAnswering: boolean };

/** ARM has not ended the update that has given production to the target, and it is served from there. */
export class MoveNotEndedError extends Error {
  override readonly name = 'MoveNotEndedError';
  readonly code = 'MoveNotEnded';
}

const UNDO = { direction: 'undo', watch: unwatched } as const;

/**
 * Brings a swap to an end that was cancelled, or whose process was killed: finished where production has moved already and
 * answers, because undoing that would cost users a second outage, or its clean-up is left; else undone.
 *
 * @throws MoveNotEndedError where it is left as it is.
 */
export async function settleVipSwap(found: SettleContext, unsettled: Unsettled): Promise<RunResult> {
  // Production may be down, and the time of `post` is short either way.
  const context = { ...found, arm: inWindow(found.arm) };
  const { arm, clock, emit, lease } = context;
  const { timeoutMs, mayHaveLateWrites } = unsettled;
  const plan = planOfVipSwap(unsettled.plan);
  const journal = journalIn(plan);
  const startedAtMs = clock.monotonicMs();
  const endsAtMs = startedAtMs + timeoutMs;
  const outlasting = (durationMs: number) =>
    mayHaveLateWrites ? startedAtMs + durationMs : Number.NEGATIVE_INFINITY;
  const lateWritesUntilMs = outlasting(longestTransitMs({ ...unsettled, plan }));
  const settle = (tell: typeof emit, { direction, watch }: Exclude<Way, { readonly direction: 'leave' }>) =>
    settleInterrupted({
      ...unsettled,
      plan,
      direction,
      performerOf: vipSwapPerformers({ arm, watch, emit: tell, lease, journal, lateWritesUntilMs }),
      clock,
      timeoutMs: endsAtMs - clock.monotonicMs(),
      emit: tell,
    });
  // Where production has moved by ARM's own swap, that has arrived, and there was only one.
  const way = await wayOf(context, { ...unsettled, plan }, outlasting(LATE_WRITE_MS));
  if (way.direction === 'leave') {
    emit({ type: 'plan-started', atMs: clock.monotonicMs(), plan });
    if (way.isAnswering) {
      const loadBalancer = nameOf(journal.targetLoadBalancerId);
      emit({ type: 'production-seen', atMs: clock.monotonicMs(), loadBalancer });
    }
    await giveUpLock({ arm, clock, lease }, journal, AbortSignal.any([]));
    throw notEnded(journal);
  }
  // What it has asked last is in no figure, and there is no time to wait for it.
  const first = await settle(emit, way).finally(() => way.watch.stop(AbortSignal.abort()));
  // A write that arrived late has changed what was undone before it. None can arrive any more, and the plan is the same.
  const isWorthAnother =
    mayHaveLateWrites && first.outcome === 'failed' && clock.monotonicMs() + LATE_WRITE_MS < endsAtMs;
  const result = isWorthAnother
    ? await settle((event) => (event.type === 'plan-started' ? undefined : emit(event)), UNDO)
    : first;
  const isOfOthers = hasOnlyLocked(unsettled.startedStepIds);
  if (result.outcome === 'failed' || isOfOthers) {
    await seeProduction(context, journal, AbortSignal.any([]), isOfOthers ? undefined : 'production');
  }
  if (result.outcome === 'failed') {
    await giveUpLock({ arm, clock, lease }, journal, AbortSignal.any([]));
  }
  if (isOfOthers || result.outcome === 'failed') {
    return result;
  }
  const sides = journal.moves.map(() => (result.outcome === 'succeeded' ? 'target' : 'production'));
  // Nobody asks production any more: of a prober that is stopped nothing could be said but that.
  return lookLast({ context, watch: unwatched, journal, sides }, result, AbortSignal.any([]));
}

function longestTransitMs({
  plan,
  startedStepIds,
}: Pick<Interrupted<VipSwapStep>, 'plan' | 'startedStepIds'>): number {
  const hasBegunSwap = plan.steps.some(
    ({ id, kind }) => kind === 'swap-addresses' && startedStepIds.includes(id),
  );
  return hasBegunSwap ? LATE_SWAP_MS : LATE_WRITE_MS;
}

/**
 * `on-failure: stop`: all stays as it is, and whoever recovers need not wait for this run. Where production is, is read when the
 * interrupted process moves it no more.
 */
export async function leaveVipSwap(context: SettleContext, left: Left): Promise<void> {
  const plan = planOfVipSwap(left.plan);
  const journal = journalIn(plan);
  const never = AbortSignal.any([]);
  if (hasBegunWindow(left)) {
    await awaitLastWrite(context, journal, left.mayHaveLateWrites ? longestTransitMs({ ...left, plan }) : 0);
  }
  await seeProduction(context, journal, never, hasOnlyLocked(left.startedStepIds) ? undefined : 'production');
  await giveUpLock(context, journal, never);
}

function hasBegunWindow({ plan, startedStepIds }: Left): boolean {
  return plan.steps.some(({ id, window }) => window !== undefined && startedStepIds.includes(id));
}

/** What ARM does not tell in that time is as it is. */
async function awaitLastWrite(
  { arm, clock }: SettleContext,
  { productionLoadBalancerId, targetLoadBalancerId }: SwapJournal,
  lateWritesMs: number,
): Promise<void> {
  const deadline = {
    clock,
    signal: AbortSignal.any([]),
    timeoutMs: lateWritesMs + LONGEST_LOOK_MS,
    subject: 'the last update of the interrupted run',
  };
  const ids = [productionLoadBalancerId, targetLoadBalancerId];
  await withDeadline(deadline, async (signal) => {
    await clock.sleep(lateWritesMs, signal);
    await Promise.all(ids.map((id) => getSettled(arm, id, signal, LONGEST_LOOK_MS)));
  }).catch(() => undefined);
}

/** @throws Error for the plan of another strategy, or of another version. */
function planOfVipSwap(plan: Plan): Plan<VipSwapStep> {
  const steps = plan.steps.filter(isVipSwapStep);
  if (steps.length !== plan.steps.length) {
    throw new Error(
      `The interrupted plan "${plan.goal}" is not one of vip-swap, so it cannot be undone here.`,
    );
  }
  return { ...plan, steps };
}

async function wayOf(
  context: SettleContext,
  unsettled: Unsettled & { readonly plan: Plan<VipSwapStep> },
  lateWritesUntilMs: number,
): Promise<Way> {
  const journal = journalIn(unsettled.plan);
  if (hasReachedGoal(unsettled)) {
    // It goes neither way: what is left is tidied up, and the record has what was measured.
    return { ...UNDO, watch: { ...unwatched, downtime: () => unsettled.downtime ?? null } };
  }
  if (!mayHaveMoved(unsettled)) {
    return UNDO;
  }
  const { clock } = context;
  const { signal } = new AbortController();
  const deadline = {
    clock,
    signal,
    timeoutMs: LONGEST_LOOK_MS + LATE_WRITE_MS,
    subject: 'where production is',
  };
  try {
    return await withDeadline(deadline, async (limited) => {
      switch (await howFarMoved(context, journal, lateWritesUntilMs, LONGEST_LOOK_MS, limited)) {
        case 'moved':
          return { direction: 'finish', watch: await watchMoved(context, journal, unsettled.watch, limited) };
        case 'moving':
          return await wayOfMoving(context, journal, unsettled.watch, limited);
        case 'not-moved':
          return UNDO;
      }
    });
  } catch {
    // What cannot be read or asked is not known to have moved: it is undone, as everything else is.
    return UNDO;
  }
}

/**
 * Going back from there takes two updates more, and of an update that hangs nobody knows when another one ends: in what is left of
 * the time a window could be opened that is not closed any more.
 */
async function wayOfMoving(
  context: SettleContext,
  journal: SwapJournal,
  options: WatchOptions,
  signal: AbortSignal,
): Promise<Way> {
  const { clock } = context;
  const watch = await watchMoved(context, journal, options, signal);
  try {
    await watch.answersSteadily({ signal, clock });
  } finally {
    await watch.stop(AbortSignal.abort());
  }
  return { direction: 'leave', isAnswering: watch !== unwatched };
}

function notEnded({ targetLoadBalancerId, productionLoadBalancerId }: SwapJournal): MoveNotEndedError {
  return new MoveNotEndedError(
    `ARM has not ended the update that gives production to ${nameOf(targetLoadBalancerId)}, and has it there already: it is left as ` +
      `it is. To go back to ${nameOf(productionLoadBalancerId)} would take production away, and the time of this step is too short to ` +
      'be sure that it gives it back.',
  );
}
