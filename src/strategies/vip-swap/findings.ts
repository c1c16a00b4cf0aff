import { NoGoodAnswersError } from '../../probe/prober.ts';
import { messagesOf } from '../preflight/finding.ts';
import type { ProductionWatch } from '../production-watch.ts';
import type { ChosenMethod } from './methods/method.ts';
import { temporaryAddresses } from './methods/temporary-ip.ts';
import { type Finding, nativeObstacles, nativePermissionObstacles, runPreflight } from './preflight/index.ts';
import { checkTarget } from './probe-target.ts';
import type { Swap } from './swap.ts';

/** A missing permission is an obstacle only to `auto`: who asks for `native` by name is told what is missing. */
export async function obstaclesOfNative({ context, options, environment }: Swap): Promise<string[]> {
  const obstacles = nativeObstacles(environment);
  const { subscriptionId, swapMethod } = options.goal;
  return obstacles.length === 0 && swapMethod === 'auto'
    ? nativePermissionObstacles(context.arm, subscriptionId, context.signal)
    : obstacles;
}

/** Everything that stands against swapping by the chosen method, or has to be known before. */
export async function preflight(
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
export async function baseline({ context }: Swap, watch: ProductionWatch): Promise<Finding[]> {
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

export function refusalsOf(findings: readonly Finding[]): string[] {
  return messagesOf(findings, 'refusal');
}
