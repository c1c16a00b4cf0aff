import { isDeepStrictEqual } from 'node:util';
import { healthOf } from '../../../emulator/arm/compute/instance-health.ts';
import type { ControlPlane } from '../../../emulator/arm/control-plane.ts';
import { type JsonObject, listOf, objectOf, textOf } from '../../../emulator/arm/json.ts';
import { parentId, sameId } from '../../../emulator/arm/resource-id.ts';
import type { ArmResource } from '../../../emulator/data-plane/contract.ts';
import type { PayloadKind } from '../../scale-set/scenario.ts';
import {
  EXTENSION,
  NEW_SETTINGS,
  NEW_VERSION,
  newImage,
  OLD_SETTINGS,
  OLD_VERSION,
  oldImage,
  scaleSetId,
  UNPINNED_IMAGE,
} from '../../scale-set/scenario.ts';
import { type RestOfModel, restOfModel, restOfProfile } from './rest-of-model.ts';

/** Which of the declared payloads something has. */
export type Had = 'old' | 'new' | 'undeclared';

export interface InstanceAsItIs {
  readonly id: string;
  readonly has: Had;
  /** It has all that the model has. */
  readonly isUpToDate: boolean;
  /** All else that it was last brought to. */
  readonly rest: RestOfModel['profile'];
  readonly provisioning: string;
  readonly isOff: boolean;
  /** It runs, what watches over it on the machine says that it is healthy, and no work on it has failed. By nothing that ARM has told anybody. */
  readonly isWell: boolean;
  /** A release has worked on it at any time. */
  readonly isWorkedOn: boolean;
  /** The last work of a release on it has come to nothing, as far as ARM says. */
  readonly hasFailedWork: boolean;
  readonly isProtectedFromScaleIn: boolean;
  readonly isProtectedFromScaleSetActions: boolean;
}

export interface ScaleSetAsItIs {
  readonly model: Had;
  readonly rest: RestOfModel;
  readonly instances: readonly InstanceAsItIs[];
  readonly tags: Readonly<Record<string, string>>;
  readonly repairs: 'Running' | 'Suspended';
}

const instanceType = 'Microsoft.Compute/virtualMachineScaleSets/virtualMachines';

/** What the emulator holds, read without a request: no fault meets it. */
export function scaleSetIn(plane: ControlPlane, payload: PayloadKind): ScaleSetAsItIs {
  const scaleSet = plane.store.get(scaleSetId);
  if (scaleSet === undefined) {
    throw new Error(`There is no ${scaleSetId}.`);
  }
  const worked = workedOn(plane);
  return {
    model: hadBy(objectOf(scaleSet.properties, 'virtualMachineProfile'), payload),
    rest: restOfModel(scaleSet, payload),
    instances: plane.store
      .list(instanceType)
      .filter(({ id }) => sameId(parentId(id), scaleSetId))
      .map((instance) => instanceAsItIs(plane, instance, payload, worked)),
    tags: (scaleSet.tags ?? {}) as Readonly<Record<string, string>>,
    repairs: plane.compute.scaleSet(scaleSetId).automaticRepairs,
  };
}

function instanceAsItIs(
  plane: ControlPlane,
  instance: ArmResource,
  payload: PayloadKind,
  worked: ReadonlySet<string>,
): InstanceAsItIs {
  const provisioning = textOf(instance.properties, 'provisioningState') ?? '';
  const protection = objectOf(instance.properties, 'protectionPolicy');
  const state = plane.compute.instance(instance.id);
  const profile = state?.applied.profile;
  const id = textOf(instance, 'instanceId') ?? '';
  const hasFailedWork =
    provisioning === 'Failed' && WORK.test(lastOperationOn(plane, instance.id)?.path ?? '');
  return {
    id,
    has:
      payload === 'image-over-unpinned'
        ? hadByVersion(imageIn(profile), state?.exactVersion)
        : hadBy(profile, payload),
    isUpToDate: objectOf(instance, 'properties')?.latestModelApplied === true,
    rest: restOfProfile(profile, payload),
    provisioning,
    isOff: state?.power !== 'running',
    isWell: state?.power === 'running' && !hasFailedWork && healthOf(plane, instance, state) === 'healthy',
    isWorkedOn: worked.has(id),
    hasFailedWork,
    isProtectedFromScaleIn: protection?.protectFromScaleIn === true,
    isProtectedFromScaleSetActions: protection?.protectFromScaleSetActions === true,
  };
}

function hadBy(profile: unknown, payload: PayloadKind): Had {
  if (payload === 'forced-run') {
    return hadByTag(profile);
  }
  if (payload === 'image-over-unpinned') {
    return hadByVersion(imageIn(profile), OLD_VERSION);
  }
  const [found, older, newer] =
    payload === 'image'
      ? [imageIn(profile), oldImage, newImage]
      : [extensionOf(profile)?.settings, OLD_SETTINGS, NEW_SETTINGS];
  return isDeepStrictEqual(found, older) ? 'old' : isDeepStrictEqual(found, newer) ? 'new' : 'undeclared';
}

function imageIn(profile: unknown): JsonObject | undefined {
  return objectOf(objectOf(profile, 'storageProfile'), 'imageReference');
}

/** @param version what the name of the image stands for where it has none. */
function hadByVersion(image: JsonObject | undefined, version: string | undefined): Had {
  const id = image?.id === UNPINNED_IMAGE.id ? `${UNPINNED_IMAGE.id}/versions/${version}` : image?.id;
  switch (id) {
    case `${UNPINNED_IMAGE.id}/versions/${OLD_VERSION}`:
      return 'old';
    case `${UNPINNED_IMAGE.id}/versions/${NEW_VERSION}`:
      return 'new';
    default:
      return 'undeclared';
  }
}

/** The public settings stay: that it was run once more is told by its tag alone. */
function hadByTag(profile: unknown): Had {
  const { settings, forceUpdateTag } = extensionOf(profile) ?? {};
  if (!isDeepStrictEqual(settings, OLD_SETTINGS)) {
    return 'undeclared';
  }
  return forceUpdateTag === undefined ? 'old' : 'new';
}

function extensionOf(profile: unknown) {
  const extension = listOf(objectOf(profile, 'extensionProfile'), 'extensions').find(
    ({ name }) => name === EXTENSION,
  );
  return objectOf(extension, 'properties');
}

/** Who was made while somebody else's payload was in the model has that, and no release has given it to them. */
export function withoutOthers(now: ScaleSetAsItIs): ScaleSetAsItIs {
  return {
    ...now,
    instances: now.instances.filter(({ has, isWorkedOn }) => has !== 'undeclared' || isWorkedOn),
  };
}

/** `model new; 0 new, 1 old (Failed) not well` */
export function printScaleSet({ model, instances }: ScaleSetAsItIs): string {
  const words = instances.map(
    ({ id, has, provisioning, isWell }) =>
      `${id} ${has}${provisioning === 'Succeeded' ? '' : ` (${provisioning})`}${isWell ? '' : ' not well'}`,
  );
  return `model ${model}; ${words.join(', ')}`;
}

const WORK = /\/(manualupgrade|reimage|poweroff)$/i;

function lastOperationOn({ operations }: ControlPlane, instanceId: string) {
  return operations.all().findLast(({ resourceIds }) => resourceIds.some((id) => sameId(id, instanceId)));
}

/** Instances that an operation of a release has worked on: a release is who upgrades, reimages or powers off. */
export function workedOn({ operations }: ControlPlane): ReadonlySet<string> {
  return instancesOf(operations.all().filter(({ path }) => WORK.test(path)));
}

/**
 * Instances that any operation was about, whatever it did. Only processes of the action begin operations: what others do to
 * the scale set comes without one.
 */
export function touchedIn({ operations }: ControlPlane): ReadonlySet<string> {
  return instancesOf(operations.all());
}

function instancesOf(
  operations: readonly { readonly resourceIds: readonly string[] }[],
): ReadonlySet<string> {
  const ids = operations
    .flatMap(({ resourceIds }) => resourceIds)
    .flatMap((id) => /\/virtualMachines\/([^/]+)/i.exec(id)?.[1] ?? []);
  return new Set(ids);
}
