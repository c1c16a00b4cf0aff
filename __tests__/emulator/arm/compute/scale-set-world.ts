import { type Arm, createArm } from '../../../../emulator/arm/arm.ts';
import type {
  CommandResult,
  MarketplaceImage,
  Payload,
  Scenario,
} from '../../../../emulator/arm/scenario.ts';
import { ResourceStore } from '../../../../emulator/arm/store.ts';
import type { ArmResource, DataPlane } from '../../../../emulator/data-plane/contract.ts';
import { createVirtualDataPlane } from '../../../../emulator/data-plane/data-plane.ts';
import { always, type DurationProfile, type OperationKind } from '../../../../emulator/durations/profile.ts';
import { type Answer, answerTo } from '../answer.ts';
import { lasting } from '../virtual-arm.ts';

export type Body = Readonly<Record<string, unknown>>;

const subscription = '/subscriptions/8f4e2c7a-5b1d-4c39-9a06-d2e7f1b3c845';
export const group = `${subscription}/resourceGroups/canary`;
export const scaleSetId = `${group}/providers/Microsoft.Compute/virtualMachineScaleSets/web`;
const loadBalancerId = `${group}/providers/Microsoft.Network/loadBalancers/weblb`;
const publicIpId = `${group}/providers/Microsoft.Network/publicIPAddresses/webpip`;

export const oldImage = { id: `${group}/providers/Microsoft.Compute/images/web-1` };
export const newImage = { id: `${group}/providers/Microsoft.Compute/images/web-2` };

const linuxDisk = { osDisk: { osType: 'Linux', osState: 'Generalized' } };

export function imageResource(
  id: string,
  properties: Body = { hyperVGeneration: 'V2', storageProfile: linuxDisk },
): ArmResource {
  const name = id.split('/').at(-1) ?? '';
  return { id, name, type: 'Microsoft.Compute/images', location: 'westus2', properties };
}

/** An autoscale setting of the scale set, which only stands there: the emulator does not scale by itself. */
export function autoscaleSetting(): ArmResource {
  return {
    id: `${group}/providers/Microsoft.Insights/autoscalesettings/webscale`,
    name: 'webscale',
    type: 'Microsoft.Insights/autoscaleSettings',
    location: 'westus2',
    properties: {
      name: 'webscale',
      enabled: true,
      targetResourceUri: scaleSetId,
      profiles: [{ name: 'by load', capacity: { minimum: '2', maximum: '10', default: '3' }, rules: [] }],
      notifications: [],
    },
  };
}

export function customScript(settings: Body, more: Body = {}): Body {
  return {
    name: 'install',
    properties: {
      publisher: 'Microsoft.Azure.Extensions',
      type: 'CustomScript',
      typeHandlerVersion: '2.1',
      autoUpgradeMinorVersion: true,
      settings,
      ...more,
    },
  };
}

export const healthExtension: Body = {
  name: 'health',
  properties: {
    publisher: 'Microsoft.ManagedServices',
    type: 'ApplicationHealthLinux',
    typeHandlerVersion: '1.0',
    autoUpgradeMinorVersion: true,
    settings: { protocol: 'http', port: 80, requestPath: '/health' },
  },
};

export interface WorldOptions {
  readonly capacity?: number;
  readonly zones?: readonly string[];
  readonly extensions?: readonly Body[];
  /** The health probe of the load balancer's rule watches over the instances. */
  readonly isProbed?: boolean;
  readonly image?: Body;
  /** Ports of each instance that NAT pools lead to. */
  readonly natPorts?: readonly number[];
  /** Members of the scale set's properties. */
  readonly properties?: Body;
  readonly payloads?: readonly Payload[];
  readonly commandResults?: readonly CommandResult[];
  readonly marketplaceImages?: readonly MarketplaceImage[];
  readonly resources?: readonly ArmResource[];
  readonly durations?: Readonly<Partial<Record<OperationKind, number>>>;
  readonly profile?: DurationProfile;
}

export function scaleSetBody(options: WorldOptions = {}): Body {
  const { capacity = 3, zones, extensions = [healthExtension], image = oldImage } = options;
  return {
    location: 'westus2',
    sku: { name: 'Standard_B2s', tier: 'Standard', capacity },
    ...(zones === undefined ? {} : { zones }),
    properties: {
      upgradePolicy: { mode: 'Manual' },
      overprovision: false,
      virtualMachineProfile: {
        osProfile: {
          computerNamePrefix: 'web',
          adminUsername: 'azureuser',
          linuxConfiguration: { disablePasswordAuthentication: true },
        },
        storageProfile: { imageReference: image },
        networkProfile: {
          ...(options.isProbed === true ? { healthProbe: { id: `${loadBalancerId}/probes/probe` } } : {}),
          networkInterfaceConfigurations: [
            {
              name: 'nic',
              properties: {
                primary: true,
                ipConfigurations: [
                  {
                    name: 'ipconfig',
                    properties: {
                      subnet: {
                        id: `${group}/providers/Microsoft.Network/virtualNetworks/vnet/subnets/default`,
                      },
                      loadBalancerBackendAddressPools: [{ id: `${loadBalancerId}/backendAddressPools/pool` }],
                      loadBalancerInboundNatPools: natPoolsOf(options).map(({ name }) => ({
                        id: `${loadBalancerId}/inboundNatPools/${name}`,
                      })),
                    },
                  },
                ],
              },
            },
          ],
        },
        extensionProfile: { extensions },
      },
      ...options.properties,
    },
  };
}

function natPoolsOf({ natPorts = [22] }: WorldOptions): { name: string; backendPort: number }[] {
  return natPorts.map((backendPort) => ({
    name: backendPort === 22 ? 'ssh' : `port-${backendPort}`,
    backendPort,
  }));
}

function loadBalancer(options: WorldOptions): ArmResource {
  const frontend = { id: `${loadBalancerId}/frontendIPConfigurations/front` };
  const pool = { id: `${loadBalancerId}/backendAddressPools/pool` };
  return {
    id: loadBalancerId,
    name: 'weblb',
    type: 'Microsoft.Network/loadBalancers',
    location: 'westus2',
    sku: { name: 'Standard' },
    properties: {
      frontendIPConfigurations: [{ name: 'front', properties: { publicIPAddress: { id: publicIpId } } }],
      backendAddressPools: [{ name: 'pool', properties: {} }],
      probes: [
        {
          name: 'probe',
          properties: { protocol: 'Http', port: 80, requestPath: '/health', intervalInSeconds: 5 },
        },
      ],
      loadBalancingRules: [
        {
          name: 'http',
          properties: {
            frontendIPConfiguration: frontend,
            backendAddressPool: pool,
            probe: { id: `${loadBalancerId}/probes/probe` },
            protocol: 'Tcp',
            frontendPort: 9000,
            backendPort: 80,
          },
        },
      ],
      inboundNatPools: natPoolsOf(options).map(({ name, backendPort }, index) => ({
        name,
        properties: {
          frontendIPConfiguration: frontend,
          protocol: 'Tcp',
          frontendPortRangeStart: 50_000 + 1000 * index,
          frontendPortRangeEnd: 50_119 + 1000 * index,
          backendPort,
        },
      })),
    },
  };
}

const defaultPayloads: readonly Payload[] = [
  { image: '/web-1$', version: 'one' },
  { image: '/web-2$', version: 'two' },
];

/** A scale set in a few lines: what its instances, their interfaces and their workloads are, the emulator composes. */
export function canaryScenario(options: WorldOptions = {}): Scenario {
  const scaleSet = {
    id: scaleSetId,
    name: 'web',
    type: 'Microsoft.Compute/virtualMachineScaleSets',
    ...scaleSetBody(options),
  } as ArmResource;
  return {
    name: 'canary',
    tenantId: '3c6f4f0a-7f0d-4b9e-8f6d-0d3b8a1c2e44',
    subscriptionId: '8f4e2c7a-5b1d-4c39-9a06-d2e7f1b3c845',
    subscriptionName: 'Canary',
    application: {
      appId: 'b7c41f9e-2d85-4a63-8e17-6f0a3c5d9b24',
      objectId: 'e15a8d37-96b2-4c0f-a4d8-7b2f1e6c3059',
      displayName: 'azure-rollout',
      clientSecret: 'not-a-secret',
    },
    settings: { basicSku: 'refused', publicIpLimit: 100, swapOperation: 'available' },
    resourceGroups: [{ name: 'canary', location: 'westus2' }],
    resources: [
      {
        id: publicIpId,
        name: 'webpip',
        type: 'Microsoft.Network/publicIPAddresses',
        location: 'westus2',
        sku: { name: 'Standard' },
        properties: { publicIPAllocationMethod: 'Static' },
      },
      loadBalancer(options),
      imageResource(oldImage.id),
      imageResource(newImage.id),
      ...(options.resources ?? []),
      scaleSet,
    ],
    workloads: [],
    payloads: options.payloads ?? defaultPayloads,
    commandResults: options.commandResults ?? [],
    ...(options.marketplaceImages === undefined ? {} : { marketplaceImages: options.marketplaceImages }),
  };
}

/** A scale set of three behind a load balancer, on a clock that only the test moves. Every operation lasts 10 s. */
export class ScaleSetWorld {
  readonly arm: Arm;
  readonly dataPlane: DataPlane;
  nowMs = 0;
  /** How much time goes by at each reading of the clock, as it does of a real one. */
  perReadingMs = 0;

  constructor(options: WorldOptions = {}) {
    const store = new ResourceStore();
    const clock = {
      monotonicMs: () => {
        this.nowMs += this.perReadingMs;
        return this.nowMs;
      },
      epochMs: () => Date.UTC(2026, 10, 22) + this.nowMs,
      sleep: async (durationMs: number) => {
        this.nowMs += durationMs;
      },
    };
    this.dataPlane = createVirtualDataPlane({ resources: store, clock, timing: 'optimistic' });
    const even = lasting(10);
    const own = Object.entries(options.durations ?? {}).map(([kind, seconds]) => [kind, always(seconds)]);
    const profile = options.profile ?? {
      ...even,
      distributions: { ...even.distributions, ...Object.fromEntries(own) },
    };
    this.arm = createArm({
      scenario: canaryScenario(options),
      dataPlane: this.dataPlane,
      clock,
      seed: 1,
      profile,
      store,
    });
    void this.dataPlane.start();
  }

  async send(
    method: string,
    target: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const [path = '', query = ''] = target.split('?', 2);
    const parameters = new URLSearchParams(query);
    if (!parameters.has('api-version')) parameters.set('api-version', versionOf(path));
    return answerTo(this.arm, {
      method,
      path,
      query: parameters.toString(),
      headers,
      body: body === undefined ? '' : JSON.stringify(body),
    });
  }

  async read(target: string): Promise<Body> {
    const { status, body } = await this.send('GET', target);
    if (status !== 200) throw new Error(`GET ${target} answered ${status} ${JSON.stringify(body)}`);
    return body as Body;
  }

  scaleSet(): Promise<Body> {
    return this.read(scaleSetId);
  }

  instance(instanceId: number | string): Promise<Body> {
    return this.read(`${scaleSetId}/virtualMachines/${instanceId}`);
  }

  async instances(query = ''): Promise<readonly Body[]> {
    const { value } = await this.read(`${scaleSetId}/virtualMachines${query}`);
    return value as readonly Body[];
  }

  view(instanceId: number | string): Promise<Body> {
    return this.read(`${scaleSetId}/virtualMachines/${instanceId}/instanceView`);
  }

  /** Ids of the instances that are on the scale set's model. */
  async latest(): Promise<readonly unknown[]> {
    return (await this.instances())
      .filter((instance) => propertiesOf(instance).latestModelApplied === true)
      .map(({ instanceId }) => instanceId);
  }

  patch(body: Body, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.send('PATCH', scaleSetId, body, headers);
  }

  patchImage(imageReference: Body): Promise<Answer> {
    return this.patch({ properties: { virtualMachineProfile: { storageProfile: { imageReference } } } });
  }

  patchExtensions(extensions: readonly Body[]): Promise<Answer> {
    return this.patch({ properties: { virtualMachineProfile: { extensionProfile: { extensions } } } });
  }

  scale(capacity: number): Promise<Answer> {
    return this.patch({ sku: { capacity } });
  }

  act(action: string, instanceIds?: readonly string[]): Promise<Answer> {
    return this.send(
      'POST',
      `${scaleSetId}/${action}`,
      instanceIds === undefined ? undefined : { instanceIds },
    );
  }

  /** Lets so much time go by. */
  wait(seconds: number): void {
    this.nowMs += seconds * 1000;
  }

  /** Sends a write that must be accepted, and lets it come to its end. */
  async done(response: Promise<Answer>, seconds = 10): Promise<Answer> {
    const answer = await response;
    if (answer.status >= 300) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
    this.wait(seconds);
    return answer;
  }

  /** Follows a URL that the control plane has given. */
  follow(url: string | undefined): Promise<Answer> {
    const { pathname, search } = new URL(url ?? '');
    return this.send('GET', `${pathname}${search}`);
  }

  /** Whether an instance answers on its port 80. */
  answers(instanceId: number): boolean {
    return this.dataPlane.answersLocally(`web_${instanceId}`, { protocol: 'tcp', port: 80, path: '' });
  }

  isHealthy(instanceId: number): boolean {
    return this.dataPlane.answersLocally(`web_${instanceId}`, {
      protocol: 'http',
      port: 80,
      path: '/health',
    });
  }

  /** What the control plane believes that an instance serves. */
  version(instanceId: number): string | undefined {
    return this.arm.plane.compute.instance(`${scaleSetId}/virtualMachines/${instanceId}`)?.workload?.version;
  }
}

function versionOf(path: string): string {
  const type = path.slice(path.toLowerCase().lastIndexOf('/providers/'));
  if (/\/galleries/i.test(type)) return '2023-07-03';
  return /microsoft\.compute/i.test(type) ? '2024-07-01' : '2024-01-01';
}

export function propertiesOf(body: Body): Body {
  return body.properties as Body;
}

/** Status and code of a refusal. */
export function refusal({ status, body }: Answer): readonly unknown[] {
  const { error } = body as { error: { code: string; target?: string } };
  return error.target === undefined ? [status, error.code] : [status, error.code, error.target];
}

export function codesOf(statuses: unknown): readonly unknown[] {
  return (statuses as readonly { code: string }[]).map(({ code }) => code);
}
