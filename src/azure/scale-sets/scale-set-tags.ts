import type { Arm } from '../arm/arm.ts';
import { UNDO_PATIENCE_MS } from '../settled.ts';
import { changeTagsOf, type Tags } from '../tag-changes.ts';
import { COMPUTE_API_VERSION, MODEL_TIMEOUT_MS } from './compute-api.ts';
import { getScaleSet, getSettledScaleSet, type ScaleSet } from './scale-sets.ts';

/**
 * PATCH virtualMachineScaleSets/{name} (api-version 2026-04-01) with tags and nothing else, under If-Match.
 *
 * ARM has documented that this PATCH heeds If-Match, and has been recorded to heed it in a PUT (412). Not recorded is
 * whether a change of tags alone gives a scale set another ETag. Where it does not, two who write within the same moment may
 * both get through: so the tags are read again after every write, and the caller decides from what they are then.
 *
 * @param change as of `changeTagsOf`.
 * @returns the scale set as it was when there was nothing left to write: looked at after the last write, too.
 */
export function changeTags(
  arm: Arm,
  id: string,
  change: (scaleSet: ScaleSet) => Tags | undefined,
  signal: AbortSignal,
): Promise<ScaleSet> {
  return changeTagsOf(
    arm,
    {
      id,
      read: () => getScaleSet(arm, id, signal),
      write: (scaleSet, tags) =>
        arm.write(
          {
            method: 'PATCH',
            path: id,
            apiVersion: COMPUTE_API_VERSION,
            body: { tags },
            ifMatch: scaleSet.etag,
            timeoutMs: MODEL_TIMEOUT_MS,
          },
          signal,
        ),
      isAtRest: (scaleSet, endedWell) => isAtRest(arm, scaleSet, endedWell, signal),
    },
    change,
    signal,
  );
}

/**
 * A scale set may be `Failed` for as long as one of its instances is, and `Updating` for as long as they are upgraded: a
 * write of tags that ended well is enough.
 */
async function isAtRest(
  arm: Arm,
  scaleSet: ScaleSet,
  endedWell: boolean,
  signal: AbortSignal,
): Promise<boolean> {
  if (endedWell || scaleSet.properties.provisioningState === 'Succeeded') {
    return true;
  }
  const { properties } = await getSettledScaleSet(arm, scaleSet.id, signal, UNDO_PATIENCE_MS);
  return properties.provisioningState === 'Succeeded';
}
