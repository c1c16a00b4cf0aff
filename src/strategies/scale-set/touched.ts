import type { Arm } from '../../azure/arm.ts';
import { listInstances, type ScaleSetInstance } from '../../azure/scale-set-instances.ts';
import { getScaleSet } from '../../azure/scale-sets.ts';
import { payloadOfModel, samePayload } from './model.ts';
import { hasRecorded } from './recorded-payload.ts';
import type { PlannedRelease } from './steps.ts';

/** How far a release has got, by a fresh read. */
export interface Touched {
  /** Instances that are not as they were, those that may not be upgraded left out. */
  readonly ids: readonly string[];
  /** The model is what it was, and so are the instances. */
  readonly isTakenBack: boolean;
  /** `its model has the new payload; instances 2, 7 have it too` */
  readonly explanation: string;
}

/**
 * Whom a release may have reached: its canaries, or, once it is rolled out, every instance. Who is among them and `Failed` was
 * being upgraded when something went wrong, and what it runs nobody knows.
 */
export type Reach = 'canaries' | 'all';

export async function readTouched(
  arm: Arm,
  release: PlannedRelease,
  reach: Reach,
  signal: AbortSignal,
): Promise<Touched> {
  const { scaleSetId, payload, previous } = release;
  const [scaleSet, reads] = await Promise.all([
    getScaleSet(arm, scaleSetId, signal),
    listInstances(arm, scaleSetId, signal),
  ]);
  const ids = touchedIds(reads, release, reach);
  const model = payloadOfModel(scaleSet, payload);
  const isModelBack = previous !== undefined && samePayload(model, previous);
  return {
    ids,
    isTakenBack: isModelBack && ids.length === 0,
    explanation: [
      `its model has ${isModelBack ? 'the former payload' : samePayload(model, payload) ? 'the new payload' : 'a payload that is not of this release'}`,
      ids.length === 0
        ? 'every instance that it has reached is as it was'
        : `not as before: ${ids.length === 1 ? 'instance' : 'instances'} ${ids.join(', ')}`,
    ].join('; '),
  };
}

export function touchedIds(
  reads: readonly ScaleSetInstance[],
  release: Pick<PlannedRelease, 'payload' | 'previous' | 'canaryIds'>,
  reach: Reach,
): string[] {
  return reads
    .filter((read) => read.properties.protectionPolicy?.protectFromScaleSetActions !== true)
    .filter((read) => isTouched(read, release, reach))
    .map(({ instanceId }) => instanceId);
}

function isTouched(
  read: ScaleSetInstance,
  { payload, previous, canaryIds }: Pick<PlannedRelease, 'payload' | 'previous' | 'canaryIds'>,
  reach: Reach,
): boolean {
  const isReached = reach === 'all' || canaryIds.includes(read.instanceId);
  if (isReached && read.properties.provisioningState === 'Failed') {
    return true;
  }
  if (previous !== undefined && hasRecorded(read, previous)) {
    return false;
  }
  // A canary that has neither was upgraded while somebody else had changed the model.
  return hasRecorded(read, payload) || canaryIds.includes(read.instanceId);
}
