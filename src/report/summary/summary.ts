import { hasOnlyRecovered } from '../after-effects.ts';
import { nextSteps } from '../next-steps/next-steps.ts';
import type { MeasuredDowntime } from '../probe-report.ts';
import { countOf, readableDuration, readableSeconds } from '../readable.ts';
import { isAwayIn, type Report } from '../report.ts';
import { statusRows } from '../status/status-text.ts';
import { mayHaveGoneAway } from '../unseen-window.ts';
import { accuracyText, failedText, isOutageOpen, leastText } from '../verdict/downtime-text.ts';
import { failureNote } from '../verdict/failure-note.ts';
import { titleOf, verdict } from '../verdict/verdict.ts';
import { gantt, uncharted } from './gantt.ts';
import { instancesTable } from './instances-table.ts';
import { bullets, code, codeBlock, details, escapeMarkdown, indented, section, table } from './markdown.ts';
import { operationsSection } from './operations-section.ts';
import { plannedSections } from './planned-summary.ts';
import { batchesSection, scaleSetNumbers } from './scale-set-numbers.ts';
import { stepsSection } from './steps-section.ts';

/** GitHub aborts the upload of a step summary above 1 MiB. The margin is for what else the job writes there. */
const LONGEST_SUMMARY_BYTES = 1_000_000;

/** The report as a step summary in GitHub's Markdown. */
export function summarize(report: Report): string {
  const next = section('What to do next', stepsToDo(report));
  // Who reads of a failed run wants to act; who reads of another, to know what it was.
  const isFailed = report.outcome === 'failed';
  const before = [
    `### ${escapeMarkdown(titleOf(report))}`,
    `**${escapeMarkdown(verdict(report))}**`,
    failureNote(report),
    isFailed ? next : null,
    emulatorNote(report),
    ...(report.outcome === 'planned' ? plannedSections(report) : runSections(report)),
  ];
  const after = isFailed ? null : next;
  const head = before.filter((part) => part !== null).join('\n\n');
  const spareBytes = LONGEST_SUMMARY_BYTES - byteLength(head) - byteLength(after ?? '');
  const parts = [head, operationsSection(report.operations, spareBytes), after];
  return `${parts.filter((part) => part !== null).join('\n\n')}\n`;
}

/** Numbered after a failure: each step needs what the one before it has done. */
function stepsToDo(report: Report): string {
  const steps = nextSteps(report);
  const marker = report.outcome === 'failed' && steps.length > 1 ? '1.' : '-';
  return steps
    .map(({ text, commands, places = [], inputs = [] }) => {
      const item = `${marker} ${escapeMarkdown(text)}`;
      const blocks = [
        ...(commands.length === 0 ? [] : [codeBlock('sh', commands)]),
        ...(places.length === 0 ? [] : [bullets(places.map(escapeMarkdown))]),
        ...(inputs.length === 0 ? [] : [codeBlock('yaml', inputs)]),
      ];
      return blocks.length === 0 ? item : `${item}\n\n${indented(blocks.join('\n\n'), marker.length + 1)}\n`;
    })
    .join('\n');
}

function byteLength(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

function emulatorNote({ emulator }: Report): string | null {
  if (emulator === undefined) {
    return null;
  }
  const speed =
    emulator.speed === 1
      ? ''
      : ` at ${emulator.speed} times the speed; no figure here is converted back into Azure's seconds`;
  return `> [!NOTE]\n> Made on the emulator, not on Azure: data plane ${code(emulator.dataPlane)}${speed}.`;
}

function runSections(report: Report): (string | null)[] {
  if (report.status !== null) {
    return [
      table(
        ['Property', 'Value'],
        statusRows(report.status).map((row) => row.map(escapeMarkdown)),
      ),
      instancesOf(report),
    ];
  }
  if (report.outcome === 'no-change' || report.reason !== null) {
    return [instancesOf(report)];
  }
  return [
    table(['Property', 'Value'], numbers(report)),
    instancesOf(report),
    report.scaleSet === null ? null : batchesSection(report.scaleSet),
    stepsSection(report.steps),
    ganttSection(report),
    report.outcome === 'succeeded' ? hazardsSection(report) : null,
  ];
}

function instancesOf({ scaleSet }: Report): string | null {
  return scaleSet === null ? null : instancesTable(scaleSet.instances);
}

function hazardsSection({ plan }: Report): string | null {
  const hazards = plan?.hazards ?? [];
  return hazards.length === 0
    ? null
    : details(`What else is different now (${hazards.length})`, bullets(hazards.map(escapeMarkdown)));
}

function numbers(report: Report): string[][] {
  const { downtime, controlPlane, probe, plan, operations, requests } = report;
  const measured = probe?.downtime ?? null;
  const rows: [string, string | null][] = [
    ...(report.scaleSet === null ? [] : scaleSetNumbers(report.scaleSet, plan?.method)),
    ['Downtime', downtimeText(report)],
    [
      'Limit (max-downtime)',
      downtime.maxSeconds === null ? null : readableDuration(downtime.maxSeconds * 1000),
    ],
    ['Outages', measured === null ? null : outagesText(measured)],
    [
      'Control-plane window',
      hasBegunElsewhere(report) || report.scaleSet !== null ? null : readableSeconds(controlPlane.seconds),
    ],
    ['Probed', probe === null ? null : `${code(probe.target.url)} every ${probe.intervalMs} ms`],
    ['Requests of the prober', measured === null ? null : samplesText(measured)],
    ['Existing connections', connectionsText(probe)],
    ['Method', plan === null ? null : `${code(plan.method)}: ${escapeMarkdown(plan.methodReason)}`],
    ...(hasOnlyRecovered(report) ? [] : wayRows(report)),
    ['ARM', `${countOf(operations.length, 'write operation')}, ${countOf(requests.length, 'request')}`],
    [
      'Expected duration',
      plan?.expectedDuration == null
        ? null
        : `${readableDuration(plan.expectedDuration.medianSeconds * 1000)} to ${readableDuration(plan.expectedDuration.p90Seconds * 1000)}`,
    ],
    ['The run', readableDuration(report.durationMs)],
  ];
  return rows.flatMap(([name, value]) => (value === null ? [] : [[name, value]]));
}

function wayRows({ previousLoadBalancer, newLoadBalancer }: Report): [string, string | null][] {
  return [
    ['From', previousLoadBalancer === null ? null : code(previousLoadBalancer)],
    ['To', newLoadBalancer === null ? null : code(newLoadBalancer)],
  ];
}

/** What this run has seen of an outage is the end of it. */
function hasBegunElsewhere(report: Report): boolean {
  return report.interrupted || report.recoveredTo !== null || hasOnlyRecovered(report);
}

function downtimeText(report: Report): string {
  const { downtime, probe } = report;
  const measured = probe?.downtime ?? null;
  if (downtime.seconds === null) {
    if (hasBegunElsewhere(report)) {
      return 'not known: it began in the interrupted run';
    }
    if (isAwayIn(report.notAsLeft) && !(measured !== null && isOutageOpen(measured))) {
      return 'not known: it is away still';
    }
    if (measured !== null && mayHaveGoneAway(report)) {
      return 'not known: it answered until probing ended, and may have gone away after that';
    }
    return measured === null || !isOutageOpen(measured)
      ? 'not measured'
      : `${leastText(measured)}: not over when probing ended`;
  }
  const duration = `**${readableSeconds(downtime.seconds)}**`;
  const recovered = downtime.recoveredSeconds ?? 0;
  const share =
    recovered === 0
      ? ''
      : `, ${readableSeconds(recovered)} of it since this run began and before the interrupted release was at its end`;
  if (measured === null && downtime.source !== 'probe') {
    return `${duration} by the control plane${share}; nobody probed what users saw`;
  }
  return recovered === 0 && measured !== null
    ? `${duration} (${accuracyText(measured)})`
    : `${duration} (± ${readableDuration(downtime.uncertaintyMs ?? 0)})${share}`;
}

/** Of one there is nothing to tell that is not told already. */
function outagesText({ outages, longestMs }: MeasuredDowntime): string | null {
  return outages.length > 1 ? `${outages.length}, the longest ${readableDuration(longestMs)}` : null;
}

function samplesText(measured: MeasuredDowntime): string {
  return `${measured.sampleCount}, ${failedText(measured)}, ${measured.slowCount} slow`;
}

function connectionsText(probe: Report['probe']): string | null {
  if (probe === null || probe.existingConnections.length === 0) {
    return null;
  }
  const fates = Object.entries(Object.groupBy(probe.existingConnections, ({ fate }) => fate));
  return fates.map(([fate, connections]) => `${connections.length} ${fate}`).join(', ');
}

function ganttSection(report: Report): string | null {
  const chart = gantt(report);
  if (chart === null) {
    return null;
  }
  const note = uncharted(report);
  return section('Timeline', `\`\`\`mermaid\n${chart}\n\`\`\`${note === '' ? '' : `\n\n${note}`}`);
}
