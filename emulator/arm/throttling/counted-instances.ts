import { isDeepStrictEqual } from 'node:util';
import type { ArmResource } from '../../data-plane/contract.ts';
import type { ControlPlane } from '../control-plane.ts';
import { memberOf, numberOf, objectOf } from '../json.ts';
import { parentId, sameId } from '../resource-id.ts';

/** For how many instances a request counts. */
export type CountInstances = (plane: ControlPlane, resourceId: string, body: unknown) => number;

export const one: CountInstances = () => 1;
export const none: CountInstances = () => 0;

export const all: CountInstances = (plane, scaleSetId) => instancesOf(plane, scaleSetId).length;

/** Those that the body names; without a body, or with `*`, everyone. */
export const named: CountInstances = (plane, scaleSetId, body) =>
  namedIds(body)?.length ?? all(plane, scaleSetId, body);

/** Of those that the body names, the ones that are behind the model: nobody else has to be touched (recorded). */
export const outdated: CountInstances = (plane, scaleSetId, body) => {
  const ids = namedIds(body);
  return instancesOf(plane, scaleSetId)
    .filter(({ instanceId }) => ids === undefined || ids.includes(String(instanceId)))
    .filter(({ properties }) => properties.latestModelApplied !== true).length;
};

/** Those that another capacity makes or takes away. */
export const comingAndGoing: CountInstances = (plane, scaleSetId, body) => {
  const present = numberOf(plane.store.get(scaleSetId)?.sku, 'capacity') ?? 0;
  const asked = numberOf(objectOf(body, 'sku'), 'capacity') ?? present;
  return Math.abs(asked - present);
};

/** An instance whose protection is to be another one. */
export const changed: CountInstances = (plane, instanceId, body) => {
  const present = objectOf(plane.store.get(instanceId)?.properties, 'protectionPolicy');
  return isDeepStrictEqual(objectOf(objectOf(body, 'properties'), 'protectionPolicy'), present) ? 0 : 1;
};

function instancesOf(plane: ControlPlane, scaleSetId: string): readonly ArmResource[] {
  return plane.store
    .list('Microsoft.Compute/virtualMachineScaleSets/virtualMachines')
    .filter(({ id }) => sameId(parentId(id), scaleSetId));
}

/** Undefined for everyone. */
function namedIds(body: unknown): readonly string[] | undefined {
  const ids = memberOf(body, 'instanceIds');
  return Array.isArray(ids) && !ids.includes('*') ? ids.map(String) : undefined;
}
