import type { PublicIpAddress } from '../../azure/public-ip-addresses.ts';
import { withDeadline } from '../../engine/deadline.ts';
import { settleInterrupted } from '../../engine/interrupted.ts';
import type { Plan } from '../../engine/plan.ts';
import { type RunResult, runPlan } from '../../engine/run.ts';
import { NoGoodAnswersError } from '../../probe/prober.ts';
import { type ProbeSettings, type ProductionWatch, unwatched, watchProduction } from '../production-watch.ts';
import type { Preparation, Release, ReleaseSubject, RunControl, StrategyContext } from '../strategy.ts';
import { observe, type SwapEnvironment } from './environment.ts';
import type { VipSwapGoal } from './goal.ts';
import { type ChosenMethod, chooseMethod } from './method.ts';
import { NativeSwapUnavailableError } from './perform/swap-addresses.ts';
import { vipSwapPerformers } from './performers.ts';
import { planSwap } from './plan.ts';
import { type Finding, nativeObstacles, nativePermissionObstacles, runPreflight } from './preflight/index.ts';
import { checkTarget, productionProbeTarget } from './probe-target.ts';
import { RefusedError } from './refused-error.ts';
import { isVipSwapStep, type VipSwapStep } from './steps.ts';
import { temporaryAddresses } from './temporary-ip.ts';

export interface VipSwapOptions {
  readonly goal: VipSwapGoal;
  readonly probe: ProbeSettings;
  /** `probe: off`: production is not asked; the target still is. */
  readonly isProbeOn: boolean;
  readonly verifyTimeoutMs: number;
}

/** Strategy `vip-swap`: production addresses shall serve from another load balancer. Reads, checks, plans; writes nothing. */
export async function prepareVipSwap(
  context: StrategyContext,
  options: VipSwapOptions,
): Promise<Preparation> {
  const observation = await observe(context.arm, options.goal, context.signal);
  if (observation.kind === 'on-target') {
    const { productionAddresses, targetLoadBalancer } = observation;
    return {
      kind: 'no-change',
      subject: {
        productionAddresses: productionAddresses.map(named),
        newLoadBalancer: targetLoadBalancer.name,
      },
      reason: `${productionAddresses.map((each) => each.name).join(' and ')} already on ${targetLoadBalancer.name}`,
    };
  }
  const swap = { context, options, environment: observation.environment };
  const watch = await startWatch(swap);
  try {
    return await prepareSwap(swap, watch);
  } catch (error) {
    await watch.stop();
    throw error;
  }
}

/** Brings a swap to an end whose process was killed: undone, or its clean-up finished. */
export function settleVipSwap(
  { arm, clock, emit }: Pick<StrategyContext, 'arm' | 'clock' | 'emit'>,
  plan: Plan,
  startedStepIds: readonly string[],
  undoTimeoutMs: number,
): Promise<RunResult> {
  const steps = plan.steps.filter(isVipSwapStep);
  if (steps.length !== plan.steps.length) {
    throw new Error(
      `The interrupted plan "${plan.goal}" is not one of vip-swap, so it cannot be undone here.`,
    );
  }
  return settleInterrupted({
    plan: { ...plan, steps },
    startedStepIds,
    performerOf: vipSwapPerformers({ arm, watch: unwatched }),
    clock,
    undoTimeoutMs,
    emit,
  });
}

interface Swap {
  readonly context: StrategyContext;
  readonly options: VipSwapOptions;
  readonly environment: SwapEnvironment;
}

async function startWatch({ context, options, environment }: Swap): Promise<ProductionWatch> {
  if (!options.isProbeOn || context.command === 'plan') {
    return unwatched;
  }
  const target = productionProbeTarget(environment, options.probe);
  return watchProduction(target, options.probe, options.verifyTimeoutMs, context.clock, context.emit);
}

async function prepareSwap(swap: Swap, watch: ProductionWatch): Promise<Preparation> {
  const { options, environment } = swap;
  const chosen = chooseMethod(options.goal.swapMethod, await obstaclesOfNative(swap));
  const findings = (
    await Promise.all([preflight(swap, chosen, swap.context.signal), baseline(swap, watch)])
  ).flat();
  const plan = planSwap(environment, options.goal, chosen, findings);
  const subject = subjectOf(environment);
  const refusals = refusalsOf(findings);
  if (refusals.length > 0) {
    await watch.stop();
    return { kind: 'refused', subject, plan, refusals };
  }
  return { kind: 'ready', subject, release: releaseOf(swap, watch, plan) };
}

/** A missing permission is an obstacle only to `auto`: who asks for `native` by name is told what is missing. */
async function obstaclesOfNative({ context, options, environment }: Swap): Promise<string[]> {
  const obstacles = nativeObstacles(environment);
  const { subscriptionId, swapMethod } = options.goal;
  return obstacles.length === 0 && swapMethod === 'auto'
    ? nativePermissionObstacles(context.arm, subscriptionId, context.signal)
    : obstacles;
}

async function preflight(
  { context, options, environment }: Swap,
  chosen: ChosenMethod,
  signal: AbortSignal,
): Promise<Finding[]> {
  const findings = await runPreflight({
    arm: context.arm,
    signal,
    goal: options.goal,
    environment,
    plannedMethod: chosen.method,
    temporaryIpIds: temporaryAddresses(environment, options.goal.temporaryIpTags).map((each) => each.id),
    checkTarget: () => checkTarget(environment, options.goal.targetCheck, options.probe),
  });
  const obstacles = chosen.obstacles.map(
    (obstacle): Finding => ({ kind: 'refusal', message: `swap-method native: ${obstacle}` }),
  );
  return [...obstacles, ...findings];
}

/** Production has to be well before anything is changed: an outage cannot be told from what was broken already. */
async function baseline({ context }: Swap, watch: ProductionWatch): Promise<Finding[]> {
  try {
    await watch.answersAtAll({ signal: context.signal, clock: context.clock });
    return [];
  } catch (error) {
    if (error instanceof NoGoodAnswersError) {
      return [
        { kind: 'refusal', message: `${error.message} To swap all the same, unmeasured, set probe: off.` },
      ];
    }
    throw error;
  }
}

function refusalsOf(findings: readonly Finding[]): string[] {
  return findings.filter((finding) => finding.kind === 'refusal').map((finding) => finding.message);
}

function releaseOf(swap: Swap, watch: ProductionWatch, plan: Plan<VipSwapStep>): Release {
  return {
    plan,
    async run(control) {
      try {
        const result = await runWithFallback(swap, watch, plan, control);
        if (result.outcome === 'rolled-back') {
          await seeServiceReturn(swap, watch, control);
        }
        return result;
      } finally {
        await watch.stop();
      }
    },
  };
}

async function runWithFallback(
  swap: Swap,
  watch: ProductionWatch,
  plan: Plan<VipSwapStep>,
  control: RunControl,
): Promise<RunResult> {
  const { clock } = swap.context;
  const endsAtMs = clock.monotonicMs() + control.timeoutMs;
  const result = await run(swap, watch, plan, control);
  const { error, undoErrors } = result;
  const isUnavailable = error instanceof NativeSwapUnavailableError && undoErrors.length === 0;
  if (swap.options.goal.swapMethod !== 'auto' || !isUnavailable) {
    return result;
  }
  const deadline = { clock, signal: control.signal, subject: 'the checks before temporary-ip' };
  const next = await withDeadline({ ...deadline, timeoutMs: endsAtMs - clock.monotonicMs() }, (signal) =>
    planFallback(swap, error, signal),
  );
  return run(swap, watch, next, { ...control, timeoutMs: endsAtMs - clock.monotonicMs() });
}

/** @throws RefusedError where what `temporary-ip` needs, and ARM's own swap does not, is not there. */
async function planFallback(
  swap: Swap,
  error: NativeSwapUnavailableError,
  signal: AbortSignal,
): Promise<Plan<VipSwapStep>> {
  const chosen: ChosenMethod = {
    method: 'temporary-ip',
    reason: `ARM's own swap was tried first and is not to be had here: ${error.message}`,
    obstacles: [],
  };
  const findings = await preflight(swap, chosen, signal);
  const refusals = refusalsOf(findings);
  if (refusals.length > 0) {
    throw new RefusedError([error.message, ...refusals].join('\n'));
  }
  return planSwap(swap.environment, swap.options.goal, chosen, findings);
}

function run(
  { context }: Swap,
  watch: ProductionWatch,
  plan: Plan<VipSwapStep>,
  control: RunControl,
): Promise<RunResult> {
  return runPlan({
    ...control,
    plan,
    performerOf: vipSwapPerformers({ arm: context.arm, watch }),
    clock: context.clock,
    emit: context.emit,
  });
}

/** The outage of a swap that was undone ends with steady answers too; that they stay away changes no outcome any more. */
async function seeServiceReturn(
  { context }: Swap,
  watch: ProductionWatch,
  { undoTimeoutMs }: RunControl,
): Promise<void> {
  await watch
    .answersSteadily({ signal: AbortSignal.timeout(undoTimeoutMs), clock: context.clock })
    .catch(() => undefined);
}

function subjectOf({ productionLoadBalancer, targetLoadBalancer, moves }: SwapEnvironment): ReleaseSubject {
  return {
    productionAddresses: moves.map((move) => named(move.productionAddress)),
    previousLoadBalancer: productionLoadBalancer.name,
    newLoadBalancer: targetLoadBalancer.name,
  };
}

function named({ name, properties }: PublicIpAddress) {
  return { name, address: properties.ipAddress ?? '' };
}
