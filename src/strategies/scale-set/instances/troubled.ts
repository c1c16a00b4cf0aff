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

/**
 * What a run finds: who is left alone is not well, and is in quarantine unless it was off before the release. So is whom the release
 * has switched off and somebody has taken back since, by half of an undoing for instance: it is off still.
 */
export function troubleFound(
  instances: readonly Instance[],
  { sickIds, quarantinedIds }: Pick<Before, 'sickIds' | 'quarantinedIds'>,
): Troubled {
  const left = idsOf(instances.filter(isLeftAlone));
  const off = idsOf(instances.filter(({ isSwitchedOff }) => isSwitchedOff));
  return {
    unhealthy: new Map(left.map((id) => [id, ['is not running, and is left switched off']])),
    quarantined: new Set([
      ...left.filter((id) => !sickIds.has(id)),
      ...off.filter((id) => quarantinedIds.has(id)),
    ]),
  };
}

/** Why an instance without the payload is not well: it had it, and was switched off with it. */
export function inQuarantine(id: string): [id: string, reasons: readonly string[]] {
  return [id, ['is not running: the release has put it in quarantine']];
}

function idsOf(instances: readonly Instance[]): string[] {
  return instances.map(({ instanceId }) => instanceId);
}
