import type { ArmResource } from '../../data-plane/contract.ts';
import { requiredBody } from '../bodies.ts';
import { type Call, param, type Reply, type Route } from '../call.ts';
import type { ControlPlane } from '../control-plane.ts';
import { errors } from '../errors.ts';
import { checkPreconditions } from '../etags.ts';
import { isObject, type JsonObject, textOf } from '../json.ts';
import { printList, resourceIdOf } from '../reading.ts';
import { sameId } from '../resource-id.ts';
import { sameContent, stateOf } from '../stamp.ts';
import { acceptedReply, putReply } from '../write-replies.ts';
import { acceptWrite } from '../writes.ts';
import {
  type ChildCollection,
  childrenOf,
  composeLoadBalancer,
  hasBackends,
  loadBalancerType,
} from './load-balancer-model.ts';
import { validateLoadBalancer } from './load-balancer-validation.ts';
import { poolMembers } from './pool-members.ts';

const readable: readonly ChildCollection[] = [
  'frontendIPConfigurations',
  'loadBalancingRules',
  'probes',
  'outboundRules',
];

/** What Microsoft.Network calls the operations on the children that can be written alone. */
const writable: Readonly<Partial<Record<ChildCollection, string>>> = {
  backendAddressPools: 'LoadBalancerBackendAddressPoolOperation',
  inboundNatRules: 'InboundNatRuleOperation',
};

const base = `/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/${loadBalancerType}/{name}`;

/** The sub-resources of a load balancer. */
export function childRoutes(plane: ControlPlane): Route[] {
  return [
    ...readable.flatMap((collection) => routesOf(plane, collection, {})),
    ...Object.entries(writable).flatMap(([name, operation]) => {
      const collection = name === 'inboundNatRules' ? 'inboundNatRules' : 'backendAddressPools';
      return routesOf(plane, collection, {
        PUT: (call) => putChild(plane, call, collection, `Put${operation}`),
        DELETE: (call) => deleteChild(plane, call, collection, `Delete${operation}`),
      });
    }),
  ];
}

function routesOf(plane: ControlPlane, collection: ChildCollection, writing: Route['methods']): Route[] {
  return [
    {
      path: `${base}/${collection}`,
      methods: {
        GET: (call) => printList(childrenOf(findParent(plane, call), collection)),
      },
    },
    {
      path: `${base}/${collection}/{child}`,
      methods: { GET: (call) => printChild(findChild(plane, call, collection)), ...writing },
    },
  ];
}

function printChild(child: JsonObject): Reply {
  return { status: 200, headers: { etag: textOf(child, 'etag') ?? '' }, body: child };
}

/** The load balancer above a child. ARM itself knows that a parent is missing. */
export function findParent(plane: ControlPlane, call: Call): ArmResource {
  const loadBalancer = plane.store.get(resourceIdOf(call, loadBalancerType));
  if (loadBalancer === undefined) throw errors.parentResourceNotFound(param(call, 'name'));
  return loadBalancer;
}

/** The child a path names, or the provider's answer that there is none. */
export function findChild(plane: ControlPlane, call: Call, collection: ChildCollection): JsonObject {
  const loadBalancer = findParent(plane, call);
  const child = childNamed(loadBalancer, collection, param(call, 'child'));
  if (child === undefined) throw errors.notFound(`${loadBalancer.id}/${collection}/${param(call, 'child')}`);
  return child;
}

function childNamed(
  loadBalancer: ArmResource | undefined,
  collection: ChildCollection,
  name: string,
): JsonObject | undefined {
  return childrenOf(loadBalancer, collection).find((child) => sameId(textOf(child, 'name'), name));
}

function putChild(plane: ControlPlane, call: Call, collection: ChildCollection, name: string): Reply {
  const before = findParent(plane, call);
  const former = childNamed(before, collection, param(call, 'child'));
  checkChildPreconditions(call, before, former);
  const child = { ...requiredBody(call), name: textOf(former, 'name') ?? param(call, 'child') };
  const children = childrenOf(before, collection);
  const after = recompose(
    plane,
    before,
    collection,
    former === undefined ? [...children, child] : children.map((other) => (other === former ? child : other)),
  );
  validateLoadBalancer(plane, after, before);
  // Recorded: a PUT of a pool that changes nothing answers Succeeded at once.
  const unchanged = stateOf(before) === 'Succeeded' && sameContent(before, after);
  const operation = acceptWrite(plane, call, {
    name,
    location: before.location ?? '',
    changes: [{ before, after }],
    durationMs: unchanged ? undefined : plane.drawDurationMs('backend-pool-put'),
  });
  return {
    ...putReply(plane, before, former === undefined, operation, unchanged ? undefined : 10),
    body: childNamed(plane.store.get(before.id), collection, child.name),
  };
}

function deleteChild(plane: ControlPlane, call: Call, collection: ChildCollection, name: string): Reply {
  const before = findParent(plane, call);
  const former = childNamed(before, collection, param(call, 'child'));
  if (former === undefined) return { status: 204 };
  checkChildPreconditions(call, before, former);
  const children = childrenOf(before, collection).filter((child) => child !== former);
  const after = recompose(plane, before, collection, children);
  validateLoadBalancer(plane, after, before);
  const operation = acceptWrite(plane, call, {
    name,
    location: before.location ?? '',
    changes: [{ before, after }],
    durationMs: hasBackends(before) ? plane.drawDurationMs('backend-pool-put') : 0,
  });
  return acceptedReply(plane, operation);
}

/** A child's etag is its parent's, so either matches. */
function checkChildPreconditions(call: Call, loadBalancer: ArmResource, child: JsonObject | undefined): void {
  const id = `${loadBalancer.id}/${param(call, 'child')}`;
  checkPreconditions(call, textOf(child, 'id') ?? id, child === undefined ? undefined : loadBalancer);
}

function recompose(
  plane: ControlPlane,
  loadBalancer: ArmResource,
  collection: ChildCollection,
  children: readonly unknown[],
): ArmResource {
  const properties = isObject(loadBalancer.properties) ? loadBalancer.properties : {};
  return composeLoadBalancer(
    loadBalancer.id,
    loadBalancer.name,
    { ...loadBalancer, properties: { ...properties, [collection]: children } },
    textOf(properties, 'resourceGuid') ?? '',
    poolMembers(plane.store),
  );
}
