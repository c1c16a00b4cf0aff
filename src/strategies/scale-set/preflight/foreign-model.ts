import type { ScaleSetInstance } from '../../../azure/scale-sets/scale-set-instances.ts';
import type { ScaleSet } from '../../../azure/scale-sets/scale-sets.ts';
import { putIntoModelCommand } from '../az-vmss.ts';
import { namedInstances } from '../instances/named-instances.ts';
import { carrierIds } from '../instances/touched.ts';
import { describePayload } from '../payload/describe-payload.ts';
import { payloadOfModel, samePayload } from '../payload/model.ts';
import type { RecordedPayload } from '../payload/payload-text.ts';
import type { PlannedRelease } from '../plan/steps.ts';

/** What the model has while a release is open: what that brings, what there was before, or what somebody else has put there. */
export type ModelOfRelease = 'released' | 'previous' | 'foreign';

export function modelOfRelease(
  scaleSet: ScaleSet,
  { payload, previous }: Pick<PlannedRelease, 'payload' | 'previous'>,
): ModelOfRelease {
  const model = payloadOfModel(scaleSet, payload);
  if (samePayload(model, payload)) {
    return 'released';
  }
  return previous !== undefined && samePayload(model, previous) ? 'previous' : 'foreign';
}

/** What to do about a model that has neither what a release brings nor what there was before; undefined where it has. */
export function describeForeignModel(scaleSet: ScaleSet, release: PlannedRelease): string | undefined {
  if (modelOfRelease(scaleSet, release) !== 'foreign') {
    return undefined;
  }
  const { payload, previous, releaseId } = release;
  const model = payloadOfModel(scaleSet, payload);
  const found = model === undefined ? 'nothing of the kind' : describePayload(model);
  const former = previous === undefined ? '' : ` or ${describePayload(previous)}`;
  return (
    `Somebody else has changed the model of scale set "${scaleSet.name}" while release ${releaseId} was open: it has ${found}. Put ` +
    `${describePayload(payload)}${former} back into it${byCommands(scaleSet, [payload, previous])}, then promote the release or reject it.`
  );
}

/**
 * What to do about an open release which nobody has interrupted and whose payload somebody has taken out of the model again: an
 * emergency, perhaps, that this run knows nothing of. Undefined where no instance has the payload: then it was never in the model.
 */
export function describePutBack(
  scaleSet: ScaleSet,
  reads: readonly ScaleSetInstance[],
  release: PlannedRelease,
): string | undefined {
  const { payload, previous, releaseId } = release;
  const carrying = carrierIds({ scaleSet, reads }, release);
  const isFormer = modelOfRelease(scaleSet, release) === 'previous';
  if (previous === undefined || !isFormer || carrying.length === 0) {
    return undefined;
  }
  return (
    `Somebody has put ${describePayload(previous)} back into the model of scale set "${scaleSet.name}" while release ${releaseId} was ` +
    `open; ${namedInstances(carrying)} still ${carrying.length === 1 ? 'has' : 'have'} ` +
    `${describePayload(payload)}. Find out why. Then take the release back from the instances with "command: rollback", or put ` +
    `${describePayload(payload)} into the model again${byCommands(scaleSet, [payload])} and go on with it.`
  );
}

/** ` (by az vmss update ... --set ..., or by ...)`; empty where there is no such command. */
function byCommands({ id }: ScaleSet, payloads: readonly (RecordedPayload | undefined)[]): string {
  const commands = payloads.flatMap((each) => (each && putIntoModelCommand(id, each)) ?? []);
  return commands.length === 0 ? '' : ` (by ${commands.join(', or by ')})`;
}
