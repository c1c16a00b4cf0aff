import type { ScaleSet } from '../../../azure/scale-sets/scale-sets.ts';
import type { StepContext } from '../../../engine/run.ts';
import type { Instance } from '../instances/instance.ts';
import { serves } from '../instances/serving.ts';
import { type SeenRelease, seeRelease } from '../observed/see-release.ts';
import type { ScaleSetWork } from '../performers.ts';
import { checkInstances, silentInstances, type Unhealthy, unhealthyList } from './check-instances.ts';
import { quarantine } from './quarantine.ts';
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
  const judged = seen.instances.filter((each) => isToBeWell(work, each) && !isToUpgrade(each));
  const instanceIds = await suspectsAmong(judged, work, seen.scaleSet, signal);
  if (instanceIds.length === 0) {
    return seen;
  }
  const { release, terms } = work;
  const { unhealthy, unprovenIds } = await checkInstances(
    work,
    { instanceIds, payload: release.payload, gate: terms.health },
    context,
  );
  const tell = (those: Unhealthy) =>
    work.emit({
      type: 'instances-checked',
      atMs: clock.monotonicMs(),
      since: 'upgrade',
      instanceIds,
      unhealthy: unhealthyList(those),
    });
  const found = await quarantine(work, { unhealthy, unprovenIds }, tell, signal);
  const after = await seeRelease(work, clock, signal);
  // What a killed run had still under way may have taken the payload from somebody: who has it not is upgraded, not judged.
  const released = [...found.unhealthy].filter(([id]) =>
    after.instances.some(({ instanceId, hasPayload }) => instanceId === id && hasPayload),
  );
  judge(work, { ...found, unhealthy: new Map(released) });
  return after;
}

/** Those that count already have been judged, and are not waited for again and again. */
function isToBeWell({ before, troubled }: ScaleSetWork, { instanceId, hasPayload }: Instance): boolean {
  return hasPayload && !before.sickIds.has(instanceId) && !troubled.unhealthy.has(instanceId);
}

/**
 * Who looks bad by the listing, does not answer, or has had no `check-command` in this run: another job has upgraded it, or
 * autoscale has added it. And on whom an operation runs still: a killed run may have begun it, and it may never end.
 */
async function suspectsAmong(
  instances: readonly Instance[],
  work: ScaleSetWork,
  scaleSet: ScaleSet,
  signal: AbortSignal,
): Promise<string[]> {
  const isSure = (each: Instance) =>
    !serves(each) ||
    each.provisioningState === 'Updating' ||
    (work.terms.health.command !== undefined && !work.commandedIds.has(each.instanceId));
  const asked = instances.filter((each) => !isSure(each)).map(({ instanceId }) => instanceId);
  const silent = await silentInstances(work, asked, scaleSet, signal);
  return instances
    .filter((each) => isSure(each) || silent.includes(each.instanceId))
    .map(({ instanceId }) => instanceId);
}
