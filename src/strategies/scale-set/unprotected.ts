import type { Instance } from './instance.ts';

/**
 * Whom a release still has to protect from scale-in, by the instances themselves: its record is written before it acts, so
 * that an interrupted run may have noted more than it protected.
 */
export function unprotectedOf(instances: readonly Instance[], canaryIds: readonly string[]): string[] {
  return instances
    .filter(({ instanceId }) => canaryIds.includes(instanceId))
    .filter(({ isProtectedFromScaleIn }) => !isProtectedFromScaleIn)
    .map(({ instanceId }) => instanceId);
}
