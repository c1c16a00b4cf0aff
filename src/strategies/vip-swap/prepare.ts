import {
  afterRecovery,
  type ProductionWatch,
  unprobed,
  unwatched,
  watchProduction,
} from '../production-watch.ts';
import type { Preparation, ReleaseSubject, StrategyContext } from '../strategy.ts';
import { confirmAlreadyThere } from './already-there.ts';
import { exchangedAddresses } from './companions/exchanged-addresses.ts';
import { namedAddress } from './companions/named-address.ts';
import { observe, type SwapEnvironment } from './environment.ts';
import { baseline, obstaclesOfNative, preflight, refusalsOf } from './findings.ts';
import { type Hindrance, hindranceOf, oppositeHindrance } from './hindrance.ts';
import { chooseMethod } from './methods/method.ts';
import { isAtRest, type NamedResources, readNamed, settleNamed } from './named-resources.ts';
import { planSwap } from './plan.ts';
import { productionProbeTarget } from './probe-target.ts';
import { releaseOf } from './release.ts';
import type { Swap, VipSwapOptions } from './swap.ts';

/** Reads, checks, plans; writes nothing. */
export async function prepareVipSwap(
  context: StrategyContext,
  options: VipSwapOptions,
): Promise<Preparation> {
  const { arm, signal } = context;
  const named = await readAtRest(context, options);
  if ('kind' in named) {
    return named;
  }
  const observation = await observe(arm, options.goal, named, signal);
  if (observation.kind === 'on-target') {
    return confirmAlreadyThere(context, options, observation);
  }
  const swap = { context, options, environment: observation.environment };
  const watch = await startWatch(swap);
  try {
    return await prepareSwap(swap, watch);
  } catch (error) {
    await watch.stop(signal);
    throw error;
  }
}

/** What does not come to rest for so long is taken as it is: the checks, and the writes under their ETags, see to it then. */
const MOST_READS = 20;

/** Who works on it, or has left it, is what there is to say before anything is waited for. */
async function readAtRest(
  context: StrategyContext,
  { goal }: VipSwapOptions,
): Promise<NamedResources | Hindrance> {
  const { arm, signal } = context;
  let isHanging = false;
  for (let reads = 1; ; reads += 1) {
    const named = await readNamed(arm, goal, signal);
    const hindrance =
      (await hindranceOf(named.productionAddresses, context)) ??
      oppositeHindrance(await exchangedAddresses(arm, goal, named, signal), context);
    if (hindrance !== undefined) {
      return hindrance;
    }
    if (isHanging || reads === MOST_READS || isAtRest(named)) {
      return named;
    }
    isHanging = !(await settleNamed(arm, named, signal));
  }
}

async function startWatch({ context, options, environment }: Swap): Promise<ProductionWatch> {
  if (context.command === 'plan') {
    return unwatched;
  }
  const { clock, emit, controlPlaneSeconds, recoveredSeconds } = context;
  if (!options.isProbeOn) {
    return afterRecovery(unprobed(controlPlaneSeconds), recoveredSeconds);
  }
  const target = productionProbeTarget(environment, options.probe);
  const watch = await watchProduction(target, options.probe, options.verifyTimeoutMs, clock, emit);
  return afterRecovery(watch, recoveredSeconds);
}

async function prepareSwap(swap: Swap, watch: ProductionWatch): Promise<Preparation> {
  const { options, environment } = swap;
  const chosen = chooseMethod(options.goal.swapMethod, await obstaclesOfNative(swap));
  const findings = (
    await Promise.all([preflight(swap, chosen, swap.context.signal), baseline(swap, watch)])
  ).flat();
  const plan = planSwap(environment, options, chosen, findings);
  const subject = subjectOf(environment);
  const refusals = refusalsOf(findings);
  if (refusals.length > 0) {
    await watch.stop(swap.context.signal);
    return { kind: 'refused', subject, plan, refusals };
  }
  return { kind: 'ready', subject, release: releaseOf(swap, watch, plan) };
}

function subjectOf({ productionLoadBalancer, targetLoadBalancer, moves }: SwapEnvironment): ReleaseSubject {
  return {
    productionAddresses: moves.map((move) => namedAddress(move.productionAddress)),
    previousLoadBalancer: productionLoadBalancer.name,
    previousLoadBalancerId: productionLoadBalancer.id,
    newLoadBalancer: targetLoadBalancer.name,
  };
}
