import { type Call, param, type Route } from '../call.ts';
import type { ControlPlane } from '../control-plane.ts';
import { errors } from '../errors.ts';
import { findResource, printList, printResource, readingRoutes } from '../reading.ts';
import { parentId, sameId } from '../resource-id.ts';

const scaleSetType = 'Microsoft.Compute/virtualMachineScaleSets';
const instanceType = `${scaleSetType}/virtualMachines`;
const interfaceType = `${instanceType}/networkInterfaces`;

/** Machines, to be read: what stands behind the pools. */
export function computeRoutes(plane: ControlPlane): Route[] {
  const scaleSet = `/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/${scaleSetType}/{name}`;
  return [
    ...readingRoutes(plane, scaleSetType),
    ...readingRoutes(plane, 'Microsoft.Compute/virtualMachines'),
    ...readingRoutes(plane, 'Microsoft.Compute/availabilitySets'),
    {
      path: `${scaleSet}/virtualMachines`,
      methods: { GET: (call) => printList(childrenOf(plane, call, instanceType)) },
    },
    {
      path: `${scaleSet}/virtualMachines/{instanceId}`,
      methods: { GET: (call) => printResource(findInstance(plane, call)) },
    },
    {
      path: `${scaleSet}/virtualMachines/{instanceId}/networkInterfaces`,
      methods: {
        GET: (call) => {
          const instance = findInstance(plane, call);
          return printList(
            plane.store.list(interfaceType).filter(({ id }) => sameId(parentId(id), instance.id)),
          );
        },
      },
    },
    {
      path: `${scaleSet}/networkInterfaces`,
      methods: { GET: (call) => printList(interfacesOf(plane, call)) },
    },
  ];
}

function childrenOf(plane: ControlPlane, call: Call, type: string): readonly unknown[] {
  const parent = findResource(plane, call, scaleSetType);
  return plane.store.list(type).filter(({ id }) => sameId(parentId(id), parent.id));
}

function interfacesOf(plane: ControlPlane, call: Call): readonly unknown[] {
  const parent = findResource(plane, call, scaleSetType);
  return plane.store.list(interfaceType).filter(({ id }) => sameId(parentId(parentId(id)), parent.id));
}

function findInstance(plane: ControlPlane, call: Call): Parameters<typeof printResource>[0] {
  const parent = findResource(plane, call, scaleSetType);
  const instance = plane.store.get(`${parent.id}/virtualMachines/${param(call, 'instanceId')}`);
  if (instance === undefined) throw errors.computeNotFound();
  return instance;
}
