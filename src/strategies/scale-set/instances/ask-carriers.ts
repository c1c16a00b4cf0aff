import { reachedPortsOf } from '../../../azure/network/inbound-nat.ts';
import type { LoadBalancer } from '../../../azure/network/load-balancers.ts';
import type { ScaleSet } from '../../../azure/scale-sets/scale-sets.ts';
import type { EndpointCheckSettings } from '../../../checks/endpoint-check.ts';
import { healthSourcesOf } from '../../../checks/health-sources.ts';
import { type InstanceAccess, looksOf } from '../../../checks/instance-health.ts';
import type { StrategyContext } from '../../strategy.ts';
import type { ScaleSetGoal } from '../goal.ts';
import { askInTime, LONGEST_LOOK_MS } from './ask-in-time.ts';
import { judgedCarriers, sickCarrierHazard } from './carriers.ts';
import type { Instance } from './instance.ts';
import { namedInstances } from './named-instances.ts';
import { serves } from './serving.ts';
import type { Before } from './unhealthy-budget.ts';

export interface CarriersToAsk {
  readonly goal: ScaleSetGoal;
  readonly scaleSet: ScaleSet;
  readonly instances: readonly Instance[];
  readonly before: Before;
  readonly natLoadBalancers: readonly LoadBalancer[];
  readonly access: InstanceAccess;
  readonly endpointCheck: EndpointCheckSettings;
}

/**
 * Whether canaries that have the payload already all answer well, without a write. One that does not is given its time by the run,
 * under the lock, because something may have to be done about it.
 *
 * @param canaryIds Whom the release answers for.
 */
export async function canariesAnswer(
  context: Pick<StrategyContext, 'clock' | 'signal'>,
  {
    goal,
    scaleSet,
    access,
    endpointCheck,
  }: Pick<CarriersToAsk, 'goal' | 'scaleSet' | 'access' | 'endpointCheck'>,
  canaryIds: readonly string[],
): Promise<boolean> {
  const { askEndpoint } = looksOf(goal.health, healthSourcesOf(scaleSet), access, endpointCheck);
  if (askEndpoint === undefined) {
    return true;
  }
  const { answers } = await askInTime(askEndpoint, canaryIds, context);
  return canaryIds.every((id) => answers.get(id)?.length === 0);
}

export interface CarrierFindings {
  readonly hazards: readonly string[];
  /** Who could not be asked, or has not answered before the time was up. */
  readonly unchecked: readonly string[];
}

/**
 * Before a rollout asks each instance that has the payload by `check-http` or `check-tcp`, and stops where one does not get well,
 * its plan asks each once: a canary that only its own endpoint shows to be sick would be a surprise after the approval. Who
 * does not look well to Azure is told of without that.
 */
export async function askCarriers(
  { clock, signal }: Pick<StrategyContext, 'clock' | 'signal'>,
  { goal, scaleSet, instances, before, natLoadBalancers, access, endpointCheck }: CarriersToAsk,
): Promise<CarrierFindings> {
  const { endpoint } = goal.health;
  const { askEndpoint } = looksOf(goal.health, healthSourcesOf(scaleSet), access, endpointCheck);
  if (
    goal.strategy !== 'full-rollout' ||
    endpoint === undefined ||
    askEndpoint === undefined ||
    // Refused, or told as not checked, by the preflight.
    !reachedPortsOf(scaleSet, natLoadBalancers).includes(endpoint.port)
  ) {
    return { hazards: [], unchecked: [] };
  }
  const ids = judgedCarriers(instances, before)
    .filter(serves)
    .map(({ instanceId }) => instanceId);
  const { answers, missed } = await askInTime(askEndpoint, ids, { clock, signal });
  const left = ids.filter((id) => !answers.has(id) && !missed.has(id));
  return {
    hazards: [...answers].flatMap(([id, reasons]) =>
      reasons.length === 0 ? [] : [sickCarrierHazard(id, reasons.join(' and '), goal)],
    ),
    unchecked: [
      ...[...missed].map(
        ([id, why]) =>
          `Whether instance ${id} answers by check-${endpoint.protocol} is not known, because it could not be asked: ${why}.`,
      ),
      ...(left.length === 0
        ? []
        : [
            `Whether ${namedInstances(left)} ${left.length === 1 ? 'answers' : 'answer'} by ` +
              `check-${endpoint.protocol} was not known within ${LONGEST_LOOK_MS / 1000} s.`,
          ]),
    ],
  };
}
