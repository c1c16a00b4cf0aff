import type { StepContext } from '../../../engine/run.ts';
import type { Instance } from '../instance.ts';
import type { ScaleSetWork } from '../performers.ts';
import { type SeenRelease, seeRelease } from '../see-release.ts';
import { serves } from '../serving.ts';
import { checkInstances, unhealthyList } from './check-instances.ts';
import { judge } from './upgrade-instances.ts';

/**
 * Reads all instances, and judges everybody that has the payload: canaries of the first half, earlier batches, those that
 * autoscale has added. Who was well when it was upgraded may fall ill an hour later. A listing may catch a moment that is none
 * of the release's, so who looks bad in it is waited for once more, as after an upgrade, before it counts.
 *
 * @param isToUpgrade Who is upgraded by what follows is checked by that.
 * @throws UnhealthyInstancesError
 */
export async function seeAllWell(
  work: ScaleSetWork,
  isToUpgrade: (instance: Instance) => boolean,
  context: StepContext,
): Promise<SeenRelease> {
  const { clock, signal } = context;
  const seen = await seeRelease(work, clock, signal);
  const instanceIds = seen.instances
    .filter((each) => isSuspect(work, each) && !isToUpgrade(each))
    .map(({ instanceId }) => instanceId);
  if (instanceIds.length === 0) {
    return seen;
  }
  const { release, terms } = work;
  const unhealthy = await checkInstances(
    work,
    { instanceIds, payload: release.payload, gate: terms.health },
    context,
  );
  work.emit({
    type: 'instances-checked',
    atMs: clock.monotonicMs(),
    since: 'upgrade',
    instanceIds,
    unhealthy: unhealthyList(unhealthy),
  });
  const after = await seeRelease(work, clock, signal);
  // What a killed run had still under way may have taken the payload from somebody: who has it not is upgraded, not judged.
  const judged = [...unhealthy].filter(([id]) =>
    after.instances.some(({ instanceId, hasPayload }) => instanceId === id && hasPayload),
  );
  await judge(work, { unhealthy: new Map(judged) }, signal);
  return after;
}

/** Those that count already have been judged, and are not waited for again and again. */
function isSuspect({ before, troubled }: ScaleSetWork, instance: Instance): boolean {
  const { instanceId, hasPayload } = instance;
  return (
    hasPayload && !serves(instance) && !before.sickIds.has(instanceId) && !troubled.unhealthy.has(instanceId)
  );
}
