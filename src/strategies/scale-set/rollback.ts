import { type LastRun, unreadableLast } from '../../record/last-run.ts';
import type { OpenRelease } from '../../record/open-release.ts';
import { readRecord } from '../../record/record.ts';
import { LATE_WRITE_MS } from '../late-writes.ts';
import { RefusedError } from '../refused-error.ts';
import type { Preparation, StrategyContext } from '../strategy.ts';
import type { RollbackGoal, TakeBackTerms } from './goal.ts';
import { accessTo } from './instances/access.ts';
import { withAskedInstances } from './instances/asked-instances.ts';
import { toInstance } from './instances/instances.ts';
import { switchedOffIds } from './instances/power.ts';
import { keptFromTakingBack, reachOf, touchedIds } from './instances/touched.ts';
import { noTrouble } from './instances/troubled.ts';
import { beforeRelease } from './observed/before-release.ts';
import { type Observation, observe, readScaleSet } from './observed/observe.ts';
import { instancesSeen, judgedByRecord, releaseSeen } from './observed/see-release.ts';
import { isFloating } from './payload/describe-image.ts';
import { describePayload } from './payload/describe-payload.ts';
import { payloadOfModel, samePayload } from './payload/model.ts';
import { readPayloadText } from './payload/payload-text.ts';
import { withPinnedPrevious } from './payload/pinned-previous.ts';
import { refusedPreviousSettings } from './payload/previous-settings.ts';
import { noTraces, type ScaleSetWork } from './performers.ts';
import type { PlannedRelease } from './plan/steps.ts';
import { suspendsRepairs } from './plan/suspended-repairs.ts';
import { planTakeBack } from './plan/take-back-plan.ts';
import { describeForeignModel } from './preflight/foreign-model.ts';
import { checkAccess } from './preflight/index.ts';
import { findProduction } from './production.ts';
import { heldLock } from './record/held-lock.ts';
import { findNamed, type NamedRelease } from './record/named-release.ts';
import { readRelease, subscriptionOf } from './record/open-release.ts';
import { type PlannedWork, releaseOf } from './release.ts';
import { startWatch } from './start-watch.ts';
import type { ScaleSetTerms } from './terms.ts';

/**
 * Rejects the open release, in whatever state it is, or takes back the last one that is over. Only a lock that binds is in its
 * way: a run that was killed half-way through a batch is what it is for.
 *
 * A release that was named is taken back while it is open, and not afterwards: the job that rejects a canary does not know
 * whether somebody else has promoted it since, or it has taken itself back.
 */
export async function prepareRollback(
  context: StrategyContext,
  { releaseId, ...takeBack }: RollbackGoal,
  terms: ScaleSetTerms,
): Promise<Preparation> {
  const scaleSet = await readScaleSet(context, takeBack.scaleSetId);
  const held = heldLock(scaleSet, context);
  if (held?.beside === 'unreadable') {
    return { kind: 'locked', ...held };
  }
  const record = readRecord(scaleSet.tags);
  const named = releaseId === undefined ? undefined : findNamed(scaleSet.name, record, releaseId);
  if (named !== undefined && named.kind !== 'open') {
    // Who works on another release is not to be waited for.
    const subject = { productionAddresses: [], scaleSetId: scaleSet.id };
    return { kind: 'no-change', subject, reason: reasonNotOpen(named) };
  }
  if (held !== undefined) {
    return { kind: 'locked', ...held };
  }
  const observation = await observe(context, scaleSet);
  const production = await findProduction(context, scaleSet, terms.probe.url);
  const subject = {
    productionAddresses: production.kind === 'target' ? [production.address] : [],
    scaleSetId: scaleSet.id,
  };
  const found = releaseToTakeBack(takeBack.scaleSetId, observation);
  if (found.kind === 'nothing') {
    context.emit(instancesSeen(observation, context.clock));
    return { kind: 'no-change', subject, reason: found.reason };
  }
  const { release, open } = found;
  const judged = judgedByRecord(observation, release, open);
  context.emit(releaseSeen(release, { ...observation, judged }, context.clock));
  requireOwnModel(release, observation);
  requireWayBack(release, takeBack, observation);
  const reach = reachOf(open);
  const touched = touchedIds(observation, release, reach);
  const { payload } = release;
  const instances = observation.reads.map((read) => toInstance(read, { scaleSet, payload }));
  const before = beforeRelease(instances, touched, open);
  const planned = planTakeBack({
    release,
    open,
    reach,
    touchedIds: touched,
    keptIds: keptFromTakingBack(observation, release, reach),
    offIds: switchedOffIds(observation.reads),
    suspends: suspendsRepairs(takeBack, observation.surroundings),
    leavesRecord: terms.leavesRecord,
    hasLast: record.last !== undefined,
    reason: open === undefined ? 'the last release is over' : `release ${release.releaseId} is open`,
  });
  const access = await checkAccess(context, {
    observation,
    release,
    before,
    steps: planned.steps,
    health: takeBack.health,
  });
  const plan = {
    ...planned,
    steps: withAskedInstances(planned.steps, {
      ...observation,
      ...takeBack,
      ...access,
      instances,
      before,
      takenBackIds: touched,
    }),
    unchecked: [...observation.unchecked, ...access.unchecked],
  };
  if (access.refusals.length > 0) {
    return { kind: 'refused', subject, plan, refusals: access.refusals };
  }
  const watch = await startWatch(context, production, terms);
  const work = workOf(context, takeBack, observation, { release, before }, terms, watch.watch);
  return {
    kind: 'ready',
    subject,
    release: releaseOf({
      context,
      plan: { ...plan, unchecked: [...plan.unchecked, ...watch.unchecked] },
      work,
      watch: watch.watch,
      // Half of a rollback is not put forwards again.
      canGoBack: false,
    }),
  };
}

function reasonNotOpen({ kind, explanation }: Exclude<NamedRelease, { readonly kind: 'open' }>): string {
  return kind === 'finished'
    ? `${explanation}. A release that is over is taken back by command: rollback without release-id`
    : explanation;
}

type Found =
  | { readonly kind: 'nothing'; readonly reason: string }
  | { readonly kind: 'release'; readonly release: PlannedRelease; readonly open: OpenRelease | undefined };

/** @throws RefusedError where nothing tells what to take back. */
function releaseToTakeBack(scaleSetId: string, { scaleSet, reads, record }: Observation): Found {
  if (record.release !== undefined) {
    const release = withPinnedPrevious(readRelease(scaleSetId, record.release), reads);
    return { kind: 'release', release, open: record.release };
  }
  const { last } = record;
  const unreadable = unreadableLast(scaleSet.tags ?? {});
  if (unreadable !== null) {
    throw new RefusedError(
      `No release is open on scale set "${scaleSet.name}", and what the last one has brought is not known: ${unreadable}. Roll back ` +
        'with the version that wrote it, or release the former payload with "command: run".',
    );
  }
  if (last === undefined) {
    throw new RefusedError(
      `No release is open on scale set "${scaleSet.name}", and it has no tag azure-rollout-last, which a finished release leaves ` +
        'unless record is none: what it had before is not known. Release the former payload with "command: run".',
    );
  }
  if (last.kind !== 'run') {
    return { kind: 'nothing', reason: reasonTakenBack(scaleSet.name, last) };
  }
  const release = withPinnedPrevious(pastRelease(scaleSetId, scaleSet, last), reads);
  return { kind: 'release', release, open: undefined };
}

/** One release further back was not asked for. */
function reasonTakenBack(scaleSet: string, { kind, releaseId, target, run }: LastRun): string {
  const release = `the last release of ${scaleSet}${releaseId === undefined ? '' : `, ${releaseId},`}`;
  if (kind === 'rollback') {
    return `${release} was taken back already, by ${run}; to go forwards again, or further back, use command: run`;
  }
  const there =
    target === undefined
      ? 'its instances were left with what was before it, and the model with what somebody else had put there'
      : 'what was before it is there';
  return `${release} has taken itself back, in ${run}: ${there}; to go further back, use command: run with the payload of then`;
}

/**
 * A release that is over, by what it has left.
 *
 * @throws RefusedError where the model has something else by now: to put that away is not what was asked for.
 */
function pastRelease(
  scaleSetId: string,
  scaleSet: Observation['scaleSet'],
  { releaseId, previousTarget, target = '', finishedAtEpochMs, run }: LastRun,
): PlannedRelease {
  const subscriptionId = subscriptionOf(scaleSetId);
  const previous = readPayloadText(previousTarget, subscriptionId);
  const payload = readPayloadText(target, subscriptionId);
  if (previous === undefined || payload === undefined) {
    throw new RefusedError(
      `The tag azure-rollout-last of scale set "${scaleSet.name}" names "${previousTarget}" as what it had before, to which this version ` +
        'cannot go back. Release the former payload with "command: run".',
    );
  }
  const model = payloadOfModel(scaleSet, payload);
  if (!samePayload(model, payload) && !samePayload(model, previous)) {
    throw new RefusedError(
      `The last release of scale set "${scaleSet.name}" brought ${describePayload(payload)} (${run}), and its model has ` +
        `${model === undefined ? 'nothing of the kind' : describePayload(model)} by now: somebody has changed it since, and a rollback would ` +
        'put that away. Release what it is to have with "command: run".',
    );
  }
  const time = new Date(finishedAtEpochMs).toISOString().replace(/[-:]|\.\d+/g, '');
  return {
    scaleSetId,
    releaseId: releaseId ?? `back-from-${time}`,
    payload,
    previous,
    canaryIds: [],
    otherIds: [],
  };
}

/** @throws RefusedError */
function requireOwnModel(release: PlannedRelease, { scaleSet }: Observation): void {
  const foreign = describeForeignModel(scaleSet, release);
  if (foreign !== undefined) {
    throw new RefusedError(foreign);
  }
}

/** @throws RefusedError */
function requireWayBack(
  { previous, releaseId, payload }: PlannedRelease,
  { previousSettings }: TakeBackTerms,
  { scaleSet }: Observation,
): void {
  if (previous === undefined) {
    throw new RefusedError(
      `What the instances of scale set "${scaleSet.name}" had before release ${releaseId} is not known, so it cannot be taken back. ` +
        `Finish it with "strategy: full-rollout" (${describePayload(payload)}).`,
    );
  }
  const isInModel = samePayload(payloadOfModel(scaleSet, previous), previous);
  if (previous.kind === 'image' && isFloating(previous.image) && !isInModel) {
    throw new RefusedError(
      `The model of scale set "${scaleSet.name}" had ${describePayload(previous)} before release ${releaseId}, without a version, and Azure tells of no ` +
        `instance that runs another one than ${describePayload(payload)}: what was put back would be whatever is the newest by now. Nothing was changed. ` +
        'Release the version that the instances are to have with "command: run"; where the release is open, finish it first with "strategy: full-rollout".',
    );
  }
  if (previous.kind === 'extension' && previousSettings === undefined && !isInModel) {
    throw new RefusedError(
      `The former settings of extension "${previous.name}" are in no record, because they may be secret. Give them in ` +
        'previous-extension-settings and previous-extension-protected-settings to take the release back.',
    );
  }
  const [mismatch] = isInModel ? [] : refusedPreviousSettings(previous, previousSettings);
  if (mismatch !== undefined) {
    throw new RefusedError(mismatch);
  }
}

function workOf(
  context: StrategyContext,
  { health, previousSettings }: TakeBackTerms,
  { scaleSet, record }: Observation,
  { release, before }: Pick<ScaleSetWork, 'release' | 'before'>,
  { probe }: ScaleSetTerms,
  watch: ScaleSetWork['watch'],
): PlannedWork['work'] {
  return {
    arm: context.arm,
    clock: context.clock,
    emit: context.emit,
    watch,
    lease: context.lease,
    release,
    terms: { health, maxUnhealthy: { kind: 'count', count: 0 }, onUnhealthy: 'stop', suspendRepairs: false },
    sources: previousSettings === undefined ? {} : { previous: previousSettings },
    access: accessTo(context, scaleSet),
    endpointCheck: { connectTo: probe.connectTo, timeoutMs: probe.timeoutMs },
    before,
    lateWritesUntilMs:
      record.journal === undefined ? Number.NEGATIVE_INFINITY : context.clock.monotonicMs() + LATE_WRITE_MS,
    isLockNeeded: true,
    hasJudged: true,
    traces: noTraces({ isModelWritten: false }),
    troubled: noTrouble(),
    commandedIds: new Set(),
  };
}
