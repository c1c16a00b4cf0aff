import type { Instance } from '../instances/instance.ts';
import { isLeftAlone } from '../instances/troubled.ts';
import type { Before } from '../instances/unhealthy-budget.ts';

/** What a release does with each of its canaries, as the upgrade itself will find them. */
export interface CanaryWork {
  /** Who has the payload already is not among them, unless an upgrade has left it as `Failed`. */
  readonly toUpgrade: readonly Instance[];
  /**
   * Those, and who has the payload. Nobody in quarantine, and nobody who has it and was not well before the release: it was tried
   * when it was upgraded, does not count, and would lose its disk anew with each re-run.
   */
  readonly toCheck: readonly Instance[];
}

/** What a plan without an upgrade says of downtime. */
export const NOBODY_DOWN = 'no instance goes down: the canaries have it already, and are only checked';

export function canaryWorkOf(
  instances: readonly Instance[],
  canaryIds: readonly string[],
  { sickIds }: Pick<Before, 'sickIds'>,
): CanaryWork {
  const canaries = instances.filter((each) => canaryIds.includes(each.instanceId) && !isLeftAlone(each));
  const isToUpgrade = (each: Instance) => !(each.hasPayload && each.provisioningState === 'Succeeded');
  return {
    toUpgrade: canaries.filter(isToUpgrade),
    toCheck: canaries.filter((each) => isToUpgrade(each) || !sickIds.has(each.instanceId)),
  };
}
