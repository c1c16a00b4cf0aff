import type { Instance } from './instance.ts';
import { isLeftAlone } from './troubled.ts';

/** What a release does with each of its canaries, as the upgrade itself will find them. */
export interface CanaryWork {
  /** Who has the payload already is not among them, unless an upgrade has left it as `Failed`. */
  readonly toUpgrade: readonly Instance[];
  /** Those, and who has the payload. Nobody in quarantine. */
  readonly toCheck: readonly Instance[];
}

/** What a plan without an upgrade says of downtime. */
export const NOBODY_DOWN = 'no instance goes down: the canaries have it already, and are only checked';

export function canaryWorkOf(instances: readonly Instance[], canaryIds: readonly string[]): CanaryWork {
  const toCheck = instances.filter((each) => canaryIds.includes(each.instanceId) && !isLeftAlone(each));
  return {
    toCheck,
    toUpgrade: toCheck.filter((each) => !(each.hasPayload && each.provisioningState === 'Succeeded')),
  };
}
