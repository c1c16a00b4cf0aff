import { setOutput } from '@actions/core';
import { hasOnlyLocked } from './report/after-effects.ts';
import { endpointText } from './report/endpoint-text.ts';
import { outdatedIds, quarantinedIds, unhealthyIds, updatedIds } from './report/listed-instances.ts';
import type { Report } from './report/report.ts';
import type { ScaleSetReport } from './report/scale-set-report.ts';
import { isOff } from './strategies/scale-set/instances/power.ts';
import type { AddressesStatus } from './strategies/vip-swap/status.ts';

export const OUTPUT_NAMES = [
  'outcome',
  'swap-method',
  'downtime-seconds',
  'downtime-source',
  'probe-resolution-ms',
  'requests-sent',
  'requests-failed',
  'control-plane-downtime-seconds',
  'operation-count',
  'production-address',
  'report-path',
  'max-downtime-exceeded',
  'recovered-to',
  'live-load-balancer',
  'state',
  'status',
  'release-id',
  'previous-payload',
  'canary-instances',
  'canary-instances-count',
  'updated-instances',
  'updated-instances-count',
  'outdated-instances',
  'outdated-instances-count',
  'quarantined-instances',
  'quarantined-instances-count',
  'unhealthy-instances',
  'unhealthy-instances-count',
  'canary-endpoints',
] as const;

export type OutputName = (typeof OUTPUT_NAMES)[number];

/** Outputs are strings: seconds as plain decimals with three digits, empty where nothing was measured. */
export function toOutputs(report: Report, reportPath: string): Record<OutputName, string> {
  const { outcome, plan, downtime, controlPlane, operations, productionAddresses, recovered, status } =
    report;
  return {
    outcome,
    'swap-method': plan?.method ?? '',
    'downtime-seconds': decimalSeconds(downtime.seconds),
    'downtime-source': downtime.source ?? '',
    'probe-resolution-ms': downtime.resolutionMs === null ? '' : String(downtime.resolutionMs),
    ...requestCounts(report),
    'control-plane-downtime-seconds': decimalSeconds(controlPlane.seconds),
    'operation-count': String(operations.length),
    'production-address': productionAddresses.map(({ address }) => address).join(','),
    'report-path': reportPath,
    'max-downtime-exceeded': String(downtime.maxExceeded ?? false),
    'recovered-to': recovered ?? '',
    'live-load-balancer': liveLoadBalancer(report),
    state: status?.state ?? '',
    status: status === null ? '' : JSON.stringify(status),
    ...scaleSetOutputs(report.scaleSet),
  };
}

/** Of a prober that broke nobody knows what it has not seen. */
function requestCounts({ probe }: Report): Record<'requests-sent' | 'requests-failed', string> {
  if (probe === null || probe.failure !== null) {
    return { 'requests-sent': '', 'requests-failed': '' };
  }
  const failed = probe.samples.filter(([, , , result]) => result === 'failed');
  return { 'requests-sent': String(probe.samples.length), 'requests-failed': String(failed.length) };
}

type ListName = Extract<OutputName, `${string}-instances`>;
type ScaleSetOutput = 'release-id' | 'previous-payload' | 'canary-endpoints' | ListName | `${ListName}-count`;

function scaleSetOutputs(scaleSet: ScaleSetReport | null): Record<ScaleSetOutput, string> {
  // Nobody has looked where the tags alone have told that nothing is to be done.
  const seen = scaleSet?.hasSeenInstances === true ? scaleSet : null;
  const seenIds = (list: (known: ScaleSetReport) => readonly string[]) => (seen === null ? null : list(seen));
  return {
    'release-id': scaleSet?.releaseId ?? '',
    'previous-payload': scaleSet?.previousPayload ?? '',
    ...listed(
      'canary-instances',
      knownIds(scaleSet, ({ canaryIds }) => canaryIds),
    ),
    ...listed('updated-instances', seenIds(updatedIds)),
    ...listed('outdated-instances', seenIds(outdatedIds)),
    ...listed('quarantined-instances', seen === null || isOffUnexplained(seen) ? null : quarantinedIds(seen)),
    ...listed('unhealthy-instances', knownIds(scaleSet, unhealthyIds)),
    'canary-endpoints': seen === null ? '' : JSON.stringify(endpointsByCanary(seen)),
  };
}

/** The record may tell of canaries, and a check of who is not well, where nobody knows how all instances are. */
function knownIds(
  scaleSet: ScaleSetReport | null,
  list: (known: ScaleSetReport) => readonly string[],
): readonly string[] | null {
  const ids = scaleSet === null ? [] : list(scaleSet);
  return scaleSet?.hasSeenInstances === true || ids.length > 0 ? ids : null;
}

/** A release that is over has left no word of whom it has switched off, so it may have been that one, or a person. */
function isOffUnexplained({ releaseId, instances }: ScaleSetReport): boolean {
  return releaseId === null && instances.some(({ role, power }) => role !== 'quarantined' && isOff(power));
}

/** Empty, and not `[]` and 0, where nobody has looked. */
function listed<Name extends ListName>(
  name: Name,
  ids: readonly string[] | null,
): Record<Name | `${Name}-count`, string> {
  return {
    [name]: ids === null ? '' : JSON.stringify(ids),
    [`${name}-count`]: ids === null ? '' : String(ids.length),
  } as Record<Name | `${Name}-count`, string>;
}

/** `{"0":{"22":"20.1.2.3:50000"}}`: by the id of the instance, and by its own port. */
function endpointsByCanary({ canaryEndpoints }: ScaleSetReport): Record<string, Record<string, string>> {
  const byCanary = Map.groupBy(canaryEndpoints, ({ instanceId }) => instanceId);
  return Object.fromEntries(
    [...byCanary].map(([instanceId, own]) => [
      instanceId,
      Object.fromEntries(own.map((each) => [String(each.port), endpointText(each)])),
    ]),
  );
}

/** Set on failure too: steps under `if: failure()` read them. */
export function writeOutputs(report: Report, reportPath: string): void {
  const outputs = toOutputs(report, reportPath);
  for (const name of OUTPUT_NAMES) {
    setOutput(name, outputs[name]);
  }
}

function decimalSeconds(seconds: number | null): string {
  return seconds === null ? '' : seconds.toFixed(3);
}

/** Names of all that serve one of the addresses; none where one of them may be down all the same. */
function liveIn({ addresses }: AddressesStatus): string {
  return addresses.some(({ doubt }) => doubt !== null)
    ? ''
    : [...new Set(addresses.flatMap(({ live }) => live?.loadBalancer ?? []))].join(',');
}

/** Who serves production now; empty where that is not known for certain, or it is nobody. */
function liveLoadBalancer(report: Report): string {
  const { outcome, status, newLoadBalancer, previousLoadBalancer, productionSeenOn } = report;
  switch (outcome) {
    case 'succeeded':
      return productionSeenOn ?? newLoadBalancer ?? '';
    case 'no-change':
      return newLoadBalancer ?? productionSeenOn ?? '';
    case 'reported':
      return status !== null && 'addresses' in status ? liveIn(status) : '';
    case 'rolled-back':
      return (hasOnlyLocked(report) ? productionSeenOn : previousLoadBalancer) ?? '';
    case 'planned':
      return previousLoadBalancer ?? '';
    case 'failed':
      return productionSeenOn ?? '';
  }
}
