import { namedInstances } from '../instances/named-instances.ts';
import type { SetAside } from './set-aside.ts';

/** `protection from scale-in of instances 0, 3; suspended automatic repairs`; empty for nothing. */
export function setAsideText({ protectedIds, hasSuspendedRepairs }: SetAside): string {
  return [
    ...(protectedIds.length === 0 ? [] : [`protection from scale-in of ${namedInstances(protectedIds)}`]),
    ...(hasSuspendedRepairs ? ['suspended automatic repairs'] : []),
  ].join('; ');
}

/** `instances 0, 3 are protected from scale-in, and automatic repairs are suspended`; empty for nothing. */
export function setAsideSentence({ protectedIds, hasSuspendedRepairs }: SetAside): string {
  return [
    ...(protectedIds.length === 0
      ? []
      : [
          `${namedInstances(protectedIds)} ${protectedIds.length === 1 ? 'is' : 'are'} protected from scale-in`,
        ]),
    ...(hasSuspendedRepairs ? ['automatic repairs are suspended'] : []),
  ].join(', and ');
}
