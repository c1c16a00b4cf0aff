import { nameOf, parseResourceId, resourceGroupOf, subscriptionIdOf } from '../azure/resource-id.ts';
import type { Plan } from '../engine/plan.ts';
import { payloadText } from '../strategies/scale-set/payload-text.ts';
import { isOff } from '../strategies/scale-set/power.ts';
import type {
  BatchFinishedEvent,
  BatchStartedEvent,
  CanaryEndpoint,
  InstanceSeen,
  RecordSeen,
} from '../strategies/scale-set/release-events.ts';
import type { ScaleSetStatus } from '../strategies/scale-set/status.ts';
import { isScaleSetStep, type PlannedRelease, type TakeLock } from '../strategies/scale-set/steps.ts';
import { type AnswersByVersion, answersByVersion, type Sides, sidesOf } from './answers-by-version.ts';
import type { RolloutEvent } from './events.ts';
import type { ProbeReport, SampleRow } from './probe-report.ts';
import type { RunAxis } from './run-axis.ts';
import type { Conclusion, RunFacts } from './run-facts.ts';

/** What a run has done to a scale set, or found of it. */
export interface ScaleSetReport {
  readonly name: string;
  /** `null` where the run ended before it was known. */
  readonly subscriptionId: string | null;
  /** `null` where the run ended before it was known. */
  readonly resourceGroup: string | null;
  /** `null` where none is open, and none was opened by this run. */
  readonly releaseId: string | null;
  /** Image or extension, without any settings. `null` where it is not known. */
  readonly previousPayload: string | null;
  readonly payload: string | null;
  /** Whether the run could put back what the instances had. `null` where it had no plan of a way forwards. */
  readonly hasWayBack: boolean | null;
  readonly canaryIds: readonly string[];
  /** Whether the run has looked at the instances at all: a scale set without any has none either. */
  readonly hasSeenInstances: boolean;
  /** As they were when Azure was read last. */
  readonly instances: readonly InstanceSeen[];
  readonly batches: readonly BatchReport[];
  /** Checks of instances outside of a batch. */
  readonly laterChecks: readonly LaterCheckReport[];
  /** Who was not well before the run, and not by its release: they count for nothing. */
  readonly sickBefore: readonly string[];
  /** Who is switched off, and was not checked, each once. */
  readonly switchedOff: readonly SwitchedOffReport[];
  /** Every verdict on an upgraded instance, in the order of time. */
  readonly checks: readonly CheckReport[];
  /** Where canaries are reached, each by itself. */
  readonly canaryEndpoints: readonly CanaryEndpoint[];
  /** Who signs in to the instances by SSH. Empty where that is not known. */
  readonly sshUser: string;
  /**
   * Who has it now, by a fresh read at the end of a run that somebody else has overtaken. `null` of any other run, and where ARM
   * did not answer.
   */
  readonly overtaken: RecordSeen | null;
  /** Whether a run that went on with an open release has changed nothing of it, and has left it open as it was. */
  readonly isLeftAsFound: boolean;
  /** Of the whole run. `null` where no answer told its version. */
  readonly answers: AnswersByVersion | null;
}

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
  /** From the end of its upgrade. */
  readonly tookMs: number;
  /** Why it is not good, as last seen; none of a healthy one. */
  readonly reasons: readonly string[];
}

/** `null` for a run that is not about a scale set. */
export function scaleSetReport(
  facts: RunFacts,
  events: readonly RolloutEvent[],
  conclusion: Conclusion | undefined,
  probe: ProbeReport | null,
  since: RunAxis,
): ScaleSetReport | null {
  if (conclusion?.outcome === 'reported') {
    return 'scaleSet' in conclusion.status ? ofStatus(conclusion.status, subscriptionOf(facts)) : null;
  }
  const release = releaseOf(events, conclusion);
  const name = release.name ?? (facts.scaleSetId && nameOf(facts.scaleSetId));
  if (name === undefined) {
    return null;
  }
  const samples = probe?.samples ?? [];
  const unjudged = batchReports(events, since);
  const sides = sidesOfRelease(samples, release, unjudged);
  const endpoints = events.findLast((event) => event.type === 'canary-endpoints');
  return {
    name,
    subscriptionId: release.subscriptionId ?? subscriptionOf(facts),
    resourceGroup: release.resourceGroup ?? resourceGroupOf(facts.scaleSetId ?? '') ?? null,
    releaseId: release.releaseId,
    previousPayload: release.previousPayload,
    payload: release.payload,
    hasWayBack: release.hasWayBack,
    canaryIds: release.canaryIds,
    hasSeenInstances: release.hasSeenInstances,
    instances: release.instances,
    batches: unjudged.map((batch) => ({
      ...batch,
      answers: answersByVersion(samples, sides, [
        batch.startedMs,
        batch.finishedMs ?? since(facts.finishedAtMs),
      ]),
    })),
    laterChecks: laterChecks(events, since),
    sickBefore: [...sickIdsIn(events)],
    switchedOff: switchedOff(events),
    checks: checkReports(events, since),
    canaryEndpoints: endpoints?.endpoints ?? [],
    sshUser: endpoints?.sshUser ?? '',
    overtaken: overtakenIn(events),
    isLeftAsFound: isLeftAsFound(events),
    answers: answersByVersion(samples, sides),
  };
}

function subscriptionOf({ scaleSetId = '' }: RunFacts): string | null {
  return subscriptionIdOf(scaleSetId) ?? null;
}

function ofStatus(
  { scaleSet, resourceGroup, release, instances }: ScaleSetStatus,
  subscriptionId: string | null,
): ScaleSetReport {
  return {
    name: scaleSet,
    subscriptionId,
    resourceGroup,
    releaseId: release?.id ?? null,
    previousPayload: release?.previousPayload ?? null,
    payload: release?.payload ?? null,
    hasWayBack: null,
    canaryIds: presentIds(release?.canaryIds ?? [], instances),
    hasSeenInstances: true,
    instances,
    batches: [],
    laterChecks: [],
    sickBefore: [],
    switchedOff: [],
    checks: [],
    canaryEndpoints: [],
    sshUser: '',
    overtaken: null,
    isLeftAsFound: false,
    answers: null,
  };
}

/** What was seen before the last plan began is of no interest after it. */
export function overtakenIn(events: readonly RolloutEvent[]): RecordSeen | null {
  const last = events.findLast(({ type }) => type === 'record-seen' || type === 'plan-started');
  return last?.type === 'record-seen' ? last.record : null;
}

function isLeftAsFound(events: readonly RolloutEvent[]): boolean {
  return (
    events.findLast(({ type }) => type === 'release-left' || type === 'plan-started')?.type === 'release-left'
  );
}

interface FoundRelease
  extends Pick<
    ScaleSetReport,
    | 'subscriptionId'
    | 'resourceGroup'
    | 'releaseId'
    | 'previousPayload'
    | 'payload'
    | 'hasWayBack'
    | 'canaryIds'
    | 'hasSeenInstances'
    | 'instances'
  > {
  readonly name: string | undefined;
  readonly method: string;
}

/** By the plan, and by what Azure said last: either may be missing. */
function releaseOf(events: readonly RolloutEvent[], conclusion: Conclusion | undefined): FoundRelease {
  const seen = events.findLast((event) => event.type === 'release-seen');
  // A release needs an instance: where none is told of, how they are could not be found out.
  const instances = seen?.instances ?? [];
  const hasSeenInstances = instances.length > 0;
  const plan =
    conclusion?.outcome === 'planned'
      ? conclusion.plan
      : events.findLast((event) => event.type === 'plan-started')?.plan;
  const locking = plan === undefined ? undefined : lockingStep(plan);
  const planned = locking?.release;
  // The id of a release that is only planned is that of no release: the next run makes another one.
  const isOnlyPlanned = conclusion?.outcome === 'planned' && locking?.opening.kind === 'opens';
  const texts = planned === undefined ? undefined : payloadsOf(planned);
  return {
    name: seen?.scaleSet ?? (planned && nameOf(planned.scaleSetId)),
    subscriptionId: subscriptionIdOf(planned?.scaleSetId ?? '') ?? null,
    resourceGroup: seen?.resourceGroup || parseResourceId(planned?.scaleSetId ?? '')?.resourceGroup || null,
    releaseId: isOnlyPlanned ? null : planned?.releaseId || seen?.releaseId || null,
    previousPayload: seen?.previousPayload || texts?.previousPayload || null,
    payload: seen?.payload ?? texts?.payload ?? null,
    hasWayBack: locking?.hasWayBack ?? null,
    canaryIds: presentIds(
      planned?.canaryIds ?? seen?.canaryIds ?? [],
      hasSeenInstances ? instances : undefined,
    ),
    hasSeenInstances,
    instances,
    method: plan?.method ?? '',
  };
}

/** Who was deleted since is no canary any more. @param instances absent where nobody has looked. */
function presentIds(ids: readonly string[], instances?: readonly InstanceSeen[]): readonly string[] {
  return instances === undefined
    ? ids
    : ids.filter((id) => instances.some(({ instanceId }) => instanceId === id));
}

function lockingStep({ steps }: Plan): TakeLock | undefined {
  return steps.filter(isScaleSetStep).find((step) => step.kind === 'take-lock');
}

function payloadsOf({ scaleSetId, payload, previous }: PlannedRelease) {
  const subscriptionId = parseResourceId(scaleSetId)?.subscriptionId ?? '';
  return {
    payload: payloadText(payload, subscriptionId),
    previousPayload: previous === undefined ? null : payloadText(previous, subscriptionId),
  };
}

function sidesOfRelease(
  samples: readonly SampleRow[],
  { method, instances }: FoundRelease,
  batches: readonly Omit<BatchReport, 'answers'>[],
): Sides {
  const isUniform =
    method === 'take-back'
      ? instances.every(({ role }) => role === 'old')
      : instances.every(({ isUpToDate }) => isUpToDate);
  return sidesOf({
    samples,
    method,
    isUniform: instances.length > 0 && isUniform,
    upgradedFromMs: batches[0]?.startedMs ?? null,
    upgradedToMs: batches.at(-1)?.finishedMs ?? null,
  });
}

function batchReports(events: readonly RolloutEvent[], since: RunAxis): Omit<BatchReport, 'answers'>[] {
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

function laterChecks(events: readonly RolloutEvent[], since: RunAxis): LaterCheckReport[] {
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
function sickIdsIn(events: readonly RolloutEvent[]): ReadonlySet<string> {
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
function switchedOff(events: readonly RolloutEvent[]): SwitchedOffReport[] {
  const found = events.flatMap((event) =>
    event.type === 'instances-off'
      ? event.instanceIds.map((instanceId) => ({ instanceId, since: event.since }))
      : [],
  );
  return [...new Map(found.map((each) => [each.instanceId, each])).values()];
}

function checkReports(events: readonly RolloutEvent[], since: RunAxis): CheckReport[] {
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

/**
 * What was found out last of each instance that did not get well, or did not stay so. Whom a later batch or look has found well is
 * not among them; who is well again only because the release was taken back has not got well with it.
 */
export function unhealthyFindings({ batches, laterChecks }: ScaleSetReport): readonly UnhealthyInstance[] {
  const ofBatches = batches.flatMap(({ finishedMs, ...batch }) =>
    finishedMs === null ? [] : [{ ...batch, atMs: finishedMs, isTakenBack: false }],
  );
  const ofChecks = laterChecks.map(({ endedMs, since, ...check }) => ({
    ...check,
    atMs: endedMs,
    isTakenBack: since === 'take-back',
  }));
  const found = new Map<string, UnhealthyInstance>();
  for (const { instanceIds, unhealthy, isTakenBack } of [...ofBatches, ...ofChecks].toSorted(
    (a, b) => a.atMs - b.atMs,
  )) {
    for (const id of isTakenBack ? [] : instanceIds) {
      found.delete(id);
    }
    for (const each of unhealthy) {
      found.set(each.instanceId, each);
    }
  }
  return [...found.values()];
}

/** Ids of the instances that the release has made unhealthy, each once; those in quarantine are among them. */
export function unhealthyIds(scaleSet: ScaleSetReport): string[] {
  const { instances } = scaleSet;
  const seen = instances.filter(({ role }) => role === 'unhealthy' || role === 'quarantined');
  return [
    ...new Set([
      ...unhealthyFindings(scaleSet).map(({ instanceId }) => instanceId),
      ...seen.map(({ instanceId }) => instanceId),
    ]),
  ];
}

/** Ids of those that had been sick before, and did not get well with the release either. */
export function sickIds(scaleSet: ScaleSetReport): string[] {
  const { instances, batches, laterChecks } = scaleSet;
  return [
    ...new Set([
      ...[...batches, ...laterChecks].flatMap(({ sickBefore }) =>
        sickBefore.map(({ instanceId }) => instanceId),
      ),
      ...instances.filter(({ role }) => role === 'sick').map(({ instanceId }) => instanceId),
    ]),
  ];
}

/** Ids of those that the release has switched off, by this run or one before it, and of those that it was taken back from while they were off. */
export function quarantinedIds({ instances, switchedOff }: ScaleSetReport): string[] {
  return [
    ...new Set([
      ...instances.filter(({ role }) => role === 'quarantined').map(({ instanceId }) => instanceId),
      ...takenBackOffIds({ switchedOff }),
    ]),
  ];
}

/** Ids of those that were taken back while they were switched off: how they are with what they had before, nobody knows. */
export function takenBackOffIds({ switchedOff }: Pick<ScaleSetReport, 'switchedOff'>): string[] {
  return switchedOff.filter(({ since }) => since === 'take-back').map(({ instanceId }) => instanceId);
}

/** Ids of those that were taken back, and on whom ARM has not let `check-command` be run. */
export function unprovenIds({ laterChecks }: Pick<ScaleSetReport, 'laterChecks'>): string[] {
  return laterChecks.flatMap(({ unproven }) => unproven.map(({ instanceId }) => instanceId));
}

/** Ids of all that are switched off, whoever did it. */
export function offIds({ instances }: Pick<ScaleSetReport, 'instances'>): string[] {
  return instances.filter(({ power }) => isOff(power)).map(({ instanceId }) => instanceId);
}

/** Ids of the instances that have what the model has. */
export function updatedIds({ instances }: ScaleSetReport): string[] {
  return instances.filter(({ isUpToDate }) => isUpToDate).map(({ instanceId }) => instanceId);
}

export function outdatedIds({ instances }: ScaleSetReport): string[] {
  return instances.filter(({ isUpToDate }) => !isUpToDate).map(({ instanceId }) => instanceId);
}

/** Ids of the instances that have the payload of the release. */
export function upgradedIds({ instances }: Pick<ScaleSetReport, 'instances'>): string[] {
  return instances.filter(({ hasPayload }) => hasPayload).map(({ instanceId }) => instanceId);
}

/** `20.1.2.3:50000` */
export function endpointText({ address, frontendPort }: CanaryEndpoint): string {
  return `${address.includes(':') ? `[${address}]` : address}:${frontendPort}`;
}
