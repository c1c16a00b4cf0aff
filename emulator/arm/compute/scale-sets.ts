import type { ArmResource } from '../../data-plane/contract.ts';
import { checkLocation, requiredBody } from '../bodies.ts';
import { type Call, param, type Reply } from '../call.ts';
import type { ControlPlane } from '../control-plane.ts';
import type { JsonObject } from '../json.ts';
import { objectOf } from '../json.ts';
import { resourceIdOf } from '../reading.ts';
import { removeWork } from './capacity.ts';
import { acceptCompute, computeAcceptedReply } from './compute-operations.ts';
import { checkComputePreconditions, checkNotDeleting, putState, scaleSetType } from './compute-resources.ts';
import { findScaleSet, instancesOf } from './instances.ts';
import { type ProtectedSettings, protectedSettingsOf } from './protected-settings.ts';
import { mergeScaleSet } from './scale-set-merge.ts';
import { checkScaleSet } from './scale-set-validation.ts';
import { acceptScaleSet, composeChange, replyWithScaleSet } from './scale-set-writes.ts';

export function putScaleSet(plane: ControlPlane, call: Call): Reply {
  const body = requiredBody(call);
  const id = resourceIdOf(call, scaleSetType);
  const before = plane.store.get(id);
  checkLocation(body, scaleSetType, before);
  return writeScaleSet(plane, call, body, before, 'vmss-put');
}

export function patchScaleSet(plane: ControlPlane, call: Call): Reply {
  const before = findScaleSet(plane, call);
  return writeScaleSet(plane, call, requiredBody(call), before, 'vmss-patch');
}

function writeScaleSet(
  plane: ControlPlane,
  call: Call,
  body: JsonObject,
  before: ArmResource | undefined,
  kind: 'vmss-put' | 'vmss-patch',
): Reply {
  const id = before?.id ?? resourceIdOf(call, scaleSetType);
  checkComputePreconditions(call, before);
  checkNotDeleting(before);
  const merged = mergeScaleSet(before ?? {}, body);
  checkScaleSet(plane, body, merged, before);
  const after = composeChange(plane, id, before?.name ?? param(call, 'name'), merged, before);
  const protectedSettings = secretsAfter(plane, id, body);
  const accepted = acceptScaleSet(plane, call, { before, after, protectedSettings }, kind);
  return replyWithScaleSet(plane, after, accepted);
}

/** A body with a list of extensions replaces the list, and with it what they keep to themselves. */
function secretsAfter(plane: ControlPlane, id: string, body: JsonObject): ProtectedSettings {
  const profile = objectOf(objectOf(body, 'properties'), 'virtualMachineProfile');
  const replaced = objectOf(profile, 'extensionProfile')?.extensions !== undefined;
  return replaced ? protectedSettingsOf(profile) : plane.compute.scaleSet(id).protectedSettings;
}

export function deleteScaleSet(plane: ControlPlane, call: Call): Reply {
  const scaleSet = plane.store.get(resourceIdOf(call, scaleSetType));
  if (scaleSet === undefined) return { status: 204 };
  checkComputePreconditions(call, scaleSet);
  const instances = instancesOf(plane, scaleSet.id);
  const operation = acceptCompute(plane, call, {
    name: 'VirtualMachineScaleSets.Delete.DELETE',
    location: scaleSet.location ?? '',
    // Whatever still runs on it or on its instances is overtaken.
    resourceIds: [scaleSet.id, ...instances.map(({ id }) => id)],
    durationMs: plane.drawDurationMs('vmss-delete'),
    works: instances.map((instance) => removeWork(plane, instance, 'vmss-delete')),
    begin: () => putState(plane, scaleSet.id, 'Deleting'),
    settle: ({ status }) => {
      if (status !== 'Succeeded') {
        putState(plane, scaleSet.id, 'Failed');
        return;
      }
      plane.store.remove(scaleSet.id);
      plane.compute.removeScaleSet(scaleSet.id);
    },
  });
  return computeAcceptedReply(operation);
}
