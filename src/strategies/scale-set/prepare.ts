import type { ScaleSet } from '../../azure/scale-sets/scale-sets.ts';
import type { Plan } from '../../engine/plan.ts';
import { NoGoodAnswersError } from '../../probe/prober.ts';
import { readRecord } from '../../record/record.ts';
import type { ProductionWatch } from '../production-watch.ts';
import { RefusedError } from '../refused-error.ts';
import type { Preparation, ReleaseSubject, StrategyContext } from '../strategy.ts';
import type { CanaryGoal, ScaleSetGoal } from './goal.ts';
import { accessTo } from './instances/access.ts';
import { askCarriers, canariesAnswer } from './instances/ask-carriers.ts';
import { askUntouched } from './instances/ask-untouched.ts';
import { withAskedInstances } from './instances/asked-instances.ts';
import { tellCanaryEndpoints } from './instances/canary-endpoints.ts';
import type { Instance } from './instances/instance.ts';
import { compareIds } from './instances/instance-order.ts';
import { toInstance } from './instances/instances.ts';
import { othersOf } from './instances/other-instances.ts';
import { reachOf, touchedIds } from './instances/touched.ts';
import { troubleFound } from './instances/troubled.ts';
import { beforeRelease, sickBefore } from './observed/before-release.ts';
import { hindranceOf, type Observation, observe, readScaleSet } from './observed/observe.ts';
import { judgedByRecord, releaseSeen } from './observed/see-release.ts';
import { canGoBack, type FinishedRelease, type Wanted, wantedOf } from './payload/wanted.ts';
import { noTraces } from './performers.ts';
import { hazardsIfUnwell, withCallsIfUnwell } from './plan/calls-if-unwell.ts';
import { canaryWorkOf } from './plan/canary-work.ts';
import { chooseCanaries } from './plan/choose-canaries.ts';
import { areCanariesInPlace, reasonForNoChange } from './plan/no-change.ts';
import { planRelease } from './plan/plan-release.ts';
import type { PlannedRelease, ScaleSetStep } from './plan/steps.ts';
import { findingsOf } from './preflight/release-findings.ts';
import { asPlanned } from './preflight/rest-of-model.ts';
import { findProduction, type Production } from './production.ts';
import { heldLock } from './record/held-lock.ts';
import { findNamed } from './record/named-release.ts';
import { type PlannedWork, releaseOf } from './release.ts';
import { startWatch } from './start-watch.ts';
import type { ScaleSetTerms } from './terms.ts';

/** Reads, checks, plans; writes nothing. */
export async function prepareRelease(
  context: StrategyContext,
  goal: ScaleSetGoal,
  terms: ScaleSetTerms,
  recovered: FinishedRelease | undefined,
): Promise<Preparation> {
  const scaleSet = await readScaleSet(context, goal.scaleSetId);
  const held = heldLock(scaleSet, context);
  if (held?.beside === 'unreadable') {
    return { kind: 'locked', ...held };
  }
  const promoted = findPromoted(goal, scaleSet);
  if (promoted !== undefined) {
    const subject = { productionAddresses: [], scaleSetId: scaleSet.id };
    return { kind: 'no-change', subject, reason: promoted };
  }
  const hindrance = hindranceOf(scaleSet, context);
  if (hindrance !== undefined) {
    return hindrance;
  }
  const observation = await observe(context, scaleSet);
  requireInstances(observation);
  const asked = await wantedOf(context, goal, observation, recovered);
  const production = await findProduction(context, scaleSet, terms.probe.url);
  const subject = subjectOf(observation, production);
  const instances = instancesOf(observation, asked.release);
  const wanted = withOthers(goal, withCanaries(goal, asked, instances, scaleSet.name), observation);
  const judged = judgedByRecord(observation, wanted.release, wanted.open);
  context.emit(releaseSeen(releaseToTell(wanted), { ...observation, judged }, context.clock));
  const access = accessTo(context, scaleSet);
  const endpointCheck = { connectTo: terms.probe.connectTo, timeoutMs: terms.probe.timeoutMs };
  const before = beforeRelease(instances, reachedIds(observation, instances, wanted), asked.open);
  const isDone =
    goal.strategy === 'canary-percent' &&
    areCanariesInPlace(goal, observation, wanted, { instances, before }) &&
    (await canariesAnswer(
      context,
      { goal, scaleSet, access, endpointCheck },
      canaryWorkOf(instances, wanted.release.canaryIds, before).toCheck.map(({ instanceId }) => instanceId),
    ));
  const planned = isDone ? undefined : planRelease(goal, observation, wanted, { instances, before }, terms);
  const canaries = { ...context, health: goal.health };
  if (planned === undefined) {
    await tellCanaryEndpoints({ ...canaries, release: releaseToTell(wanted) }, scaleSet, context);
    return {
      kind: 'no-change',
      subject,
      reason: reasonForNoChange(goal, observation, wanted, { instances, before }),
    };
  }
  const findings = await findingsOf(context, goal, observation, wanted, { planned, before });
  const asking = { ...findings, goal, scaleSet, instances, before, access, endpointCheck };
  const carriers = await askCarriers(context, asking);
  const untouched = await askUntouched(context, asking, upgradedIds(planned.steps));
  for (const id of untouched.silentIds) {
    before.sickIds.add(id);
  }
  const watch = await startWatch(context, production, terms);
  try {
    const refusals = [
      ...findings.refusals,
      ...untouched.refusals,
      ...(await baselineRefusals(context, watch.watch)),
    ];
    const plan: Plan<ScaleSetStep> = {
      ...planned,
      steps: withAskedInstances(withCallsIfUnwell(planned.steps, goal.onUnhealthy), {
        ...observation,
        ...goal,
        ...findings,
        instances,
        before,
        takenBackIds: [],
      }),
      hazards: [
        ...planned.hazards,
        ...carriers.hazards,
        ...untouched.hazards,
        ...findings.hazards,
        ...hazardsIfUnwell(planned.steps),
      ],
      unchecked: [...findings.unchecked, ...carriers.unchecked, ...watch.unchecked],
    };
    if (refusals.length > 0) {
      await watch.watch.stop(context.signal);
      return { kind: 'refused', subject, plan, refusals };
    }
    if (context.command === 'plan') {
      await tellCanaryEndpoints({ ...canaries, release: wanted.release }, scaleSet, context);
    }
    const work = workOf(context, goal, wanted, {
      access,
      endpointCheck,
      before,
      asPlanned: asPlanned(scaleSet, instances, wanted.release),
      watch: watch.watch,
      troubled: troubleFound(instances, before),
    });
    return {
      kind: 'ready',
      subject,
      release: releaseOf({ context, plan, work, watch: watch.watch, canGoBack: canGoBack(wanted) }),
    };
  } catch (error) {
    await watch.watch.stop(context.signal);
    throw error;
  }
}

/**
 * An approval is for one release: it must not promote another one, which somebody has opened since.
 *
 * @returns that somebody has promoted it already.
 * @throws RefusedError where it is neither open nor promoted.
 */
function findPromoted(goal: ScaleSetGoal, { name, tags }: ScaleSet): string | undefined {
  if (goal.strategy !== 'full-rollout' || goal.releaseId === undefined) {
    return undefined;
  }
  const named = findNamed(name, readRecord(tags), goal.releaseId);
  if (named.kind === 'gone') {
    throw new RefusedError(
      `What was to be promoted is not there: ${named.explanation}. Nothing was changed.`,
    );
  }
  return named.kind === 'finished' ? named.explanation : undefined;
}

/** @throws RefusedError */
function requireInstances({ scaleSet, reads }: Observation): void {
  if (reads.length === 0) {
    throw new RefusedError(
      `The scale set "${scaleSet.name}" has no instances: there is nothing to release to. Scale it out first.`,
    );
  }
}

/** One that nobody has opened yet has no id that anybody could ask for, and no canaries. */
function releaseToTell({ release, open }: Wanted): PlannedRelease {
  return open === undefined ? { ...release, releaseId: '', canaryIds: [] } : release;
}

function subjectOf({ scaleSet }: Observation, production: Production): ReleaseSubject {
  return {
    productionAddresses: production.kind === 'target' ? [production.address] : [],
    scaleSetId: scaleSet.id,
  };
}

function instancesOf({ scaleSet, reads }: Observation, { payload }: PlannedRelease): Instance[] {
  return reads.map((read) => toInstance(read, { scaleSet, payload }));
}

/** Those of the release so far stay canaries, and more may come. */
function withCanaries(
  goal: ScaleSetGoal,
  wanted: Wanted,
  instances: readonly Instance[],
  scaleSet: string,
): Wanted {
  if (goal.strategy !== 'canary-percent') {
    return wanted;
  }
  const { release, open } = wanted;
  const chosen = chooseCanaries(instances, goal.share, scaleSet, open?.canaryIds ?? []);
  // Who was deleted since is no canary any more.
  const former = release.canaryIds.filter((id) => instances.some(({ instanceId }) => instanceId === id));
  const canaryIds = [...new Set([...former, ...chosen.instanceIds])].sort(compareIds);
  if (canaryIds.length > former.length && !isAllAskedFor(goal)) {
    refuseAll(canaryIds, former, instances, scaleSet);
  }
  return { ...wanted, release: { ...release, canaryIds } };
}

function isAllAskedFor({ share }: CanaryGoal): boolean {
  return share.kind === 'percent' && share.percent >= 100;
}

/** @throws RefusedError where a canary that grows would become a rollout. */
function refuseAll(
  canaryIds: readonly string[],
  former: readonly string[],
  instances: readonly Instance[],
  scaleSet: string,
): void {
  const isLeft = instances.some(
    (each) => !each.isProtectedFromScaleSetActions && !canaryIds.includes(each.instanceId),
  );
  if (!isLeft && former.length > 0) {
    throw new RefusedError(
      `With the canaries that the open release has already (${former.join(', ')}), every instance of the scale set "${scaleSet}" that a ` +
        'release may upgrade would be one: that is no canary. Use strategy: full-rollout to upgrade the rest, or ask for percent: 100.',
    );
  }
}

function withOthers(goal: ScaleSetGoal, wanted: Wanted, observation: Observation): Wanted {
  const { release, open } = wanted;
  const otherIds = othersOf(observation, goal.strategy, release, open);
  return { ...wanted, release: { ...release, otherIds } };
}

async function baselineRefusals(
  { signal, clock }: StrategyContext,
  watch: ProductionWatch,
): Promise<string[]> {
  try {
    await watch.answersAtAll({ signal, clock });
    return [];
  } catch (error) {
    if (error instanceof NoGoodAnswersError) {
      return [`${error.message} To release all the same, unmeasured, set probe: off.`];
    }
    throw error;
  }
}

function upgradedIds(steps: readonly ScaleSetStep[]): string[] {
  return steps.flatMap((step) => {
    switch (step.kind) {
      case 'upgrade-canaries':
        return step.plannedIds;
      case 'upgrade-outdated':
        return step.plannedBatches.flat();
      default:
        return [];
    }
  });
}

/** By the release so far, before anybody is chosen anew. */
function reachedIds(
  observation: Observation,
  instances: readonly Instance[],
  { release, open }: Wanted,
): readonly string[] {
  if (open === undefined) {
    return [];
  }
  const { canaryIds, otherIds } = open;
  const having = instances.filter(({ hasPayload }) => hasPayload).map(({ instanceId }) => instanceId);
  return [...having, ...touchedIds(observation, { ...release, canaryIds, otherIds }, reachOf(open))];
}

function workOf(
  context: StrategyContext,
  { health, maxUnhealthy, onUnhealthy, suspendRepairs }: ScaleSetGoal,
  { release, sources }: Wanted,
  found: Pick<
    PlannedWork['work'],
    'access' | 'endpointCheck' | 'before' | 'asPlanned' | 'watch' | 'troubled'
  >,
): PlannedWork['work'] {
  context.emit(sickBefore(found.before, context.clock));
  return {
    ...found,
    arm: context.arm,
    clock: context.clock,
    emit: context.emit,
    lease: context.lease,
    release,
    terms: { health, maxUnhealthy, onUnhealthy, suspendRepairs },
    sources,
    lateWritesUntilMs: Number.NEGATIVE_INFINITY,
    isLockNeeded: true,
    hasJudged: true,
    traces: noTraces({ isModelWritten: false }),
    commandedIds: new Set(),
  };
}
