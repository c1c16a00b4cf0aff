import { reachedPortsOf, sharedPoolOf } from '../../../azure/network/inbound-nat.ts';
import type { LoadBalancer } from '../../../azure/network/load-balancers.ts';
import { NETWORK_API_VERSION } from '../../../azure/network/network-api.ts';
import { COMPUTE_API_VERSION } from '../../../azure/scale-sets/compute-api.ts';
import { instanceResourceId } from '../../../azure/scale-sets/scale-set-instances.ts';
import type { ScaleSet } from '../../../azure/scale-sets/scale-sets.ts';
import type { HealthGate } from '../../../checks/health-gate.ts';
import type { PlannedCall } from '../../../engine/plan.ts';
import type { ScaleSetStep } from '../plan/steps.ts';
import { judgedCarriers } from './carriers.ts';
import type { Instance } from './instance.ts';
import { compareIds } from './instance-order.ts';
import { isLeftAlone } from './troubled.ts';
import type { Before } from './unhealthy-budget.ts';

export interface Asking {
  readonly scaleSet: ScaleSet;
  readonly health: HealthGate;
  /** As far as they could be read. */
  readonly natLoadBalancers: readonly LoadBalancer[];
  readonly instances: readonly Instance[];
  readonly before: Before;
  /** Who is taken back, and checked with what it had before. */
  readonly takenBackIds: readonly string[];
}

/**
 * The steps with what they ask of instances one by one: it changes nothing in Azure, but a command runs on the machine, and all of
 * it is sent by POST.
 */
export function withAskedInstances(steps: readonly ScaleSetStep[], asking: Asking): ScaleSetStep[] {
  return steps.map((step) => ({ ...step, calls: [...step.calls, ...callsOf(step, asking)] }));
}

function callsOf(step: ScaleSetStep, asking: Asking): PlannedCall[] {
  switch (step.kind) {
    case 'upgrade-canaries':
      return checkCalls(running(step.checkedIds, asking), asking);
    case 'upgrade-outdated':
      return checkCalls(
        [...carriers(asking), ...toRepair(asking), ...running(step.plannedBatches.flat(), asking)],
        asking,
      );
    case 'check-taken-back':
      return checkCalls(running(asking.takenBackIds, asking), asking);
    case 'confirm-release':
      return step.expects === 'taken-back' ? [] : confirmingCalls(step, asking);
    default:
      return [];
  }
}

function carriers({ instances, before }: Asking): string[] {
  return judgedCarriers(instances, before).map(({ instanceId }) => instanceId);
}

/** Whom an upgrade has left as `Failed`: a rollout upgrades it once more, however it was before. */
function toRepair({ instances }: Asking): string[] {
  return instances
    .filter((each) => each.hasPayload && each.provisioningState === 'Failed' && !isLeftAlone(each))
    .map(({ instanceId }) => instanceId);
}

/** Who is switched off is upgraded like the others, and cannot be asked. */
function running(ids: readonly string[], { instances }: Asking): string[] {
  return instances
    .filter(({ instanceId, isSwitchedOff }) => ids.includes(instanceId) && !isSwitchedOff)
    .map(({ instanceId }) => instanceId);
}

/**
 * In the end everybody is looked at that has the payload. Of a rollout they have been asked before by then; where only canaries
 * are upgraded, nobody has asked the others. And people are told where each canary answers.
 */
function confirmingCalls(
  { expects, release }: Extract<ScaleSetStep, { readonly kind: 'confirm-release' }>,
  asking: Asking,
): PlannedCall[] {
  const { scaleSet, natLoadBalancers, instances, health } = asking;
  const canaryIds = instances
    .map(({ instanceId }) => instanceId)
    .filter((id) => release.canaryIds.includes(id));
  const others = expects === 'canaries' ? carriers(asking).filter((id) => !canaryIds.includes(id)) : [];
  const told = reachedPortsOf(scaleSet, natLoadBalancers);
  return [
    ...portQuestions(canaryIds, told, asking),
    ...(health.endpoint === undefined ? [] : portQuestions(others, [health.endpoint.port], asking)),
    ...commandCalls(others, asking),
  ];
}

function checkCalls(ids: readonly string[], asking: Asking): PlannedCall[] {
  const { endpoint } = asking.health;
  return [
    ...(endpoint === undefined ? [] : portQuestions(ids, [endpoint.port], asking)),
    ...commandCalls(ids, asking),
  ];
}

/** One call for all: a plan is handed from process to process, and a large scale set would make hundreds of them. */
const ANY_INSTANCE = '{instanceId}';

function commandCalls(ids: readonly string[], { scaleSet, health }: Asking): PlannedCall[] {
  return health.command === undefined || ids.length === 0
    ? []
    : [
        {
          method: 'POST',
          target: `${instanceResourceId(scaleSet.id, ANY_INSTANCE)}/runCommand`,
          apiVersion: COMPUTE_API_VERSION,
          explanation: `${forEach(ids)}, again and again until it is good: runs check-command there as root or SYSTEM, whose text is in the workflow only`,
        },
      ];
}

/**
 * Only where instances share the ports of a rule: which of them is whose, ARM alone knows. One question tells all ports of an instance that
 * lead to it by way of one pool.
 */
function portQuestions(
  ids: readonly string[],
  ports: readonly number[],
  { scaleSet, natLoadBalancers }: Asking,
): PlannedCall[] {
  const shared = (ids.length === 0 ? [] : ports).flatMap((port) => {
    const poolId = sharedPoolOf(scaleSet, natLoadBalancers, port);
    return poolId === undefined ? [] : [{ poolId, port }];
  });
  return [...Map.groupBy(shared, ({ poolId }) => poolId)].map(([poolId, own]) => {
    const asked = own.map(({ port }) => port);
    return {
      method: 'POST',
      target: `${poolId}/queryInboundNatRulePortMapping`,
      apiVersion: NETWORK_API_VERSION,
      explanation: `${forEach(ids)}: asks where its ${asked.length === 1 ? 'port' : 'ports'} ${asked.join(', ')} ${asked.length === 1 ? 'is' : 'are'} reached`,
    };
  });
}

function forEach(ids: readonly string[]): string {
  const each = [...new Set(ids)].sort(compareIds);
  return `for ${each.length === 1 ? 'instance' : 'each of the instances'} ${each.join(', ')}`;
}
