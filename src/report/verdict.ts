import { mayHaveChanged } from './arm-write.ts';
import { countOf, readableDuration } from './readable.ts';
import type { Report } from './report.ts';

/** The result in one sentence of plain text, for the summary, the notice and the log. */
export function verdict(report: Report): string {
  const isRed = report.outcome === 'rolled-back' || report.outcome === 'failed';
  if (isRed && !mayHaveWritten(report)) {
    return `${production(report)} is served as before: nothing was changed.`;
  }
  switch (report.outcome) {
    case 'succeeded':
      return `${production(report)} now serves from ${report.newLoadBalancer ?? 'its new side'}; ${downtimeClause(report)}.`;
    case 'rolled-back':
      return `${production(report)} serves from ${report.previousLoadBalancer ?? 'where it did'} again, after the change was undone; ${downtimeClause(report)}.`;
    case 'failed':
      return `${production(report)} is not known to serve from ${report.newLoadBalancer ?? 'its new side'}, nor from where it did: the change stopped half-way; ${downtimeClause(report)}.`;
    case 'planned':
      return `Nothing was changed yet. The plan: ${report.plan?.goal ?? report.strategy}.`;
    case 'no-change':
      return `Nothing was to be done: ${report.reason ?? 'production is where it was asked to be'}.`;
  }
}

/** A write that got no answer may have been carried out, so it counts. */
export function mayHaveWritten({ requests }: Report): boolean {
  return requests.some(({ method, path, status }) => mayHaveChanged(method, path, status));
}

/** `Production at 20.1.2.3 (vipswap1pip)`; of two stacks both. */
function production({ productionAddresses }: Report): string {
  if (productionAddresses.length === 0) {
    return 'Production';
  }
  return `Production at ${productionAddresses.map(({ name, address }) => `${address} (${name})`).join(' and ')}`;
}

/** `it did not answer for 61.25 s (measured to 0.25 s)` */
function downtimeClause(report: Report): string {
  const { downtime, probe } = report;
  if (downtime.seconds === null) {
    return unknownDowntime(report);
  }
  const durationMs = downtime.seconds * 1000;
  const limit =
    downtime.maxExceeded && downtime.maxSeconds !== null
      ? `, longer than the ${readableDuration(downtime.maxSeconds * 1000)} allowed`
      : '';
  if (downtime.source === 'control-plane') {
    return `the control plane had it away for ${readableDuration(durationMs)}, and nobody probed what users saw${limit}`;
  }
  const resolution = `to ${readableDuration(downtime.resolutionMs ?? 0)}`;
  if (durationMs === 0) {
    const { sampleCount = 0, slowCount = 0 } = probe?.downtime ?? {};
    const slow = slowCount === 0 ? '' : `, ${slowCount} of them slow`;
    return `no outage was seen in ${countOf(sampleCount, 'request')}${slow} (measured ${resolution})`;
  }
  const outageCount = probe?.downtime?.outages.length ?? 1;
  const times = outageCount > 1 ? ` in ${outageCount} outages` : '';
  return `it did not answer for ${readableDuration(durationMs)}${times} (measured ${resolution})${limit}`;
}

function unknownDowntime({ probe }: Report): string {
  const measured = probe?.downtime;
  return measured === undefined || measured === null
    ? 'its downtime was not measured'
    : `it had not answered for at least ${readableDuration(measured.totalMs)} when probing ended`;
}

const OUTCOME_TITLE = {
  succeeded: 'production moved',
  'rolled-back': 'rolled back',
  failed: 'failed',
  planned: 'plan',
  'no-change': 'nothing to do',
} as const satisfies Record<Report['outcome'], string>;

/** `vip-swap: production moved`. A run that stopped at its inputs may have no strategy. */
export function titleOf({ strategy, outcome }: Pick<Report, 'strategy' | 'outcome'>): string {
  return `${strategy === '' ? 'Azure Rollout' : strategy}: ${OUTCOME_TITLE[outcome]}`;
}
