import { isDeepStrictEqual } from 'node:util';
import type { ArmResource } from '../../data-plane/contract.ts';
import type { ControlPlane } from '../control-plane.ts';
import type { InstanceModel, InstanceState } from './compute-state.ts';
import { runsScript } from './custom-scripts.ts';
import { exactVersionOf, imageReferenceOf } from './images.ts';
import { newDiskName } from './instance-model.ts';
import type { InstanceWork } from './instance-works.ts';
import { stateOfInstance } from './instances.ts';
import { modelOf, sameModel } from './scale-set-model.ts';

/**
 * What it takes to bring an instance from one model to another: nothing, a new machine, a script that runs, or a change
 * that nobody who is served notices.
 */
export type UpgradeKind = 'nothing' | 'machine' | 'script' | 'unnoticed';

/** The parts of a profile that a machine is made from. */
const machineMembers = ['storageProfile', 'osProfile', 'securityProfile', 'licenseType', 'priority'];

export function upgradeKind(before: InstanceModel, after: InstanceModel): UpgradeKind {
  if (sameModel(before, after)) return 'nothing';
  const sameMachine =
    before.vmSize === after.vmSize &&
    machineMembers.every((name) => isDeepStrictEqual(before.profile[name], after.profile[name]));
  if (!sameMachine) return 'machine';
  return runsScript(before.profile, after.profile) ? 'script' : 'unnoticed';
}

/** Brings one instance to its scale set's model. */
export function upgradeWork(plane: ControlPlane, scaleSet: ArmResource, instance: ArmResource): InstanceWork {
  const before = stateOfInstance(plane, instance);
  const applied = modelOf(scaleSet, plane.compute.scaleSet(scaleSet.id).protectedSettings);
  const kind = upgradeKind(before.applied, applied);
  const sameImage = isDeepStrictEqual(
    imageReferenceOf(before.applied.profile),
    imageReferenceOf(applied.profile),
  );
  const diskName = sameImage ? before.diskName : newDiskName(plane, instance.name);
  return {
    instance,
    durationMs: plane.drawDurationMs(durations[kind]),
    whileItLasts: { state: 'Updating', condition: conditionDuring(kind, before) },
    outcome: {
      kind: 'provisioned',
      change: (state) => ({
        ...state,
        applied,
        diskName,
        exactVersion: sameImage
          ? state.exactVersion
          : exactVersionOf(plane, imageReferenceOf(applied.profile), String(instance.location)),
      }),
    },
  };
}

const durations = {
  nothing: 'vmss-upgrade-nothing',
  machine: 'vmss-upgrade-image',
  script: 'vmss-upgrade-extension',
  unnoticed: 'vmss-upgrade-extension',
} as const;

/** A script installs what is to be served: the process is dead until it has run. A machine that is off stays off. */
function conditionDuring(kind: UpgradeKind, { power }: InstanceState) {
  if (power !== 'running') return kind === 'nothing' ? undefined : 'machine-down';
  switch (kind) {
    case 'machine':
      return 'machine-down';
    case 'script':
      return 'process-dead';
    default:
      return undefined;
  }
}

/**
 * Makes the disk of one instance anew from the model that it has, which may be an older one than its scale set's: a pinned
 * image comes back as it was, `latest` as the newest one.
 */
export function reimageWork(plane: ControlPlane, instance: ArmResource): InstanceWork {
  const diskName = newDiskName(plane, instance.name);
  return {
    instance,
    durationMs: plane.drawDurationMs('vmss-reimage'),
    whileItLasts: { state: 'Updating', condition: 'machine-down' },
    outcome: {
      kind: 'provisioned',
      change: (state) => ({
        ...state,
        diskName,
        exactVersion: exactVersionOf(
          plane,
          imageReferenceOf(state.applied.profile),
          String(instance.location),
        ),
      }),
    },
  };
}
