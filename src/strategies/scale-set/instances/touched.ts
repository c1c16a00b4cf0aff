import type { Arm } from '../../../azure/arm/arm.ts';
import { modelOf } from '../../../azure/images/image-reference.ts';
import { COMPUTE_LISTING_MS } from '../../../azure/scale-sets/compute-api.ts';
import { listInstances, type ScaleSetInstance } from '../../../azure/scale-sets/scale-set-instances.ts';
import { getScaleSet, type ScaleSet } from '../../../azure/scale-sets/scale-sets.ts';
import type { OpenRelease } from '../../../record/open-release.ts';
import { readRecord } from '../../../record/record.ts';
import { isUnpinnedFormOf, payloadOfModel, samePayload } from '../payload/model.ts';
import type { RecordedPayload } from '../payload/payload-text.ts';
import { hasRecorded } from '../payload/recorded-payload.ts';
import type { PlannedRelease } from '../plan/steps.ts';
import { namedInstances } from './named-instances.ts';

/** How far a release has got, by a fresh read. */
export interface Touched {
  /** Instances that are not as they were, and may be upgraded. */
  readonly ids: readonly string[];
  /** The model is what it was, and so are the instances. */
  readonly isTakenBack: boolean;
  /** Nothing of the release is left, though somebody else may have changed the model to something else. */
  readonly isGone: boolean;
  /** The model has neither what the release brings nor what there was before. */
  readonly isModelForeign: boolean;
  /** `its model has the former payload; not as before: instances 2, 7 (Updating, with the new payload)` */
  readonly explanation: string;
}

/**
 * Whom a release may have reached: its canaries, or, once it is rolled out, every instance but those that the record calls
 * others. Who is among them and `Failed`, or `Updating` without an end, was being upgraded when something went wrong, and what
 * it runs nobody knows.
 */
export type Reach = 'canaries' | 'all';

/** By its record, where there is one: a release that is over may have reached every instance. */
export function reachOf(open: Pick<OpenRelease, 'strategy'> | undefined): Reach {
  return open?.strategy === 'canary-percent' ? 'canaries' : 'all';
}

/** What ARM has told at one time. */
interface Read {
  readonly scaleSet: ScaleSet;
  readonly reads: readonly ScaleSetInstance[];
}

/** What tells whom a release has reached. */
export type Reaching = Pick<PlannedRelease, 'payload' | 'previous' | 'canaryIds' | 'otherIds'>;

/** @param planned what holds where somebody has removed the record. */
export async function readTouched(
  arm: Arm,
  planned: PlannedRelease,
  plannedReach: Reach,
  signal: AbortSignal,
): Promise<Touched> {
  const { payload, previous } = planned;
  const { scaleSet, reads, release, reach } = await readAtRest(arm, planned, plannedReach, signal);
  const ids = touchedIds({ scaleSet, reads }, release, reach);
  const keptIds = keptFromTakingBack({ scaleSet, reads }, release, reach);
  const model = payloadOfModel(scaleSet, payload);
  const isModelThere = samePayload(model, payload);
  const isModelBack = previous !== undefined && samePayload(model, previous);
  return {
    ids,
    isTakenBack: isModelBack && ids.length === 0 && keptIds.length === 0,
    isGone: previous !== undefined && !isModelThere && ids.length === 0 && keptIds.length === 0,
    isModelForeign: previous !== undefined && !isModelBack && !isModelThere,
    explanation: [
      `its model has ${isModelBack ? 'the former payload' : isModelThere ? 'the new payload' : 'a payload that is not of this release'}`,
      ...(ids.length === 0 && keptIds.length === 0
        ? ['every instance that it has reached is as it was']
        : []),
      ...(ids.length === 0
        ? []
        : [
            `not as before: ${describeStates(
              reads.filter(({ instanceId }) => ids.includes(instanceId)),
              (read) => hasRecorded(read, payload, model),
            )}`,
          ]),
      ...(keptIds.length === 0 ? [] : [describeKept(keptIds)]),
    ].join('; '),
  };
}

/** Each with what keeps it from being back: `instance 2 (Updating), instances 3, 7 (with the new payload)`. */
function describeStates(
  reads: readonly ScaleSetInstance[],
  hasPayload: (read: ScaleSetInstance) => boolean,
): string {
  const stateOf = (read: ScaleSetInstance) => {
    const what = hasPayload(read) ? ['with the new payload'] : [];
    return isRestless(read)
      ? [read.properties.provisioningState, ...what].join(', ')
      : what.join() || 'with neither payload';
  };
  return [...Map.groupBy(reads, stateOf)]
    .map(([state, those]) => `${namedInstances(idsOf(those))} (${state})`)
    .join(', ');
}

/** This run, or one before it, may have reached more than was planned: before it upgrades somebody, the record says so. */
function recorded(
  { tags }: Pick<ScaleSet, 'tags'>,
  planned: PlannedRelease,
  reach: Reach,
): { readonly release: PlannedRelease; readonly reach: Reach } {
  const { release: open } = readRecord(tags);
  return open?.id === planned.releaseId
    ? {
        release: { ...planned, otherIds: open.otherIds },
        reach: reachOf(open) === 'all' ? 'all' : reach,
      }
    : { release: planned, reach };
}

/** Of recorded upgrades nine in ten had ended by then. Whoever is `Updating` still is not as it was. */
const PATIENCE_MS = 240_000;

/** An upgrade that runs brings its instance the payload only at its end. */
async function readAtRest(
  arm: Arm,
  planned: PlannedRelease,
  plannedReach: Reach,
  signal: AbortSignal,
): Promise<Read & ReturnType<typeof recorded>> {
  const { scaleSetId } = planned;
  for (let waitedMs = 0; ; waitedMs += COMPUTE_LISTING_MS) {
    const reads = await listInstances(arm, scaleSetId, signal);
    // After the instances: whoever changes the model and then upgrades somebody is seen by the model.
    const scaleSet = await getScaleSet(arm, scaleSetId, signal);
    const { release, reach } = recorded(scaleSet, planned, plannedReach);
    const isBusy = reads.some(
      (read) => read.properties.provisioningState === 'Updating' && isReached(read, release, reach),
    );
    if (!isBusy || waitedMs >= PATIENCE_MS) {
      return { scaleSet, reads, release, reach };
    }
    await arm.pause(COMPUTE_LISTING_MS, signal);
  }
}

export function touchedIds({ scaleSet, reads }: Read, release: Reaching, reach: Reach): string[] {
  const model = payloadOfModel(scaleSet, release.payload);
  return idsOf(reads.filter((read) => !isProtected(read) && isTouched(read, release, reach, model)));
}

/** Whom the release has reached, and somebody has protected since: nothing but that keeps them from going back. */
export function keptFromTakingBack({ scaleSet, reads }: Read, release: Reaching, reach: Reach): string[] {
  const { payload } = release;
  const model = payloadOfModel(scaleSet, payload);
  return idsOf(
    reads.filter(
      (read) => isProtected(read) && isReached(read, release, reach) && hasRecorded(read, payload, model),
    ),
  );
}

/** @param ids of `keptFromTakingBack`; not empty. */
export function describeKept(ids: readonly string[]): string {
  const [keep, them] = ids.length === 1 ? ['keeps', 'it'] : ['keep', 'them'];
  return `${namedInstances(ids)} ${keep} what the release has brought, because protectFromScaleSetActions keeps every upgrade from ${them}: take that from ${them}`;
}

function isProtected({ properties }: ScaleSetInstance): boolean {
  return properties.protectionPolicy?.protectFromScaleSetActions === true;
}

function isRestless({ properties }: ScaleSetInstance): boolean {
  return ['Failed', 'Updating'].includes(properties.provisioningState ?? '');
}

function idsOf(reads: readonly ScaleSetInstance[]): string[] {
  return reads.map(({ instanceId }) => instanceId);
}

function isReached(
  { instanceId }: ScaleSetInstance,
  { canaryIds, otherIds }: Reaching,
  reach: Reach,
): boolean {
  return reach === 'all' ? !otherIds.includes(instanceId) : canaryIds.includes(instanceId);
}

function isTouched(
  read: ScaleSetInstance,
  release: Reaching,
  reach: Reach,
  model: RecordedPayload | undefined,
): boolean {
  const { payload, previous } = release;
  const mayBe = isReached(read, release, reach);
  if (mayBe && isRestless(read)) {
    return true;
  }
  if (hasRecorded(read, payload, model)) {
    return true;
  }
  // Who is reached and has neither was upgraded while somebody else had changed the model.
  return (
    mayBe && previous !== undefined && !hasRecorded(read, previous, model) && !isOfUnpinned(read, previous)
  );
}

/** Whoever a release has upgraded is of an image with a version: nobody has upgraded this one since. */
function isOfUnpinned({ properties }: ScaleSetInstance, previous: RecordedPayload): boolean {
  const image = properties.storageProfile?.imageReference;
  return image !== undefined && isUnpinnedFormOf({ kind: 'image', image: modelOf(image) }, previous);
}
