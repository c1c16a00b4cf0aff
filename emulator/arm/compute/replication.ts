import type { ArmResource } from '../../data-plane/contract.ts';
import { isObject, type JsonObject, listOf, objectOf, textOf } from '../json.ts';
import { sameLocation } from '../resource-id.ts';

/** Of a version of a gallery image. As the scenario tells it; else it has arrived wherever it is to be published. */
export function replicationStatus({ properties }: ArmResource): JsonObject {
  if (isObject(properties.replicationStatus)) return properties.replicationStatus;
  return {
    aggregatedState: 'Completed',
    summary: targetRegions(properties).map((region) => ({
      region: textOf(region, 'name'),
      state: 'Completed',
      details: '',
      progress: 100,
    })),
  };
}

/** Whether instances in a region can be made of a version. One of which nothing tells its regions is everywhere. */
export function hasArrived(version: ArmResource, location: string): boolean {
  const { properties } = version;
  if (!isObject(properties.replicationStatus) && targetRegions(properties).length === 0) return true;
  return listOf(replicationStatus(version), 'summary').some(
    (region) => sameLocation(textOf(region, 'region'), location) && textOf(region, 'state') === 'Completed',
  );
}

function targetRegions(properties: JsonObject): readonly JsonObject[] {
  return listOf(objectOf(properties, 'publishingProfile'), 'targetRegions');
}
