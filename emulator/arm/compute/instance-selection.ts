import type { ArmResource } from '../../data-plane/contract.ts';
import { requiredBody } from '../bodies.ts';
import type { Call } from '../call.ts';
import type { ControlPlane } from '../control-plane.ts';
import { errors } from '../errors.ts';
import { memberOf } from '../json.ts';
import { instanceIdOf } from './instance-model.ts';
import { instancesOf, stayingInstances } from './instances.ts';

/** The instances that an action's body names: by id, all with `["*"]`. */
export function requiredInstances(
  plane: ControlPlane,
  call: Call,
  scaleSet: ArmResource,
): readonly ArmResource[] {
  const ids = memberOf(requiredBody(call), 'instanceIds');
  if (!Array.isArray(ids) || ids.length === 0) {
    throw errors.invalidParameter('instanceIds', "Required parameter 'instanceIds' is missing (null).");
  }
  return select(plane, scaleSet, ids.map(String));
}

/** The same for actions that mean all instances where none is named. */
export function namedInstances(
  plane: ControlPlane,
  call: Call,
  scaleSet: ArmResource,
): readonly ArmResource[] {
  const ids = memberOf(call.body, 'instanceIds');
  return Array.isArray(ids) ? select(plane, scaleSet, ids.map(String)) : instancesOf(plane, scaleSet.id);
}

function select(plane: ControlPlane, scaleSet: ArmResource, ids: readonly string[]): readonly ArmResource[] {
  const instances = instancesOf(plane, scaleSet.id);
  if (ids.includes('*')) {
    if (ids.length > 1) throw errors.everyInstanceAndOthers();
    return stayingInstances(plane, scaleSet.id);
  }
  const byId = new Map(instances.map((instance) => [instanceIdOf(instance), instance]));
  return [...new Set(ids)].map((id) => {
    const instance = byId.get(id);
    if (instance === undefined) throw errors.inactiveInstance(id);
    return instance;
  });
}
