import type { ArmResource } from '../../data-plane/contract.ts';
import type { Call, Reply } from '../call.ts';
import type { ControlPlane } from '../control-plane.ts';
import type { JsonObject } from '../json.ts';
import { scaleIn, scaleOut } from './capacity.ts';
import { acceptCompute, computePutReply } from './compute-operations.ts';
import { putCompute, putState, timeOf } from './compute-resources.ts';
import { osTypeOf } from './image-kinds.ts';
import { imageReferenceOf } from './images.ts';
import { upgradeWork } from './instance-upgrade.ts';
import type { InstanceWork } from './instance-works.ts';
import {
  isLatest,
  protectionOf,
  refreshLatestModelApplied,
  stateOfInstance,
  stayingInstances,
} from './instances.ts';
import type { ProtectedSettings } from './protected-settings.ts';
import { capacityOf, composeScaleSet, upgradeModeOf } from './scale-set-model.ts';

/** A scale set as a write leaves it. */
export interface ScaleSetChange {
  readonly before: ArmResource | undefined;
  readonly after: ArmResource;
  readonly protectedSettings: ProtectedSettings;
}

export function composeChange(
  plane: ControlPlane,
  id: string,
  name: string,
  merged: JsonObject,
  before: ArmResource | undefined,
): ArmResource {
  const { uniqueId, timeCreated } = before?.properties ?? {};
  const profile = (merged.properties as JsonObject | undefined)?.virtualMachineProfile;
  return composeScaleSet(id, name, merged, {
    uniqueId: typeof uniqueId === 'string' ? uniqueId : plane.random.uuid(),
    timeCreated: typeof timeCreated === 'string' ? timeCreated : timeOf(plane.clock.epochMs()),
    osType: osTypeOf(plane, imageReferenceOf(profile)),
  });
}

/**
 * Accepts a change of a scale set. Its model is the new one now; instances come, go, or follow (upgrade policy Automatic)
 * while the operation runs. With upgrade policy Manual they keep what they have.
 */
export function acceptScaleSet(
  plane: ControlPlane,
  call: Call,
  change: ScaleSetChange,
  kind: 'vmss-put' | 'vmss-patch',
): { readonly created: boolean; readonly operation: ReturnType<typeof acceptCompute> } {
  const { before, after } = change;
  const created = before === undefined;
  const leaving = leavingInstances(plane, change);
  const operation = acceptCompute(plane, call, {
    name: `VirtualMachineScaleSets.CreateOrUpdate.${call.request.method}`,
    location: after.location ?? '',
    resourceIds: [after.id],
    durationMs: plane.drawDurationMs(kind),
    works: leaving,
    apply: () => applyChange(plane, change, leaving),
    begin: () => putState(plane, after.id, created ? 'Creating' : 'Updating'),
    settle: ({ status }) => settleScaleSet(plane, after.id, status === 'Succeeded'),
  });
  return { created, operation };
}

/** Who goes where the capacity is smaller than before. */
export function leavingInstances(
  plane: ControlPlane,
  { before, after }: Pick<ScaleSetChange, 'before' | 'after'>,
): readonly InstanceWork[] {
  const fewer = capacityOf(before) - capacityOf(after);
  return before === undefined || fewer <= 0 ? [] : scaleIn(plane, before, fewer);
}

/** Changes the model, now, and says what that brings to which instances. */
export function applyChange(
  plane: ControlPlane,
  { before, after, protectedSettings }: ScaleSetChange,
  leaving: readonly InstanceWork[],
): readonly InstanceWork[] {
  plane.compute.changeScaleSet(after.id, { protectedSettings });
  const written = putCompute(plane, after, before === undefined ? 'Creating' : 'Updating');
  refreshLatestModelApplied(plane, after.id);
  const leavingIds = new Set(leaving.map(({ instance }) => instance.id));
  const staying = stayingInstances(plane, after.id).filter(({ id }) => !leavingIds.has(id));
  const more = capacityOf(after) - (before === undefined ? 0 : capacityOf(before));
  return [
    ...(upgradeModeOf(after) === 'Automatic' ? followers(plane, written, staying) : []),
    ...(more > 0 ? scaleOut(plane, written, more) : []),
  ];
}

/** Upgrade policy Automatic: every instance that is not protected is brought to the new model, all at once. */
function followers(
  plane: ControlPlane,
  scaleSet: ArmResource,
  instances: readonly ArmResource[],
): readonly InstanceWork[] {
  return instances
    .filter((instance) => protectionOf(instance).protectFromScaleSetActions !== true)
    .filter((instance) => !isLatest(plane, scaleSet, stateOfInstance(plane, instance)))
    .map((instance) => upgradeWork(plane, scaleSet, instance));
}

function settleScaleSet(plane: ControlPlane, id: string, succeeded: boolean): void {
  plane.compute.changeScaleSet(id, { settledAtEpochMs: plane.clock.epochMs() });
  putState(plane, id, succeeded ? 'Succeeded' : 'Failed');
}

export function replyWithScaleSet(
  plane: ControlPlane,
  asked: ArmResource,
  { created, operation }: ReturnType<typeof acceptScaleSet>,
): Reply {
  return computePutReply(plane, operation, {
    status: created ? 201 : 200,
    body: plane.store.get(asked.id) ?? asked,
    retryAfterSeconds: 10,
  });
}
