import { type JsonObject, listOf, memberOf, numberOf, objectOf, referenceOf, textOf } from '../arm/json.ts';
import { type NatPortRange, natPortRange } from '../arm/network/nat-port-range.ts';
import type { ArmResource, ResourceReader, Workload } from './contract.ts';
import type { Backend, ProbeConfiguration, Route } from './route.ts';

/** What the routes of a load balancer are read from besides the load balancer itself. */
export interface RouteSources {
  readonly resources: ResourceReader;
  readonly workloads: Iterable<Workload>;
}

/** Every (public IP, port) that a load balancer's configuration forwards. Internal frontends and UDP have no part here. */
export function readRoutes(loadBalancer: ArmResource, sources: RouteSources): Route[] {
  const reading = new LoadBalancerReading(loadBalancer, sources);
  return [...reading.ruleRoutes(), ...reading.natRuleRoutes(), ...reading.natPoolRoutes()];
}

/** Where IP configurations live: of virtual machines, and of instances of uniform scale sets. */
export const networkInterfaceTypes = [
  'Microsoft.Network/networkInterfaces',
  'Microsoft.Compute/virtualMachineScaleSets/virtualMachines/networkInterfaces',
];

/** The load balancers whose pools or NAT rules a network interface is in. */
export function loadBalancersOf(networkInterface: ArmResource | undefined): string[] {
  return listOf(networkInterface?.properties, 'ipConfigurations').flatMap(joinedTo).map(loadBalancerIdIn);
}

/** The pools and NAT rules that an IP configuration says it is in. */
function joinedTo({ properties }: JsonObject): string[] {
  return [
    ...listOf(properties, 'loadBalancerBackendAddressPools'),
    ...listOf(properties, 'loadBalancerInboundNatRules'),
  ].flatMap((reference) => textOf(reference, 'id')?.toLowerCase() ?? []);
}

/** IP configuration ids by the pool or NAT rule that they are in. */
function joinedConfigurations(resources: ResourceReader): Map<string, string[]> {
  const joined = new Map<string, string[]>();
  for (const networkInterface of networkInterfaceTypes.flatMap((type) => resources.list(type))) {
    for (const configuration of listOf(networkInterface.properties, 'ipConfigurations')) {
      const id = textOf(configuration, 'id');
      if (id === undefined) continue;
      for (const poolOrRule of joinedTo(configuration)) {
        joined.set(poolOrRule, [...(joined.get(poolOrRule) ?? []), id]);
      }
    }
  }
  return joined;
}

class LoadBalancerReading {
  readonly #loadBalancer: ArmResource;
  readonly #sources: RouteSources;
  readonly #children = new Map<string, readonly JsonObject[]>();
  readonly #joined: ReadonlyMap<string, readonly string[]>;

  constructor(loadBalancer: ArmResource, sources: RouteSources) {
    this.#loadBalancer = loadBalancer;
    this.#sources = sources;
    this.#joined = joinedConfigurations(sources.resources);
  }

  ruleRoutes(): Route[] {
    return this.#list('loadBalancingRules').flatMap((rule) => {
      const probe = this.#probe(referenceOf(rule, 'probe'));
      const pools = [objectOf(rule, 'backendAddressPool'), ...listOf(rule, 'backendAddressPools')]
        .map((pool) => textOf(pool, 'id')?.toLowerCase())
        .filter((id) => id !== undefined);
      return this.#route(rule, numberOf(rule, 'frontendPort'), {
        backends: [...new Set(pools)].flatMap((id) => this.#poolMembers(id)),
        ...(probe === undefined ? {} : { probe }),
      });
    });
  }

  natRuleRoutes(): Route[] {
    return this.#list('inboundNatRules').flatMap((rule) => {
      const pool = referenceOf(rule, 'backendAddressPool');
      const range = natPortRange(rule);
      return pool === undefined || range === undefined
        ? this.#route(rule, numberOf(rule, 'frontendPort'), { backends: this.#natBackends(rule) })
        : this.#natPoolRuleRoutes(rule, range, this.#poolMembers(pool.toLowerCase()));
    });
  }

  #natPoolRuleRoutes(rule: JsonObject, range: NatPortRange, members: readonly Backend[]): Route[] {
    const offsets = this.#sources.resources.natPorts.assign(
      textOf(rule, 'id') ?? '',
      range.size,
      members.map(({ key }) => key),
    );
    return members.flatMap((backend) => {
      const offset = offsets.get(backend.key);
      return offset === undefined ? [] : this.#route(rule, range.firstPort + offset, { backends: [backend] });
    });
  }

  /** ARM gives every instance of a NAT pool a NAT rule `<pool>.<instance id>`; this does it for bodies without them. */
  natPoolRoutes(): Route[] {
    const ruleNames = this.#list('inboundNatRules').map((rule) => textOf(rule, 'name') ?? '');
    return this.#list('inboundNatPools').flatMap((pool) => {
      const name = textOf(pool, 'name') ?? '';
      if (ruleNames.some((rule) => rule.startsWith(`${name}.`))) return [];
      const firstPort = numberOf(pool, 'frontendPortRangeStart') ?? 0;
      const lastPort = numberOf(pool, 'frontendPortRangeEnd') ?? firstPort;
      return this.#scaleSetInstances(textOf(pool, 'id') ?? '')
        .map(({ instanceId, backend }) => ({ port: firstPort + instanceId, backend }))
        .filter(({ port }) => port <= lastPort)
        .flatMap(({ port, backend }) => this.#route(pool, port, { backends: distinct([backend]) }));
    });
  }

  /** Children of one kind: the members of their `properties`, with their id and name. */
  #list(kind: string): readonly JsonObject[] {
    const known = this.#children.get(kind);
    if (known !== undefined) return known;
    const children = listOf(this.#loadBalancer.properties, kind).map((child) => ({
      ...objectOf(child, 'properties'),
      id: textOf(child, 'id'),
      name: textOf(child, 'name'),
    }));
    this.#children.set(kind, children);
    return children;
  }

  #route(rule: JsonObject, frontendPort: number | undefined, to: Pick<Route, 'backends' | 'probe'>): Route[] {
    const publicIpAddressId = this.#publicIpAddress(referenceOf(rule, 'frontendIPConfiguration'));
    const udp = textOf(rule, 'protocol')?.toLowerCase() === 'udp';
    if (publicIpAddressId === undefined || frontendPort === undefined || frontendPort === 0 || udp) return [];
    const floatingIp = memberOf(rule, 'enableFloatingIP') === true;
    const backendPort = numberOf(rule, 'backendPort') ?? frontendPort;
    return [
      {
        loadBalancerId: this.#loadBalancer.id,
        ruleName: textOf(rule, 'name') ?? '',
        publicIpAddressId,
        frontendPort,
        instancePort: floatingIp ? frontendPort : backendPort,
        flowKey: /^sourceip/i.test(textOf(rule, 'loadDistribution') ?? '') ? 'address' : 'address-and-port',
        ...to,
      },
    ];
  }

  #publicIpAddress(frontendId: string | undefined): string | undefined {
    const frontend = this.#child('frontendIPConfigurations', frontendId);
    return frontend && referenceOf(frontend, 'publicIPAddress')?.toLowerCase();
  }

  #child(kind: string, id: string | undefined): JsonObject | undefined {
    return this.#list(kind).find(
      (child) => id !== undefined && textOf(child, 'id')?.toLowerCase() === id.toLowerCase(),
    );
  }

  #probe(id: string | undefined): ProbeConfiguration | undefined {
    const probe = this.#child('probes', id);
    if (probe === undefined || id === undefined) return undefined;
    const tcp = textOf(probe, 'protocol')?.toLowerCase() === 'tcp';
    return {
      id: id.toLowerCase(),
      protocol: tcp ? 'tcp' : 'http',
      port: numberOf(probe, 'port') ?? 0,
      path: tcp ? '' : (textOf(probe, 'requestPath') ?? '/'),
      intervalMs: (numberOf(probe, 'intervalInSeconds') ?? 15) * 1000,
      // Bodies of api-versions before probeThreshold only have numberOfProbes; where both stand, the newer one counts.
      threshold: numberOf(probe, 'probeThreshold') ?? numberOf(probe, 'numberOfProbes') ?? 1,
    };
  }

  /** What the load balancer lists, and the network interfaces that say they are in: either may be written first. */
  #poolMembers(poolId: string): Backend[] {
    const pool = this.#child('backendAddressPools', poolId) ?? {};
    const listed = listOf(pool, 'backendIPConfigurations').map((member) => textOf(member, 'id'));
    const addresses = listOf(pool, 'loadBalancerBackendAddresses').map(
      ({ properties }) =>
        referenceOf(properties, 'networkInterfaceIPConfiguration') ?? textOf(properties, 'ipAddress'),
    );
    return distinct([...listed, ...addresses, ...(this.#joined.get(poolId) ?? [])]);
  }

  #natBackends(rule: JsonObject): Backend[] {
    const joined = this.#joined.get(textOf(rule, 'id')?.toLowerCase() ?? '') ?? [];
    return distinct([referenceOf(rule, 'backendIPConfiguration'), ...joined]).slice(0, 1);
  }

  #scaleSetInstances(natPoolId: string): { instanceId: number; backend: string }[] {
    const scaleSets = this.#sources.resources
      .list('Microsoft.Compute/virtualMachineScaleSets')
      .filter((scaleSet) => refersToNatPool(scaleSet, natPoolId))
      .map((scaleSet) => scaleSet.id.toLowerCase());
    return [...this.#sources.workloads]
      .flatMap((workload) => workload.backends)
      .flatMap((backend) => {
        const [, scaleSet, instanceId] = /^(.+)\/virtualmachines\/(\d+)\//i.exec(backend.toLowerCase()) ?? [];
        return scaleSets.some((id) => id === scaleSet) ? [{ instanceId: Number(instanceId), backend }] : [];
      });
  }
}

function refersToNatPool(scaleSet: ArmResource, natPoolId: string): boolean {
  const network = objectOf(objectOf(scaleSet.properties, 'virtualMachineProfile'), 'networkProfile');
  return listOf(network, 'networkInterfaceConfigurations')
    .flatMap(({ properties }) => listOf(properties, 'ipConfigurations'))
    .flatMap(({ properties }) => listOf(properties, 'loadBalancerInboundNatPools'))
    .some((reference) => textOf(reference, 'id')?.toLowerCase() === natPoolId.toLowerCase());
}

function loadBalancerIdIn(childId: string): string {
  return childId.split('/').slice(0, -2).join('/');
}

/** By ids without case, so that one instance is never counted twice. */
function distinct(ids: readonly (string | undefined)[]): Backend[] {
  const byKey = new Map<string, Backend>();
  for (const id of ids) {
    const key = id?.toLowerCase();
    if (id !== undefined && key !== undefined && !byKey.has(key)) byKey.set(key, { id, key });
  }
  return [...byKey.values()];
}
