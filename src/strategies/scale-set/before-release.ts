import type { Instance } from './instance.ts';
import { serves } from './serving.ts';
import type { Before } from './unhealthy-budget.ts';

/**
 * How a release finds the instances.
 *
 * @param reachedIds Whom it has reached in a former run: who is among them and not well has become so by it.
 */
export function beforeRelease(instances: readonly Instance[], reachedIds: readonly string[]): Before {
  const sick = instances.filter((instance) => !serves(instance) && !reachedIds.includes(instance.instanceId));
  return {
    instanceCount: instances.length,
    sickIds: new Set(sick.map(({ instanceId }) => instanceId)),
  };
}
