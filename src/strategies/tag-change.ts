import type { Change } from '../engine/plan.ts';

/** What a plan says of a tag of the record. @param name without what all tags of this action begin with. */
export function tagChange(resource: string, name: string, from: string | null, to: string | null): Change {
  return { resource, field: `tags/azure-rollout-${name}`, from, to };
}
