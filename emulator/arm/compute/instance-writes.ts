import { requiredBody } from '../bodies.ts';
import type { Call, Reply } from '../call.ts';
import type { ControlPlane } from '../control-plane.ts';
import { errors } from '../errors.ts';
import { isObject, type JsonObject, memberOf, objectOf, textOf } from '../json.ts';
import { sameId } from '../resource-id.ts';
import { acceptCompute, checkNoConcurrentOperation, computePutReply } from './compute-operations.ts';
import { checkComputePreconditions, putCompute, putState } from './compute-resources.ts';
import { findInstance, isLeaving } from './instances.ts';

/**
 * PUT of one instance. Of what it may say, the emulator changes the protection policy; tags are ignored, as recorded, and
 * what an instance has from its scale set's model may be repeated but not changed.
 */
export function putInstance(plane: ControlPlane, call: Call): Reply {
  const body = requiredBody(call);
  const instance = findInstance(plane, call);
  checkComputePreconditions(call, instance);
  const properties = objectOf(body, 'properties') ?? {};
  checkUnchanged(instance.properties, properties);
  checkNoConcurrentOperation(plane, [instance.id]);
  const protectionPolicy = protectionAfter(instance.properties.protectionPolicy, properties);
  const after = {
    ...instance,
    properties: {
      ...instance.properties,
      ...(protectionPolicy === undefined ? {} : { protectionPolicy }),
    },
  };
  const operation = acceptCompute(plane, call, {
    name: 'VirtualMachineScaleSetVMs.Update.PUT',
    location: instance.location ?? '',
    resourceIds: [instance.id],
    durationMs: plane.drawDurationMs('vmss-vm-put'),
    apply: () => {
      putCompute(plane, after, 'Updating');
      return [];
    },
    begin: () => putState(plane, instance.id, 'Updating'),
    settle: ({ status }) => {
      const current = plane.store.get(instance.id);
      // It may be on its way out by now.
      if (current === undefined || isLeaving(current)) return;
      putState(plane, instance.id, status === 'Succeeded' ? 'Succeeded' : 'Failed');
    },
  });
  return computePutReply(plane, operation, { status: 200, body: plane.store.get(instance.id) ?? after });
}

function protectionAfter(before: unknown, properties: JsonObject): JsonObject | undefined {
  const asked = properties.protectionPolicy;
  if (!isObject(asked)) return isObject(before) ? before : undefined;
  return { ...(isObject(before) ? before : {}), ...asked };
}

/** Members that come from the model, and how they show in an instance. */
function checkUnchanged(before: JsonObject, asked: JsonObject): void {
  const size = textOf(asked.hardwareProfile, 'vmSize');
  if (size !== undefined && !sameId(size, textOf(before.hardwareProfile, 'vmSize'))) {
    throw errors.propertyChangeNotAllowed('hardwareProfile.vmSize');
  }
  const image = memberOf(asked.storageProfile, 'imageReference');
  const former = memberOf(before.storageProfile, 'imageReference');
  for (const name of ['id', 'publisher', 'offer', 'sku', 'version']) {
    const value = memberOf(image, name);
    if (value !== undefined && value !== memberOf(former, name)) {
      throw errors.propertyChangeNotAllowed(`imageReference.${name}`);
    }
  }
}
