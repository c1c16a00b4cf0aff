import type { Instance } from '../instances/instance.ts';
import type { Surroundings } from '../preflight/hazards.ts';

/**
 * Whom a release has to protect from scale-in, where anything scales, by the instances themselves: its record is written before it
 * acts, so that an interrupted run may have noted more than it protected, and somebody may have taken the protection away since.
 */
export function unprotectedOf(
  { autoscaleSettings }: Pick<Surroundings, 'autoscaleSettings'>,
  instances: readonly Instance[],
  canaryIds: readonly string[],
): string[] {
  return autoscaleSettings.length === 0
    ? []
    : instances
        .filter(({ instanceId }) => canaryIds.includes(instanceId))
        .filter(({ isProtectedFromScaleIn }) => !isProtectedFromScaleIn)
        .map(({ instanceId }) => instanceId);
}
