import type { BackendHealth } from '../../data-plane/contract.ts';
import { requiredBody } from '../bodies.ts';
import type { Call, Reply, Route } from '../call.ts';
import type { ControlPlane } from '../control-plane.ts';
import { errors } from '../errors.ts';
import { type JsonObject, listOf, referenceOf, textOf } from '../json.ts';
import { sameId } from '../resource-id.ts';
import { acceptedReply } from '../write-replies.ts';
import { acceptWrite } from '../writes.ts';
import { findChild, findParent } from './load-balancer-children.ts';
import { childrenOf, loadBalancerType } from './load-balancer-model.ts';
import { skuOf } from './load-balancer-validation.ts';
import { natPortMappings } from './nat-port-mappings.ts';

const base = `/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/${loadBalancerType}/{name}`;

/** POST actions on the children of a load balancer. */
export function loadBalancerActionRoutes(plane: ControlPlane): Route[] {
  return [
    {
      path: `${base}/loadBalancingRules/{child}/health`,
      methods: { POST: (call) => readRuleHealth(plane, call) },
    },
    {
      path: `${base}/backendAddressPools/{child}/queryInboundNatRulePortMapping`,
      methods: { POST: (call) => queryNatPortMapping(plane, call) },
    },
  ];
}

/**
 * LoadBalancerLoadBalancingRules_Health: a long-running operation that changes nothing. Never recorded: the shape is
 * the specification's, the reasons are the documented ones.
 */
function readRuleHealth(plane: ControlPlane, call: Call): Reply {
  const loadBalancer = findParent(plane, call);
  const rule = findChild(plane, call, 'loadBalancingRules');
  if (skuOf(loadBalancer) === 'Basic') {
    throw errors.invalidValue(
      'LoadBalancerHealthPerRuleNotSupported',
      `Health of a rule is only available for Standard sku load balancers. Load balancer ${loadBalancer.id} is Basic.`,
    );
  }
  const probeId = referenceOf(rule.properties, 'probe');
  const probe = childrenOf(loadBalancer, 'probes').find((child) => sameId(textOf(child, 'id'), probeId));
  const tcp = textOf(probe?.properties, 'protocol')?.toLowerCase() === 'tcp';
  const health = plane.dataPlane.ruleHealth(loadBalancer.id, textOf(rule, 'name') ?? '');
  const operation = acceptWrite(plane, call, {
    name: 'LoadBalancerHealthPerRuleOperation',
    location: loadBalancer.location ?? '',
    changes: [],
    durationMs: plane.drawDurationMs('rule-health'),
    result: { status: 200, body: printHealth(health, tcp) },
  });
  return acceptedReply(plane, operation);
}

function printHealth(health: readonly BackendHealth[], tcp: boolean): unknown {
  return {
    up: health.filter(({ state }) => state === 'Up').length,
    down: health.filter(({ state }) => state === 'Down').length,
    loadBalancerBackendAddresses: health.map(({ backend, state }) => ({
      ...(backend.startsWith('/') ? { networkInterfaceIPConfigurationId: backend } : { ipAddress: backend }),
      state,
      reason: reasonOf(state, tcp),
    })),
  };
}

function reasonOf(state: BackendHealth['state'], tcp: boolean): string {
  if (state === 'Up') return 'Up_Probe_Success';
  if (state === 'Unknown') return 'Unknown';
  return tcp ? 'Down_Probe_TcpProbeTimeout' : 'Down_Probe_HttpEndpointUnreachable';
}

/** LoadBalancers_ListInboundNatRulePortMappings: recorded as synchronous. */
function queryNatPortMapping(plane: ControlPlane, call: Call): Reply {
  const pool = findChild(plane, call, 'backendAddressPools');
  const index = memberIndex(pool, requiredBody(call));
  const natRules = childrenOf(findParent(plane, call), 'inboundNatRules');
  return {
    status: 200,
    body: {
      inboundNatRulePortMappings: index < 0 ? [] : natPortMappings(natRules, textOf(pool, 'id') ?? '', index),
    },
  };
}

function memberIndex(pool: JsonObject, asked: JsonObject): number {
  const ipAddress = textOf(asked, 'ipAddress');
  const ipConfigurationId = referenceOf(asked, 'ipConfiguration');
  if (ipAddress !== undefined) {
    return listOf(pool.properties, 'loadBalancerBackendAddresses').findIndex(
      ({ properties }) => textOf(properties, 'ipAddress') === ipAddress,
    );
  }
  return listOf(pool.properties, 'backendIPConfigurations').findIndex((member) =>
    sameId(textOf(member, 'id'), ipConfigurationId),
  );
}
