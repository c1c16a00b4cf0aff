import type { ArmResource } from '../../data-plane/contract.ts';
import { requiredBody } from '../bodies.ts';
import { type Call, param, type Reply, type Route } from '../call.ts';
import type { ControlPlane } from '../control-plane.ts';
import { errors } from '../errors.ts';
import { textOf } from '../json.ts';
import { printList } from '../reading.ts';
import { parseResourceId, sameId } from '../resource-id.ts';

export const resourceGroupType = 'Microsoft.Resources/resourceGroups';
const stackType = 'Microsoft.Resources/deploymentStacks';
const subscriptionPath = '/subscriptions/{subscriptionId}';
const groupPath = `${subscriptionPath}/resourceGroups/{resourceGroup}`;

/** Resource groups, what is in them, and the deployment stacks that look after it. */
export function resourceGroupRoutes(plane: ControlPlane): Route[] {
  return [
    {
      path: `${subscriptionPath}/resourceGroups`,
      methods: { GET: () => printList(plane.store.list(resourceGroupType)) },
    },
    {
      path: groupPath,
      methods: {
        GET: (call) => ({ status: 200, body: plane.store.get(groupId(call)) }),
        HEAD: () => ({ status: 204 }),
        PUT: (call) => putResourceGroup(plane, call),
      },
    },
    {
      path: `${subscriptionPath}/resources`,
      methods: { GET: () => printList(allResources(plane).map(summary)) },
    },
    {
      path: `${groupPath}/resources`,
      methods: { GET: (call) => printList(resourcesIn(plane, param(call, 'resourceGroup')).map(summary)) },
    },
    ...[subscriptionPath, groupPath].map(
      (scope): Route => ({
        path: `${scope}/providers/${stackType}`,
        methods: { GET: (call) => printList(stacksAt(plane, call)) },
      }),
    ),
  ];
}

/** The stacks made at the scope of the path itself, not those above or below it. */
function stacksAt(plane: ControlPlane, call: Call): readonly ArmResource[] {
  const prefix = `${call.request.path.replace(/\/$/, '')}/`.toLowerCase();
  return plane.store.list(stackType).filter(({ id }) => id.toLowerCase().startsWith(prefix));
}

function groupId(call: Call): string {
  return `/subscriptions/${param(call, 'subscriptionId')}/resourceGroups/${param(call, 'resourceGroup')}`;
}

function putResourceGroup(plane: ControlPlane, call: Call): Reply {
  const body = requiredBody(call);
  const location = textOf(body, 'location');
  const before = plane.store.get(groupId(call));
  if (location === undefined) throw errors.locationRequired();
  const group: ArmResource = {
    ...body,
    id: before?.id ?? groupId(call),
    name: before?.name ?? param(call, 'resourceGroup'),
    type: resourceGroupType,
    location: before?.location ?? location,
    properties: { provisioningState: 'Succeeded' },
  };
  plane.store.put(group);
  return { status: before === undefined ? 201 : 200, body: group };
}

/** Top-level resources, as `az resource list` wants them. */
function allResources(plane: ControlPlane): readonly ArmResource[] {
  return plane.store.all().filter(({ id, type }) => {
    const parsed = parseResourceId(id);
    return parsed?.names.length === 1 && !sameId(type, 'Microsoft.Authorization/locks');
  });
}

function resourcesIn(plane: ControlPlane, group: string): readonly ArmResource[] {
  return allResources(plane).filter(({ id }) => sameId(parseResourceId(id)?.resourceGroup, group));
}

function summary({ id, name, type, location, tags, sku }: ArmResource): unknown {
  return {
    id,
    name,
    type,
    location,
    ...(tags === undefined ? {} : { tags }),
    ...(sku === undefined ? {} : { sku }),
  };
}
