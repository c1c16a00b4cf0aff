import type { Arm, ArmWrite } from '../arm/arm.ts';
import { UncertainWriteError } from '../arm/arm-error.ts';
import { nameOf, sameId, topLevelId } from '../resource-id.ts';
import type { ScaleSet } from '../scale-sets/scale-sets.ts';
import { distinctScopes } from '../scopes.ts';
import {
  frontendsOf,
  getLoadBalancer,
  type InboundNatPool,
  type InboundNatRule,
  type LoadBalancer,
} from './load-balancers.ts';
import { NETWORK_API_VERSION } from './network-api.ts';
import { getPublicIpAddress } from './public-ip-addresses.ts';

/** Where one port of one instance is reached from outside. */
export interface InstanceEndpoint {
  readonly publicIpAddress: string;
  readonly frontendPort: number;
  readonly loadBalancer: string;
  /** Name of the inbound NAT rule. */
  readonly natRule: string;
}

/** The load balancers of a scale set, read once for any number of its instances. */
export interface InboundNat {
  readonly loadBalancers: readonly LoadBalancer[];
  /** Address by the resource id of the public IP address, in lower case. */
  readonly addresses: ReadonlyMap<string, string>;
}

/** The actions that `readInboundNat` and `findEndpoint` need: the last one only where instances share a rule's ports. */
export const READ_LOAD_BALANCER = 'Microsoft.Network/loadBalancers/read';
export const READ_PUBLIC_IP_ADDRESS = 'Microsoft.Network/publicIPAddresses/read';
export const QUERY_PORT_MAPPING =
  'Microsoft.Network/loadBalancers/backendAddressPools/queryInboundNatRulePortMapping/action';

/**
 * Reads the load balancers that the network interfaces of the scale set's model are members of, and the public addresses of
 * those of their frontends that lead to instances one by one.
 *
 * @throws ArmError when refused.
 */
export async function readInboundNat(arm: Arm, scaleSet: ScaleSet, signal: AbortSignal): Promise<InboundNat> {
  const ids = loadBalancerIdsOf(scaleSet);
  const loadBalancers = await Promise.all(ids.map((id) => getLoadBalancer(arm, id, signal)));
  const addressIds = new Set(loadBalancers.flatMap(natAddressIdsOf));
  const addresses = await Promise.all(
    [...addressIds].map(async (id) => {
      const { ipAddress } = (await getPublicIpAddress(arm, id, signal)).properties;
      return ipAddress === undefined ? [] : [[id.toLowerCase(), ipAddress] as const];
    }),
  );
  return { loadBalancers, addresses: new Map(addresses.flat()) };
}

/**
 * The public endpoint of a TCP port of an instance: through the rule that a NAT pool has made for it
 * (`{pool}.{instance}`, with a `backendIPConfiguration` of the instance), or through its share of a rule with a range of ports.
 * Which port that is only ARM knows: LoadBalancers_ListInboundNatRulePortMappings, a POST that changes nothing.
 *
 * @returns undefined where the port of this instance is not reached from outside.
 * @throws ArmError when refused; UncertainWriteError when no answer came.
 */
export function findEndpoint(
  arm: Arm,
  nat: InboundNat,
  instance: { readonly id: string },
  backendPort: number,
  signal: AbortSignal,
): Promise<InstanceEndpoint | undefined> {
  return endpointAt(nat, { instance, backendPort, ask: mappingQuestion(arm, signal) });
}

/** As `findEndpoint`, of all ports that are reached: ARM tells them in one answer. */
export async function findEndpoints(
  arm: Arm,
  nat: InboundNat,
  instance: { readonly id: string },
  signal: AbortSignal,
): Promise<ReadonlyMap<number, InstanceEndpoint>> {
  const question = mappingQuestion(arm, signal);
  const answers = new Map<string, ReturnType<MappingQuestion>>();
  const ask: MappingQuestion = (poolId, ipConfigurationId) => {
    const key = `${poolId} ${ipConfigurationId}`.toLowerCase();
    const answer = answers.get(key) ?? question(poolId, ipConfigurationId);
    answers.set(key, answer);
    return answer;
  };
  const found = new Map<number, InstanceEndpoint>();
  for (const backendPort of natPortsOf(nat)) {
    const endpoint = await endpointAt(nat, { instance, backendPort, ask });
    if (endpoint !== undefined) {
      found.set(backendPort, endpoint);
    }
  }
  return found;
}

interface EndpointSought {
  readonly instance: { readonly id: string };
  readonly backendPort: number;
  readonly ask: MappingQuestion;
}

async function endpointAt(
  nat: InboundNat,
  { instance, backendPort, ask }: EndpointSought,
): Promise<InstanceEndpoint | undefined> {
  for (const loadBalancer of nat.loadBalancers) {
    for (const rule of natRulesOf(loadBalancer)) {
      const address = nat.addresses.get((publicIpAddressIdOf(loadBalancer, rule) ?? '').toLowerCase());
      if (address === undefined || rule.properties.backendPort !== backendPort || !isTcp(rule)) {
        continue;
      }
      const frontendPort = await frontendPortOf({ loadBalancer, rule, instance, ask });
      if (frontendPort !== undefined) {
        return {
          publicIpAddress: address,
          frontendPort,
          loadBalancer: loadBalancer.name,
          natRule: rule.name,
        };
      }
    }
  }
  return undefined;
}

/** Ports of instances that inbound NAT rules lead to, each once. */
export function natPortsOf({ loadBalancers }: InboundNat): number[] {
  const rules = loadBalancers.flatMap(natRulesOf).filter(isTcp);
  return [...new Set(rules.map(({ properties }) => properties.backendPort ?? 0))]
    .filter((port) => port > 0)
    .sort((a, b) => a - b);
}

/**
 * Ports of the instances of a scale set that are reached from outside by TCP, each once, as far as its model and the load
 * balancers tell: through rules that lead to its instances or to a pool of the model, and through NAT pools of the model, which
 * make a rule for each instance.
 */
export function reachedPortsOf(scaleSet: ScaleSet, loadBalancers: readonly LoadBalancer[]): number[] {
  const ids = memberships(scaleSet);
  const isMember = (id: string | undefined) => ids.some((each) => sameId(each, id));
  const rules = loadBalancers.flatMap((loadBalancer) => {
    const { inboundNatPools = [] } = loadBalancer.properties;
    const own = natRulesOf(loadBalancer).filter(({ properties }) =>
      properties.backendIPConfiguration === undefined
        ? isMember(properties.backendAddressPool?.id)
        : isOf(scaleSet, properties.backendIPConfiguration.id),
    );
    return [...own, ...inboundNatPools.filter(({ id }) => isMember(id))].filter(
      (rule) => isTcp(rule) && publicIpAddressIdOf(loadBalancer, rule) !== undefined,
    );
  });
  return [...new Set(rules.map(({ properties }) => properties.backendPort))].sort((a, b) => a - b);
}

/**
 * The backend pool that is asked which frontend port leads to that port of an instance of the scale set, as `findEndpoint` does.
 *
 * @returns undefined where the rules say it themselves, or none leads there.
 */
export function sharedPoolOf(
  scaleSet: ScaleSet,
  loadBalancers: readonly LoadBalancer[],
  backendPort: number,
): string | undefined {
  const ids = memberships(scaleSet);
  const rules = loadBalancers.flatMap((loadBalancer) =>
    natRulesOf(loadBalancer).filter(
      (rule) =>
        isTcp(rule) &&
        rule.properties.backendPort === backendPort &&
        publicIpAddressIdOf(loadBalancer, rule) !== undefined,
    ),
  );
  const leading = rules.find(({ properties: { backendIPConfiguration, backendAddressPool } }) =>
    backendIPConfiguration === undefined
      ? ids.some((id) => sameId(id, backendAddressPool?.id))
      : isOf(scaleSet, backendIPConfiguration.id),
  );
  return leading?.properties.backendIPConfiguration === undefined
    ? leading?.properties.backendAddressPool?.id
    : undefined;
}

interface Lookup {
  readonly loadBalancer: LoadBalancer;
  readonly rule: InboundNatRule;
  readonly instance: { readonly id: string };
  readonly ask: MappingQuestion;
}

async function frontendPortOf({ loadBalancer, rule, instance, ask }: Lookup): Promise<number | undefined> {
  const { backendIPConfiguration, backendAddressPool, frontendPort } = rule.properties;
  if (backendIPConfiguration !== undefined) {
    return isOf(instance, backendIPConfiguration.id) ? frontendPort : undefined;
  }
  const pool = loadBalancer.properties.backendAddressPools?.find((each) =>
    sameId(each.id, backendAddressPool?.id),
  );
  const ipConfiguration = pool?.properties?.backendIPConfigurations?.find(({ id }) => isOf(instance, id));
  if (pool === undefined || ipConfiguration === undefined) {
    return undefined;
  }
  const mappings = await ask(pool.id, ipConfiguration.id);
  return mappings.find(({ inboundNatRuleName }) => sameId(nameOf(inboundNatRuleName), rule.name))
    ?.frontendPort;
}

interface PortMapping {
  readonly inboundNatRuleName: string;
  readonly frontendPort: number;
}

/** Which ports of the rules of a pool lead to an IP configuration. */
type MappingQuestion = (poolId: string, ipConfigurationId: string) => Promise<readonly PortMapping[]>;

function mappingQuestion(arm: Arm, signal: AbortSignal): MappingQuestion {
  return (poolId, ipConfigurationId) => queryPortMappings(arm, poolId, ipConfigurationId, signal);
}

const MOST_TRIES = 4;

const PORT_MAPPING_QUESTION = 'queryInboundNatRulePortMapping';

/** Sent by POST, and changes nothing. */
export function isPortMappingQuestion({ path }: Pick<ArmWrite, 'path'>): boolean {
  return path.endsWith(`/${PORT_MAPPING_QUESTION}`);
}

/** So it may be asked again where no answer came. */
async function queryPortMappings(
  arm: Arm,
  poolId: string,
  ipConfigurationId: string,
  signal: AbortSignal,
): Promise<readonly PortMapping[]> {
  for (let tries = 1; ; tries += 1) {
    try {
      const answer = (await arm.write(
        {
          method: 'POST',
          path: `${poolId}/${PORT_MAPPING_QUESTION}`,
          apiVersion: NETWORK_API_VERSION,
          body: { ipConfiguration: { id: ipConfigurationId } },
        },
        signal,
      )) as { readonly inboundNatRulePortMappings?: readonly PortMapping[] } | undefined;
      return answer?.inboundNatRulePortMappings ?? [];
    } catch (error) {
      if (!(error instanceof UncertainWriteError) || tries === MOST_TRIES) {
        throw error;
      }
    }
  }
}

/** Load balancers that the network interfaces of the scale set's model are members of. */
export function loadBalancerIdsOf(scaleSet: ScaleSet): string[] {
  return distinctScopes(memberships(scaleSet).map(topLevelId));
}

/** Public addresses whose frontends lead to instances one by one. */
export function natAddressIdsOf(loadBalancer: LoadBalancer): string[] {
  return natRulesOf(loadBalancer).flatMap((rule) => publicIpAddressIdOf(loadBalancer, rule) ?? []);
}

/** Whether only ARM knows which frontend port leads to that port of an instance, so that `findEndpoint` has to ask it. */
export function sharesPorts(loadBalancer: LoadBalancer, backendPort: number): boolean {
  return natRulesOf(loadBalancer).some(
    ({ properties }) =>
      properties.backendAddressPool !== undefined &&
      properties.backendIPConfiguration === undefined &&
      properties.backendPort === backendPort,
  );
}

/** Ids of pools and NAT pools in the model of the network interfaces. */
function memberships(scaleSet: ScaleSet): string[] {
  const interfaces =
    scaleSet.properties.virtualMachineProfile?.networkProfile?.networkInterfaceConfigurations ?? [];
  return interfaces
    .flatMap(({ properties }) => properties?.ipConfigurations ?? [])
    .flatMap(({ properties }) => [
      ...(properties?.loadBalancerInboundNatPools ?? []),
      ...(properties?.loadBalancerBackendAddressPools ?? []),
    ])
    .map(({ id }) => id);
}

function natRulesOf(loadBalancer: LoadBalancer): readonly InboundNatRule[] {
  return loadBalancer.properties.inboundNatRules ?? [];
}

function publicIpAddressIdOf(
  loadBalancer: LoadBalancer,
  { properties }: InboundNatRule | InboundNatPool,
): string | undefined {
  const frontend = frontendsOf(loadBalancer).find((each) =>
    sameId(each.id, properties.frontendIPConfiguration?.id),
  );
  return frontend?.properties.publicIPAddress?.id;
}

function isTcp({ properties }: InboundNatRule | InboundNatPool): boolean {
  return properties.protocol.toLowerCase() !== 'udp';
}

/** Whether an IP configuration, `.../virtualMachines/3/networkInterfaces/nic/ipConfigurations/ip`, is of that instance or scale set. */
function isOf(owner: { readonly id: string }, ipConfigurationId: string): boolean {
  return ipConfigurationId.toLowerCase().startsWith(`${owner.id.toLowerCase()}/`);
}
