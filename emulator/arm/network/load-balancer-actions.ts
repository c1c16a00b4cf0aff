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
import { natMember, natMembers, natPortMappings } from './nat-port-mappings.ts';

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
  const member = askedMember(pool, requiredBody(call));
  const natPool = {
    id: textOf(pool, 'id') ?? '',
    members: natMembers(ipConfigurationsOf(pool), pool.properties),
    natRules: childrenOf(findParent(plane, call), 'inboundNatRules'),
    natPorts: plane.store.natPorts,
  };
  return {
    status: 200,
    body: { inboundNatRulePortMappings: member === undefined ? [] : natPortMappings(natPool, member) },
  };
}

/** Undefined for what is not in the pool. */
function askedMember(pool: JsonObject, asked: JsonObject): string | undefined {
  const ipAddress = textOf(asked, 'ipAddress');
  if (ipAddress === undefined) {
    const wanted = referenceOf(asked, 'ipConfiguration');
    return natMembers(ipConfigurationsOf(pool), pool.properties).find((member) => sameId(member, wanted));
  }
  const listed = listOf(pool.properties, 'loadBalancerBackendAddresses').find(
    ({ properties }) => textOf(properties, 'ipAddress') === ipAddress,
  );
  return listed && natMember(listed);
}

function ipConfigurationsOf(pool: JsonObject): readonly string[] {
  return listOf(pool.properties, 'backendIPConfigurations').flatMap((member) => textOf(member, 'id') ?? []);
}
