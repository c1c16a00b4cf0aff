import { isObject, type JsonObject, listOf, numberOf, objectOf, textOf } from '../arm/json.ts';
import type { DataPlaneTiming } from '../data-plane/contract.ts';
import type { Distribution, DurationProfile, OperationKind } from './profile.ts';

/** Which recorded duration an operation of a report stands for. A load balancer's PUT counts as one with backends. */
const kinds: readonly (readonly [OperationKind, string, RegExp])[] = [
  ['public-ip-put', 'PUT', /\/publicIPAddresses\/[^/]+$/i],
  ['public-ip-delete', 'DELETE', /\/publicIPAddresses\/[^/]+$/i],
  ['load-balancer-put', 'PUT', /\/loadBalancers\/[^/]+$/i],
  ['load-balancer-delete', 'DELETE', /\/loadBalancers\/[^/]+$/i],
  ['backend-pool-put', 'PUT', /\/backendAddressPools\/[^/]+$/i],
  ['swap-public-ip-addresses', 'POST', /\/setLoadBalancerFrontendPublicIpAddresses$/i],
  ['rule-health', 'POST', /\/loadBalancingRules\/[^/]+\/health$/i],
  ['vmss-put', 'PUT', /\/virtualMachineScaleSets\/[^/]+(\/extensions\/[^/]+)?$/i],
  ['vmss-patch', 'PATCH', /\/virtualMachineScaleSets\/[^/]+$/i],
  ['vmss-vm-put', 'PUT', /\/virtualMachineScaleSets\/[^/]+\/virtualMachines\/[^/]+$/i],
  ['vmss-reimage', 'POST', /\/virtualMachineScaleSets\/.*\/reimage(all)?$/i],
  ['vmss-vm-run-command', 'POST', /\/virtualMachineScaleSets\/.*\/runCommand$/i],
  ['vmss-vm-run-command-put', 'PUT', /\/virtualMachineScaleSets\/.*\/runCommands\/[^/]+$/i],
  ['orchestration-service-state', 'POST', /\/setOrchestrationServiceState$/i],
];

/**
 * The durations that a run saw (`report.json`), drawn again in the same proportions. Kinds that the run had none of
 * last as in `otherwise`. Undefined for a report without a finished operation of a known kind.
 */
export function profileFromReport(report: unknown, otherwise: DurationProfile): DurationProfile | undefined {
  const seen = listOf(report, 'operations').flatMap(durationOf);
  if (seen.length === 0) return undefined;
  const measured = kinds.flatMap(([kind]) => {
    const seconds = seen.filter((one) => one.kind === kind).map((one) => one.seconds);
    return seconds.length === 0 ? [] : [[kind, distributionOf(seconds)] as const];
  });
  return {
    name: 'measured',
    distributions: { ...otherwise.distributions, ...Object.fromEntries(measured) },
  };
}

function durationOf(
  operation: JsonObject,
): readonly { readonly kind: OperationKind; readonly seconds: number }[] {
  const path = textOf(operation, 'path') ?? '';
  const kind = kinds.find(([, method, pattern]) => operation.method === method && pattern.test(path))?.[0];
  const acceptedMs = numberOf(operation, 'acceptedMs');
  const endedMs = numberOf(operation, 'endedMs');
  if (kind === undefined || acceptedMs === undefined || endedMs === undefined) return [];
  if (operation.status !== 'Succeeded') return [];
  return [{ kind, seconds: Math.max(0, endedMs - acceptedMs) / 1000 }];
}

function distributionOf(seconds: readonly number[]): Distribution {
  const sorted = seconds.toSorted((one, other) => one - other);
  const [only] = sorted;
  if (sorted.length === 1 && only !== undefined) {
    return [
      { share: 0, seconds: only },
      { share: 1, seconds: only },
    ];
  }
  return sorted.map((value, index) => ({ share: index / (sorted.length - 1), seconds: value }));
}

/**
 * When the data plane followed in a run, by its `detachOffset` and `attachOffset`. Undefined for a report that has them
 * not: production was not probed, or nothing was down.
 */
export function timingFromReport(report: unknown): DataPlaneTiming | undefined {
  const probe = isObject(report) ? objectOf(report, 'probe') : undefined;
  const detach = offsetOf(probe, 'detachOffset');
  const attach = offsetOf(probe, 'attachOffset');
  if (detach === undefined || attach === undefined) return undefined;
  const late = attach.afterEndedMs > 0;
  return {
    detachFraction: fractionOf(detach),
    attachFraction: late ? 1 : fractionOf(attach),
    lagMs: late ? attach.afterEndedMs : 0,
  };
}

interface Offset {
  readonly afterAcceptedMs: number;
  readonly afterEndedMs: number;
}

function offsetOf(probe: JsonObject | undefined, name: string): Offset | undefined {
  const offset = objectOf(probe, name);
  const afterAcceptedMs = numberOf(offset, 'afterAcceptedMs');
  const afterEndedMs = numberOf(offset, 'afterEndedMs');
  return afterAcceptedMs === undefined || afterEndedMs === undefined
    ? undefined
    : { afterAcceptedMs, afterEndedMs };
}

/** The part of the operation that had gone by: its length is what lies between the two offsets. */
function fractionOf({ afterAcceptedMs, afterEndedMs }: Offset): number {
  const durationMs = afterAcceptedMs - afterEndedMs;
  return durationMs <= 0 ? 0 : Math.min(1, Math.max(0, afterAcceptedMs / durationMs));
}
