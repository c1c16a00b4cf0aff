import { type Downtime, measureDowntime } from '../probe/downtime.ts';
import { measureOffsets, type OperationOffset } from '../probe/offsets.ts';
import type { ExistingConnectionFate, ProbeEvent, ProbeSample } from '../probe/probe-events.ts';
import type { ControlPlaneWindow } from './control-plane-window.ts';
import type { RolloutEvent } from './events.ts';
import type { RunAxis } from './run-axis.ts';

/** A good answer slower than this is counted as slow: what a person notices as a hesitation. */
const SLOW_AFTER_MS = 1_000;

/**
 * One request of the prober as a row, because there are thousands: when it was due, was sent and completed, what it
 * was, its HTTP status, and the version that answered or the cause of the failure.
 */
export type SampleRow = readonly [
  dueMs: number,
  sentMs: number,
  completedMs: number,
  result: 'good' | 'failed',
  status: number | null,
  versionOrCause: string | null,
];

export interface MeasuredDowntime {
  /** Sum of `downMs`, and what it is good to; `longestMs` is the longest `downMs`. */
  readonly totalMs: number;
  readonly uncertaintyMs: number;
  readonly longestMs: number;
  /**
   * Between the good answers around it, and how long production was down in that time: `downMs`, give or take
   * `uncertaintyMs`. `toMs` is `null` while no good answer has come since: such an outage counts to the last completion.
   */
  readonly outages: readonly {
    readonly fromMs: number;
    readonly toMs: number | null;
    readonly failedCount: number;
    readonly downMs: number;
    readonly uncertaintyMs: number;
  }[];
  readonly sampleCount: number;
  readonly failedCount: number;
  /** So many failed requests in a row are an outage at any time of the run. Fewer may be chance, while instances are upgraded. */
  readonly fewestFailures: number;
  readonly slowCount: number;
  readonly slowAfterMs: number;
  readonly resolutionMs: number;
  readonly lastAnswerFromOldMs: number | null;
  readonly firstAnswerFromNewMs: number | null;
}

export interface ProbeReport {
  readonly target: {
    readonly protocol: 'http' | 'https' | 'tcp';
    readonly url: string;
    readonly source: string;
    readonly connectHost: string | null;
  };
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly startedMs: number;
  readonly stoppedMs: number | null;
  /** Why the prober died. What it had seen until then is in `samples`, and proves no downtime. */
  readonly failure: string | null;
  readonly downtime: MeasuredDowntime | null;
  /** How the data plane related to ARM's operations. `null` without a window, or with more than one. */
  readonly detachOffset: OperationOffset | null;
  readonly attachOffset: OperationOffset | null;
  /** What became of connections that were kept alive across the switch. */
  readonly existingConnections: readonly {
    readonly openedMs: number;
    readonly endedMs: number;
    readonly fate: ExistingConnectionFate;
  }[];
  readonly samples: readonly SampleRow[];
}

type Started = Extract<ProbeEvent, { readonly type: 'probe-started' }>;

/** `null` where production was never probed. */
export function probeReport(
  events: readonly RolloutEvent[],
  windows: readonly ControlPlaneWindow[],
  since: RunAxis,
): ProbeReport | null {
  const started = events.find((event) => event.type === 'probe-started');
  if (started === undefined) {
    return null;
  }
  const samples = events.flatMap((event) => (event.type === 'probe-sample' ? [event.sample] : []));
  const failure = events.find((event) => event.type === 'probe-failed')?.cause ?? null;
  const downtime =
    failure === null
      ? measureDowntime(samples, {
          intervalMs: started.intervalMs,
          slowAfterMs: SLOW_AFTER_MS,
          sharesAway: events.flatMap((event) =>
            event.type === 'instances-away' ? [{ fromMs: event.atMs, share: event.share }] : [],
          ),
        })
      : undefined;
  const stopped = events.findLast((event) => event.type === 'probe-stopped');
  return {
    ...probed(started, since),
    stoppedMs: stopped === undefined ? null : since(stopped.atMs),
    failure,
    downtime: downtime === undefined ? null : measured(downtime, since),
    ...offsets(downtime, windows),
    existingConnections: events.flatMap((event) =>
      event.type === 'probe-connection'
        ? [{ openedMs: since(event.openedAtMs), endedMs: since(event.atMs), fate: event.fate }]
        : [],
    ),
    samples: samples.map((sample) => sampleRow(sample, since)),
  };
}

function probed(
  { target, intervalMs, timeoutMs, atMs }: Started,
  since: RunAxis,
): Pick<ProbeReport, 'target' | 'intervalMs' | 'timeoutMs' | 'startedMs'> {
  const { protocol, url, source, connectHost = null } = target;
  return { target: { protocol, url, source, connectHost }, intervalMs, timeoutMs, startedMs: since(atMs) };
}

function measured(downtime: Downtime, since: RunAxis): MeasuredDowntime {
  const { lastAnswerFromOldAtMs: lastOld, firstAnswerFromNewAtMs: firstNew } = downtime;
  return {
    totalMs: Math.round(downtime.totalMs),
    uncertaintyMs: Math.round(downtime.uncertaintyMs),
    longestMs: Math.round(downtime.longestMs),
    outages: downtime.outages.map(({ fromMs, toMs, failedCount, downMs, uncertaintyMs }) => ({
      fromMs: since(fromMs),
      toMs: toMs === undefined ? null : since(toMs),
      failedCount,
      downMs: Math.round(downMs),
      uncertaintyMs: Math.round(uncertaintyMs),
    })),
    sampleCount: downtime.sampleCount,
    failedCount: downtime.failedCount,
    fewestFailures: downtime.fewestFailures,
    slowCount: downtime.slowCount,
    slowAfterMs: SLOW_AFTER_MS,
    resolutionMs: Math.round(downtime.resolutionMs),
    lastAnswerFromOldMs: lastOld === undefined ? null : since(lastOld),
    firstAnswerFromNewMs: firstNew === undefined ? null : since(firstNew),
  };
}

/** With two windows there are two outages, and which belongs to which is a guess. */
function offsets(
  downtime: Downtime | undefined,
  windows: readonly ControlPlaneWindow[],
): Pick<ProbeReport, 'detachOffset' | 'attachOffset'> {
  const [window, ...others] = windows;
  if (downtime === undefined || window === undefined || others.length > 0) {
    return { detachOffset: null, attachOffset: null };
  }
  const { detachOffset, attachOffset } = measureOffsets(downtime.outages, {
    ...(window.detach === null ? {} : { detach: window.detach }),
    ...(window.attach === null ? {} : { attach: window.attach }),
  });
  return { detachOffset: rounded(detachOffset), attachOffset: rounded(attachOffset) };
}

function rounded(offset: OperationOffset | undefined): OperationOffset | null {
  return offset === undefined
    ? null
    : {
        afterAcceptedMs: Math.round(offset.afterAcceptedMs),
        afterEndedMs: Math.round(offset.afterEndedMs),
      };
}

function sampleRow({ dueAtMs, sentAtMs, completedAtMs, result }: ProbeSample, since: RunAxis): SampleRow {
  const detail = result.kind === 'good' ? result.version : result.cause;
  return [
    since(dueAtMs),
    since(sentAtMs),
    since(completedAtMs),
    result.kind,
    result.status ?? null,
    detail ?? null,
  ];
}
