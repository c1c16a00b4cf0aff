import { getLoadBalancer } from '../../azure/network/load-balancers.ts';
import { getPublicIpAddress } from '../../azure/network/public-ip-addresses.ts';
import type { Interrupted } from '../../engine/interrupted.ts';
import { type ProductionWatch, unwatched, type WatchOptions, watchProduction } from '../production-watch.ts';
import type { StrategyContext } from '../strategy.ts';
import { isBeingPlaced, isPlaced } from './live-placement.ts';
import { probeTargetOn } from './probe-target.ts';
import { placementsOf, type SwapJournal } from './record/swap-journal.ts';
import type { VipSwapStep } from './steps.ts';

/** Production that has moved answers soon, or what the run has done is undone: there is no time for both to be slow. */
const LONGEST_CONFIRMATION_MS = 30_000;

/** The write that gives production back had been begun, and nobody had begun to take it away again. */
export function mayHaveMoved({
  plan,
  startedStepIds,
  cause,
}: Pick<Interrupted<VipSwapStep>, 'plan' | 'startedStepIds' | 'cause'>): boolean {
  const last = plan.steps.findLast(({ window }) => window !== undefined);
  return cause.kind !== 'failed' && last !== undefined && startedStepIds.includes(last.id);
}

/**
 * How far an interrupted swap has moved production: all of it is where it was to go, and `Succeeded`; or it is there, and ARM has
 * not ended the update that has brought it.
 *
 * @param lateWritesUntilMs as of `PerformerDependencies`: what is confirmed afterwards must not change any more.
 * @param patienceMs how long an update that runs still is waited for.
 */
export async function howFarMoved(
  { arm, clock }: Pick<StrategyContext, 'arm' | 'clock'>,
  journal: SwapJournal,
  lateWritesUntilMs: number,
  patienceMs: number,
  signal: AbortSignal,
): Promise<'moved' | 'moving' | 'not-moved'> {
  const { after } = placementsOf(journal);
  if (!(await isPlaced(arm, journal, after, signal, patienceMs))) {
    return (await isBeingPlaced(arm, journal, after, signal)) ? 'moving' : 'not-moved';
  }
  await clock.sleep(lateWritesUntilMs - clock.monotonicMs(), signal);
  return 'moved';
}

/**
 * Asks production on the target. With `probe: off` nobody is asked, as in the run itself: what Azure says has to do.
 *
 * @throws RefusedError where nothing there can be asked.
 */
export async function watchMoved(
  { arm, clock, emit }: Pick<StrategyContext, 'arm' | 'clock' | 'emit'>,
  { targetLoadBalancerId, moves }: SwapJournal,
  { probe, isProbeOn, verifyTimeoutMs }: WatchOptions,
  signal: AbortSignal,
): Promise<ProductionWatch> {
  const [move] = moves;
  if (!isProbeOn || move === undefined) {
    return unwatched;
  }
  const [address, loadBalancer] = await Promise.all([
    getPublicIpAddress(arm, move.productionAddressId, signal),
    getLoadBalancer(arm, targetLoadBalancerId, signal),
  ]);
  const target = probeTargetOn(address, move.targetFrontend, loadBalancer, probe.url);
  const patienceMs = Math.min(verifyTimeoutMs, LONGEST_CONFIRMATION_MS);
  const watch = await watchProduction(target, probe, patienceMs, clock, emit);
  // What was away before this process began to look is in no figure of it.
  return { ...watch, downtime: () => null };
}
