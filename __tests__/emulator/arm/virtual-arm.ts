import { type Arm, type ArmOptions, createArm } from '../../../emulator/arm/arm.ts';
import type { Scenario, ScenarioSettings } from '../../../emulator/arm/scenario.ts';
import { ResourceStore } from '../../../emulator/arm/store.ts';
import { createVirtualDataPlane } from '../../../emulator/data-plane/data-plane.ts';
import { always, type DurationProfile, operationKinds } from '../../../emulator/durations/profile.ts';
import { readScenario } from '../../../emulator/scenarios.ts';
import { type Answer, answerTo } from './answer.ts';

export const apiVersion = 'api-version=2024-01-01';

/** Every operation lasts so long, so that a test can say when it is half done. */
export function lasting(seconds: number): DurationProfile {
  const entries = operationKinds.map((kind) => [kind, always(seconds)] as const);
  return { name: 'even', distributions: Object.fromEntries(entries) as DurationProfile['distributions'] };
}

export interface VirtualOptions extends Partial<ArmOptions> {
  readonly scenarioName?: string;
  readonly settings?: Partial<ScenarioSettings>;
}

/** A body, loosely read: tests name the members they care about. */
export type Body = Readonly<Record<string, unknown>>;

/** The control plane in this process, on a clock that only the test moves. Time begins at 0, operations last 10 s. */
export class VirtualArm {
  readonly arm: Arm;
  readonly scenario: Scenario;
  readonly group: string;
  nowMs = 0;

  static async open(options: VirtualOptions = {}): Promise<VirtualArm> {
    const scenario = await readScenario(options.scenarioName ?? 'vipswap');
    return new VirtualArm({ ...scenario, settings: { ...scenario.settings, ...options.settings } }, options);
  }

  private constructor(scenario: Scenario, options: VirtualOptions) {
    const store = new ResourceStore();
    const clock = {
      monotonicMs: () => this.nowMs,
      epochMs: () => Date.UTC(2026, 10, 22) + this.nowMs,
      sleep: async (durationMs: number) => {
        this.nowMs += durationMs;
      },
    };
    const dataPlane = createVirtualDataPlane({ resources: store, clock });
    for (const workload of scenario.workloads) dataPlane.placeWorkload(workload);
    this.scenario = scenario;
    this.group = `/subscriptions/${scenario.subscriptionId}/resourceGroups/vipswap`;
    this.arm = createArm({ scenario, dataPlane, clock, seed: 1, profile: lasting(10), store, ...options });
    void dataPlane.start();
  }

  publicIp(name: string): string {
    return `${this.group}/providers/Microsoft.Network/publicIPAddresses/${name}`;
  }

  loadBalancer(name: string): string {
    return `${this.group}/providers/Microsoft.Network/loadBalancers/${name}`;
  }

  /** `target` is a path with or without a query; without one the api-version is added. */
  async send(
    method: string,
    target: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const [path = '', query = apiVersion] = target.split('?', 2);
    return answerTo(this.arm, {
      method,
      path: decodeURIComponent(path),
      query,
      headers,
      body: body === undefined ? '' : JSON.stringify(body),
    });
  }

  async read(path: string): Promise<Body> {
    const { status, body } = await this.send('GET', path);
    if (status !== 200) throw new Error(`GET ${path} answered ${status}`);
    return body as Body;
  }

  /** Follows a URL that the control plane has given. */
  follow(url: string | undefined): Promise<Answer> {
    const { pathname, search } = new URL(url ?? '');
    return this.send('GET', `${pathname}${search}`);
  }

  async stateOf(path: string): Promise<unknown> {
    return ((await this.read(path)).properties as Body).provisioningState;
  }

  /** A load balancer's body with another address on its only frontend. */
  async pointed(name: string, publicIpName: string): Promise<Body> {
    const body = await this.read(this.loadBalancer(name));
    const properties = body.properties as { frontendIPConfigurations: { properties: Body }[] };
    const [frontend] = properties.frontendIPConfigurations;
    if (frontend === undefined) throw new Error(`${name} has no frontend`);
    frontend.properties = { ...frontend.properties, publicIPAddress: { id: this.publicIp(publicIpName) } };
    return body;
  }

  async point(
    name: string,
    publicIpName: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    return this.send('PUT', this.loadBalancer(name), await this.pointed(name, publicIpName), headers);
  }

  createPublicIp(name: string, more: Body = {}): Promise<Answer> {
    return this.send('PUT', this.publicIp(name), {
      location: 'southcentralus',
      sku: { name: 'Standard' },
      properties: { publicIPAllocationMethod: 'Static' },
      ...more,
    });
  }

  /** Where an address is bound: the name of the load balancer, undefined for none. */
  async holderOf(publicIpName: string): Promise<string | undefined> {
    const { properties } = (await this.read(this.publicIp(publicIpName))) as {
      properties: { ipConfiguration?: { id: string } };
    };
    return properties.ipConfiguration?.id.split('/').at(-3);
  }

  swapBody(): Body {
    const target = (loadBalancer: string, publicIp: string): Body => ({
      id: `${this.loadBalancer(loadBalancer)}/frontendIPConfigurations/loadBalancerFrontEnd`,
      properties: { publicIPAddress: { id: this.publicIp(publicIp) } },
    });
    return {
      frontendIPConfigurations: [target('vipswap1lb', 'vipswap2pip'), target('vipswap2lb', 'vipswap1pip')],
    };
  }

  swapPath(location = 'southcentralus'): string {
    return `/subscriptions/${this.scenario.subscriptionId}/providers/Microsoft.Network/locations/${location}/setLoadBalancerFrontendPublicIpAddresses`;
  }
}

/** The code of a refusal, and of its first detail where there is one. */
export function codesOf(response: Answer): readonly unknown[] {
  const { error } = response.body as { error: { code: string; details?: { code: string }[] } };
  return [response.status, error.code, ...(error.details ?? []).map(({ code }) => code)];
}
