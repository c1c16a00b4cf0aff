import type { Instance } from './instance.ts';
import type { Before } from './unhealthy-budget.ts';

/** What is known of instances that do not get well: they are left out of later batches. */
export interface Troubled {
  readonly unhealthy: Map<string, readonly string[]>;
  readonly quarantined: Set<string>;
}

export function noTrouble(): Troubled {
  return { unhealthy: new Map(), quarantined: new Set() };
}

/**
 * Whether a run leaves an instance as it is: somebody has switched it off with what the release brings, as a former run with
 * `on-unhealthy: quarantine` does, and its disk is to be looked at. Who is off with something else has nothing of the release to show.
 */
export function isLeftAlone({ hasPayload, isSwitchedOff, provisioningState }: Instance): boolean {
  return hasPayload && isSwitchedOff && provisioningState !== 'Updating';
}

/** What a run finds: who is left alone is not well, and is in quarantine unless it was off before the release. */
export function troubleFound(instances: readonly Instance[], { sickIds }: Pick<Before, 'sickIds'>): Troubled {
  const ids = instances.filter(isLeftAlone).map(({ instanceId }) => instanceId);
  return {
    unhealthy: new Map(ids.map((id) => [id, ['is not running, and is left switched off']])),
    quarantined: new Set(ids.filter((id) => !sickIds.has(id))),
  };
}
