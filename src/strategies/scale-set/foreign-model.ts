import type { ScaleSet } from '../../azure/scale-sets.ts';
import { describePayload } from './describe-payload.ts';
import { payloadOfModel, samePayload } from './model.ts';
import type { PlannedRelease } from './steps.ts';

/** What to do about a model that has neither what a release brings nor what there was before; undefined where it has. */
export function describeForeignModel(
  scaleSet: ScaleSet,
  { payload, previous, releaseId }: PlannedRelease,
): string | undefined {
  const model = payloadOfModel(scaleSet, payload);
  if ([payload, previous].some((each) => each !== undefined && samePayload(model, each))) {
    return undefined;
  }
  const found = model === undefined ? 'nothing of the kind' : describePayload(model);
  const former = previous === undefined ? '' : ` or ${describePayload(previous)}`;
  return (
    `Somebody else has changed the model of scale set "${scaleSet.name}" while release ${releaseId} was open: it has ${found}. Put ` +
    `${describePayload(payload)}${former} back into it (az vmss update), then promote the release or reject it.`
  );
}
