import type { StepContext, StepPerformer } from '../../../engine/run.ts';
import type { ScaleSetWork } from '../performers.ts';
import { nextBatch } from '../plan-batches.ts';
import { seeRelease } from '../see-release.ts';
import { isOutdated } from '../serving.ts';
import type { UpgradeOutdated } from '../steps.ts';
import { requireTakenBack, takeBackAll } from './take-back.ts';
import { judge, upgradeAndCheck } from './upgrade-instances.ts';

export function upgradeOutdated(work: ScaleSetWork, step: UpgradeOutdated): StepPerformer {
  return {
    async run(context) {
      for (let number = 1; await upgradeNext(work, step, number, context); number += 1);
    },
    // Who is outdated was asked before the batch that was not begun: there was none.
    verify: async () => undefined,
    async undo({ clock, signal }) {
      await takeBackAll(work, 'all', signal);
      await requireTakenBack(work, 'all', signal);
      await seeRelease(work, clock, signal);
    },
  };
}

/** @returns false where nothing is outdated any more. */
async function upgradeNext(
  work: ScaleSetWork,
  { batchSize, pauseBetweenBatchesMs }: UpgradeOutdated,
  number: number,
  context: StepContext,
): Promise<boolean> {
  const { clock, signal } = context;
  const { emit, troubled } = work;
  if (number > 1) {
    await clock.sleep(pauseBetweenBatchesMs, signal);
  }
  const { instances } = await seeRelease(work, clock, signal);
  const leftOut = new Set(troubled.unhealthy.keys());
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
  const unhealthy = await upgradeAndCheck(work, instanceIds, context);
  emit({
    type: 'batch-finished',
    atMs: clock.monotonicMs(),
    number,
    instanceIds,
    unhealthy: [...unhealthy].map(([instanceId, reasons]) => ({ instanceId, reasons })),
  });
  await judge(work, unhealthy, signal);
  return true;
}
