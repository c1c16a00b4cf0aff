import { setOutput } from '@actions/core';
import type { Report } from './report/report.ts';

export const OUTPUT_NAMES = [
  'outcome',
  'swap-method',
  'downtime-seconds',
  'downtime-source',
  'probe-resolution-ms',
  'control-plane-downtime-seconds',
  'operation-count',
  'production-address',
  'report-path',
  'max-downtime-exceeded',
  'recovered-to',
  'live-load-balancer',
  'state',
  'status',
] as const;

export type OutputName = (typeof OUTPUT_NAMES)[number];

/** Outputs are strings: seconds as plain decimals with three digits, empty where nothing was measured. */
export function toOutputs(report: Report, reportPath: string): Record<OutputName, string> {
  const { outcome, plan, downtime, controlPlane, operations, productionAddresses, recoveredTo, status } =
    report;
  return {
    outcome,
    'swap-method': plan?.method ?? '',
    'downtime-seconds': decimalSeconds(downtime.seconds),
    'downtime-source': downtime.source ?? '',
    'probe-resolution-ms': downtime.resolutionMs === null ? '' : String(downtime.resolutionMs),
    'control-plane-downtime-seconds': decimalSeconds(controlPlane.seconds),
    'operation-count': String(operations.length),
    'production-address': productionAddresses.map(({ address }) => address).join(','),
    'report-path': reportPath,
    'max-downtime-exceeded': String(downtime.maxExceeded ?? false),
    'recovered-to': outcome === 'succeeded' ? (recoveredTo ?? '') : '',
    'live-load-balancer': liveLoadBalancer(report),
    state: status?.state ?? '',
    status: status === null ? '' : JSON.stringify(status),
  };
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

/** Who serves production now; empty where that is not known for certain, or it is nobody. */
function liveLoadBalancer({ outcome, status, newLoadBalancer, previousLoadBalancer }: Report): string {
  switch (outcome) {
    case 'succeeded':
    case 'no-change':
      return newLoadBalancer ?? '';
    case 'reported':
      return status !== null && 'addresses' in status
        ? [...new Set(status.addresses.map(({ live }) => live?.loadBalancer ?? ''))].join(',')
        : '';
    case 'rolled-back':
    case 'planned':
      return previousLoadBalancer ?? '';
    case 'failed':
      return '';
  }
}
