import type { OperationReport } from '../operation-reports.ts';
import { readableDuration } from '../readable.ts';
import type { Report } from '../report.ts';

/** More bars than this cannot be told apart, and Mermaid's own limit on the text of a chart is 50,000 characters. */
const MOST_OPERATIONS = 40;
const MOST_OUTAGES = 10;
const MOST_BATCHES = 20;
/** A bar without width is not drawn at all. */
const SHORTEST_BAR_MS = 50;
/** Local midnight of a day without a change of clocks, so that the axis counts from 00:00 in every time zone. */
const ORIGIN_MS = Date.UTC(2000, 0, 1);
const HOUR_MS = 3_600_000;

interface Bar {
  readonly label: string;
  readonly tag: 'crit' | 'active' | 'done';
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * A Mermaid gantt of the ARM operations, with what users missed and the control-plane window as bars of their own above
 * them. `null` where nothing happened that a chart could show.
 */
export function gantt(report: Report): string | null {
  const operations = operationBars(report);
  if (operations.length === 0) {
    return null;
  }
  const [outages, windows, batches] = [outageBars(report), windowBars(report), batchBars(report)];
  const sections = [
    section('Users', outages),
    section('Control plane', windows),
    section('Batches', batches),
    section('ARM operations', operations),
  ];
  const axis = report.durationMs < HOUR_MS ? '%M:%S' : '%H:%M:%S';
  return [
    'gantt',
    '  title Time since the start of the run',
    '  dateFormat YYYY-MM-DD HH:mm:ss.SSS',
    `  axisFormat ${axis}`,
    `  tickInterval ${tickInterval([...outages, ...windows, ...batches, ...operations])}`,
    '  todayMarker off',
    ...sections.flat(),
  ].join('\n');
}

/** More labels than this run into each other in the column of a step summary, which a phone shows 400 px wide. */
const MOST_TICKS = 6;
const TICKS = [
  ...[1, 2, 5, 10, 15, 30].map((count) => ({ ms: count * 1_000, text: `${count}second` })),
  ...[1, 2, 5, 10, 15, 30].map((count) => ({ ms: count * 60_000, text: `${count}minute` })),
  ...[1, 2, 3, 6, 12].map((count) => ({ ms: count * HOUR_MS, text: `${count}hour` })),
] as const;

/** Mermaid draws its axis from the first bar to the last, and by itself a label for each few of them. */
function tickInterval(bars: readonly Bar[]): string {
  const spanMs = Math.max(...bars.map(({ toMs }) => toMs)) - Math.min(...bars.map(({ fromMs }) => fromMs));
  return TICKS.find(({ ms }) => spanMs / ms <= MOST_TICKS)?.text ?? '1day';
}

/** What the chart leaves out, for the line under it; empty where it leaves out nothing. */
export function uncharted({ operations, probe, scaleSet }: Report): string {
  const outageCount = probe?.downtime?.outages.length ?? 0;
  const left = [
    countOver(outageCount, MOST_OUTAGES, 'shorter outage'),
    countOver(scaleSet?.batches.length ?? 0, MOST_BATCHES, 'later batch', 'later batches'),
    countOver(operations.length, MOST_OPERATIONS, 'later operation'),
  ].filter((text) => text !== '');
  return left.length === 0 ? '' : `Not drawn: ${left.join(' and ')}.`;
}

function countOver(count: number, most: number, noun: string, nouns = `${noun}s`): string {
  return count > most ? `${count - most} ${count - most === 1 ? noun : nouns}` : '';
}

function section(title: string, bars: readonly Bar[]): string[] {
  if (bars.length === 0) {
    return [];
  }
  return [`  section ${title}`, ...bars.map(line)];
}

function line({ label, tag, fromMs, toMs }: Bar): string {
  const untilMs = Math.max(toMs, fromMs + SHORTEST_BAR_MS);
  return `  ${escapeLabel(label)} :${tag}, ${timestamp(fromMs)}, ${timestamp(untilMs)}`;
}

/**
 * Mermaid ends a name at `:`, and `#`, `;`, `%%` and a comma mean something to it in places; names in Azure hold none of
 * them, so nothing is lost.
 */
export function escapeLabel(label: string): string {
  return label.replace(/[^\p{L}\p{N} ./()_-]/gu, '_');
}

function timestamp(ms: number): string {
  return new Date(ORIGIN_MS + Math.max(0, ms)).toISOString().slice(0, -1).replace('T', ' ');
}

/**
 * The longest ones, in the order of time. A bar is drawn between the good answers, because where in that time service
 * stopped and came back is not known; its label has the number that all else tells.
 */
function outageBars({ probe, durationMs }: Report): Bar[] {
  const bars = (probe?.downtime?.outages ?? []).map(({ fromMs, toMs, downMs }) => ({
    label: toMs === null ? 'Outage until the end of the run' : `Outage ${readableDuration(downMs)}`,
    tag: 'crit' as const,
    fromMs,
    toMs: toMs ?? durationMs,
  }));
  return bars
    .toSorted((a, b) => b.toMs - b.fromMs - (a.toMs - a.fromMs))
    .slice(0, MOST_OUTAGES)
    .sort((a, b) => a.fromMs - b.fromMs);
}

function windowBars({ controlPlane, durationMs }: Report): Bar[] {
  return controlPlane.windows.map(({ openedMs, closedMs }) => ({
    label: closedMs === null ? 'Window never closed' : `Window ${readableDuration(closedMs - openedMs)}`,
    tag: 'active',
    fromMs: openedMs,
    toMs: closedMs ?? durationMs,
  }));
}

/** More ids than these are too long for a label beside a bar. */
const MOST_IDS = 4;

function batchBars({ scaleSet, durationMs }: Report): Bar[] {
  return (scaleSet?.batches ?? []).slice(0, MOST_BATCHES).map((batch) => {
    const { number, instanceIds, startedMs, finishedMs, unhealthy } = batch;
    const ids =
      instanceIds.length > MOST_IDS ? `${instanceIds.length} instances` : `(${instanceIds.join(' ')})`;
    const words = [
      `Batch ${number} ${ids}`,
      finishedMs === null ? 'no end seen' : readableDuration(finishedMs - startedMs),
      unhealthy.length === 0 ? '' : `${unhealthy.length} not well`,
    ];
    return {
      label: words.filter((word) => word !== '').join(' '),
      tag: unhealthy.length === 0 && finishedMs !== null ? ('active' as const) : ('crit' as const),
      fromMs: startedMs,
      toMs: finishedMs ?? durationMs,
    };
  });
}

function operationBars(report: Report): Bar[] {
  return report.operations.slice(0, MOST_OPERATIONS).map((operation) => {
    const { method, path, phase, sentMs, endedMs, status } = operation;
    const words = [
      phase === 'undo' ? 'undo' : '',
      method,
      path.slice(path.lastIndexOf('/') + 1),
      endedMs === null ? 'no end seen' : readableDuration(endedMs - sentMs),
      status === 'Succeeded' ? '' : (status ?? ''),
    ];
    return {
      label: words.filter((word) => word !== '').join(' '),
      tag: status === 'Succeeded' ? 'done' : 'crit',
      fromMs: sentMs,
      toMs: endedMs ?? abandonedMs(operation, report),
    };
  });
}

/** Until when an operation was waited for whose end was not seen: the undoing of its step supersedes it. */
function abandonedMs({ stepId, phase, sentMs }: OperationReport, { steps, durationMs }: Report): number {
  const undoneMs = steps
    .filter(({ id }) => phase === 'run' && id === stepId)
    .map(({ undo }) => undo?.startedMs ?? durationMs)
    .filter((startedMs) => startedMs >= sentMs);
  return Math.min(durationMs, ...undoneMs);
}
