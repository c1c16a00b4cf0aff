import type { ArmResource, PlannedInstanceChange } from '../../data-plane/contract.ts';
import type { ControlPlane } from '../control-plane.ts';
import type { InstanceState } from './compute-state.ts';
import { customScriptsOf } from './custom-scripts.ts';
import { instanceIdOf } from './instance-model.ts';
import { backendsOf, interfacesOf } from './network-interfaces.ts';
import { serviceOf } from './payloads.ts';
import { keyOf } from './protected-settings.ts';

/** How a machine is that runs what its state says. */
export function machineOf(
  plane: ControlPlane,
  instance: ArmResource,
  state: InstanceState,
): Omit<PlannedInstanceChange, 'atMs'> {
  const service = serviceOfInstance(plane, instance, state);
  const workload = service?.workload ?? state.workload;
  const condition = state.power === 'running' ? (service?.condition ?? 'healthy') : 'machine-down';
  return { condition, ...(workload === undefined ? {} : { workload }) };
}

function serviceOfInstance(plane: ControlPlane, instance: ArmResource, state: InstanceState) {
  return serviceOf(plane, {
    name: instance.name,
    instanceId: instanceIdOf(instance),
    backends: backendsOf(interfacesOf(plane, instance.id)),
    applied: state.applied,
    exactVersion: state.exactVersion,
  });
}

/** The extensions of a machine that fail where it runs what its state says, by name in lower case. */
export function failedExtensionsOf(
  plane: ControlPlane,
  instance: ArmResource,
  state: InstanceState,
): readonly string[] {
  const service = serviceOfInstance(plane, instance, state);
  return service?.script === 'fails' ? customScriptsOf(state.applied.profile).map(keyOf) : [];
}
