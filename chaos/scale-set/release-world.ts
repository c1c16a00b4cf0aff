import { instancesOf } from '../../emulator/arm/compute/instances.ts';
import type { ControlPlane } from '../../emulator/arm/control-plane.ts';
import { foreignWrite } from '../../emulator/arm/foreign-write.ts';
import { createWorld, type World, type WorldOptions } from '../in-process/world.ts';
import { type PayloadKind, type Shape, scaleSetId, scenarioOf } from './scenario.ts';

/** Azure in this process, with a scale set of that shape in it. */
export function createReleaseWorld(
  shape: Shape,
  options: Omit<WorldOptions, 'scenario'>,
  payload?: PayloadKind,
): World {
  const world = createWorld({ ...options, scenario: scenarioOf(shape, payload) });
  shapeInstances(world.azure.plane, shape);
  return world;
}

/** What no ARM body of a scale set says. */
export function shapeInstances(plane: ControlPlane, shape: Shape): void {
  if (shape.hasPolicies) {
    for (const { id } of instancesOf(plane, scaleSetId)) {
      foreignWrite(plane, id, {
        properties: { protectionPolicy: { protectFromScaleIn: false, protectFromScaleSetActions: false } },
      });
    }
  }
  if (shape.protectedId !== undefined) {
    foreignWrite(plane, `${scaleSetId}/virtualMachines/${shape.protectedId}`, {
      properties: { protectionPolicy: { protectFromScaleSetActions: true } },
    });
  }
  if (shape.repairs === 'suspended') {
    plane.compute.changeScaleSet(scaleSetId, { automaticRepairs: 'Suspended' });
  }
}
