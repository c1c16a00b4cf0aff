import type { Arm } from '../../azure/arm.ts';
import { listInstances, type ScaleSetInstance } from '../../azure/scale-set-instances.ts';
import { getScaleSet } from '../../azure/scale-sets.ts';
import { payloadOfModel, samePayload } from './model.ts';
import { hasRecorded } from './recorded-payload.ts';
import type { PlannedRelease } from './steps.ts';

/** How far a release has got, by a fresh read. */
export interface Touched {
  /** Instances that have its payload, those that may not be upgraded left out. */
  readonly ids: readonly string[];
  /** The model is what it was, and no instance has the payload. */
  readonly isTakenBack: boolean;
  /** `its model has the new payload; instances 2, 7 have it too` */
  readonly explanation: string;
}

export async function readTouched(arm: Arm, release: PlannedRelease, signal: AbortSignal): Promise<Touched> {
  const { scaleSetId, payload, previous } = release;
  const [scaleSet, reads] = await Promise.all([
    getScaleSet(arm, scaleSetId, signal),
    listInstances(arm, scaleSetId, signal),
  ]);
  const ids = touchedIds(reads, release);
  const model = payloadOfModel(scaleSet, payload);
  const isModelBack = previous !== undefined && samePayload(model, previous);
  return {
    ids,
    isTakenBack: isModelBack && ids.length === 0,
    explanation: [
      `its model has ${isModelBack ? 'the former payload' : samePayload(model, payload) ? 'the new payload' : 'a payload that is not of this release'}`,
      ids.length === 0
        ? 'no instance has the new one'
        : `${ids.length === 1 ? 'instance' : 'instances'} ${ids.join(', ')} ${ids.length === 1 ? 'has' : 'have'} the new one`,
    ].join('; '),
  };
}

export function touchedIds(
  reads: readonly ScaleSetInstance[],
  { payload, previous }: Pick<PlannedRelease, 'payload' | 'previous'>,
): string[] {
  return reads
    .filter((read) => read.properties.protectionPolicy?.protectFromScaleSetActions !== true)
    .filter((read) => hasRecorded(read, payload) && !(previous !== undefined && hasRecorded(read, previous)))
    .map(({ instanceId }) => instanceId);
}
