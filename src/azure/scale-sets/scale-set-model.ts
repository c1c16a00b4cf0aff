import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Arm } from '../arm/arm.ts';
import { describeImage, modelOf, sameImage } from '../images/image-reference.ts';
import { changeUntilSeen } from '../seen-change.ts';
import { COMPUTE_API_VERSION, MODEL_TIMEOUT_MS } from './compute-api.ts';
import { ForeignModelError } from './foreign-model-error.ts';
import {
  getSettledScaleSet,
  type ImageReference,
  type ScaleSet,
  type ScaleSetExtension,
} from './scale-sets.ts';

export interface ImageChange {
  /** Resource id of the scale set. */
  readonly id: string;
  /** What the model had when the change was decided. Anything else but `wanted` is somebody else's. */
  readonly expected: ImageReference;
  /** Whether the model says that in other words: without the version. */
  readonly isExpected?: (found: ImageReference) => boolean;
  /** Pinned: `latest` in a model lets a newer image out whenever an instance is made. */
  readonly wanted: ImageReference;
  /** Throws where the scale set is not one that this may be written to. Asked before every write. */
  readonly requireRest?: ((scaleSet: ScaleSet) => void) | undefined;
}

/**
 * PATCH virtualMachineScaleSets/{name} (api-version 2026-04-01) with the image reference and nothing else, under If-Match.
 * The four parts of a marketplace image go in one, for ARM refuses them one by one. Upgrades no instance where the upgrade
 * policy is Manual; instances that are made from then on have it. Nothing is written where the model has it.
 *
 * Assumed, for no recording shows it: the reference is replaced, so that no `sharedGalleryImageId` stays beside an `id`.
 *
 * @returns the scale set with the wanted model.
 * @throws ForeignModelError where the model has neither image; ArmError when refused, by a mismatch of generation among
 *   others; ArmOperationError when it has failed twice; ArmOperationTimeoutError after a quarter of an hour.
 */
export function changeImage(
  arm: Arm,
  { id, expected, isExpected = () => false, wanted, requireRest }: ImageChange,
  signal: AbortSignal,
): Promise<ScaleSet> {
  const imageReference = modelOf(wanted);
  return changeUntilSeen<ScaleSet>(
    arm,
    {
      subject: `The image ${describeImage(wanted)} in the model of ${id}`,
      read: () => getSettledScaleSet(arm, id, signal, MODEL_TIMEOUT_MS),
      stateOf: ({ properties }) => properties.provisioningState,
      isThere: (scaleSet) => sameImage(imageOf(scaleSet), wanted),
      requireOurs: (scaleSet) => {
        const found = imageOf(scaleSet);
        const isOurs = found !== undefined && isExpected(found);
        if (!isOurs && !sameImage(found, expected) && !sameImage(found, wanted)) {
          throw foreignChange(scaleSet, 'the image', {
            expected: describeImage(expected),
            found: describeImage(found),
            wanted: describeImage(wanted),
          });
        }
        requireRest?.(scaleSet);
      },
      write: ({ etag }) =>
        arm.write(
          {
            method: 'PATCH',
            path: id,
            apiVersion: COMPUTE_API_VERSION,
            body: { properties: { virtualMachineProfile: { storageProfile: { imageReference } } } },
            ifMatch: etag,
            timeoutMs: MODEL_TIMEOUT_MS,
          },
          signal,
        ),
    },
    signal,
  );
}

export function imageOf(scaleSet: ScaleSet): ImageReference | undefined {
  return scaleSet.properties.virtualMachineProfile?.storageProfile?.imageReference;
}

export type Settings = Readonly<Record<string, unknown>>;

/** What can be read of an extension's configuration. Protected settings cannot. */
export interface ExtensionConfiguration {
  readonly settings?: Settings | undefined;
  readonly forceUpdateTag?: string | undefined;
}

/**
 * Both halves are sent, an empty one too: what the platform does with protected settings that are not sent, nobody has
 * recorded, and two halves of different releases contradict each other.
 */
export interface WholeConfiguration {
  readonly settings: Settings;
  readonly protectedSettings: Settings;
}

export interface ChangedExtension {
  readonly scaleSet: ScaleSet;
  /** Somebody else has written to the scale set between our read and our write, and may have been written over. */
  readonly race?: EtagRace;
}

/** How far the ETag of a scale set has moved, and how many writes of it were ours. */
export interface EtagRace {
  readonly before: number;
  readonly after: number;
  readonly ours: number;
}

export interface ExtensionChange {
  /** Resource id of the scale set. */
  readonly id: string;
  /** Name of an extension that the model has. */
  readonly name: string;
  /** What the model had when the change was decided. Anything else but `wanted` is somebody else's. */
  readonly expected: ExtensionConfiguration;
  /** As of `ImageChange`. */
  readonly requireRest?: ((scaleSet: ScaleSet) => void) | undefined;
  readonly wanted: {
    /** Absent: both are as they are in the model. */
    readonly configuration?: WholeConfiguration | undefined;
    /**
     * Of this change alone: by it the model tells that it has it, protected settings included. Undefined: it is to have none,
     * as before a change that is taken back.
     */
    readonly forceUpdateTag: string | undefined;
  };
}

/**
 * PUT virtualMachineScaleSets/{name}/extensions/{extension} (api-version 2026-04-01), with all other members of that
 * extension as they are in the model. Where the model has the wanted one and has failed to carry it out, a PATCH of the
 * extension instead, which keeps the protected settings that nobody can read and send again. Other extensions are not in
 * the body: a PATCH of the scale set would have to carry them all, without their protected settings, which ARM never
 * gives back.
 *
 * ARM documents no If-Match for an extension, and none is recorded: so none is sent. Who changes the same extension between our
 * read and our write is written over, and the ETag of the scale set tells of it afterwards: it counts changes.
 *
 * @returns the scale set with the wanted model, and whether others have come between.
 * @throws ForeignModelError where the model has neither configuration; Error where it has no such extension; else as
 *   `changeImage`.
 */
export async function changeExtension(
  arm: Arm,
  { id, name, expected, wanted, requireRest }: ExtensionChange,
  signal: AbortSignal,
): Promise<ChangedExtension> {
  const { configuration, forceUpdateTag } = wanted;
  const wantedOver = ({ settings }: ExtensionConfiguration): ExtensionConfiguration => ({
    settings: configuration === undefined ? settings : configuration.settings,
    forceUpdateTag,
  });
  const isWanted = (found: ExtensionConfiguration) => sameConfiguration(found, wantedOver(found));
  let before: ScaleSet | undefined;
  let writes = 0;
  const scaleSet = await changeUntilSeen<ScaleSet>(
    arm,
    {
      subject: `The configuration of extension "${name}" in the model of ${id}`,
      read: () => getSettledScaleSet(arm, id, signal, MODEL_TIMEOUT_MS),
      stateOf: ({ properties }) => properties.provisioningState,
      isThere: (scaleSet) => isWanted(requireExtension(scaleSet, name).properties),
      requireOurs: (scaleSet) => {
        const { properties: found } = requireExtension(scaleSet, name);
        if (!isWanted(found) && !sameConfiguration(found, expected)) {
          throw foreignChange(scaleSet, `extension "${name}"`, {
            expected: describeConfiguration(expected),
            found: describeConfiguration(found),
            wanted: describeConfiguration(wantedOver(expected)),
          });
        }
        requireRest?.(scaleSet);
      },
      write: (found) => {
        const extension = requireExtension(found, name);
        if (!isWanted(extension.properties)) {
          before = found;
          writes = 0;
        }
        writes += 1;
        return arm.write(
          {
            ...extensionWrite(extension, wanted),
            path: `${id}/extensions/${name}`,
            apiVersion: COMPUTE_API_VERSION,
            timeoutMs: MODEL_TIMEOUT_MS,
          },
          signal,
        );
      },
    },
    signal,
  );
  const race = before && raceBetween(before, scaleSet, writes);
  return race === undefined ? { scaleSet } : { scaleSet, race };
}

/**
 * Recorded of these ETags is that they are whole numbers, and stay where nothing changes. That one change counts one is
 * assumed: where it counted more, somebody would be warned for nothing.
 */
function raceBetween(before: ScaleSet, after: ScaleSet, writes: number): EtagRace | undefined {
  const [from, to] = [countOf(before), countOf(after)];
  return from !== undefined && to !== undefined && to - from > writes
    ? { before: from, after: to, ours: writes }
    : undefined;
}

function countOf({ etag }: ScaleSet): number | undefined {
  const digits = /^(?:W\/)?"?(\d+)"?$/.exec(etag ?? '')?.[1];
  return digits === undefined ? undefined : Number(digits);
}

export function extensionsOf(scaleSet: ScaleSet): readonly ScaleSetExtension[] {
  return scaleSet.properties.virtualMachineProfile?.extensionProfile?.extensions ?? [];
}

/** Names of extensions are compared without case, as all names of ARM. */
export function findExtension(scaleSet: ScaleSet, name: string): ScaleSetExtension | undefined {
  return extensionsOf(scaleSet).find((each) => each.name.toLowerCase() === name.toLowerCase());
}

function requireExtension(scaleSet: ScaleSet, name: string): ScaleSetExtension {
  const found = findExtension(scaleSet, name);
  if (found === undefined) {
    const names = extensionsOf(scaleSet).map((each) => `"${each.name}"`);
    throw new Error(
      `The model of scale set ${scaleSet.name} has no extension "${name}". ` +
        (names.length === 0 ? 'It has none at all.' : `It has ${names.join(', ')}.`),
    );
  }
  return found;
}

function extensionWrite(
  { name, properties }: ScaleSetExtension,
  { configuration, forceUpdateTag }: ExtensionChange['wanted'],
): { readonly method: 'PUT' | 'PATCH'; readonly body: unknown } {
  // Undefined members are not sent.
  if (configuration === undefined) {
    return { method: 'PATCH', body: { properties: { settings: properties.settings, forceUpdateTag } } };
  }
  // `provisioningState` is ARM's to say, and would be refused or ignored.
  const { provisioningState, ...kept } = properties as ScaleSetExtension['properties'] & {
    readonly provisioningState?: string;
  };
  return { method: 'PUT', body: { name, properties: { ...kept, ...configuration, forceUpdateTag } } };
}

function sameConfiguration(left: ExtensionConfiguration, right: ExtensionConfiguration): boolean {
  return (
    left.forceUpdateTag === right.forceUpdateTag &&
    isDeepStrictEqual(left.settings ?? {}, right.settings ?? {})
  );
}

/** Settings may be nobody's to read in a log: a hash tells them apart as well. */
function describeConfiguration({ settings = {}, forceUpdateTag }: ExtensionConfiguration): string {
  const hash = createHash('sha256')
    .update(JSON.stringify(sorted(settings)))
    .digest('hex')
    .slice(0, 12);
  const tag = forceUpdateTag === undefined ? 'no forceUpdateTag' : `forceUpdateTag "${forceUpdateTag}"`;
  return `${tag} and settings with hash ${hash}`;
}

/** The same text for the same settings, in whatever order their members come. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const members = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]) => [name, sorted(member)]));
}

function foreignChange(
  scaleSet: ScaleSet,
  what: string,
  { expected, found, wanted }: { readonly expected: string; readonly found: string; readonly wanted: string },
): ForeignModelError {
  return new ForeignModelError(
    `Something else has changed ${what} in the model of scale set ${scaleSet.name}: it has ${found}, where ${expected} ` +
      `was expected and ${wanted} was to be written. That is left as it is: find out who writes to it, and run again.`,
  );
}
