import { COMPUTE_LISTING_MS } from '../../../azure/scale-sets/compute-api.ts';
import { withDeadline } from '../../../engine/deadline.ts';
import type { StepContext, StepPerformer } from '../../../engine/run.ts';
import type { Instance } from '../instances/instance.ts';
import { isOutdated } from '../instances/serving.ts';
import { sickBefore } from '../observed/before-release.ts';
import { type SeenRelease, seeRelease } from '../observed/see-release.ts';
import type { ScaleSetWork } from '../performers.ts';
import { LONGEST_WRITE_MS } from '../plan/longest-write.ts';
import { asToRepair, nextBatch } from '../plan/plan-batches.ts';
import type { UpgradeOutdated } from '../plan/steps.ts';
import { type Unhealthy, unhealthyList } from './check-instances.ts';
import { lookAfterUndoing, tellSwitchedOff } from './check-taken-back.ts';
import { judgeLeftAlone } from './left-alone.ts';
import { isAsFound } from './left-as-found.ts';
import { noteReached } from './note-reached.ts';
import { requireAnswers } from './production-answers.ts';
import { quarantine } from './quarantine.ts';
import { seeAllWell } from './stay-well.ts';
import { takeBackAll } from './take-back.ts';
import { type Batch, judge, upgradeAndCheck } from './upgrade-instances.ts';

export function upgradeOutdated(work: ScaleSetWork, step: UpgradeOutdated): StepPerformer {
  return {
    async run(context) {
      judgeLeftAlone(work, context);
      const tries = new Map<string, number>();
      let batch = await upgradeNext(work, step, { number: 1, tries }, context);
      for (let number = 2; batch !== 'none'; number += 1) {
        if (batch === 'another-follows') {
          await context.clock.sleep(step.pauseBetweenBatchesMs, context.signal);
        }
        batch = await upgradeNext(work, step, { number, tries }, context);
      }
    },
    // Who is outdated was asked before the batch that was not begun: there was none.
    verify: async () => undefined,
    async undo(context) {
      const { clock, signal } = context;
      if (await isAsFound(work, signal)) {
        return;
      }
      const begunAtMs = clock.monotonicMs();
      await takeBackAll(work, 'all', signal);
      await lookAfterUndoing(work, begunAtMs, context);
      tellSwitchedOff(work, await seeRelease(work, clock, signal), context);
    },
  };
}

interface Progress {
  /** Of the batch, from 1. */
  readonly number: number;
  /** How often each instance was upgraded. */
  readonly tries: Map<string, number>;
}

/** A second upgrade is for who was upgraded while somebody changed another part of the model. */
const MOST_UPGRADES = 2;

function triedInVain(tries: Progress['tries']): string[] {
  return [...tries].flatMap(([id, count]) => (count >= MOST_UPGRADES ? [id] : []));
}

/** Once: see `asToRepair`. */
function isToRepair({ instanceId, provisioningState }: Instance, tries: Progress['tries']): boolean {
  return provisioningState === 'Failed' && !tries.has(instanceId);
}

/** Who has the payload, and does not get well by it, or was found switched off with it. Who has not got it is tried again. */
function givenUp({ troubled }: ScaleSetWork, instances: readonly Instance[]): string[] {
  return [...troubled.unhealthy.keys()].filter((id) =>
    instances.some(({ instanceId, hasPayload }) => instanceId === id && hasPayload),
  );
}

/** For making an instance: of recorded scale-outs none took longer. */
const LONGEST_CREATION_MS = 900_000;

interface Next {
  readonly batch: Batch;
  readonly isLast: boolean;
  readonly outdatedCount: number;
  readonly scaleSet: SeenRelease['scaleSet'];
}

/**
 * Whom to upgrade now. An instance that is being made, on the model of before, gets its turn when it is there: what ARM makes of
 * an upgrade in the middle of that nobody has recorded.
 *
 * @returns undefined where nothing is outdated any more that another upgrade could help.
 */
async function seeNext(
  work: ScaleSetWork,
  { batchSize }: UpgradeOutdated,
  tries: Progress['tries'],
  context: StepContext,
): Promise<Next | undefined> {
  const { clock, signal } = context;
  const inVain = triedInVain(tries);
  const isToUpgrade = (each: Instance) =>
    (isOutdated(each) && !each.isProtectedFromScaleSetActions && !inVain.includes(each.instanceId)) ||
    isToRepair(each, tries);
  for (let waitedMs = 0; ; waitedMs += COMPUTE_LISTING_MS) {
    const { scaleSet, instances: seen } = await seeAllWell(work, isToUpgrade, context);
    const instances = seen.map((each) => (isToRepair(each, tries) ? asToRepair(each) : each));
    const beingMade = instances.filter(
      (each) =>
        each.provisioningState === 'Creating' && isOutdated(each) && !inVain.includes(each.instanceId),
    );
    const leftOut = [...givenUp(work, seen), ...inVain, ...beingMade.map(({ instanceId }) => instanceId)];
    const batch = nextBatch(instances, batchSize, new Set(leftOut));
    if (batch !== undefined) {
      const offIds = instances
        .filter(({ instanceId, isSwitchedOff }) => isSwitchedOff && batch.instanceIds.includes(instanceId))
        .map(({ instanceId }) => instanceId);
      const others = new Set([...leftOut, ...batch.instanceIds]);
      return {
        batch: { instanceIds: batch.instanceIds, upgradedIds: [], offIds },
        isLast: beingMade.length === 0 && nextBatch(instances, batchSize, others) === undefined,
        scaleSet,
        outdatedCount: instances.filter(isOutdated).length,
      };
    }
    if (beingMade.length === 0 || waitedMs >= LONGEST_CREATION_MS) {
      return undefined;
    }
    await clock.sleep(COMPUTE_LISTING_MS, signal);
  }
}

/** Who is switched off before the release has reached it was switched off by somebody else, whenever that was; the release itself says so in its record. */
function noteSwitchedOff(
  { before, emit }: ScaleSetWork,
  offIds: readonly string[],
  { clock }: StepContext,
): void {
  const ids = offIds.filter((id) => !before.sickIds.has(id) && !before.quarantinedIds.has(id));
  for (const id of ids) {
    before.sickIds.add(id);
  }
  if (ids.length > 0) {
    emit(sickBefore(before, clock));
  }
}

/** @returns `last`: nobody was left for another batch when this one was chosen, and who gets well needs none. */
async function upgradeNext(
  work: ScaleSetWork,
  step: UpgradeOutdated,
  { number, tries }: Progress,
  context: StepContext,
): Promise<'another-follows' | 'last' | 'none'> {
  const { clock, signal } = context;
  const { emit, troubled } = work;
  const next = await seeNext(work, step, tries, context);
  if (next === undefined) {
    return 'none';
  }
  if (number > 1) {
    await requireAnswers(work, [...tries.keys()], clock.monotonicMs(), context);
  }
  const { outdatedCount, scaleSet } = next;
  const { instanceIds } = next.batch;
  emit({
    type: 'batch-started',
    atMs: clock.monotonicMs(),
    number,
    instanceIds,
    outdatedCount,
  });
  for (const id of instanceIds) {
    tries.set(id, (tries.get(id) ?? 0) + 1);
  }
  noteSwitchedOff(work, next.batch.offIds, context);
  const subject = `ARM to note in the tags whom batch ${number} reaches`;
  await withDeadline({ clock, signal, timeoutMs: LONGEST_WRITE_MS, subject }, (limited) =>
    noteReached(work, instanceIds, scaleSet, limited),
  );
  const checked = await upgradeAndCheck(work, next.batch, context);
  const tell = (unhealthy: Unhealthy) =>
    emit({
      type: 'batch-finished',
      atMs: clock.monotonicMs(),
      number,
      instanceIds,
      unhealthy: unhealthyList(unhealthy),
    });
  const found = await quarantine(work, checked, tell, signal);
  for (const id of instanceIds) {
    // Whom the second try has helped.
    troubled.unhealthy.delete(id);
  }
  judge(work, found);
  return next.isLast ? 'last' : 'another-follows';
}
