import type { Arm } from '../arm/arm.ts';
import { changeUntilSeen } from '../seen-change.ts';
import { untilSettled } from '../settled.ts';
import { COMPUTE_API_VERSION, COMPUTE_LOOK_MS, MODEL_TIMEOUT_MS } from './compute-api.ts';
import { findInstanceModel, instanceResourceId, type ScaleSetInstance } from './scale-set-instances.ts';

export interface ScaleInProtection {
  /** Resource id of the scale set. */
  readonly scaleSetId: string;
  readonly instanceId: string;
  readonly isProtected: boolean;
}

/**
 * PUT virtualMachineScaleSets/{name}/virtualMachines/{id} (api-version 2026-04-01), with `protectFromScaleIn` changed and
 * everything else as read, under If-Match (recorded: 412 where it does not hold). Autoscale then leaves the instance alone;
 * a person or another program may delete it all the same. Nothing is written where it is so already, or was never asked
 * for: an instance without a policy is not protected. Compute allows 4 such writes a minute, up to 12.
 *
 * @returns `gone` where there is no such instance: nothing is left to protect, or to unprotect.
 * @throws ArmError when refused; ArmOperationError when it has failed twice; ArmOperationTimeoutError.
 */
export async function setScaleInProtection(
  arm: Arm,
  { scaleSetId, instanceId, isProtected }: ScaleInProtection,
  signal: AbortSignal,
): Promise<'as-wanted' | 'gone'> {
  const id = instanceResourceId(scaleSetId, instanceId);
  const found = await changeUntilSeen<ScaleSetInstance | undefined>(
    arm,
    {
      subject: `protectFromScaleIn: ${isProtected} of ${id}`,
      read: () => findSettled(arm, id, signal),
      isThere: (instance) => instance === undefined || isProtectedFromScaleIn(instance) === isProtected,
      write: (instance) =>
        arm.write(
          {
            method: 'PUT',
            path: id,
            apiVersion: COMPUTE_API_VERSION,
            body: instance && withProtection(instance, isProtected),
            ifMatch: instance?.etag,
            timeoutMs: MODEL_TIMEOUT_MS,
          },
          signal,
        ),
    },
    signal,
  );
  return found === undefined ? 'gone' : 'as-wanted';
}

export function isProtectedFromScaleIn({ properties }: ScaleSetInstance): boolean {
  return properties.protectionPolicy?.protectFromScaleIn ?? false;
}

/** Without the list of its extensions: they are resources of their own, and ARM only prints them here. */
function withProtection(instance: ScaleSetInstance, protectFromScaleIn: boolean): ScaleSetInstance {
  const { resources, ...kept } = instance;
  const protectionPolicy = { ...instance.properties.protectionPolicy, protectFromScaleIn };
  return { ...kept, properties: { ...instance.properties, protectionPolicy } };
}

async function findSettled(arm: Arm, id: string, signal: AbortSignal): Promise<ScaleSetInstance | undefined> {
  const read = async () => {
    const instance = await findInstanceModel(arm, id, signal);
    return { id, instance, properties: instance?.properties ?? {} };
  };
  return (await untilSettled(arm, read, signal, MODEL_TIMEOUT_MS, COMPUTE_LOOK_MS)).instance;
}
