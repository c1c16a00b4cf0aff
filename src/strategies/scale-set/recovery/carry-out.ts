import { changeTags } from '../../../azure/scale-sets/scale-set-tags.ts';
import { getSettledScaleSet } from '../../../azure/scale-sets/scale-sets.ts';
import { UNDO_PATIENCE_MS } from '../../../azure/settled.ts';
import type { Plan } from '../../../engine/plan.ts';
import { type RunResult, runPlan } from '../../../engine/run.ts';
import type { Journal, RecoveryDirection } from '../../../record/journal.ts';
import { LockedError } from '../../../record/lock.ts';
import type { OpenRelease } from '../../../record/open-release.ts';
import { readRecord, withRecord } from '../../../record/record.ts';
import type { Recovered, RecoverTo, RecoveryContext } from '../../strategy.ts';
import type { TakeBackTerms } from '../goal.ts';
import { accessTo } from '../instances/access.ts';
import { withAskedInstances } from '../instances/asked-instances.ts';
import type { Instance } from '../instances/instance.ts';
import { toInstance } from '../instances/instances.ts';
import { switchedOffIds } from '../instances/power.ts';
import { isOutdated } from '../instances/serving.ts';
import { keptFromTakingBack, type Reach, reachOf, touchedIds } from '../instances/touched.ts';
import { noTrouble, troubleFound } from '../instances/troubled.ts';
import type { Before } from '../instances/unhealthy-budget.ts';
import { UnhealthyInstancesError } from '../instances/unhealthy-error.ts';
import { beforeRelease, sickBefore } from '../observed/before-release.ts';
import { type Observation, observe } from '../observed/observe.ts';
import { judgedBy, seeAsItIs } from '../observed/see-as-it-is.ts';
import { canBePutBack, type ExtensionSources, payloadOfModel, samePayload } from '../payload/model.ts';
import type { RecordedPayload } from '../payload/payload-text.ts';
import { withPinnedPrevious } from '../payload/pinned-previous.ts';
import { expectAway } from '../perform/expect-away.ts';
import { giveBackForgotten } from '../perform/give-back-forgotten.ts';
import { scaleSetPerformers, type Traces } from '../performers.ts';
import { hazardsIfUnwell, withCallsIfUnwell } from '../plan/calls-if-unwell.ts';
import type { PlannedRelease, ScaleSetMethod, ScaleSetStep } from '../plan/steps.ts';
import { suspendsRepairs } from '../plan/suspended-repairs.ts';
import { planTakeBack } from '../plan/take-back-plan.ts';
import { asPlanned } from '../preflight/rest-of-model.ts';
import { findProduction } from '../production.ts';
import { type JournalTerms, leavesNoRecord, readJournalTerms } from '../record/journal-terms.ts';
import { readRelease } from '../record/open-release.ts';
import { holderOf, isOwn } from '../record/scale-set-record.ts';
import { startWatch } from '../start-watch.ts';
import type { ScaleSetTerms } from '../terms.ts';
import { chooseDirection } from './direction.ts';
import { planFinish } from './finish-plan.ts';
import { goneMeanwhile } from './gone-meanwhile.ts';

export interface Recovery {
  readonly takeBack: TakeBackTerms;
  readonly terms: ScaleSetTerms;
  readonly recoverTo: RecoverTo;
  /** Of the interrupted run. */
  readonly journal: Journal;
  /** As its record told of it when the recovery began. */
  readonly release: PlannedRelease;
  readonly sources: ExtensionSources;
  readonly traces: Traces;
  /** `Clock.monotonicMs` from which on no write of it can arrive any more. */
  readonly lateWritesUntilMs: number;
}

/** An interrupted release, as a recovery finds it once nothing of it is on its way any more. */
interface Found {
  readonly observation: Observation;
  readonly open: OpenRelease;
  readonly release: PlannedRelease;
  readonly instances: readonly Instance[];
  readonly method: ScaleSetMethod;
  readonly reach: Reach;
  readonly touched: readonly string[];
  readonly before: Before;
}

/** Under the lock. Goes on as the interrupted job would have, also where the new version turns out not to be well. */
export async function carryOut(context: RecoveryContext, recovery: Recovery): Promise<Recovered> {
  const found = await lookAgain(context, recovery);
  const recovered = await go(context, recovery, found, choose(found, recovery));
  const { onUnhealthy } = termsOf(recovery);
  const isToGoBack =
    recovery.recoverTo === 'auto' && onUnhealthy === 'rollback' && isWayBack(found, recovery.sources);
  return isUnhealthy(recovered) && isToGoBack
    ? go(context, recovery, await lookAgain(context, recovery), NOT_WELL)
    : recovered;
}

/** It has done what there was to do, and the instances are not well: what becomes of the release is to be decided by a person. */
export function isUnhealthy({ result }: Recovered): boolean {
  return result.outcome === 'failed' && result.error instanceof UnhealthyInstancesError;
}

const NOT_WELL: Way = {
  direction: 'undo',
  reason:
    'it was finished, its instances did not get well, and on-unhealthy of the interrupted job is rollback',
};

interface Way {
  readonly direction: RecoveryDirection;
  readonly reason: string;
}

async function go(
  context: RecoveryContext,
  recovery: Recovery,
  found: Found,
  { direction, reason }: Way,
): Promise<Recovered> {
  await noteDirection(context, recovery, direction);
  const terms = termsOf(recovery);
  const plan =
    direction === 'undo' ? planUndo(found, recovery, reason) : planRest(found, recovery, reason, terms);
  return { direction, result: await perform(context, recovery, { found, plan, terms }) };
}

/** Repairs are suspended where the interrupted job was to do that, or this one is. */
function termsOf({ journal, takeBack }: Recovery): KnownTerms {
  const terms = readJournalTerms(journal) ?? UNKNOWN_TERMS;
  return { ...terms, suspendRepairs: terms.suspendRepairs === true || takeBack.suspendRepairs };
}

type KnownTerms = JournalTerms & { readonly suspendRepairs: boolean };

/** @throws RecoveredMeanwhileError, ReleaseLostError */
async function lookAgain(context: RecoveryContext, recovery: Recovery): Promise<Found> {
  const { arm, clock, signal } = context;
  const { scaleSetId } = recovery.takeBack;
  // What the killed process had sent last has arrived by then, and its operation is waited for.
  await clock.sleep(recovery.lateWritesUntilMs - clock.monotonicMs(), signal);
  const scaleSet = await getSettledScaleSet(arm, scaleSetId, signal, UNDO_PATIENCE_MS);
  const open = readRecord(scaleSet.tags).release;
  if (open === undefined) {
    throw await goneMeanwhile(context, scaleSet, recovery);
  }
  const observation = await observe(context, scaleSet);
  const { reads } = observation;
  const method = methodOf(recovery.journal);
  const reach = reachOf(open);
  const recorded = withPinnedPrevious(readRelease(scaleSetId, open), reads);
  // Who was deleted since is no canary any more.
  const canaryIds = recorded.canaryIds.filter((id) => reads.some(({ instanceId }) => instanceId === id));
  const release = { ...recorded, canaryIds };
  const instances = reads.map((read) => toInstance(read, { scaleSet, payload: release.payload }));
  const touched = touchedIds(observation, release, reach);
  const before = beforeRelease(instances, touched, open);
  return { observation, open, release, instances, method, reach, touched, before };
}

function methodOf({ method }: Journal): ScaleSetMethod {
  return method === 'canary' || method === 'batches' ? method : 'take-back';
}

/** @throws RefusedError for a way that is not open. */
function choose(found: Found, { recoverTo, journal, sources }: Recovery): Way {
  const { release, method, touched } = found;
  const { payload } = release;
  return chooseDirection(recoverTo, {
    method,
    left: leftOf(found).length,
    touched: touched.length,
    release,
    begun: journal.direction,
    isWayForwards: payload.kind === 'image' || sources.payload !== undefined || isInModel(found, payload),
    isWayBack: isWayBack(found, sources),
  });
}

function isWayBack(found: Pick<Found, 'release' | 'observation'>, sources: ExtensionSources): boolean {
  const { previous } = found.release;
  return previous !== undefined && (canBePutBack(previous, sources) || isInModel(found, previous));
}

function isInModel(
  { observation: { scaleSet } }: Pick<Found, 'observation'>,
  payload: RecordedPayload,
): boolean {
  return samePayload(payloadOfModel(scaleSet, payload), payload);
}

/** Whom finishing has yet to upgrade. */
function leftOf({ method, instances, release }: Found): Instance[] {
  return method === 'canary'
    ? instances.filter(({ instanceId, hasPayload }) => release.canaryIds.includes(instanceId) && !hasPayload)
    : instances.filter((each) => isOutdated(each) && !each.isProtectedFromScaleSetActions);
}

/**
 * Whoever takes this recovery up, should it be lost, goes the same way.
 *
 * @throws LockedError where somebody else has done so already.
 */
async function noteDirection(
  { arm, lease, signal }: RecoveryContext,
  { takeBack, recoverTo }: Recovery,
  direction: RecoveryDirection,
): Promise<void> {
  await changeTags(
    arm,
    takeBack.scaleSetId,
    ({ id, name, tags }) => {
      const record = readRecord(tags);
      if (record.lock !== undefined && record.lock.id !== lease.id) {
        throw new LockedError(holderOf({ id, name }), record.lock, { recoverTo });
      }
      return record.journal === undefined || !isOwn(record, lease)
        ? undefined
        : withRecord(tags, { journal: { ...record.journal, direction } });
    },
    signal,
  );
}

/** Of a journal that another version wrote: no faster than the platform's own rolling upgrades, and at the first sign it stops. */
const UNKNOWN_TERMS: JournalTerms = { maxUnhealthy: { kind: 'count', count: 0 }, onUnhealthy: 'stop' };
const UNKNOWN_BATCHING = { batchSize: { kind: 'percent', percent: 20 }, pauseBetweenBatchesMs: 0 } as const;

/** Whether both jobs are to leave one. */
function leavesRecordOf({ terms, journal }: Recovery): boolean {
  return terms.leavesRecord && !leavesNoRecord(journal);
}

function planUndo(
  { release, open, reach, touched, observation }: Found,
  recovery: Recovery,
  reason: string,
): Plan<ScaleSetStep> {
  const { journal } = recovery;
  const leavesRecord = leavesRecordOf(recovery);
  const releasedBy = journal.run;
  const offIds = switchedOffIds(observation.reads);
  return planTakeBack({
    release,
    open,
    reach,
    touchedIds: touched,
    keptIds: keptFromTakingBack(observation, release, reach),
    offIds,
    suspends: suspendsRepairs(recovery.takeBack, observation.surroundings),
    leavesRecord,
    hasLast: observation.record.last !== undefined,
    releasedBy,
    reason,
  });
}

function planRest(
  { method, ...found }: Found,
  recovery: Recovery,
  reason: string,
  { batching = UNKNOWN_BATCHING, suspendRepairs }: KnownTerms,
): Plan<ScaleSetStep> {
  const { takeBack, journal } = recovery;
  const leavesRecord = leavesRecordOf(recovery);
  const how = method === 'canary' ? 'canary' : 'batches';
  const releasedBy = journal.run;
  return planFinish({
    ...found,
    method: how,
    batching,
    takeBack: { ...takeBack, suspendRepairs },
    hasWayBack: isWayBack(found, recovery.sources),
    leavesRecord,
    releasedBy,
    reason,
  });
}

/** The recovery as a whole has a deadline. */
const NO_LIMIT_OF_ITS_OWN_MS = 86_400_000;

interface Work {
  readonly found: Found;
  readonly plan: Plan<ScaleSetStep>;
  readonly terms: KnownTerms;
}

async function perform(
  context: RecoveryContext,
  { takeBack, terms, sources, traces, lateWritesUntilMs }: Recovery,
  {
    found: { observation, release, instances, touched, before },
    plan,
    terms: { maxUnhealthy, onUnhealthy, suspendRepairs },
  }: Work,
): Promise<RunResult> {
  const { arm, clock, emit, lease, signal } = context;
  const { scaleSet } = observation;
  const production = await findProduction(context, scaleSet, terms.probe.url);
  const watch = await startWatch({ clock, emit, command: 'run' }, production, terms);
  // No load balancer is read just to list what is asked of it: a recovery is to work where Microsoft.Network does not.
  emit(sickBefore(before, clock));
  const asking = {
    scaleSet,
    health: takeBack.health,
    natLoadBalancers: [],
    instances,
    before,
    takenBackIds: touched,
  };
  const troubled = plan.method === 'take-back' ? noTrouble() : troubleFound(instances, before);
  const work = {
    arm,
    clock,
    emit,
    // What was away before this process began to look is in no figure of it.
    watch: { ...watch.watch, downtime: () => null },
    lease,
    release,
    asPlanned: plan.method === 'take-back' ? undefined : asPlanned(scaleSet, instances, release),
    terms: { health: takeBack.health, maxUnhealthy, onUnhealthy, suspendRepairs },
    sources,
    access: accessTo(context, scaleSet),
    endpointCheck: { connectTo: terms.probe.connectTo, timeoutMs: terms.probe.timeoutMs },
    before,
    lateWritesUntilMs,
    isLockNeeded: false,
    undoTimeoutMs: 0,
    hasJudged: true,
    traces,
    troubled,
    commandedIds: new Set<string>(),
  };
  // An upgrade that a killed run had asked for may be under way.
  expectAway(work, touched);
  const result = await runPlan({
    plan: {
      ...plan,
      steps: withAskedInstances(withCallsIfUnwell(plan.steps, onUnhealthy), asking),
      hazards: [...plan.hazards, ...hazardsIfUnwell(plan.steps)],
      unchecked: [...plan.unchecked, ...observation.unchecked, ...watch.unchecked],
    },
    performerOf: scaleSetPerformers(work),
    clock,
    signal,
    timeoutMs: NO_LIMIT_OF_ITS_OWN_MS,
    undoTimeoutMs: 0,
    // Half of a recovery is nearer to the end than where it began: it is taken up again.
    onFailure: () => 'stop',
    emit,
  }).finally(() => watch.watch.stop(signal));
  await giveBackForgotten(work, result, signal);
  if (result.outcome === 'failed') {
    await seeAsItIs(work, judgedBy(work), signal);
  }
  return result;
}
