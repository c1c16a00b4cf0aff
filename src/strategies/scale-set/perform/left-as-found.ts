import { listInstances, type ScaleSetInstance } from '../../../azure/scale-sets/scale-set-instances.ts';
import { getScaleSet } from '../../../azure/scale-sets/scale-sets.ts';
import type { Clock } from '../../../engine/clock.ts';
import { payloadOfModel, samePayload } from '../payload/model.ts';
import { hasRecorded } from '../payload/recorded-payload.ts';
import type { ScaleSetWork } from '../performers.ts';

/**
 * Right before instances are asked to become what the release brings, a fresh disk included: from here on the run has done
 * something that is to be taken back. Told to whoever saves the progress, because `post` has to know it of a `main` that was killed.
 */
export function noteBegun(
  { emit, traces: { begunIds } }: Pick<ScaleSetWork, 'emit' | 'traces'>,
  instanceIds: readonly string[],
  clock: Clock,
): void {
  const ids = instanceIds.filter((id) => !begunIds.has(id));
  for (const id of ids) {
    begunIds.add(id);
  }
  if (ids.length > 0) {
    emit({ type: 'upgrade-begun', atMs: clock.monotonicMs(), instanceIds: ids });
  }
}

/**
 * Whether a run that goes on with an open release has changed none of its instances: then there is nothing of its own to take
 * back, and the work of the jobs before it is none of its business. Where it has found them unhealthy, `on-unhealthy` has asked
 * for all of the release to be taken back. An upgrade that ARM has refused has changed nobody.
 */
export async function isAsFound(work: ScaleSetWork, signal: AbortSignal): Promise<boolean> {
  const { arm, release, asFound, traces } = work;
  const { begunIds, isFoundUnhealthy } = traces;
  if (asFound === undefined || isFoundUnhealthy) {
    return false;
  }
  if (begunIds.size === 0) {
    return true;
  }
  const model = payloadOfModel(await getScaleSet(arm, release.scaleSetId, signal), release.payload);
  if (!samePayload(model, release.payload)) {
    // It is being taken back already.
    return false;
  }
  const isChanged = (read: ScaleSetInstance) =>
    !asFound.unreachedIds.includes(read.instanceId) ||
    hasRecorded(read, release.payload, model) ||
    read.properties.provisioningState !== 'Succeeded';
  const reads = await listInstances(arm, release.scaleSetId, signal);
  return !reads.some((read) => begunIds.has(read.instanceId) && isChanged(read));
}
