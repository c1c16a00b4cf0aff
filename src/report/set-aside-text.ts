import { namedInstances } from '../strategies/scale-set/instances/named-instances.ts';
import type { SetAside } from '../strategies/scale-set/record/set-aside.ts';

/** `protection from scale-in of instances 0, 3; suspended automatic repairs`; empty for nothing. */
export function setAsideText({ protectedIds, hasSuspendedRepairs }: SetAside): string {
  return [
    ...(protectedIds.length === 0 ? [] : [`protection from scale-in of ${namedInstances(protectedIds)}`]),
    ...(hasSuspendedRepairs ? ['suspended automatic repairs'] : []),
  ].join('; ');
}
