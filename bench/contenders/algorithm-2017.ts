/**
 * The VIP swap of 2017, call for call: which reads, which writes, which api-versions, and a sleep of 3 s after every read of a
 * state, the last one included. Whole bodies are read, edited and written back without If-Match.
 *
 * It differs from the original where today's Standard SKU would refuse it, and never inside the window: the temporary address
 * is Standard and static instead of Basic and dynamic, in the zones of production's, and it is waited for, because a load
 * balancer may not take an address that is still `Updating`.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Contender, monotonicMs, type SwapTask } from './contender.ts';

const resourceGroupVersion = '2017-05-10';
const networkVersion = '2018-08-01';
const sleepAfterReadMs = 3_000;

interface Provisioned {
  readonly properties: { readonly provisioningState: string };
}

interface LoadBalancer extends Provisioned {
  readonly properties: {
    readonly provisioningState: string;
    readonly frontendIPConfigurations: readonly Frontend[];
  };
}

interface Frontend {
  readonly properties: { readonly publicIPAddress: { readonly id: string } };
}

export const algorithm2017: Contender = async (task, tell) => {
  const arm = new ArmOf2017(task);
  const { location } = await arm.read<{ location: string }>('', resourceGroupVersion);

  const temporaryName = `vip${randomBytes(4).toString('hex')}`;
  const temporaryPath = `/providers/Microsoft.Network/publicIPAddresses/${temporaryName}`;
  await arm.write(temporaryPath, temporaryAddress(temporaryName, location));
  await arm.waitUntilSucceeded(temporaryPath);
  tell('temporary address created');

  const targetPath = `/providers/Microsoft.Network/loadBalancers/${task.targetLoadBalancer}`;
  const productionPath = `/providers/Microsoft.Network/loadBalancers/${task.productionLoadBalancer}`;
  const target = await arm.read<LoadBalancer>(targetPath);
  const targetAddressId = addressOf(target);
  await arm.write(targetPath, withAddress(target, `${arm.groupId}${temporaryPath}`));
  const parked = await arm.waitUntilSucceeded<LoadBalancer>(targetPath);
  tell(`${task.targetLoadBalancer} parked on the temporary address`);

  const production = await arm.read<LoadBalancer>(productionPath);
  const productionAddressId = addressOf(production);
  const startedMs = monotonicMs();
  tell(`takes the production address from ${task.productionLoadBalancer}`);
  await arm.write(productionPath, withAddress(production, targetAddressId));
  await arm.waitUntilSucceeded(productionPath);
  tell(`gives the production address to ${task.targetLoadBalancer}`);
  await arm.write(targetPath, withAddress(parked, productionAddressId));
  await arm.waitUntilSucceeded(targetPath);
  const endedMs = monotonicMs();
  tell('done');

  await arm.delete(temporaryPath);
  return { startedMs, endedMs };
};

function temporaryAddress(name: string, location: string): object {
  return {
    location,
    sku: { name: 'Standard' },
    zones: ['1', '2', '3'],
    properties: { publicIPAllocationMethod: 'Static', dnsSettings: { domainNameLabel: `${name}dns` } },
  };
}

/** It looks at the first frontend only. */
function addressOf(loadBalancer: LoadBalancer): string {
  const id = loadBalancer.properties.frontendIPConfigurations[0]?.properties.publicIPAddress.id;
  if (id === undefined) throw new Error('The load balancer has no frontend.');
  return id;
}

function withAddress(loadBalancer: LoadBalancer, publicIpAddressId: string): LoadBalancer {
  const [first, ...others] = loadBalancer.properties.frontendIPConfigurations;
  const edited = {
    ...first,
    properties: { ...first?.properties, publicIPAddress: { id: publicIpAddressId } },
  };
  return {
    ...loadBalancer,
    properties: { ...loadBalancer.properties, frontendIPConfigurations: [edited, ...others] },
  };
}

class ArmOf2017 {
  readonly groupId: string;
  readonly #task: SwapTask;

  constructor(task: SwapTask) {
    this.#task = task;
    this.groupId = `/subscriptions/${task.subscriptionId}/resourceGroups/${task.resourceGroup}`;
  }

  /** The shape is what ARM documents for the path; like the original, this trusts it. */
  async read<Resource>(path: string, apiVersion = networkVersion): Promise<Resource> {
    const response = await this.#send('GET', path, apiVersion);
    return (await response.json()) as Resource;
  }

  async write(path: string, body: object): Promise<void> {
    await this.#send('PUT', path, networkVersion, JSON.stringify(body));
  }

  async delete(path: string): Promise<void> {
    await this.#send('DELETE', path, networkVersion);
  }

  /** Looks for nothing but `Succeeded`: a resource that ends as `Failed` is waited for until the process is stopped. */
  async waitUntilSucceeded<Resource extends Provisioned>(path: string): Promise<Resource> {
    for (;;) {
      const resource = await this.read<Resource>(path);
      await sleep(sleepAfterReadMs);
      if (resource.properties.provisioningState === 'Succeeded') return resource;
    }
  }

  async #send(method: string, path: string, apiVersion: string, body?: string): Promise<Response> {
    const url = `${this.#task.resourceManagerEndpoint}${this.groupId}${path}?api-version=${apiVersion}`;
    const response = await fetch(url, {
      method,
      headers: { authorization: `Bearer ${this.#task.accessToken}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body }),
    });
    if (!response.ok) {
      throw new Error(`${method} ${path} was answered ${response.status}: ${await response.text()}`);
    }
    return response;
  }
}
