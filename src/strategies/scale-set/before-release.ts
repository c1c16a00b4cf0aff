import type { Instance } from './instance.ts';
import { serves } from './serving.ts';
import type { Before } from './unhealthy-budget.ts';

/**
 * How a release finds the instances.
 *
 * @param isOpen The release has begun in a former run: who has its payload and is not well has become so by it.
 */
export function beforeRelease(instances: readonly Instance[], isOpen: boolean): Before {
  const sick = instances.filter((instance) => !serves(instance) && !(isOpen && instance.hasPayload));
  return {
    instanceCount: instances.length,
    sickIds: new Set(sick.map(({ instanceId }) => instanceId)),
  };
}
