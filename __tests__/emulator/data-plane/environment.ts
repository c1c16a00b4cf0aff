import type {
  AcceptedWrite,
  ArmResource,
  ResourceReader,
  Workload,
} from '../../../emulator/data-plane/contract.ts';
import { NatPorts } from '../../../emulator/nat-ports.ts';

const network = '/subscriptions/s1/resourceGroups/vipswap/providers/Microsoft.Network';
const compute = '/subscriptions/s1/resourceGroups/vipswap/providers/Microsoft.Compute';

export const publicIp = (name: string): string => `${network}/publicIPAddresses/${name}`;
export const loadBalancerId = (name: string): string => `${network}/loadBalancers/${name}`;
export const ipConfiguration = (scaleSet: string, instance: number): string =>
  `${compute}/virtualMachineScaleSets/${scaleSet}/virtualMachines/${instance}/networkInterfaces/nic/ipConfigurations/ipconfig`;

/** The resources of a test, replaced as a control plane does it. */
export class Resources implements ResourceReader {
  readonly natPorts = new NatPorts();
  readonly #byId = new Map<string, ArmResource>();

  get(id: string): ArmResource | undefined {
    return this.#byId.get(id.toLowerCase());
  }

  list(type: string): readonly ArmResource[] {
    return [...this.#byId.values()].filter((resource) => resource.type === type);
  }

  put(...resources: readonly ArmResource[]): void {
    for (const resource of resources) this.#byId.set(resource.id.toLowerCase(), resource);
  }

  /** Changes the model as a control plane does, and gives what it would tell the data plane. */
  write(
    at: Pick<AcceptedWrite, 'acceptedAtMs' | 'durationMs'> & { dataPlaneFollows?: boolean },
    ...resources: readonly ArmResource[]
  ): AcceptedWrite {
    const changes = resources.map((after) => ({ before: this.get(after.id), after }));
    this.put(...resources);
    return { dataPlaneFollows: true, ...at, changes };
  }
}

export interface LoadBalancerShape {
  /** Name of the public IP on its only frontend; absent: none that is public. */
  readonly publicIp?: string | undefined;
  /** Scale set whose instances are in the pool, and how many. */
  readonly scaleSet: string;
  readonly instanceCount?: number;
  readonly rule?: Readonly<Record<string, unknown>>;
  readonly probe?: Readonly<Record<string, unknown>> | null;
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** A load balancer of the `vipswap` shape: one frontend, one rule on port 9000, one pool, one HTTP health probe. */
export function loadBalancer(name: string, shape: LoadBalancerShape): ArmResource {
  const id = loadBalancerId(name);
  const child = (kind: string, childName: string, properties: object) => [
    { id: `${id}/${kind}/${childName}`, name: childName, properties },
  ];
  const frontend = shape.publicIp
    ? { publicIPAddress: { id: publicIp(shape.publicIp) } }
    : { subnet: { id: `${network}/virtualNetworks/net/subnets/default` } };
  const instances = Array.from({ length: shape.instanceCount ?? 2 }, (_, index) => ({
    id: ipConfiguration(shape.scaleSet, index),
  }));
  const probe = {
    protocol: 'Http',
    port: 8080,
    requestPath: '/healthz',
    intervalInSeconds: 5,
    probeThreshold: 2,
  };
  return {
    id,
    name,
    type: 'Microsoft.Network/loadBalancers',
    location: 'southcentralus',
    properties: {
      frontendIPConfigurations: child('frontendIPConfigurations', 'frontend', frontend),
      backendAddressPools: child('backendAddressPools', 'pool', { backendIPConfigurations: instances }),
      probes: shape.probe === null ? [] : child('probes', 'health', { ...probe, ...shape.probe }),
      loadBalancingRules: child('loadBalancingRules', 'web', {
        frontendIPConfiguration: { id: `${id}/frontendIPConfigurations/frontend` },
        backendAddressPool: { id: `${id}/backendAddressPools/pool` },
        ...(shape.probe === null ? {} : { probe: { id: `${id}/probes/health` } }),
        protocol: 'Tcp',
        frontendPort: 9000,
        backendPort: 8080,
        ...shape.rule,
      }),
      ...shape.properties,
    },
  };
}

export function workloads(scaleSet: string, version: string, instanceCount = 2): Workload[] {
  return Array.from({ length: instanceCount }, (_, index) => ({
    instance: `${scaleSet}_${index}`,
    backends: [ipConfiguration(scaleSet, index), `10.0.${version.length}.${index}`],
    version,
    ports: [8080],
    healthPath: '/healthz',
  }));
}
