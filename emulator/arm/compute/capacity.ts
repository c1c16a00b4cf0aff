import type { ArmResource } from '../../data-plane/contract.ts';
import type { ControlPlane } from '../control-plane.ts';
import { errors } from '../errors.ts';
import { numberOf } from '../json.ts';
import type { InstanceState } from './compute-state.ts';
import { exactVersionOf, imageReferenceOf } from './images.ts';
import { instanceIdOf, newDiskName, newInstance } from './instance-model.ts';
import { failedExtensionsOf, machineOf } from './instance-service.ts';
import type { InstanceWork } from './instance-works.ts';
import { changeInstance, protectionOf, stateOfInstance, stayingInstances } from './instances.ts';
import { addInterfaces, joinLoadBalancers, tellDataPlane } from './network-interfaces.ts';
import { modelOf, profileOf } from './scale-set-model.ts';

/**
 * Makes instances on the model as it is now. They are there at once, `Creating` and down; the works that are returned bring
 * them up.
 */
export function scaleOut(plane: ControlPlane, scaleSet: ArmResource, count: number): readonly InstanceWork[] {
  return createInstances(plane, scaleSet, count, 'machine-down').map((instance) => ({
    instance,
    durationMs: plane.drawDurationMs('vmss-scale-out'),
    whileItLasts: { state: 'Creating', condition: 'machine-down' },
    outcome: { kind: 'provisioned', change: (state) => state },
  }));
}

/** Makes instances, their interfaces and what they serve. `up`: as they are once they run what the model says. */
export function createInstances(
  plane: ControlPlane,
  scaleSet: ArmResource,
  count: number,
  condition: 'machine-down' | 'up',
): readonly ArmResource[] {
  const made = Array.from({ length: count }, () => createInstance(plane, scaleSet));
  const interfaces = made.flatMap((instance) =>
    addInterfaces(plane, { id: instance.id, instanceId: instanceIdOf(instance) }, profileOf(scaleSet)),
  );
  for (const instance of made) placeService(plane, instance, condition);
  const changes = joinLoadBalancers(plane, interfaces, []);
  // What a scenario begins with, the data plane reads when it starts.
  if (condition === 'machine-down') tellDataPlane(plane, changes);
  return made;
}

function createInstance(plane: ControlPlane, scaleSet: ArmResource): ArmResource {
  const { nextInstanceNumber, protectedSettings } = plane.compute.scaleSet(scaleSet.id);
  plane.compute.changeScaleSet(scaleSet.id, { nextInstanceNumber: nextInstanceNumber + 1 });
  const applied = modelOf(scaleSet, protectedSettings);
  const siblings = stayingInstances(plane, scaleSet.id);
  const zone = leastUsed(zonesOf(scaleSet), siblings.map(zoneOf));
  const inZone = siblings.filter((sibling) => zoneOf(sibling) === zone);
  const faultDomains = Array.from({ length: faultDomainCount(scaleSet) }, (_, index) => index);
  const instance = newInstance(scaleSet, String(nextInstanceNumber), zone === undefined ? [] : [zone]);
  const state: InstanceState = {
    applied,
    diskName: newDiskName(plane, instance.name),
    exactVersion: exactVersionOf(plane, imageReferenceOf(applied.profile), String(scaleSet.location)),
    power: 'running',
    failedExtensions: [],
    scripts: 'ran',
    guest: 'away',
    faultDomain:
      leastUsed(
        faultDomains,
        inZone.map((one) => stateOfInstance(plane, one).faultDomain),
      ) ?? 0,
    settledAtEpochMs: plane.clock.epochMs(),
    workload: undefined,
  };
  return changeInstance(plane, instance, state, 'Creating');
}

/** Places what an instance serves before any load balancer sends somebody there. */
export function placeService(plane: ControlPlane, instance: ArmResource, until: 'machine-down' | 'up'): void {
  const state = stateOfInstance(plane, instance);
  const { workload, condition } = machineOf(plane, instance, state);
  if (workload !== undefined) {
    plane.dataPlane.placeWorkload(workload);
    const first = until === 'up' ? condition : until;
    if (first !== 'healthy') plane.dataPlane.setInstanceCondition(workload.instance, first);
  }
  if (until === 'machine-down') {
    changeInstance(plane, instance, { ...state, guest: 'away', workload }, 'Creating');
    return;
  }
  const failedExtensions = failedExtensionsOf(plane, instance, state);
  const settled: InstanceState = { ...state, guest: 'reporting', failedExtensions, workload };
  changeInstance(plane, instance, settled, failedExtensions.length > 0 ? 'Failed' : 'Succeeded');
}

function zonesOf(scaleSet: ArmResource): readonly string[] {
  return Array.isArray(scaleSet.zones) ? scaleSet.zones.map(String) : [];
}

export function zoneOf(instance: ArmResource): string | undefined {
  return zonesOf(instance)[0];
}

export function faultDomainCount(scaleSet: ArmResource): number {
  return Math.max(1, numberOf(scaleSet.properties, 'platformFaultDomainCount') ?? 5);
}

/** The first of those that are used least. */
function leastUsed<Choice>(choices: readonly Choice[], used: readonly unknown[]): Choice | undefined {
  const timesUsed = (choice: Choice) => used.filter((one) => one === choice).length;
  return choices.toSorted((left, right) => timesUsed(left) - timesUsed(right))[0];
}

/**
 * Takes instances away: from the zone that has most, then from the fault domain that has most, the highest id first.
 * Those that are protected from scale-in stay.
 */
export function scaleIn(plane: ControlPlane, scaleSet: ArmResource, count: number): readonly InstanceWork[] {
  const instances = [...stayingInstances(plane, scaleSet.id)];
  const chosen: ArmResource[] = [];
  while (chosen.length < count) {
    const next = nextToGo(plane, instances);
    if (next === undefined) {
      throw errors.operationNotAllowed(
        `The capacity of Virtual Machine Scale Set '${scaleSet.name}' cannot be reduced by ${count}, because ${instances.length} of its instances are protected from scale-in.`,
      );
    }
    instances.splice(instances.indexOf(next), 1);
    chosen.push(next);
  }
  return chosen.map((instance) => removeWork(plane, instance, 'vmss-scale-in'));
}

function nextToGo(plane: ControlPlane, instances: readonly ArmResource[]): ArmResource | undefined {
  const placed = instances.map((instance) => {
    const zone = zoneOf(instance) ?? '';
    return { instance, zone, domain: `${zone}/${stateOfInstance(plane, instance).faultDomain}` };
  });
  const inZone = countOf(placed.map(({ zone }) => zone));
  const inDomain = countOf(placed.map(({ domain }) => domain));
  const free = placed.filter(({ instance }) => protectionOf(instance).protectFromScaleIn !== true);
  return free.toSorted(
    (left, right) =>
      inZone(right.zone) - inZone(left.zone) ||
      inDomain(right.domain) - inDomain(left.domain) ||
      Number(instanceIdOf(right.instance)) - Number(instanceIdOf(left.instance)),
  )[0]?.instance;
}

function countOf(values: readonly string[]): (value: string) => number {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return (value) => counts.get(value) ?? 0;
}

/** Down at once, and gone at the end. */
export function removeWork(
  plane: ControlPlane,
  instance: ArmResource,
  kind: 'vmss-scale-in' | 'vmss-vm-delete' | 'vmss-delete',
): InstanceWork {
  return {
    instance,
    durationMs: plane.drawDurationMs(kind),
    whileItLasts: { state: 'Deleting', condition: 'machine-down' },
    outcome: { kind: 'removed' },
  };
}
