import { ArmError, ArmOperationError, UncertainWriteError } from '../../../azure/arm/arm-error.ts';
import { nameOf } from '../../../azure/resource-id.ts';
import { reimageInstances, upgradeInstances } from '../../../azure/scale-sets/instance-upgrade.ts';
import type { ScaleSetInstance } from '../../../azure/scale-sets/scale-set-instances.ts';
import { isConflict } from '../../../azure/write-race.ts';
import type { StepContext } from '../../../engine/run.ts';
import { inQuarantine } from '../instances/troubled.ts';
import { judgeHealth } from '../instances/unhealthy-budget.ts';
import { UnhealthyInstancesError } from '../instances/unhealthy-error.ts';
import { hasRecorded } from '../payload/recorded-payload.ts';
import type { ScaleSetWork } from '../performers.ts';
import { type Checked, checkInstances, type Unhealthy } from './check-instances.ts';
import { expectAway } from './expect-away.ts';
import { requireModel } from './guarded.ts';
import { noteBegun } from './left-as-found.ts';
import { requireAnswers } from './production-answers.ts';
import { LONGEST_UPGRADE_MS } from './take-back.ts';

/** Instances of one batch. */
export interface Batch {
  readonly instanceIds: readonly string[];
  /** Those of them that have the payload, and are only checked. */
  readonly upgradedIds: readonly string[];
  /** Those of them that are switched off: they get the payload, and there is nothing that could be waited for. */
  readonly offIds: readonly string[];
}

/** What became of instances that were asked to change, or only looked at. */
export interface Found {
  readonly unhealthy: Unhealthy;
  /** Those of them of which nothing bad is known. */
  readonly unprovenIds?: ReadonlySet<string>;
  /**
   * What ARM said of the last operation on them that it calls `Failed`: what a script wrote, for instance, stands there alone. Or
   * that it has not said what became of a reimage.
   */
  readonly failure?: ArmOperationError | UncertainWriteError | undefined;
}

/**
 * Gives instances what the model has, and waits until each is good, or is given up. Who does not get well is tried once
 * more, from a fresh disk, before it counts; a fresh disk is no help where ARM only refuses to run `check-command`. Who is deleted meanwhile, by autoscale for instance, does not count.
 *
 * @throws ReleasedNotAnsweringError where all are good, and production has not answered for as long as they are.
 */
export async function upgradeAndCheck(
  work: ScaleSetWork,
  batch: Batch,
  context: StepContext,
): Promise<Found> {
  const found = await upgradeAndFind(work, batch, context);
  const isGood = [...found.unhealthy.keys()].every((id) => batch.offIds.includes(id));
  if (isGood) {
    const goodFromMs = context.clock.monotonicMs() - work.terms.health.minHealthyTimeMs;
    await requireAnswers(work, batch.instanceIds, goodFromMs, context);
  }
  return found;
}

async function upgradeAndFind(
  work: ScaleSetWork,
  { instanceIds, upgradedIds, offIds }: Batch,
  context: StepContext,
): Promise<Found> {
  const { before, troubled } = work;
  for (const id of instanceIds.filter((each) => troubled.quarantined.has(each) && !offIds.includes(each))) {
    // Somebody has started it.
    troubled.quarantined.delete(id);
    troubled.unhealthy.delete(id);
  }
  const outdatedIds = instanceIds.filter((id) => !upgradedIds.includes(id));
  const first = await tryOnce(
    work,
    { how: 'upgrade', givenIds: outdatedIds, checkedIds: instanceIds.filter((id) => !offIds.includes(id)) },
    context,
  );
  const off: Unhealthy = new Map(
    offIds.map((id) =>
      before.quarantinedIds.has(id) ? inQuarantine(id) : [id, ['is not running: it was switched off before']],
    ),
  );
  const unproven = [...first.unhealthy].filter(([id]) => first.unprovenIds.has(id));
  const ids = [...first.unhealthy.keys()].filter((id) => !first.unprovenIds.has(id));
  if (ids.length === 0) {
    return {
      unhealthy: new Map([...unproven, ...off]),
      unprovenIds: first.unprovenIds,
      failure: first.failure,
    };
  }
  const second = await tryAgain(work, ids, first.unhealthy, context);
  return {
    unhealthy: new Map([...unproven, ...second.unhealthy, ...off]),
    unprovenIds: new Set([...first.unprovenIds, ...second.unprovenIds]),
    failure: second.failure ?? first.failure,
  };
}

/** Where something holds an instance for so long that its disk cannot be made anew, it stays as bad as it was. */
async function tryAgain(
  work: ScaleSetWork,
  ids: readonly string[],
  unhealthy: Unhealthy,
  context: StepContext,
): Promise<Found & Checked> {
  try {
    return await tryOnce(work, { how: 'reimage', givenIds: ids, checkedIds: ids }, context);
  } catch (error) {
    if (!(error instanceof ArmError) || !isConflict(error)) {
      throw error;
    }
    const reason = `could not be tried once more, because ARM refused to make its disk anew: ${error.status} ${error.code}`;
    return {
      unhealthy: new Map(ids.map((id) => [id, [...(unhealthy.get(id) ?? []), reason]])),
      unprovenIds: new Set(),
    };
  }
}

interface Try {
  readonly how: 'upgrade' | 'reimage';
  readonly givenIds: readonly string[];
  readonly checkedIds: readonly string[];
}

async function tryOnce(
  work: ScaleSetWork,
  { how, givenIds, checkedIds }: Try,
  context: StepContext,
): Promise<Found & Checked> {
  const { signal } = context;
  await requireModel(work, signal);
  noteBegun(work, givenIds, context.clock);
  expectAway(work, givenIds);
  const failure = await give(work, how, givenIds, signal);
  const checked = await checkInstances(
    work,
    { instanceIds: checkedIds, payload: work.release.payload, gate: work.terms.health },
    context,
  );
  return { ...checked, failure };
}

/**
 * @returns why ARM calls the operation `Failed`, or what it has not said of a reimage: each instance is judged by itself, for it may
 *   have been carried out on some.
 */
async function give(
  scaleSetWork: ScaleSetWork,
  how: 'upgrade' | 'reimage',
  instanceIds: readonly string[],
  signal: AbortSignal,
): Promise<Found['failure']> {
  const { arm, access, release } = scaleSetWork;
  const { scaleSetId, payload } = release;
  // The model has been required to have it.
  const hasIt = (read: ScaleSetInstance) => hasRecorded(read, payload, payload);
  const work = { scaleSetId, timeoutMs: LONGEST_UPGRADE_MS };
  try {
    if (how === 'upgrade') {
      await upgradeInstances(arm, { ...work, instanceIds, hasIt }, signal);
      return undefined;
    }
    // A reimage makes the disk anew from the model that the instance has: who has not got the release's is upgraded.
    const reads = await access.read(instanceIds, signal);
    const upgraded = reads.filter(hasIt).map(({ instanceId }) => instanceId);
    const others = reads.filter((read) => !hasIt(read)).map(({ instanceId }) => instanceId);
    await upgradeInstances(arm, { ...work, instanceIds: others, hasIt }, signal);
    return await reimage(scaleSetWork, upgraded, signal);
  } catch (error) {
    if (error instanceof ArmOperationError) {
      return error;
    }
    throw error;
  }
}

/** Whether a reimage whose answer was lost was carried out nothing shows, and a second one would take down who is well by the first. */
async function reimage(
  { arm, release: { scaleSetId }, clock, emit }: ScaleSetWork,
  instanceIds: readonly string[],
  signal: AbortSignal,
): Promise<UncertainWriteError | undefined> {
  try {
    await reimageInstances(arm, { scaleSetId, instanceIds, timeoutMs: LONGEST_UPGRADE_MS }, signal);
    return undefined;
  } catch (error) {
    if (!(error instanceof UncertainWriteError)) {
      throw error;
    }
    emit({ type: 'reimage-unanswered', atMs: clock.monotonicMs(), instanceIds });
    return error;
  }
}

/**
 * Counts who did not get well against `max-unhealthy`. Within it the release goes on.
 *
 * @throws UnhealthyInstancesError
 */
export function judge(work: ScaleSetWork, { unhealthy, failure }: Found): void {
  const { release, terms, before, troubled, traces } = work;
  for (const [id, reasons] of unhealthy) {
    troubled.unhealthy.set(id, reasons);
  }
  const verdict = judgeHealth(before, [...troubled.unhealthy.keys()], terms.maxUnhealthy);
  if (verdict.isBreached) {
    traces.isFoundUnhealthy = true;
    const reasons = verdict.becameUnhealthy.map(
      (id) => `instance ${id} ${troubled.unhealthy.get(id)?.join(' and ') ?? 'is not good'}`,
    );
    throw new UnhealthyInstancesError(
      `Release ${release.releaseId} has made instances of ${nameOf(release.scaleSetId)} unhealthy: ${verdict.explanation}. ` +
        `As last seen, ${reasons.join('; ')}.${failure === undefined ? '' : ` ${failure.message}`}`,
    );
  }
}
