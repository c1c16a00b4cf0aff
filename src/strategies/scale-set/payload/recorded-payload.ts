import { isMadeOf } from '../../../azure/images/image-reference.ts';
import type { ScaleSetInstance } from '../../../azure/scale-sets/scale-set-instances.ts';
import type { RecordedPayload } from './payload-text.ts';
import { hashOfSettings } from './same-settings.ts';

/**
 * Whether an instance really has a payload, by its own image and extensions: `latestModelApplied` tells of the model, and
 * with `latest` in it of another image than the one that runs.
 *
 * @param inModel what the model has of the kind.
 */
export function hasRecorded(
  read: ScaleSetInstance,
  payload: RecordedPayload,
  inModel: RecordedPayload | undefined,
): boolean {
  if (payload.kind === 'image') {
    return isMadeOf(read.properties.storageProfile?.imageReference, payload.image);
  }
  const found = read.resources?.find(({ name }) => name.toLowerCase() === payload.name.toLowerCase());
  if (found === undefined || hashOfSettings(found.properties.settings) !== payload.settingsHash) {
    return false;
  }
  return (found.properties.forceUpdateTag ?? tagByModel(read, inModel)) === payload.forceUpdateTag;
}

/** Where ARM does not tell the tag of an instance, its word for the model has to do: protected settings may be all that is new. */
function tagByModel(
  { properties }: ScaleSetInstance,
  inModel: RecordedPayload | undefined,
): string | undefined {
  return properties.latestModelApplied === true && inModel?.kind === 'extension'
    ? inModel.forceUpdateTag
    : undefined;
}
