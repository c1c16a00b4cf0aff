import type { ControlPlane } from '../../../emulator/arm/control-plane.ts';
import { listOf, objectOf, textOf } from '../../../emulator/arm/json.ts';
import { parentId, sameId } from '../../../emulator/arm/resource-id.ts';
import type { ArmResource } from '../../../emulator/data-plane/contract.ts';
import type { PayloadKind } from '../../scale-set/scenario.ts';
import {
  EXTENSION,
  NEW_SETTINGS,
  newImage,
  OLD_SETTINGS,
  oldImage,
  scaleSetId,
} from '../../scale-set/scenario.ts';

/** Which of the declared payloads something has. */
export type Had = 'old' | 'new' | 'undeclared';

export interface InstanceAsItIs {
  readonly id: string;
  readonly has: Had;
  readonly provisioning: string;
  /** The last work of a release on it has come to nothing, as far as ARM says. */
  readonly hasFailedWork: boolean;
  readonly isProtectedFromScaleIn: boolean;
  readonly isProtectedFromScaleSetActions: boolean;
}

export interface ScaleSetAsItIs {
  readonly model: Had;
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
  return {
    model: hadBy(objectOf(scaleSet.properties, 'virtualMachineProfile'), payload),
    instances: plane.store
      .list(instanceType)
      .filter(({ id }) => sameId(parentId(id), scaleSetId))
      .map((instance) => instanceAsItIs(plane, instance, payload)),
    tags: (scaleSet.tags ?? {}) as Readonly<Record<string, string>>,
    repairs: plane.compute.scaleSet(scaleSetId).automaticRepairs,
  };
}

function instanceAsItIs(plane: ControlPlane, instance: ArmResource, payload: PayloadKind): InstanceAsItIs {
  const provisioning = textOf(instance.properties, 'provisioningState') ?? '';
  const protection = objectOf(instance.properties, 'protectionPolicy');
  return {
    id: textOf(instance, 'instanceId') ?? '',
    has: hadBy(plane.compute.instance(instance.id)?.applied.profile, payload),
    provisioning,
    hasFailedWork: provisioning === 'Failed' && WORK.test(lastOperationOn(plane, instance.id)?.path ?? ''),
    isProtectedFromScaleIn: protection?.protectFromScaleIn === true,
    isProtectedFromScaleSetActions: protection?.protectFromScaleSetActions === true,
  };
}

function hadBy(profile: unknown, payload: PayloadKind): Had {
  const [found, older, newer] =
    payload === 'image'
      ? [
          textOf(objectOf(objectOf(profile, 'storageProfile'), 'imageReference'), 'id'),
          oldImage.id,
          newImage.id,
        ]
      : [commandOf(profile), OLD_SETTINGS.commandToExecute, NEW_SETTINGS.commandToExecute];
  return found === older ? 'old' : found === newer ? 'new' : 'undeclared';
}

function commandOf(profile: unknown): string | undefined {
  const extension = listOf(objectOf(profile, 'extensionProfile'), 'extensions').find(
    ({ name }) => name === EXTENSION,
  );
  return textOf(objectOf(extension?.properties, 'settings'), 'commandToExecute');
}

/** `model new; 0 new, 1 old (Failed)` */
export function printScaleSet({ model, instances }: ScaleSetAsItIs): string {
  const words = instances.map(
    ({ id, has, provisioning }) => `${id} ${has}${provisioning === 'Succeeded' ? '' : ` (${provisioning})`}`,
  );
  return `model ${model}; ${words.join(', ')}`;
}

const WORK = /\/(manualupgrade|reimage|poweroff)$/i;

function lastOperationOn({ operations }: ControlPlane, instanceId: string) {
  return operations.all().findLast(({ resourceIds }) => resourceIds.some((id) => sameId(id, instanceId)));
}

/** Instances that an operation has worked on, whoever asked for it: a release is who upgrades, reimages or powers off. */
export function workedOn({ operations }: ControlPlane): ReadonlySet<string> {
  const works = operations
    .all()
    .filter(({ path }) => WORK.test(path))
    .flatMap(({ resourceIds }) => resourceIds)
    .filter((id) => /\/virtualMachines\/[^/]+$/i.test(id));
  return new Set(works.map((id) => id.slice(id.lastIndexOf('/') + 1)));
}
