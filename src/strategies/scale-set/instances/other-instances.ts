import { nameOf } from '../../../azure/resource-id.ts';
import type { ScaleSetInstance } from '../../../azure/scale-sets/scale-set-instances.ts';
import type { OpenRelease } from '../../../record/open-release.ts';
import type { Observation } from '../observed/observe.ts';
import { isFloating } from '../payload/describe-image.ts';
import { describePayload } from '../payload/describe-payload.ts';
import { payloadOfModel } from '../payload/model.ts';
import type { RecordedPayload } from '../payload/payload-text.ts';
import { hasRecorded } from '../payload/recorded-payload.ts';
import type { PlannedRelease } from '../plan/steps.ts';
import { namedInstances } from './named-instances.ts';
import { reachOf } from './touched.ts';

/**
 * Whom a rollout finds in a state that it would otherwise be taken to have brought about: with neither payload, as after an
 * upgrade to somebody else's model, or `Failed`. Once it has begun, its record goes on to tell.
 */
export function othersOf(
  { scaleSet, reads }: Pick<Observation, 'scaleSet' | 'reads'>,
  release: PlannedRelease,
  open: OpenRelease | undefined,
): readonly string[] {
  if (release.previous === undefined) {
    return [];
  }
  if (open !== undefined && reachOf(open) === 'all') {
    return open.otherIds;
  }
  const model = payloadOfModel(scaleSet, release.payload);
  return reads
    .filter(({ instanceId }) => !release.canaryIds.includes(instanceId))
    .filter((read) => !hasRecorded(read, release.payload, model))
    .filter((read) => isStray(read, release, model) || read.properties.provisioningState === 'Failed')
    .map(({ instanceId }) => instanceId);
}

/** Instances on what is in no model: upgraded, they cannot get it back. */
export function strayHazards(
  { scaleSet, reads }: Pick<Observation, 'scaleSet' | 'reads'>,
  release: PlannedRelease,
  upgradedIds: readonly string[],
): string[] {
  const { scaleSetId, payload, previous } = release;
  const model = payloadOfModel(scaleSet, payload);
  const ids = reads
    .filter((read) => upgradedIds.includes(read.instanceId) && isStray(read, release, model))
    .map(({ instanceId }) => instanceId);
  return previous === undefined || ids.length === 0
    ? []
    : [
        `${namedInstances(ids, 'Instance')} of ${nameOf(scaleSetId)} ${ids.length === 1 ? 'has' : 'have'} neither ${describePayload(payload)} ` +
          `nor ${describePayload(previous)}. What was upgraded cannot get back what it has now: taking the release back brings ` +
          `${describePayload(previous)}.`,
      ];
}

/** Where the model has more to give than the payload, an upgrade brings all of it, and taking the payload back leaves it there. */
export function otherChangeHazards(
  reads: readonly ScaleSetInstance[],
  release: PlannedRelease,
  isInModel: boolean,
): string[] {
  const { scaleSetId, payload, previous } = release;
  const inModel = isInModel ? payload : previous;
  const ids = reads
    .filter(
      ({ properties }) =>
        properties.latestModelApplied === false && properties.provisioningState === 'Succeeded',
    )
    .filter((read) => inModel !== undefined && hasRecorded(read, inModel, inModel))
    .filter((read) => !isUnpinned(read))
    .map(({ instanceId }) => instanceId);
  return ids.length === 0
    ? []
    : [
        `The model of ${nameOf(scaleSetId)} has more that ${namedInstances(ids)} ${ids.length === 1 ? 'has' : 'have'} not got, beside the payload: ` +
          'somebody has changed another part of it. Every upgrade brings that too, nobody has looked at it on a canary, and taking the ' +
          'release back does not take it back.',
      ];
}

/** Where the model has the same image with a version that is change enough to ARM, and brings nothing else. */
function isUnpinned({ properties }: ScaleSetInstance): boolean {
  const image = properties.storageProfile?.imageReference;
  return image !== undefined && isFloating(image);
}

function isStray(
  read: ScaleSetInstance,
  { payload, previous }: PlannedRelease,
  model: RecordedPayload | undefined,
): boolean {
  return previous !== undefined && !hasRecorded(read, payload, model) && !hasRecorded(read, previous, model);
}
