import type { Clock } from '../../../engine/clock.ts';
import type { OpenRelease } from '../../../record/open-release.ts';
import type { Instance } from '../instances/instance.ts';
import { serves } from '../instances/serving.ts';
import type { Before } from '../instances/unhealthy-budget.ts';
import type { SickBeforeEvent } from '../release-events.ts';

/**
 * How a release finds the instances.
 *
 * @param reachedIds Whom it has reached in a former run: who is among them and not well has become so by it, unless the record
 *   says that it was not well before either. Whom it has switched off stays so where half of it was taken back since.
 */
export function beforeRelease(
  instances: readonly Instance[],
  reachedIds: readonly string[],
  recorded: Pick<OpenRelease, 'sickIds' | 'quarantinedIds'> | undefined,
): Before {
  const { sickIds, quarantinedIds } = recorded ?? { sickIds: [], quarantinedIds: [] };
  const madeSickIds = [...reachedIds, ...quarantinedIds];
  const sick = instances
    // Who is being made is not there yet, and will be well as far as anybody knows.
    .filter(({ provisioningState }) => provisioningState !== 'Creating')
    .filter(
      (instance) =>
        !serves(instance) &&
        (!madeSickIds.includes(instance.instanceId) || sickIds.includes(instance.instanceId)),
    );
  return {
    instanceCount: instances.length,
    sickIds: new Set(sick.map(({ instanceId }) => instanceId)),
    quarantinedIds: new Set(quarantinedIds),
  };
}

export function sickBefore({ sickIds }: Before, clock: Clock): SickBeforeEvent {
  return { type: 'sick-before', atMs: clock.monotonicMs(), instanceIds: [...sickIds] };
}
