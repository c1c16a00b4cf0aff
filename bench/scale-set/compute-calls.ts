import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';

/** A scale set of which all instances are to get another image, and who may do that. */
export interface RolloutTask {
  readonly resourceManagerEndpoint: string;
  readonly accessToken: string;
  readonly caCertificatePath: string;
  readonly scaleSetId: string;
  /** Resource id of an image, or of an image version. */
  readonly imageId: string;
}

export interface InstanceSeen {
  readonly instanceId: string;
  readonly isUpToDate: boolean;
  readonly isHealthy: boolean;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

const apiVersion = '2026-04-01';

/** Between two polls of an operation, as scripts do it: Compute tells no `Retry-After`. */
const pollMs = 5_000;

/** The calls that a script makes, one after the other, without retries. */
export class ComputeCalls {
  readonly #task: RolloutTask;
  readonly #ca: string;

  constructor(task: RolloutTask) {
    this.#task = task;
    this.#ca = readFileSync(task.caCertificatePath, 'utf8');
  }

  async changeModel(): Promise<void> {
    const { scaleSetId, imageId } = this.#task;
    const storageProfile = { imageReference: { id: imageId } };
    await this.#carryOut('PATCH', scaleSetId, { properties: { virtualMachineProfile: { storageProfile } } });
  }

  /** @param instanceIds `['*']`: all. */
  async upgrade(instanceIds: readonly string[]): Promise<void> {
    await this.#carryOut('POST', `${this.#task.scaleSetId}/manualupgrade`, { instanceIds });
  }

  async list(): Promise<InstanceSeen[]> {
    const seen: InstanceSeen[] = [];
    let url: string | undefined = `${this.#task.scaleSetId}/virtualMachines?$expand=instanceView`;
    while (url !== undefined) {
      const page = (await this.#send('GET', url)).body as Page;
      seen.push(...page.value.map(toSeen));
      url = page.nextLink;
    }
    return seen;
  }

  async look(instanceId: string): Promise<InstanceSeen> {
    const path = `${this.#task.scaleSetId}/virtualMachines/${instanceId}?$expand=instanceView`;
    return toSeen((await this.#send('GET', path)).body as Instance);
  }

  async #carryOut(method: 'PATCH' | 'POST', path: string, body: unknown): Promise<void> {
    const { headers } = await this.#send(method, path, body);
    const operation = headers['azure-asyncoperation'] ?? headers.location;
    while (typeof operation === 'string') {
      await sleep(pollMs);
      const { status, body: state } = await this.#send('GET', operation);
      const word = (state as { status?: string } | undefined)?.status;
      if (word === 'Failed' || word === 'Canceled') throw new Error(`${method} ${path} ended ${word}.`);
      if (word === 'Succeeded' || (word === undefined && status !== 202)) return;
    }
  }

  /** @param url absolute, as ARM gives it, or a path. */
  #send(method: string, url: string, body?: unknown): Promise<Answer> {
    const { resourceManagerEndpoint, accessToken } = this.#task;
    const target = new URL(url, resourceManagerEndpoint);
    if (!target.searchParams.has('api-version')) target.searchParams.set('api-version', apiVersion);
    const headers = { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' };
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const sending = request(target, { method, headers, ca: this.#ca }, async (response) => {
      try {
        const text = (await response.setEncoding('utf8').toArray()).join('');
        const { statusCode: status = 0 } = response;
        if (status >= 400) throw new Error(`${method} ${target.pathname}: ${status} ${text}`);
        resolve({ status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) });
      } catch (error) {
        reject(error);
      }
    });
    sending.once('error', reject);
    sending.end(body === undefined ? undefined : JSON.stringify(body));
    return promise;
  }
}

interface Instance {
  readonly instanceId: string;
  readonly properties: {
    readonly latestModelApplied?: boolean;
    readonly instanceView?: { readonly vmHealth?: { readonly status: { readonly code: string } } };
  };
}

interface Page {
  readonly value: readonly Instance[];
  readonly nextLink?: string;
}

function toSeen({ instanceId, properties }: Instance): InstanceSeen {
  return {
    instanceId,
    isUpToDate: properties.latestModelApplied === true,
    isHealthy: properties.instanceView?.vmHealth?.status.code === 'HealthState/healthy',
  };
}
