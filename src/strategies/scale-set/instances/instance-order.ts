import type { Instance } from './instance.ts';

/** The ids of a uniform scale set are numbers, those of a flexible one are names: `2` comes before `10`. */
export function compareIds(left: string, right: string): number {
  return collator.compare(left, right) || (left < right ? -1 : Number(left > right));
}

/** Not the locale of the runner: the order has to be the same on every machine. */
const collator = new Intl.Collator('en', { numeric: true });

export function byId(left: Instance, right: Instance): number {
  return compareIds(left.instanceId, right.instanceId);
}

export function byZoneAndFaultDomain(left: Instance, right: Instance): number {
  return compareIds(left.zone, right.zone) || left.faultDomain - right.faultDomain || byId(left, right);
}
