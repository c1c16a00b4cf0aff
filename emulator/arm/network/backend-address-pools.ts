import type { ArmResource } from '../../data-plane/contract.ts';
import { requiredBody } from '../bodies.ts';
import { type Call, param, type Reply, type Route } from '../call.ts';
import type { ControlPlane } from '../control-plane.ts';
import { errors } from '../errors.ts';
import { checkPreconditions } from '../etags.ts';
import { isObject, type JsonObject, listOf, memberOf, referenceOf, textOf } from '../json.ts';
import { printList, resourceIdOf } from '../reading.ts';
import { sameId } from '../resource-id.ts';
import { etagOf, sameContent, stateOf } from '../stamp.ts';
import { acceptedReply, acceptWrite, putReply } from '../writes.ts';
import { childrenOf, composeLoadBalancer } from './load-balancer-model.ts';
import { validateLoadBalancer } from './load-balancer-validation.ts';
import { poolMembers } from './pool-members.ts';

const loadBalancerType = 'Microsoft.Network/loadBalancers';

/** Backend address pools by their own paths: a write of one is a write of its load balancer. */
export function backendAddressPoolRoutes(plane: ControlPlane): Route[] {
  const pools = `/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/${loadBalancerType}/{loadBalancer}/backendAddressPools`;
  return [
    { path: pools, methods: { GET: (call) => printList(poolsOf(findLoadBalancer(plane, call))) } },
    {
      path: `${pools}/{name}`,
      methods: {
        GET: (call) => printPool(findPool(plane, call)),
        PUT: (call) => putPool(plane, call),
        DELETE: (call) => deletePool(plane, call),
      },
    },
    {
      path: `${pools}/{name}/queryInboundNatRulePortMapping`,
      methods: { POST: (call) => queryPortMappings(plane, call) },
    },
  ];
}

function putPool(plane: ControlPlane, call: Call): Reply {
  const before = findLoadBalancer(plane, call);
  const id = poolIdOf(call, before);
  const pool = { ...requiredBody(call), name: param(call, 'name') };
  const former = poolsOf(before).find((child) => sameId(textOf(child, 'id'), id));
  checkPreconditions(call, id, former);
  const pools = poolsOf(before);
  const after = withPools(
    plane,
    before,
    former === undefined ? [...pools, pool] : pools.map((child) => (child === former ? pool : child)),
  );
  // Recorded: a PUT that changes nothing answers Succeeded at once, any other one Updating.
  const unchanged = stateOf(before) === 'Succeeded' && sameContent(before, after);
  const operation = acceptWrite(plane, call, {
    name: 'PutLoadBalancerBackendAddressPoolOperation',
    location: before.location ?? '',
    changes: [{ before, after }],
    durationMs: unchanged ? undefined : plane.drawDurationMs('backend-pool-put'),
  });
  const reply = putReply(plane, before.id, former === undefined, operation, unchanged ? undefined : 10);
  return { ...reply, body: findPool(plane, call) };
}

function deletePool(plane: ControlPlane, call: Call): Reply {
  const before = findLoadBalancer(plane, call);
  const id = poolIdOf(call, before);
  const former = poolsOf(before).find((child) => sameId(textOf(child, 'id'), id));
  if (former === undefined) return { status: 204 };
  checkPreconditions(call, id, former);
  const after = withPools(
    plane,
    before,
    poolsOf(before).filter((child) => child !== former),
  );
  const operation = acceptWrite(plane, call, {
    name: 'DeleteLoadBalancerBackendAddressPoolOperation',
    location: before.location ?? '',
    changes: [{ before, after }],
    durationMs: plane.drawDurationMs('backend-pool-put'),
  });
  return acceptedReply(plane, operation);
}

/** The load balancer with other pools, refused where its rules do not go with them. */
function withPools(
  plane: ControlPlane,
  before: ArmResource,
  backendAddressPools: readonly JsonObject[],
): ArmResource {
  const after = composeLoadBalancer(
    before.id,
    before.name,
    { ...before, properties: { ...before.properties, backendAddressPools } },
    textOf(before.properties, 'resourceGuid') ?? plane.random.uuid(),
    poolMembers(plane.store),
  );
  validateLoadBalancer(plane, after, before);
  return after;
}

/** `{"ipAddress": "10.0.0.4"}`: which frontend ports lead to this backend. */
function queryPortMappings(plane: ControlPlane, call: Call): Reply {
  const loadBalancer = findLoadBalancer(plane, call);
  const pool = findPool(plane, call);
  const address = listOf(pool.properties, 'loadBalancerBackendAddresses').find(
    ({ properties }) => textOf(properties, 'ipAddress') === textOf(call.body, 'ipAddress'),
  );
  const rules = childrenOf(loadBalancer, 'inboundNatRules').filter(({ properties }) =>
    sameId(referenceOf(properties, 'backendAddressPool'), textOf(pool, 'id')),
  );
  const inboundNatRulePortMappings = listOf(address?.properties, 'inboundNatRulesPortMapping').map(
    (mapping) => {
      const { inboundNatRuleName, ...ports } = mapping;
      const rule = rules.find(({ name }) => name === inboundNatRuleName);
      return { inboundNatRuleName, protocol: memberOf(rule?.properties, 'protocol'), ...ports };
    },
  );
  return { status: 200, body: { inboundNatRulePortMappings } };
}

function findLoadBalancer(plane: ControlPlane, call: Call): ArmResource {
  const name = param(call, 'loadBalancer');
  const loadBalancer = plane.store.get(resourceIdOf(call, loadBalancerType, name));
  if (loadBalancer === undefined) throw errors.parentResourceNotFound(name);
  return loadBalancer;
}

function findPool(plane: ControlPlane, call: Call): JsonObject {
  const loadBalancer = findLoadBalancer(plane, call);
  const id = poolIdOf(call, loadBalancer);
  const pool = poolsOf(loadBalancer).find((child) => sameId(textOf(child, 'id'), id));
  if (!isObject(pool)) throw errors.notFound(id);
  return pool;
}

function poolIdOf(call: Call, loadBalancer: ArmResource): string {
  return `${loadBalancer.id}/backendAddressPools/${param(call, 'name')}`;
}

function poolsOf(loadBalancer: ArmResource): readonly JsonObject[] {
  return childrenOf(loadBalancer, 'backendAddressPools');
}

function printPool(pool: JsonObject): Reply {
  return { status: 200, headers: { etag: etagOf(pool) }, body: pool };
}
