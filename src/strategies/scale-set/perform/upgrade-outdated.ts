import type { StepContext, StepPerformer } from '../../../engine/run.ts';
import type { Instance } from '../instance.ts';
import type { ScaleSetWork } from '../performers.ts';
import { nextBatch } from '../plan-batches.ts';
import { seeRelease } from '../see-release.ts';
import { isOutdated } from '../serving.ts';
import type { UpgradeOutdated } from '../steps.ts';
import { unhealthyList } from './check-instances.ts';
import { lookAfterUndoing } from './check-taken-back.ts';
import { noteReached } from './note-reached.ts';
import { seeAllWell } from './stay-well.ts';
import { requireTakenBack, takeBackAll } from './take-back.ts';
import { judge, upgradeAndCheck } from './upgrade-instances.ts';

export function upgradeOutdated(work: ScaleSetWork, step: UpgradeOutdated): StepPerformer {
  return {
    async run(context) {
      const tries = new Map<string, number>();
      for (let number = 1; await upgradeNext(work, step, { number, tries }, context); number += 1);
    },
    // Who is outdated was asked before the batch that was not begun: there was none.
    verify: async () => undefined,
    async undo(context) {
      const { clock, signal } = context;
      const begunAtMs = clock.monotonicMs();
      await takeBackAll(work, 'all', signal);
      await requireTakenBack(work, 'all', signal);
      await lookAfterUndoing(work, begunAtMs, context);
      await seeRelease(work, clock, signal);
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

/** What an upgrade has left as `Failed`, of another run for one, has the payload by its looks, and is upgraded once more. */
function isToRepair({ instanceId, provisioningState }: Instance, tries: Progress['tries']): boolean {
  return provisioningState === 'Failed' && !tries.has(instanceId);
}

/** Who has the payload, and does not get well by it. Whom ARM could not upgrade is tried again. */
function givenUp({ troubled }: ScaleSetWork, instances: readonly Instance[]): string[] {
  return [...troubled.unhealthy.keys()].filter(
    (id) =>
      troubled.quarantined.has(id) ||
      instances.some(({ instanceId, hasPayload }) => instanceId === id && hasPayload),
  );
}

/** @returns false where nothing is outdated any more that another upgrade could help. */
async function upgradeNext(
  work: ScaleSetWork,
  { batchSize, pauseBetweenBatchesMs }: UpgradeOutdated,
  { number, tries }: Progress,
  context: StepContext,
): Promise<boolean> {
  const { clock, signal } = context;
  const { emit, troubled } = work;
  if (number > 1) {
    await clock.sleep(pauseBetweenBatchesMs, signal);
  }
  const inVain = triedInVain(tries);
  const isToUpgrade = (each: Instance) =>
    (isOutdated(each) && !each.isProtectedFromScaleSetActions && !inVain.includes(each.instanceId)) ||
    isToRepair(each, tries);
  const seen = await seeAllWell(work, isToUpgrade, context);
  const instances = seen.instances.map((each) =>
    isToRepair(each, tries) ? { ...each, hasLatestModel: false } : each,
  );
  const leftOut = new Set([...givenUp(work, seen.instances), ...inVain]);
  const batch = nextBatch(instances, batchSize, leftOut);
  if (batch === undefined) {
    return false;
  }
  const { instanceIds } = batch;
  emit({
    type: 'batch-started',
    atMs: clock.monotonicMs(),
    number,
    instanceIds,
    outdatedCount: instances.filter(isOutdated).length,
  });
  for (const id of instanceIds) {
    tries.set(id, (tries.get(id) ?? 0) + 1);
  }
  await noteReached(work, instanceIds, seen.scaleSet, signal);
  const unhealthy = await upgradeAndCheck(work, { instanceIds, upgradedIds: [] }, context);
  emit({
    type: 'batch-finished',
    atMs: clock.monotonicMs(),
    number,
    instanceIds,
    unhealthy: unhealthyList(unhealthy),
  });
  for (const id of instanceIds) {
    // Whom the second try has helped.
    troubled.unhealthy.delete(id);
  }
  await judge(work, unhealthy, signal);
  return true;
}
