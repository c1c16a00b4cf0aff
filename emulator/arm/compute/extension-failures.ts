import type { ControlPlane } from '../control-plane.ts';
import { errors } from '../errors.ts';
import { textOf } from '../json.ts';
import type { OperationEnd } from '../operations.ts';
import { customScriptsOf } from './custom-scripts.ts';
import { failedExtensionsOf } from './instance-service.ts';
import { type InstanceWork, runsScripts } from './instance-works.ts';
import { stateOfInstance } from './instances.ts';
import { keyOf } from './protected-settings.ts';

/** How an operation ends by what becomes of its instances: the first extension that fails is what it says. */
export function endOfWorks(plane: ControlPlane, works: readonly InstanceWork[]): OperationEnd {
  for (const { instance, outcome } of works) {
    if (outcome.kind === 'removed') continue;
    const before = stateOfInstance(plane, instance);
    const after = outcome.change(before);
    if (!runsScripts({ outcome }, before, after)) continue;
    const failed = failedExtensionsOf(plane, instance, after);
    const extension = customScriptsOf(after.applied.profile).find((one) => failed.includes(keyOf(one)));
    if (extension === undefined) continue;
    return {
      status: 'Failed',
      error: errors.extensionFailed({
        name: String(extension.name),
        publisher: textOf(extension.properties, 'publisher') ?? '',
        type: textOf(extension.properties, 'type') ?? '',
      }).body,
    };
  }
  return { status: 'Succeeded' };
}
