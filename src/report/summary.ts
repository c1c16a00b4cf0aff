import { changeTexts } from './change-texts.ts';
import { gantt, uncharted } from './gantt.ts';
import { bullets, code, details, escapeMarkdown, section, table, unbroken } from './markdown.ts';
import { nextSteps } from './next-steps.ts';
import type { OperationReport } from './operation-reports.ts';
import { plannedSections } from './planned-summary.ts';
import type { MeasuredDowntime } from './probe-report.ts';
import { countOf, readableDuration, readableResource, readableSeconds } from './readable.ts';
import type { Report } from './report.ts';
import type { AttemptReport, StepReport } from './step-reports.ts';
import { titleOf, verdict } from './verdict.ts';

/** GitHub aborts the upload of a step summary above 1 MiB. The margin is for what else the job writes there. */
const LONGEST_SUMMARY_BYTES = 1_000_000;

/** The report as a step summary in GitHub's Markdown. */
export function summarize(report: Report): string {
  const before = [
    `### ${escapeMarkdown(titleOf(report))}`,
    `**${escapeMarkdown(verdict(report))}**`,
    emulatorNote(report),
    failureNote(report),
    ...(report.outcome === 'planned' ? plannedSections(report) : runSections(report)),
  ];
  const after = section('What to do next', bullets(nextSteps(report).map(escapeMarkdown)));
  const head = before.filter((part) => part !== null).join('\n\n');
  const spareBytes = LONGEST_SUMMARY_BYTES - byteLength(head) - byteLength(after ?? '');
  const parts = [head, operationsSection(report.operations, spareBytes), after];
  return `${parts.filter((part) => part !== null).join('\n\n')}\n`;
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

/** A preflight tells all its problems at once, a line each. */
function failureNote({ failure }: Report): string | null {
  if (failure === null) {
    return null;
  }
  const errorCode = failure.code === null ? '' : `${code(failure.code)}: `;
  const [first = '', ...others] = failure.message.split('\n').filter((line) => line.trim() !== '');
  const text =
    others.length === 0
      ? [`${errorCode}${escapeMarkdown(first)}`]
      : [
          `${errorCode}${others.length + 1} problems`,
          '',
          ...[first, ...others].map((line) => `- ${escapeMarkdown(line)}`),
        ];
  return ['[!CAUTION]', ...text].map((line) => `> ${line}`.trimEnd()).join('\n');
}

function runSections(report: Report): (string | null)[] {
  if (report.outcome === 'no-change') {
    return [];
  }
  return [
    table(['', ''], numbers(report)),
    stepsSection(report.steps),
    ganttSection(report),
    report.outcome === 'succeeded' ? hazardsSection(report) : null,
  ];
}

function hazardsSection({ plan }: Report): string | null {
  return section('What else is different now', bullets((plan?.hazards ?? []).map(escapeMarkdown)));
}

function numbers(report: Report): string[][] {
  const { downtime, controlPlane, probe, plan, operations, requests } = report;
  const measured = probe?.downtime ?? null;
  const rows: [string, string | null][] = [
    ['Downtime', downtimeText(report)],
    [
      'Limit (max-downtime)',
      downtime.maxSeconds === null ? null : readableDuration(downtime.maxSeconds * 1000),
    ],
    ['Outages', measured === null ? null : outagesText(measured)],
    ['Control-plane window', readableSeconds(controlPlane.seconds)],
    ['Probed', probe === null ? null : `${code(probe.target.url)} every ${probe.intervalMs} ms`],
    ['Requests of the prober', measured === null ? null : samplesText(measured)],
    ['Existing connections', connectionsText(probe)],
    ['Method', plan === null ? null : `${code(plan.method)}: ${escapeMarkdown(plan.methodReason)}`],
    ['From', report.previousLoadBalancer === null ? null : code(report.previousLoadBalancer)],
    ['To', report.newLoadBalancer === null ? null : code(report.newLoadBalancer)],
    ['ARM', `${countOf(operations.length, 'write operation')}, ${countOf(requests.length, 'request')}`],
    ['The run', readableDuration(report.durationMs)],
  ];
  return rows.flatMap(([name, value]) => (value === null ? [] : [[name, value]]));
}

function downtimeText({ downtime, probe }: Report): string {
  const { seconds, source, resolutionMs } = downtime;
  const seenMs = probe?.downtime?.totalMs;
  if (seconds === null) {
    return seenMs === undefined
      ? 'not measured'
      : `at least ${readableDuration(seenMs)}: not over when probing ended`;
  }
  return source === 'probe'
    ? `**${readableSeconds(seconds)}**, measured to ${readableDuration(resolutionMs ?? 0)}`
    : `**${readableSeconds(seconds)}** by the control plane; nobody probed what users saw`;
}

/** Of one there is nothing to tell that is not told already. */
function outagesText({ outages, longestMs }: MeasuredDowntime): string | null {
  return outages.length > 1 ? `${outages.length}, the longest ${readableDuration(longestMs)}` : null;
}

function samplesText({ sampleCount, failedCount, slowCount }: MeasuredDowntime): string {
  return `${sampleCount}, ${failedCount} failed, ${slowCount} slow`;
}

function connectionsText(probe: Report['probe']): string | null {
  if (probe === null || probe.existingConnections.length === 0) {
    return null;
  }
  const fates = Object.entries(Object.groupBy(probe.existingConnections, ({ fate }) => fate));
  return fates.map(([fate, connections]) => `${connections.length} ${fate}`).join(', ');
}

function stepsSection(steps: readonly StepReport[]): string | null {
  if (steps.length === 0) {
    return null;
  }
  const isOneMethod = new Set(steps.map(({ method }) => method)).size === 1;
  const isUndone = steps.some(({ undo }) => undo !== null);
  const rows = steps.map((step, index) => [
    String(index + 1),
    escapeMarkdown(isOneMethod ? step.title : `${step.method}: ${step.title}`),
    attemptText(step.run),
    ...(isUndone ? [step.undo === null ? '' : attemptText(step.undo)] : []),
    changeTexts(step).join('<br>'),
  ]);
  const header = ['', 'Step', 'Done', ...(isUndone ? ['Undone'] : []), 'What it changes'];
  return section('Steps', table(header, rows));
}

function attemptText(attempt: AttemptReport | null): string {
  if (attempt === null) {
    return 'not begun';
  }
  const duration = attempt.durationMs === null ? '' : ` in ${readableDuration(attempt.durationMs)}`;
  const outcome = { succeeded: '✅', failed: '❌ failed', unfinished: '⚠️ unfinished' }[attempt.outcome];
  return unbroken(`${outcome}${duration}`);
}

function ganttSection(report: Report): string | null {
  const chart = gantt(report);
  if (chart === null) {
    return null;
  }
  const note = uncharted(report);
  return section('Timeline', `\`\`\`mermaid\n${chart}\n\`\`\`${note === '' ? '' : `\n\n${note}`}`);
}

/** What the fold itself takes: its title, the header of the table, the word about what is missing. */
const FOLD_BYTES = 1_000;
const OPERATION_COLUMNS = ['Sent', 'Operation', 'Ended as', 'After', 'Polls', 'Correlation id'];

/** As many operations as there is room for, and a word about the others. */
function operationsSection(operations: readonly OperationReport[], spareBytes: number): string | null {
  if (operations.length === 0) {
    return null;
  }
  const rows: string[][] = [];
  let leftBytes = spareBytes - FOLD_BYTES;
  for (const operation of operations) {
    const row = operationRow(operation);
    leftBytes -= byteLength(row.join(' | ')) + 6;
    if (leftBytes < 0) {
      break;
    }
    rows.push(row);
  }
  const missing = operations.length - rows.length;
  const note =
    missing === 0 ? '' : `\n\n${missing} more did not fit into a step summary: they are in report.json.`;
  return details(countOf(operations.length, 'ARM operation'), `${table(OPERATION_COLUMNS, rows)}${note}`);
}

function operationRow(operation: OperationReport): string[] {
  const { phase, method, path, status, errorCode, sentMs, endedMs, polls, correlationId } = operation;
  return [
    unbroken(readableDuration(sentMs)),
    `${phase === 'undo' ? 'undo ' : ''}${method} ${code(readableResource(path))}`,
    escapeMarkdown([status ?? 'end not seen', errorCode].filter(Boolean).join(' ')),
    endedMs === null ? '' : unbroken(readableDuration(endedMs - sentMs)),
    polls === null ? '' : String(polls),
    correlationId === null ? '' : code(correlationId),
  ];
}
