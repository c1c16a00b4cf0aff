import { COMPUTE_API_VERSION } from '../../azure/compute-api.ts';
import { reachedPortsOf, sharedPoolOf } from '../../azure/inbound-nat.ts';
import type { LoadBalancer } from '../../azure/load-balancers.ts';
import { NETWORK_API_VERSION } from '../../azure/network-api.ts';
import { instanceResourceId } from '../../azure/scale-set-instances.ts';
import type { ScaleSet } from '../../azure/scale-sets.ts';
import type { HealthGate } from '../../checks/health-gate.ts';
import type { PlannedCall } from '../../engine/plan.ts';
import type { ScaleSetStep } from './steps.ts';

export interface Asking {
  readonly scaleSet: ScaleSet;
  readonly health: HealthGate;
  /** As far as they could be read. */
  readonly natLoadBalancers: readonly LoadBalancer[];
  /** Who has the payload before the run: it is to be well before anybody else gets it. */
  readonly carryingIds: readonly string[];
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
      return checkCalls(step.release.canaryIds, asking);
    case 'upgrade-outdated':
      return checkCalls([...asking.carryingIds, ...step.plannedBatches.flat()], asking);
    case 'check-taken-back':
      return checkCalls(asking.takenBackIds, asking);
    case 'confirm-release':
      return step.expects !== 'taken-back'
        ? portQuestions(
            step.release.canaryIds,
            reachedPortsOf(asking.scaleSet, asking.natLoadBalancers),
            asking,
          )
        : [];
    default:
      return [];
  }
}

function checkCalls(instanceIds: readonly string[], asking: Asking): PlannedCall[] {
  const { scaleSet, health } = asking;
  return [
    ...portQuestions(instanceIds, health.endpoint === undefined ? [] : [health.endpoint.port], asking),
    ...(health.command === undefined || instanceIds.length === 0
      ? []
      : [
          {
            method: 'POST' as const,
            target: `${instanceResourceId(scaleSet.id, ANY_INSTANCE)}/runCommand`,
            apiVersion: COMPUTE_API_VERSION,
            explanation: `${forEach(instanceIds)}, again and again until it is good: runs check-command there as root or SYSTEM, whose text is in the workflow only`,
          },
        ]),
  ];
}

/** One call for all: a plan is handed from process to process, and a large scale set would make hundreds of them. */
const ANY_INSTANCE = '{instanceId}';

/** Only where instances share the ports of a rule: which of them is whose, ARM alone knows. */
function portQuestions(
  instanceIds: readonly string[],
  ports: readonly number[],
  { scaleSet, natLoadBalancers }: Asking,
): PlannedCall[] {
  if (instanceIds.length === 0) {
    return [];
  }
  return ports.flatMap((port) => {
    const poolId = sharedPoolOf(scaleSet, natLoadBalancers, port);
    return poolId === undefined
      ? []
      : [
          {
            method: 'POST' as const,
            target: `${poolId}/queryInboundNatRulePortMapping`,
            apiVersion: NETWORK_API_VERSION,
            explanation: `${forEach(instanceIds)}: asks where its port ${port} is reached`,
          },
        ];
  });
}

function forEach(instanceIds: readonly string[]): string {
  return `for ${instanceIds.length === 1 ? 'instance' : 'each of the instances'} ${instanceIds.join(', ')}`;
}
