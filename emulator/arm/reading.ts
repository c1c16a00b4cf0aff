import type { ArmResource } from '../data-plane/contract.ts';
import { type Call, param, type Reply, type Route } from './call.ts';
import type { ControlPlane } from './control-plane.ts';
import { errors } from './errors.ts';
import { parseResourceId, sameId } from './resource-id.ts';
import { etagOf } from './stamp.ts';

/** Reading one type of top-level resource: one, those of a resource group, those of the subscription. */
export function readingRoutes(plane: ControlPlane, type: string, writing: Route['methods'] = {}): Route[] {
  const group = `/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/${type}`;
  return [
    {
      path: `${group}/{name}`,
      methods: { GET: (call) => printResource(findResource(plane, call, type)), ...writing },
    },
    {
      path: group,
      methods: {
        GET: (call) => printList(inGroup(plane.store.list(type), param(call, 'resourceGroup'))),
      },
    },
    {
      path: `/subscriptions/{subscriptionId}/providers/${type}`,
      methods: { GET: () => printList(plane.store.list(type)) },
    },
  ];
}

export function resourceIdOf(call: Call, type: string, name = param(call, 'name')): string {
  return `/subscriptions/${param(call, 'subscriptionId')}/resourceGroups/${param(call, 'resourceGroup')}/providers/${type}/${name}`;
}

/** The resource a path names, or ARM's answer that there is none. */
export function findResource(
  plane: ControlPlane,
  call: Call,
  type: string,
  name = param(call, 'name'),
): ArmResource {
  const id = resourceIdOf(call, type, name);
  const resource = plane.store.get(id);
  if (resource !== undefined) return resource;
  // While its DELETE runs, the provider answers, in its own words.
  if (plane.operations.running(id) !== undefined) throw errors.notFound(id);
  throw errors.resourceNotFound(type, name, param(call, 'resourceGroup'));
}

/** A GET of one Microsoft.Network resource carries its etag as a header too. */
export function printResource(resource: ArmResource): Reply {
  const etag = etagOf(resource);
  return { status: 200, headers: etag === '' ? {} : { etag }, body: resource };
}

export function printList(resources: readonly unknown[]): Reply {
  return { status: 200, body: { value: resources } };
}

function inGroup(resources: readonly ArmResource[], group: string): readonly ArmResource[] {
  return resources.filter(({ id }) => sameId(parseResourceId(id)?.resourceGroup, group));
}
