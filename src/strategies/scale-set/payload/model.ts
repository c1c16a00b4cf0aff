import type { Arm } from '../../../azure/arm/arm.ts';
import { isVersionOf, sameImage } from '../../../azure/images/image-reference.ts';
import { ForeignModelError } from '../../../azure/scale-sets/foreign-model-error.ts';
import {
  changeExtension,
  changeImage,
  type EtagRace,
  findExtension,
  imageOf,
  type WholeConfiguration,
} from '../../../azure/scale-sets/scale-set-model.ts';
import type { ImageReference, ScaleSet } from '../../../azure/scale-sets/scale-sets.ts';
import { getScaleSet } from '../../../azure/scale-sets/scale-sets.ts';
import { RefusedError } from '../../refused-error.ts';
import { isFloating } from './describe-image.ts';
import { describePayload } from './describe-payload.ts';
import type { ExtensionSettings } from './payload.ts';
import { type RecordedPayload, recordedExtension } from './payload-text.ts';

/** Settings of the extension that a release is about: of the two payloads as far as the inputs give them. */
export interface ExtensionSources {
  readonly payload?: ExtensionSettings;
  readonly previous?: ExtensionSettings;
}

/** What the model has of the kind that a release changes. Undefined where it has no such thing. */
export function payloadOfModel(
  scaleSet: ScaleSet,
  like: Pick<RecordedPayload, 'kind'> & { readonly name?: string },
): RecordedPayload | undefined {
  if (like.kind === 'image') {
    const image = imageOf(scaleSet);
    return image === undefined ? undefined : { kind: 'image', image };
  }
  const extension = findExtension(scaleSet, like.name ?? '');
  return extension === undefined
    ? undefined
    : recordedExtension(extension.name, extension.properties.settings, extension.properties.forceUpdateTag);
}

export interface PayloadChange {
  readonly scaleSetId: string;
  readonly from: RecordedPayload;
  readonly to: RecordedPayload;
  /** Settings of `to`, where it is an extension. */
  readonly settings: ExtensionSettings | undefined;
  /** As of `ImageChange`. */
  readonly requireRest?: ((scaleSet: ScaleSet) => void) | undefined;
  /** Told where another writer may have been written over. */
  readonly tellRace: (race: EtagRace, extension: string) => void | Promise<void>;
}

/**
 * Puts another payload into the model, by the smallest write. Nothing is written where it is there already.
 *
 * @throws RefusedError where an extension's settings are needed and no input gives them; ForeignModelError where the model has
 *   neither payload.
 */
export async function putIntoModel(arm: Arm, change: PayloadChange, signal: AbortSignal): Promise<void> {
  const { scaleSetId: id, from, to, settings, requireRest, tellRace } = change;
  if (to.kind === 'image' && from.kind === 'image') {
    const isUnpinned = (image: ImageReference) =>
      [from, to].some((each) => isUnpinnedFormOf({ kind: 'image', image }, each));
    await changeImage(
      arm,
      { id, expected: from.image, isExpected: isUnpinned, wanted: to.image, requireRest },
      signal,
    );
    return;
  }
  if (to.kind !== 'extension' || from.kind !== 'extension') {
    throw new Error(`A release changes an image or an extension of ${id}, not one into the other.`);
  }
  const scaleSet = await getScaleSet(arm, id, signal);
  const model = payloadOfModel(scaleSet, to);
  if (!samePayload(model, from) && !samePayload(model, to)) {
    throw foreignChange(scaleSet, model, change);
  }
  if (settings === undefined && !samePayload(model, to)) {
    throw new RefusedError(
      `The settings of extension "${to.name}" that scale set ${scaleSet.name} is to have are in no record, because they may be ` +
        'secret. Give them: extension-settings and extension-protected-settings to go forwards, previous-extension-settings and ' +
        'previous-extension-protected-settings to go back.',
    );
  }
  const { race } = await changeExtension(
    arm,
    {
      id,
      name: to.name,
      requireRest,
      // By its hash it is one of both; by its settings it can be compared with what is there when the write goes out.
      expected: { ...findExtension(scaleSet, to.name)?.properties },
      wanted: { configuration: wholeOf(settings), forceUpdateTag: to.forceUpdateTag },
    },
    signal,
  );
  if (race !== undefined) {
    await tellRace(race, to.name);
  }
}

function foreignChange(
  { name }: ScaleSet,
  model: RecordedPayload | undefined,
  { from, to }: PayloadChange,
): ForeignModelError {
  return new ForeignModelError(
    `Something else has changed the model of scale set ${name}: it has ${model === undefined ? 'nothing of the kind' : describePayload(model)}, where ` +
      `${describePayload(from)} was expected and ${describePayload(to)} was to be written. That is left as it is: find out who writes to ` +
      'it, and run again.',
  );
}

/** Settings are replaced as a whole, protected ones with them: what is not said is gone. */
function wholeOf(given: ExtensionSettings | undefined): WholeConfiguration | undefined {
  return given && { settings: given.settings ?? {}, protectedSettings: given.protectedSettings ?? {} };
}

/** Whether what there was before can be written: settings are in no record, and an image without a version is another one tomorrow. */
export function canBePutBack(previous: RecordedPayload, sources: ExtensionSources): boolean {
  return previous.kind === 'image' ? !isFloating(previous.image) : sources.previous !== undefined;
}

/** Whether a model has a payload. It has what there was before a release, too, while it names that without a version as then. */
export function samePayload(model: RecordedPayload | undefined, payload: RecordedPayload): boolean {
  if (model?.kind === 'image' && payload.kind === 'image') {
    return sameImage(model.image, payload.image) || isUnpinnedFormOf(model, payload);
  }
  return (
    model?.kind === 'extension' &&
    payload.kind === 'extension' &&
    model.name.toLowerCase() === payload.name.toLowerCase() &&
    model.settingsHash === payload.settingsHash &&
    model.forceUpdateTag === payload.forceUpdateTag
  );
}

/** Whether a model names what there was before a release as it did then: without the version that instances ran. */
export function isUnpinnedFormOf(model: RecordedPayload | undefined, payload: RecordedPayload): boolean {
  return (
    model?.kind === 'image' &&
    payload.kind === 'image' &&
    payload.inModel === 'unpinned' &&
    isFloating(model.image) &&
    isVersionOf(payload.image, model.image)
  );
}
