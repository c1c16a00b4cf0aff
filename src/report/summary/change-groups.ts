import { parseResourceId } from '../../azure/resource-id.ts';
import type { Change } from '../../engine/plan.ts';
import { namedInstances } from '../../strategies/scale-set/instances/named-instances.ts';
import { readableResource } from '../readable.ts';

/** The same change of one resource, or of many instances of one scale set, which would be a line each. */
export interface ChangeGroup extends Pick<Change, 'field' | 'from' | 'to'> {
  /** A resource id, or `instances 0, 3 and 5 of web`. */
  readonly subject: string;
}

const INSTANCE = /^(?<scaleSet>.+\/virtualMachineScaleSets\/[^/]+)\/virtualMachines\/(?<id>[^/]+)$/i;

/** In their order; instances at the place of the first of them. */
export function groupChanges(changes: readonly Change[], nameOfResource = readableResource): ChangeGroup[] {
  const groups = Map.groupBy(changes, ({ resource, field, from, to }) => {
    const scaleSet = INSTANCE.exec(resource)?.groups?.scaleSet;
    return JSON.stringify([scaleSet?.toLowerCase() ?? resource, scaleSet !== undefined, field, from, to]);
  });
  return [...groups.values()].flatMap((alike) => {
    const ids = alike.flatMap(({ resource }) => INSTANCE.exec(resource)?.groups?.id ?? []);
    const [first] = alike;
    if (first === undefined) {
      return [];
    }
    return ids.length > 0
      ? [{ ...first, subject: instancesText(first.resource, ids) }]
      : alike.map((change) => ({ ...change, subject: nameOfResource(change.resource) }));
  });
}

function instancesText(resource: string, ids: readonly string[]): string {
  const scaleSet = INSTANCE.exec(resource)?.groups?.scaleSet ?? '';
  return `${namedInstances(ids)} of ${parseResourceId(scaleSet)?.name ?? scaleSet}`;
}
