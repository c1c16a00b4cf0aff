import type { Call, Reply, Route } from '../call.ts';
import type { ControlPlane } from '../control-plane.ts';
import { errors } from '../errors.ts';
import { printList, printResource, readingRoutes } from '../reading.ts';
import { parentId, sameId } from '../resource-id.ts';
import { interfaceType, scaleSetType } from './compute-resources.ts';
import { extensionRoutes } from './extensions.ts';
import { deleteInstance, instanceActionRoutes } from './instance-actions.ts';
import { instanceExtensionRoutes } from './instance-extensions.ts';
import { listInstances, printInstance } from './instance-lists.ts';
import { instanceViewOf, scaleSetViewOf } from './instance-view.ts';
import { putInstance } from './instance-writes.ts';
import { findInstance, findScaleSet } from './instances.ts';
import { interfacesOf } from './network-interfaces.ts';
import { setOrchestrationServiceState } from './orchestration-services.ts';
import { deleteScaleSet, patchScaleSet, putScaleSet } from './scale-sets.ts';

/** Scale sets and their instances; virtual machines and availability sets to be read. */
export function computeRoutes(plane: ControlPlane): Route[] {
  const scaleSet = `/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/${scaleSetType}/{name}`;
  return [
    ...readingRoutes(plane, scaleSetType, {
      PUT: (call) => putScaleSet(plane, call),
      PATCH: (call) => patchScaleSet(plane, call),
      DELETE: (call) => deleteScaleSet(plane, call),
    }),
    ...readingRoutes(plane, 'Microsoft.Compute/virtualMachines'),
    ...readingRoutes(plane, 'Microsoft.Compute/availabilitySets'),
    ...scaleSetRoutes(plane, scaleSet),
    ...extensionRoutes(plane, scaleSet),
    ...instanceActionRoutes(plane, scaleSet),
    ...instanceRoutes(plane, `${scaleSet}/virtualMachines`),
    ...instanceExtensionRoutes(plane, `${scaleSet}/virtualMachines/{instanceId}`),
  ];
}

function scaleSetRoutes(plane: ControlPlane, path: string): Route[] {
  return [
    {
      path: `${path}/instanceView`,
      methods: {
        GET: (call) => ({ status: 200, body: scaleSetViewOf(plane, findScaleSet(plane, call)) }),
      },
    },
    {
      path: `${path}/setOrchestrationServiceState`,
      methods: { POST: (call) => setOrchestrationServiceState(plane, call) },
    },
    { path: `${path}/rollingUpgrades/latest`, methods: { GET: (call) => readLatestUpgrade(plane, call) } },
    { path: `${path}/rollingUpgrades/cancel`, methods: { POST: (call) => cancelUpgrade(plane, call) } },
    { path: `${path}/osUpgradeHistory`, methods: { GET: (call) => readUpgradeHistory(plane, call) } },
    { path: `${path}/publicIPAddresses`, methods: { GET: (call) => listPublicAddresses(plane, call) } },
    {
      path: `${path}/networkInterfaces`,
      methods: {
        GET: (call) => {
          const { id } = findScaleSet(plane, call);
          const all = plane.store.list(interfaceType);
          return printList(all.filter((one) => sameId(parentId(parentId(one.id)), id)));
        },
      },
    },
  ];
}

/** No instance has a public address of its own, whatever its model asks for. */
function listPublicAddresses(plane: ControlPlane, call: Call): Reply {
  findScaleSet(plane, call);
  return printList([]);
}

function instanceRoutes(plane: ControlPlane, path: string): Route[] {
  return [
    { path, methods: { GET: (call) => listInstances(plane, call) } },
    {
      path: `${path}/{instanceId}`,
      methods: {
        GET: (call) => printResource(printInstance(plane, call, findInstance(plane, call))),
        PUT: (call) => putInstance(plane, call),
        DELETE: (call) => deleteInstance(plane, call),
      },
    },
    {
      path: `${path}/{instanceId}/instanceView`,
      methods: {
        GET: (call) => ({ status: 200, body: instanceViewOf(plane, findInstance(plane, call)) }),
      },
    },
    {
      path: `${path}/{instanceId}/networkInterfaces`,
      methods: { GET: (call) => printList(interfacesOf(plane, findInstance(plane, call).id)) },
    },
  ];
}

/** The platform's own rolling upgrade never runs here, so there is no latest one, none to cancel, and no history. */
function readLatestUpgrade(plane: ControlPlane, call: Call): Reply {
  findScaleSet(plane, call);
  throw errors.computeNotFound();
}

function cancelUpgrade(plane: ControlPlane, call: Call): Reply {
  findScaleSet(plane, call);
  throw errors.operationNotAllowed('There is no ongoing Rolling Upgrade to cancel.');
}

function readUpgradeHistory(plane: ControlPlane, call: Call): Reply {
  findScaleSet(plane, call);
  return printList([]);
}
