import type { ArmResource } from '../../data-plane/contract.ts';
import type { Call, Reply, Route } from '../call.ts';
import type { ControlPlane } from '../control-plane.ts';
import { removeWork } from './capacity.ts';
import { acceptCompute, checkNoConcurrentOperation, computeAcceptedReply } from './compute-operations.ts';
import { computeStateOf, putCompute } from './compute-resources.ts';
import type { PowerState } from './compute-state.ts';
import { namedInstances, requiredInstances } from './instance-selection.ts';
import { reimageWork, upgradeWork } from './instance-upgrade.ts';
import type { InstanceWork } from './instance-works.ts';
import {
  findInstance,
  findScaleSet,
  isLeaving,
  protectionOf,
  scaleSetOf,
  stateOfInstance,
} from './instances.ts';
import { capacityOf, withCapacity } from './scale-set-model.ts';

/** What is done to one instance. */
type MakeWork = (plane: ControlPlane, scaleSet: ArmResource, instance: ArmResource) => InstanceWork;

interface Action {
  /** The last segment of the path. */
  readonly path: string;
  readonly name: string;
  readonly makeWork: MakeWork;
  /** Whether instances that are protected from actions on the scale set are left out. */
  readonly sparesProtected: boolean;
}

const reimage: MakeWork = (plane, _, instance) => reimageWork(plane, instance);

const actions: readonly Action[] = [
  { path: 'reimage', name: 'Reimage', makeWork: reimage, sparesProtected: true },
  { path: 'reimageall', name: 'ReimageAll', makeWork: reimage, sparesProtected: true },
  {
    path: 'restart',
    name: 'Restart',
    makeWork: powerWork('running', 'vmss-restart'),
    sparesProtected: false,
  },
  { path: 'start', name: 'Start', makeWork: powerWork('running', 'vmss-start'), sparesProtected: false },
  {
    path: 'poweroff',
    name: 'PowerOff',
    makeWork: powerWork('stopped', 'vmss-power-off'),
    sparesProtected: false,
  },
  {
    path: 'deallocate',
    name: 'Deallocate',
    makeWork: powerWork('deallocated', 'vmss-deallocate'),
    sparesProtected: true,
  },
];

/** Actions on the instances of a scale set, and on one of them. */
export function instanceActionRoutes(plane: ControlPlane, scaleSetPath: string): Route[] {
  const instancePath = `${scaleSetPath}/virtualMachines/{instanceId}`;
  return [
    { path: `${scaleSetPath}/manualupgrade`, methods: { POST: (call) => upgradeInstances(plane, call) } },
    { path: `${scaleSetPath}/delete`, methods: { POST: (call) => deleteInstances(plane, call) } },
    ...actions.flatMap((action) => [
      {
        path: `${scaleSetPath}/${action.path}`,
        methods: { POST: (call: Call) => actOnMany(plane, call, action) },
      },
      {
        path: `${instancePath}/${action.path}`,
        methods: { POST: (call: Call) => actOnOne(plane, call, action) },
      },
    ]),
  ];
}

/**
 * manualupgrade: brings instances to the model as it is now. One that is protected from actions on the scale set is left as it
 * is, whether it is named or not; what happens to one that is named is known of nobody.
 */
function upgradeInstances(plane: ControlPlane, call: Call): Reply {
  const scaleSet = findScaleSet(plane, call);
  const instances = requiredInstances(plane, call, scaleSet).filter(isNotProtected);
  return accept(plane, call, scaleSet, 'ManualUpgrade', instances, upgradeWork);
}

function actOnMany(plane: ControlPlane, call: Call, action: Action): Reply {
  const scaleSet = findScaleSet(plane, call);
  const named = namedInstances(plane, call, scaleSet);
  const instances = action.sparesProtected ? named.filter(isNotProtected) : named;
  return accept(plane, call, scaleSet, action.name, instances, action.makeWork);
}

/** What a user does to one instance is not what protection is against. */
function actOnOne(plane: ControlPlane, call: Call, action: Action): Reply {
  const instance = findInstance(plane, call);
  return accept(plane, call, scaleSetOf(plane, instance), action.name, [instance], action.makeWork);
}

function isNotProtected(instance: ArmResource): boolean {
  return protectionOf(instance).protectFromScaleSetActions !== true;
}

function accept(
  plane: ControlPlane,
  call: Call,
  scaleSet: ArmResource,
  name: string,
  instances: readonly ArmResource[],
  makeWork: MakeWork,
): Reply {
  checkNoConcurrentOperation(plane, [scaleSet.id, ...instances.map(({ id }) => id)]);
  const operation = acceptCompute(plane, call, {
    name: `VirtualMachineScaleSets.${name}.POST`,
    location: scaleSet.location ?? '',
    resourceIds: [],
    durationMs: instances.length === 0 ? plane.drawDurationMs('vmss-upgrade-nothing') : 0,
    works: instances.map((instance) => makeWork(plane, scaleSet, instance)),
  });
  return computeAcceptedReply(operation);
}

function powerWork(
  power: PowerState,
  kind: 'vmss-restart' | 'vmss-start' | 'vmss-power-off' | 'vmss-deallocate',
): MakeWork {
  return (plane, _, instance) => {
    const startsRunning = kind === 'vmss-start' && stateOfInstance(plane, instance).power === 'running';
    return {
      instance,
      durationMs: plane.drawDurationMs(kind),
      // To start what runs already disturbs nobody.
      whileItLasts: { state: 'Updating', condition: startsRunning ? undefined : 'machine-down' },
      outcome: { kind: 'changed', change: (state) => ({ ...state, power }) },
    };
  };
}

function deleteInstances(plane: ControlPlane, call: Call): Reply {
  const scaleSet = findScaleSet(plane, call);
  return acceptDeletion(plane, call, scaleSet, requiredInstances(plane, call, scaleSet));
}

export function deleteInstance(plane: ControlPlane, call: Call): Reply {
  const instance = findInstance(plane, call);
  return acceptDeletion(plane, call, scaleSetOf(plane, instance), [instance]);
}

/**
 * The scale set is so much smaller from now on. Whatever still runs on an instance is overtaken, but for another deletion:
 * an instance that is on its way out is not deleted twice.
 */
function acceptDeletion(
  plane: ControlPlane,
  call: Call,
  scaleSet: ArmResource,
  named: readonly ArmResource[],
): Reply {
  const instances = named.filter((instance) => !isLeaving(instance));
  checkNoConcurrentOperation(plane, [scaleSet.id]);
  const operation = acceptCompute(plane, call, {
    name: `VirtualMachineScaleSets.DeleteInstances.${call.request.method}`,
    location: scaleSet.location ?? '',
    resourceIds: instances.map(({ id }) => id),
    durationMs: 0,
    works: instances.map((instance) => removeWork(plane, instance, 'vmss-vm-delete')),
    apply: (affected) => {
      const capacity = capacityOf(scaleSet) - affected.length;
      putCompute(plane, withCapacity(scaleSet, capacity), computeStateOf(scaleSet));
      return [];
    },
  });
  return computeAcceptedReply(operation);
}
