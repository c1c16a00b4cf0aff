import type { PlanOutcome } from '../engine/events.ts';
import type { Change, ExpectedDowntime, ExpectedDuration, Plan, Step } from '../engine/plan.ts';
import type { Undertaking } from '../record/lock.ts';
import type { ReleaseStatus } from '../strategies/release-status.ts';
import type { NotAsLeftEvent } from '../strategies/vip-swap/last-look.ts';
import { hasOnlyRecovered } from './after-effects.ts';
import { type ControlPlaneWindow, findWindows, totalWindowMs } from './control-plane-window.ts';
import { type DowntimeReport, judgeDowntime, toSeconds } from './downtime-report.ts';
import type { RolloutEvent } from './events.ts';
import { type FailureReport, toFailureReport } from './failure-report.ts';
import {
  type OperationReport,
  operationReports,
  type RequestReport,
  requestReports,
} from './operation-reports.ts';
import { plannedBatches } from './planned-batches.ts';
import { type ProbeReport, probeReport } from './probe-report.ts';
import { NOTHING_RECOVERED, recoveredOutage } from './recovered-outage.ts';
import { type RunAxis, runAxis } from './run-axis.ts';
import type { Conclusion, EmulatorFacts, ProductionAddress, RunFacts } from './run-facts.ts';
import { overtakenIn, type ScaleSetReport, scaleSetReport } from './scale-set-report.ts';
import { type StepReport, stepReports, unrunSteps } from './step-reports.ts';
import { mayHaveGoneAway } from './unseen-window.ts';

export type Outcome = 'succeeded' | 'rolled-back' | 'failed' | 'planned' | 'no-change' | 'reported';

/** The last plan of the run, without its steps. */
export interface PlanReport {
  readonly method: string;
  readonly methodReason: string;
  readonly goal: string;
  readonly expectedDowntime: ExpectedDowntime;
  /** `null` where the length of the plan is of no interest beside its outage. */
  readonly expectedDuration: ExpectedDuration | null;
  /** Instances that are upgraded at once, by how they were when it was made; empty where it is about addresses. */
  readonly batches: readonly (readonly string[])[];
  readonly hazards: readonly string[];
  readonly unchecked: readonly string[];
}

export type NotAsLeftReport = Pick<NotAsLeftEvent, 'leftOn' | 'elsewhere'>;

export interface ControlPlaneReport {
  /** Sum of the windows. `null` where there was none, or one was never closed. */
  readonly seconds: number | null;
  readonly windows: readonly { readonly openedMs: number; readonly closedMs: number | null }[];
}

/**
 * The content of `report.json`; `docs/report.schema.json` describes it. Members ending in `Ms` without another meaning
 * are whole milliseconds since the start of the run. What was not measured is `null`, never 0.
 */
export interface Report {
  readonly schemaVersion: 1;
  readonly outcome: Outcome;
  /** Why there was nothing to do; of `command: unlock` and of a recovery that swept up, what is gone now. */
  readonly reason: string | null;
  readonly failure: FailureReport | null;
  /** Made by the process that ended an interrupted run: of that one's own doing only the begun steps are known. */
  readonly interrupted: boolean;
  /**
   * Which way an interrupted release went, or was to go where that failed, in a run that came no further; the outage that it
   * had begun is not known here.
   */
  readonly recoveredTo: 'finish' | 'undo' | null;
  /** What this run has recovered of a swap, or was to; `null`: that is not known, or was a release of a scale set. */
  readonly recovering: Undertaking | null;
  /** Of `command: recover`: which way it was told to go; `null` where that was left to it. */
  readonly recoverTo: 'finish' | 'undo' | null;
  /** Which way this run has brought an interrupted release to its end, whatever became of the run after that. */
  readonly recovered: 'finish' | 'undo' | null;
  /** Of `command: status`. */
  readonly status: ReleaseStatus | null;
  readonly strategy: string;
  readonly command: string;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly github: { readonly runUrl: string; readonly actor: string } | null;
  readonly emulator?: EmulatorFacts;
  readonly productionAddresses: readonly ProductionAddress[];
  readonly previousLoadBalancer: string | null;
  /** Its resource id. `null` of a recovery, too. */
  readonly previousLoadBalancerId: string | null;
  readonly newLoadBalancer: string | null;
  /** The load balancer that has production, by a fresh read at the end of a run; `null` where that is not certain, or nobody looked. */
  readonly productionSeenOn: string | null;
  /** Of a run that has done its work, whose last look has found production otherwise than it had left it. */
  readonly notAsLeft: NotAsLeftReport | null;
  /** By a fresh read at the end of a run that failed, or of a recovery, while production was not served: what gives it back by hand. */
  readonly byHand: readonly Change[];
  /** `null` for a run that is not about a scale set. */
  readonly scaleSet: ScaleSetReport | null;
  readonly downtime: DowntimeReport;
  readonly controlPlane: ControlPlaneReport;
  readonly plan: PlanReport | null;
  /** Of every plan of the run, in order: a method that ARM refused is followed by the steps of the next. */
  readonly steps: readonly StepReport[];
  readonly operations: readonly OperationReport[];
  readonly requests: readonly RequestReport[];
  readonly probe: ProbeReport | null;
}

/** Folds the events of a run into its report. `conclusion` is for runs that did not end with a plan. */
export function buildReport(
  facts: RunFacts,
  events: readonly RolloutEvent[],
  conclusion?: Conclusion,
): Report {
  const since = runAxis(facts.startedAtMs);
  const { interrupted } = facts;
  const end = {
    ...ending(events, conclusion),
    recovered: recoveredIn(events),
    steps:
      conclusion?.outcome === 'planned'
        ? unrunSteps(conclusion.plan)
        : stepReports(events, since, interrupted),
  };
  // What is seen of the undoing alone is a part of the outage, and would pass for all of it.
  const isWhole = interrupted === undefined && facts.recoveredTo === undefined && !hasOnlyRecovered(end);
  const own = ownEvents(events);
  const windows = isWhole ? findWindows(own) : [];
  const probe = probeReport(own, windows, since);
  const controlPlane = controlPlaneReport(windows, since);
  const isSwap = facts.scaleSetId === undefined;
  const recovered = isWhole && isSwap ? recoveredOutage(events, facts.startedAtMs) : NOTHING_RECOVERED;
  // Of a run that began no plan there is nothing to measure, and of an interrupted one `main` has seen the beginning.
  const isMeasured = isWhole && events.some((event) => event.type === 'plan-started');
  return {
    schemaVersion: 1,
    ...end,
    interrupted: interrupted !== undefined,
    recoveredTo: facts.recoveredTo ?? null,
    recovering: facts.recovering ?? null,
    recoverTo: facts.recoverTo ?? null,
    status: conclusion?.outcome === 'reported' ? conclusion.status : null,
    strategy: facts.strategy,
    command: facts.command,
    startedAt: new Date(facts.startedAtEpochMs).toISOString(),
    durationMs: since(facts.finishedAtMs),
    github: facts.github ?? null,
    ...(facts.emulator === undefined ? {} : { emulator: facts.emulator }),
    productionAddresses: facts.productionAddresses,
    previousLoadBalancer: facts.previousLoadBalancer ?? null,
    previousLoadBalancerId: facts.previousLoadBalancerId ?? null,
    newLoadBalancer: facts.newLoadBalancer ?? null,
    productionSeenOn: productionSeenOn(events),
    notAsLeft: notAsLeftIn(events),
    byHand: events.findLast((event) => event.type === 'by-hand')?.changes ?? [],
    scaleSet: scaleSetReport(facts, events, conclusion, probe, since),
    downtime:
      interrupted?.downtime ??
      judgeDowntime({
        probe: isMeasured ? probe : null,
        controlPlaneSeconds: controlPlane.seconds,
        recovered,
        maxDowntimeMs: facts.maxDowntimeMs,
        mayHaveGoneAway: mayHaveGoneAway({ ...end, controlPlane, probe }),
        isAway: isAwayIn(notAsLeftIn(events)),
      }),
    controlPlane,
    plan: planReport(events, conclusion),
    operations: operationReports(events, since),
    requests: requestReports(events, since),
    probe,
  };
}

/** As `recoveredOutage`, for the record of the release that comes after it. */
export function recoveredSeconds(events: readonly RolloutEvent[], startedAtMs: number): number | null {
  return toSeconds(recoveredOutage(events, startedAtMs)?.ms ?? null);
}

/** How long ARM had production away in the release that the events tell of; null where it did not, or has not given it back. */
export function controlPlaneSeconds(events: readonly RolloutEvent[]): number | null {
  return toSeconds(totalWindowMs(findWindows(ownEvents(events))));
}

/** Of its own release; what it has cost to bring an interrupted one to its end before that is `recoveredOutage`. */
function ownEvents(events: readonly RolloutEvent[]): readonly RolloutEvent[] {
  const own = events.slice(events.findLastIndex(({ type }) => type === 'recovered') + 1);
  return own.some(({ type }) => type === 'plan-started' || type === 'probe-started') ? own : events;
}

function recoveredIn(events: readonly RolloutEvent[]): Report['recovered'] {
  return events.findLast((event) => event.type === 'recovered')?.direction ?? null;
}

/** What was seen before the last plan began is of no interest after it. */
function productionSeenOn(events: readonly RolloutEvent[]): string | null {
  const last = events.findLast(({ type }) => type === 'production-seen' || startsAnew(type));
  return last?.type === 'production-seen' ? last.loadBalancer : null;
}

function startsAnew(type: RolloutEvent['type']): boolean {
  return type === 'plan-started' || type === 'not-as-left';
}

function notAsLeft(events: readonly RolloutEvent[]): NotAsLeftEvent | null {
  const last = events.findLast(({ type }) => startsAnew(type));
  return last?.type === 'not-as-left' ? last : null;
}

/** Whether nothing has one of the addresses at the very end of the run. */
export function isAwayIn(notAsLeft: NotAsLeftReport | null): boolean {
  return notAsLeft?.elsewhere.some(({ heldBy }) => heldBy === null) ?? false;
}

function notAsLeftIn(events: readonly RolloutEvent[]): NotAsLeftReport | null {
  const found = notAsLeft(events);
  return found === null ? null : { leftOn: found.leftOn, elsewhere: found.elsewhere };
}

function controlPlaneReport(windows: readonly ControlPlaneWindow[], since: RunAxis): ControlPlaneReport {
  return {
    seconds: toSeconds(totalWindowMs(windows)),
    windows: windows.map(({ openedAtMs, closedAtMs }) => ({
      openedMs: since(openedAtMs),
      closedMs: closedAtMs === null ? null : since(closedAtMs),
    })),
  };
}

function ending(
  events: readonly RolloutEvent[],
  conclusion: Conclusion | undefined,
): Pick<Report, 'outcome' | 'reason' | 'failure'> {
  if (conclusion !== undefined) {
    return {
      outcome: conclusion.outcome,
      reason: 'reason' in conclusion ? conclusion.reason : null,
      failure: conclusion.outcome === 'failed' ? toFailureReport(conclusion.failure) : null,
    };
  }
  const finished = events.findLast((event) => event.type === 'plan-finished');
  if (finished === undefined) {
    const failure = { message: 'The run ended before its plan did.', code: null };
    return { outcome: 'failed', reason: null, failure };
  }
  const failure = finished.failure ?? notAsLeft(events)?.failure;
  return {
    outcome: outcomeOf(finished.outcome, events),
    reason: null,
    failure: failure === undefined ? null : toFailureReport(failure),
  };
}

function outcomeOf(end: PlanOutcome, events: readonly RolloutEvent[]): Outcome {
  if (notAsLeft(events) !== null) {
    return 'failed';
  }
  switch (end) {
    case 'interrupted':
      // Cancelled, and not settled yet: neither where it should be nor where it was.
      return 'failed';
    case 'rolled-back':
      return isAnothersIn(events) ? 'failed' : 'rolled-back';
    default:
      return end;
  }
}

/** Nothing is left of the run to be undone, because all of it is somebody else's by now, or what jobs before it have done. */
function isAnothersIn(events: readonly RolloutEvent[]): boolean {
  const overtaken = overtakenIn(events);
  return overtaken !== null && !(overtaken.state === 'forgotten' && overtaken.isTakenBack);
}

function planReport(events: readonly RolloutEvent[], conclusion: Conclusion | undefined): PlanReport | null {
  const plan: Plan<Step> | undefined =
    conclusion?.outcome === 'planned'
      ? conclusion.plan
      : events.findLast((event) => event.type === 'plan-started')?.plan;
  if (plan === undefined) {
    return null;
  }
  const { method, methodReason, goal, expectedDowntime, expectedDuration = null, hazards, unchecked } = plan;
  const batches = plannedBatches(plan);
  return { method, methodReason, goal, expectedDowntime, expectedDuration, batches, hazards, unchecked };
}
