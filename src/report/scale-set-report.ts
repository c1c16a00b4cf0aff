import { nameOf, parseResourceId, resourceGroupOf, subscriptionIdOf } from '../azure/resource-id.ts';
import type { JudgedBy } from '../checks/health-sources.ts';
import type { Plan } from '../engine/plan.ts';
import { payloadText } from '../strategies/scale-set/payload/payload-text.ts';
import type { LostCode } from '../strategies/scale-set/perform/last-look.ts';
import { isScaleSetStep, type PlannedRelease, type TakeLock } from '../strategies/scale-set/plan/steps.ts';
import { NOTHING_SET_ASIDE, type SetAside } from '../strategies/scale-set/record/set-aside.ts';
import type { CanaryEndpoint, InstanceSeen, RecordSeen } from '../strategies/scale-set/release-events.ts';
import type { ScaleSetStatus } from '../strategies/scale-set/status.ts';
import { type AnswersByVersion, answersByVersion, type Sides, sidesOf } from './answers-by-version.ts';
import { mayHaveChanged } from './arm-write.ts';
import {
  type BatchReport,
  batchReports,
  type CheckReport,
  checkReports,
  type LaterCheckReport,
  laterChecks,
  type SwitchedOffReport,
  sickIdsIn,
  switchedOff,
} from './checked-instances.ts';
import type { RolloutEvent } from './events.ts';
import type { ProbeReport, SampleRow } from './probe-report.ts';
import type { RunAxis } from './run-axis.ts';
import type { Conclusion, RunFacts, SharedInputs } from './run-facts.ts';

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
  /** `null` of `command: status`, which judges nobody: how the release was judged, no tag tells. */
  readonly sharedInputs: SharedInputs | null;
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
  /** By what those verdicts came about. `null` where nobody was checked. */
  readonly judgedBy: JudgedBy | null;
  /** Where canaries are reached, each by itself. */
  readonly canaryEndpoints: readonly CanaryEndpoint[];
  /** Who signs in to the instances by SSH. Empty where that is not known. */
  readonly sshUser: string;
  /**
   * Who has it now, by a fresh read at the end of a run that somebody else has overtaken, or whose tags were removed. `null` of any other run, and where ARM
   * did not answer.
   */
  readonly overtaken: RecordSeen | null;
  /** Whether a run that went on with an open release has changed nothing of it, and has left it open as it was. */
  readonly isLeftAsFound: boolean;
  /**
   * What the release had set aside and nobody gives back any more but a person, because its record was removed. Empty where all of that is
   * given back, or stands in the record.
   */
  readonly leftSetAside: SetAside;
  /** Of the whole run. `null` where no answer told its version. */
  readonly answers: AnswersByVersion | null;
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
  const release = releaseOf(facts, events, conclusion);
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
    sharedInputs: facts.sharedInputs ?? {},
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
    judgedBy: events.findLast((event) => event.type === 'check-started')?.judgedBy ?? null,
    canaryEndpoints: endpoints?.endpoints ?? [],
    sshUser: endpoints?.sshUser ?? '',
    overtaken: overtakenIn(events),
    isLeftAsFound: isLeftAsFound(events),
    leftSetAside: events.findLast((event) => event.type === 'set-aside-settled')?.left ?? NOTHING_SET_ASIDE,
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
    sharedInputs: null,
    canaryIds: presentIds(release?.canaryIds ?? [], instances),
    hasSeenInstances: true,
    instances,
    batches: [],
    laterChecks: [],
    sickBefore: [],
    switchedOff: [],
    checks: [],
    judgedBy: null,
    canaryEndpoints: [],
    sshUser: '',
    overtaken: null,
    isLeftAsFound: false,
    leftSetAside: NOTHING_SET_ASIDE,
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
function releaseOf(
  facts: RunFacts,
  events: readonly RolloutEvent[],
  conclusion: Conclusion | undefined,
): FoundRelease {
  const seen = beforeLookingOn(events).findLast((event) => event.type === 'release-seen');
  const instances = seen?.instances ?? [];
  const hasSeenInstances = instances.length > 0 || seen?.hasNone === true;
  const plan =
    conclusion?.outcome === 'planned'
      ? conclusion.plan
      : events.findLast((event) => event.type === 'plan-started')?.plan;
  const locking = plan === undefined ? undefined : lockingStep(plan);
  const planned = locking?.release;
  // The id of a release that is only planned is that of no release: the next run makes another one.
  const isOnlyPlanned = conclusion?.outcome === 'planned' && locking?.opening.kind === 'opens';
  // Nobody can ask for it by its id, and it has no canaries.
  const isNone =
    isRecordLost(events) || (locking?.opening.kind === 'opens' && isNeverOpened(facts, events, conclusion));
  const texts = planned === undefined ? undefined : payloadsOf(planned);
  return {
    name: seen?.scaleSet ?? (planned && nameOf(planned.scaleSetId)),
    subscriptionId: subscriptionIdOf(planned?.scaleSetId ?? '') ?? null,
    resourceGroup: seen?.resourceGroup || parseResourceId(planned?.scaleSetId ?? '')?.resourceGroup || null,
    releaseId: isOnlyPlanned || isNone ? null : planned?.releaseId || seen?.releaseId || null,
    previousPayload: seen?.previousPayload || texts?.previousPayload || null,
    payload: seen?.payload || texts?.payload || null,
    hasWayBack: locking?.hasWayBack ?? null,
    canaryIds: presentIds(
      isNone ? [] : (planned?.canaryIds ?? seen?.canaryIds ?? []),
      hasSeenInstances ? instances : undefined,
    ),
    hasSeenInstances,
    instances,
    method: plan?.method ?? '',
  };
}

/**
 * A run that has recovered a release first, and then has found nothing left to do, is told by the recovery: the record by which who is
 * in quarantine is known was closed by it.
 */
function beforeLookingOn(events: readonly RolloutEvent[]): readonly RolloutEvent[] {
  const recovered = events.findLastIndex(({ type }) => type === 'recovered');
  const planned = events.findLastIndex(({ type }) => type === 'plan-started');
  return planned < recovered ? events.slice(0, recovered) : events;
}

function isRecordLost(events: readonly RolloutEvent[]): boolean {
  const finished = events.findLast((event) => event.type === 'plan-finished');
  const code: LostCode = 'LostRecord';
  const seen = overtakenIn(events);
  const isForgotten = seen?.state === 'forgotten' && !seen.isTakenBack;
  return finished?.failure?.code === code || isForgotten;
}

/** A run that has failed before the first write of its plan was carried out; of one that was interrupted nobody knows that. */
function isNeverOpened(
  { interrupted }: RunFacts,
  events: readonly RolloutEvent[],
  conclusion: Conclusion | undefined,
): boolean {
  const ofPlan = events.slice(events.findLastIndex(({ type }) => type === 'plan-started'));
  const hasWritten = ofPlan.some(
    (event) =>
      event.type === 'arm-request' &&
      mayHaveChanged(event.method, event.path, event.result.kind === 'answer' ? event.result.status : null),
  );
  return conclusion?.outcome === 'failed' && interrupted === undefined && !hasWritten;
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
