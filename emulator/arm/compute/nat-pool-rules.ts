import type { ArmResource } from '../../data-plane/contract.ts';
import { type JsonObject, listOf, numberOf, objectOf, referenceOf, textOf } from '../json.ts';
import { parentId, sameId } from '../resource-id.ts';

/** The rule that a NAT pool makes for an instance: `sshpool.3`. */
export function natRuleId(poolId: string, instanceId: string): string {
  return `${parentId(poolId)}/inboundNatRules/${poolId.split('/').at(-1)}.${instanceId}`;
}

/** The inbound NAT rules of a load balancer when IP configurations have come and gone: pools make one for each. */
export function natRulesAfter(
  loadBalancer: ArmResource,
  come: readonly JsonObject[],
  gone: readonly JsonObject[],
): readonly JsonObject[] {
  const left = new Set(gone.map(({ id }) => String(id).toLowerCase()));
  const asked = come.flatMap(({ properties }) => listOf(properties, 'loadBalancerInboundNatRules'));
  // Whoever comes back as it was keeps its port.
  const rules = listOf(loadBalancer.properties, 'inboundNatRules').filter(
    ({ id, properties }) =>
      !left.has((referenceOf(properties, 'backendIPConfiguration') ?? '').toLowerCase()) ||
      asked.some((reference) => sameId(textOf(reference, 'id'), String(id))),
  );
  for (const ipConfiguration of come) {
    for (const reference of listOf(ipConfiguration.properties, 'loadBalancerInboundNatRules')) {
      const id = textOf(reference, 'id') ?? '';
      const isThere = rules.some((rule) => sameId(textOf(rule, 'id'), id));
      if (isThere || !sameId(parentId(id), loadBalancer.id)) continue;
      const rule = composeNatRule(loadBalancer, id, String(ipConfiguration.id), rules);
      if (rule !== undefined) rules.push(rule);
    }
  }
  return rules;
}

/** The next free frontend port of the pool's range; undefined where there is no such pool or none is free. */
function composeNatRule(
  loadBalancer: ArmResource,
  id: string,
  ipConfigurationId: string,
  rules: readonly JsonObject[],
): JsonObject | undefined {
  const name = id.split('/').at(-1) ?? '';
  const poolName = name.slice(0, name.lastIndexOf('.'));
  const pool = listOf(loadBalancer.properties, 'inboundNatPools').find((one) =>
    sameId(textOf(one, 'name'), poolName),
  );
  const given = objectOf(pool, 'properties');
  if (given === undefined) return undefined;
  const from = numberOf(given, 'frontendPortRangeStart') ?? 0;
  const to = numberOf(given, 'frontendPortRangeEnd') ?? from;
  const used = new Set(
    rules
      .map(({ properties }) => properties)
      .filter((rule) => sameFrontend(rule, given))
      .map((rule) => numberOf(rule, 'frontendPort')),
  );
  const frontendPort = Array.from({ length: to - from + 1 }, (_, index) => from + index).find(
    (port) => !used.has(port),
  );
  if (frontendPort === undefined) return undefined;
  const { frontendIPConfiguration, backendPort, protocol } = given;
  return {
    name,
    id,
    properties: {
      frontendIPConfiguration,
      frontendPort,
      backendPort,
      enableFloatingIP: given.enableFloatingIP ?? false,
      idleTimeoutInMinutes: given.idleTimeoutInMinutes ?? 4,
      protocol,
      enableTcpReset: given.enableTcpReset ?? false,
      backendIPConfiguration: { id: ipConfigurationId },
    },
  };
}

function sameFrontend(left: unknown, right: unknown): boolean {
  return sameId(referenceOf(left, 'frontendIPConfiguration'), referenceOf(right, 'frontendIPConfiguration'));
}
