import { namedInstances } from './instances/named-instances.ts';

/** @param ids of canaries of the record that are not there any more; not empty. */
export function deletedCanariesText(ids: readonly string[]): string {
  return ids.length === 1
    ? `canary ${ids.join()} of its record is not there any more`
    : `canaries ${ids.join(', ')} of its record are not there any more`;
}

/** Whatever was made while the model had the payload has it: what autoscale adds, for instance. @param ids not empty. */
export function otherCarriersText(ids: readonly string[]): string {
  return ids.length === 1
    ? `${namedInstances(ids)} has it as well, and is no canary`
    : `${namedInstances(ids)} have it as well, and are no canaries`;
}
