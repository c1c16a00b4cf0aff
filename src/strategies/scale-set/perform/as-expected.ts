import { nameOf } from '../../../azure/resource-id.ts';
import type { Instance } from '../instances/instance.ts';
import { isOutdated } from '../instances/serving.ts';
import type { ScaleSetWork } from '../performers.ts';
import type { ConfirmRelease } from '../plan/steps.ts';

/** Which instances have not got what a release brings, or have it and should not. Undefined where all is as it should be. */
export function unexpectedOf(
  { release, troubled, asPlanned }: Pick<ScaleSetWork, 'release' | 'troubled' | 'asPlanned'>,
  expects: ConfirmRelease['expects'],
  instances: readonly Instance[],
): string | undefined {
  const named = (ids: readonly string[]) => `${nameOf(release.scaleSetId)}: ${ids.join(', ')}`;
  const excused = (id: string) => troubled.unhealthy.has(id);
  if (expects === 'canaries') {
    const missing = release.canaryIds.filter(
      (id) => !excused(id) && !instances.some((each) => each.instanceId === id && each.hasPayload),
    );
    if (missing.length > 0) {
      return `Canaries have not got the payload, or are gone, of ${named(missing)}.`;
    }
    const others = instances
      .filter(({ instanceId, hasPayload }) => hasPayload && asPlanned?.bystanderIds.includes(instanceId))
      .map(({ instanceId }) => instanceId);
    if (others.length > 0) {
      return (
        `Instances have the payload that are no canaries, and did not have it when this run was planned, of ${named(others)}: ` +
        'something else has upgraded them.'
      );
    }
  }
  if (expects === 'all') {
    const outdated = instances
      .filter((each) => isOutdated(each) && !each.isProtectedFromScaleSetActions && !excused(each.instanceId))
      .map(({ instanceId }) => instanceId);
    if (outdated.length > 0) {
      return `Instances are outdated still of ${named(outdated)}. "strategy: full-rollout" goes on with them.`;
    }
  }
  return undefined;
}
