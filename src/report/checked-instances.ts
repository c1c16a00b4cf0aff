import type { BatchFinishedEvent, BatchStartedEvent } from '../strategies/scale-set/release-events.ts';
import type { AnswersByVersion } from './answers-by-version.ts';
import type { RolloutEvent } from './events.ts';
import type { RunAxis } from './run-axis.ts';

export interface BatchReport {
  /** From 1. */
  readonly number: number;
  readonly instanceIds: readonly string[];
  /** How many instances were outdated when it began, its own included. */
  readonly outdatedCount: number;
  readonly startedMs: number;
  /** `null`: the run ended, or failed, in the middle of it. */
  readonly finishedMs: number | null;
  /** Who became so. */
  readonly unhealthy: readonly UnhealthyInstance[];
  /** Who had been sick before, and did not get well either. */
  readonly sickBefore: readonly UnhealthyInstance[];
  readonly answers: AnswersByVersion | null;
}

export interface LaterCheckReport {
  /** `upgrade`: they had the payload, and did not look well any more. `take-back`: they were taken back. */
  readonly since: 'upgrade' | 'take-back';
  readonly instanceIds: readonly string[];
  readonly endedMs: number;
  /** Who became so. */
  readonly unhealthy: readonly UnhealthyInstance[];
  /** Who had been sick before, and is not well either. */
  readonly sickBefore: readonly UnhealthyInstance[];
  /** Of whom nothing bad was seen, and on whom ARM has not let `check-command` be run: how they are, nobody knows. */
  readonly unproven: readonly UnhealthyInstance[];
}

export interface SwitchedOffReport {
  readonly instanceId: string;
  /** `upgrade`: it has the payload, and was left as it is. `take-back`: it has got what it had before. */
  readonly since: 'upgrade' | 'take-back';
}

export interface UnhealthyInstance {
  readonly instanceId: string;
  readonly reasons: readonly string[];
}

export interface CheckReport {
  readonly instanceId: string;
  readonly verdict: 'healthy' | 'unhealthy';
  readonly endedMs: number;
  /** From the beginning of its check, which a rollback comes to only after it has seen all instances back. */
  readonly tookMs: number;
  /** Why it is not good, as last seen; none of a healthy one. */
  readonly reasons: readonly string[];
}

/** Without the answers, of which a batch itself knows nothing. */
export function batchReports(
  events: readonly RolloutEvent[],
  since: RunAxis,
): Omit<BatchReport, 'answers'>[] {
  return events.flatMap((event, index) => {
    if (event.type !== 'batch-started') {
      return [];
    }
    const sickIds = sickIdsIn(events.slice(0, index));
    return [batchReport(event, { end: endOf(event, events.slice(index)), sickIds }, since)];
  });
}

/** Of several plans in one run each counts its batches from 1. */
function endOf(
  { number }: BatchStartedEvent,
  later: readonly RolloutEvent[],
): BatchFinishedEvent | undefined {
  return later.find((event) => event.type === 'batch-finished' && event.number === number) as
    | BatchFinishedEvent
    | undefined;
}

function batchReport(
  { number, instanceIds, outdatedCount, atMs }: BatchStartedEvent,
  { end, sickIds }: { readonly end: BatchFinishedEvent | undefined; readonly sickIds: ReadonlySet<string> },
  since: RunAxis,
): Omit<BatchReport, 'answers'> {
  return {
    number,
    instanceIds,
    outdatedCount,
    startedMs: since(atMs),
    finishedMs: end === undefined ? null : since(end.atMs),
    ...apart(end?.unhealthy ?? [], sickIds),
  };
}

export function laterChecks(events: readonly RolloutEvent[], since: RunAxis): LaterCheckReport[] {
  return events.flatMap((event, index) =>
    event.type === 'instances-checked'
      ? [
          {
            since: event.since,
            instanceIds: event.instanceIds,
            endedMs: since(event.atMs),
            unproven: event.unproven ?? [],
            ...apart(event.unhealthy, sickIdsIn(events.slice(0, index))),
          },
        ]
      : [],
  );
}

/** As the run had found the instances by then. */
export function sickIdsIn(events: readonly RolloutEvent[]): ReadonlySet<string> {
  return new Set(events.findLast((event) => event.type === 'sick-before')?.instanceIds);
}

/** Who became unhealthy, and who had been sick before. */
function apart(
  all: readonly UnhealthyInstance[],
  sickIds: ReadonlySet<string>,
): Pick<BatchReport, 'unhealthy' | 'sickBefore'> {
  return {
    unhealthy: all.filter(({ instanceId }) => !sickIds.has(instanceId)),
    sickBefore: all.filter(({ instanceId }) => sickIds.has(instanceId)),
  };
}

/** What was said of an instance last. */
export function switchedOff(events: readonly RolloutEvent[]): SwitchedOffReport[] {
  const found = events.flatMap((event) =>
    event.type === 'instances-off'
      ? event.instanceIds.map((instanceId) => ({ instanceId, since: event.since }))
      : [],
  );
  return [...new Map(found.map((each) => [each.instanceId, each])).values()];
}

export function checkReports(events: readonly RolloutEvent[], since: RunAxis): CheckReport[] {
  return events.flatMap((event): CheckReport[] => {
    switch (event.type) {
      case 'instance-healthy':
        return [{ ...verdictOf(event, since), verdict: 'healthy', reasons: [] }];
      case 'instance-unhealthy':
        return [{ ...verdictOf(event, since), verdict: 'unhealthy', reasons: event.reasons }];
      default:
        return [];
    }
  });
}

function verdictOf(
  {
    instanceId,
    atMs,
    tookMs,
  }: { readonly instanceId: string; readonly atMs: number; readonly tookMs: number },
  since: RunAxis,
): Pick<CheckReport, 'instanceId' | 'endedMs' | 'tookMs'> {
  return { instanceId, endedMs: since(atMs), tookMs: Math.round(tookMs) };
}
