import { type Exchange, pathOf } from './exchange.ts';
import { placeInterfaces } from './interfaces.ts';
import { isObject, type Json, type JsonObject, listAt, objectAt, textAt } from './json.ts';
import type { RecordedExchange, Recording } from './recordings.ts';
import { assumedImages, assumedScaleSets } from './scale-set-stage.ts';
import { openStage, type Stage } from './stage.ts';

export type Replayed =
  | { readonly kind: 'answered'; readonly recorded: RecordedExchange; readonly emulated: Exchange }
  | { readonly kind: 'left-out'; readonly recorded: RecordedExchange; readonly reason: string };

/**
 * Sends the requests of a recording to the emulator, in order. What the recording takes for granted (resource groups,
 * resources that it reads before it writes, public IP addresses that those refer to) is made first, by the same API.
 */
export async function replay(recording: Recording): Promise<readonly Replayed[]> {
  const exchanges = inOrder(recording.exchanges);
  const world = new World(exchanges, changedByOthers[recording.name] ?? []);
  const replayed: Replayed[] = [];
  for (const recorded of exchanges) replayed.push(await world.repeat(recorded));
  return replayed;
}

/** Recording -> `seq` of the reads that show what somebody else has done to the resource in a gap. */
const changedByOthers: Readonly<Record<string, readonly number[]>> = {
  // The scale set replaces instances, and with them the NAT rules of its pool.
  'lb-put-with-backends-updating': [19],
  // Virtual machines joined the pool, and NAT rules were added.
  'lb-put-retry-after': [43],
  // A deployment makes the scale set.
  'vmss-extension-rolling-upgrade': [10],
};

/** By date where all are dated: one recording is not stored in the order of time. */
function inOrder(exchanges: readonly RecordedExchange[]): readonly RecordedExchange[] {
  const at = ({ responseHeaders }: Exchange) => Date.parse(responseHeaders.date ?? '');
  return exchanges.some((exchange) => Number.isNaN(at(exchange)))
    ? exchanges
    : exchanges.toSorted((left, right) => at(left) - at(right));
}

class World {
  readonly #exchanges: readonly RecordedExchange[];
  readonly #stage: Stage;
  /** Recorded URLs of operations, as far as they identify them -> the emulator's. */
  readonly #operations = new Map<string, string>();
  readonly #made = new Set<string>();

  readonly #changedByOthers: readonly number[];

  constructor(exchanges: readonly RecordedExchange[], changedByOthers: readonly number[]) {
    this.#exchanges = exchanges;
    this.#changedByOthers = changedByOthers;
    const subscriptionId = /\/subscriptions\/([^/]+)/.exec(exchanges[0]?.url ?? '')?.[1] ?? '';
    this.#stage = openStage({
      subscriptionId,
      resourceGroups: assumedGroups(exchanges),
      resources: [...assumedImages(exchanges), ...assumedScaleSets(exchanges)],
    });
  }

  async repeat(recorded: RecordedExchange): Promise<Replayed> {
    if (deletesGroup(recorded)) {
      return { kind: 'left-out', recorded, reason: 'the emulator keeps its resource groups' };
    }
    if (isNotEmulated(recorded)) {
      return { kind: 'left-out', recorded, reason: 'the emulator has no resources of this type' };
    }
    const poll = this.#operations.get(operationKey(recorded.url));
    if (isPoll(recorded) && poll === undefined) {
      return { kind: 'left-out', recorded, reason: 'the start of this operation was not recorded' };
    }
    if (!isPoll(recorded)) await this.#makeWhatIsAssumed(recorded);
    if (!isRunning(recorded)) this.#stage.finishOperations();
    const emulated = await this.#stage.send({
      method: recorded.method,
      url: poll ?? recorded.url,
      headers: recorded.requestHeaders,
      body: recorded.requestBody,
    });
    this.#remember(recorded, emulated);
    return { kind: 'answered', recorded, emulated };
  }

  #remember(recorded: RecordedExchange, emulated: Exchange): void {
    for (const header of ['azure-asyncoperation', 'location']) {
      const [from, to] = [recorded.responseHeaders[header], emulated.responseHeaders[header]];
      if (from !== undefined && to !== undefined) this.#operations.set(operationKey(from), withoutHost(to));
    }
    if (recorded.method === 'PUT' && recorded.status < 300) this.#made.add(idKey(pathOf(recorded)));
  }

  /** Makes the resource that a request reads or changes, and what that refers to, where the recording did not. */
  async #makeWhatIsAssumed(recorded: RecordedExchange): Promise<void> {
    const isChanged = this.#changedByOthers.includes(recorded.seq);
    const id = topLevelResource(pathOf(recorded)) ?? (isChanged ? pathOf(recorded) : undefined);
    if (id === undefined) return;
    if (isLoadBalancer(id)) placeInterfaces(this.#stage.arm.plane.store, recorded.responseBody);
    if (isChanged && isObject(recorded.responseBody)) return this.#make(id, recorded.responseBody);
    await this.#makePublicIps(recorded.requestBody);
    const isThere = recorded.status < 300 && !(recorded.status === 201 && id === pathOf(recorded));
    if (!isThere || this.#made.has(idKey(id))) return;
    const body = this.#firstBodyOf(id);
    if (body !== undefined) await this.#make(id, body);
  }

  async #make(id: string, body: JsonObject): Promise<void> {
    await this.#makePublicIps(body);
    this.#made.add(idKey(id));
    this.#stage.finishOperations();
    const version = /Microsoft\.Compute/i.test(id) ? '2023-09-01' : '2024-01-01';
    const url = `${id}?api-version=${version}`;
    const { status, responseBody } = await this.#stage.send({ method: 'PUT', url, headers: {}, body });
    if (status >= 300) throw new Error(`${id} cannot be made: ${JSON.stringify(responseBody)}`);
    this.#stage.finishOperations();
  }

  async #makePublicIps(body: Json | undefined): Promise<void> {
    for (const frontend of listAt(objectAt(body, 'properties'), 'frontendIPConfigurations')) {
      const id = textAt(objectAt(objectAt(frontend, 'properties'), 'publicIPAddress'), 'id');
      if (id === undefined || this.#made.has(idKey(id))) continue;
      const { location = null, sku = null } = isObject(body) ? body : {};
      const isStandard = textAt(sku, 'name') === 'Standard';
      const properties = { publicIPAllocationMethod: isStandard ? 'Static' : 'Dynamic' };
      await this.#make(id, { location, sku, properties });
    }
  }

  /** How a resource first shows, without what the recording is yet to make of it. */
  #firstBodyOf(id: string): JsonObject | undefined {
    const first = this.#exchanges.find(({ url, status, responseBody }) => {
      return idKey(pathOf({ url })) === idKey(id) && status < 300 && isObject(responseBody);
    });
    if (first === undefined || !isObject(first.responseBody)) return undefined;
    const properties = objectAt(first.responseBody, 'properties');
    const pools = listAt(properties, 'backendAddressPools').filter((pool) => {
      const poolId = idKey(textAt(pool, 'id') ?? '');
      return !this.#exchanges.some((it) => it.status === 201 && idKey(pathOf(it)) === poolId);
    });
    const backendAddressPools = 'backendAddressPools' in properties ? { backendAddressPools: pools } : {};
    const inboundNatRules =
      first.method === 'PUT' && 'inboundNatRules' in properties ? { inboundNatRules: [] } : {};
    return {
      ...first.responseBody,
      properties: { ...properties, ...backendAddressPools, ...inboundNatRules },
    };
  }
}

/** Groups that the recording uses and does not make. */
function assumedGroups(exchanges: readonly RecordedExchange[]) {
  const made = exchanges
    .filter(({ method, status }) => method === 'PUT' && status < 300)
    .map((exchange) => /^\/subscriptions\/[^/]+\/resourcegroups\/([^/]+)$/i.exec(pathOf(exchange))?.[1]);
  const missing = exchanges
    .filter(({ responseBody }) => textAt(objectAt(responseBody, 'error'), 'code') === 'ResourceGroupNotFound')
    .map(groupOf);
  const location = exchanges
    .map(({ responseBody }) => textAt(responseBody, 'location'))
    .find((it) => it !== undefined);
  const used = new Set(exchanges.map(groupOf));
  return [...used]
    .filter((name) => name !== undefined)
    .filter((name) => ![...made, ...missing].some((other) => other?.toLowerCase() === name.toLowerCase()))
    .map((name) => ({ name, location: location ?? 'westus' }));
}

function deletesGroup({ method, url }: Exchange): boolean {
  return method === 'DELETE' && /^\/subscriptions\/[^/]+\/resourcegroups\/[^/]+$/i.test(pathOf({ url }));
}

/** Application gateways; the platform's rolling upgrades; the sizes that a scale set may have. */
function isNotEmulated({ url }: Exchange): boolean {
  return /\/applicationGateways\/|RollingUpgrade\?|\/rollingUpgrades\/latest\?|\/skus\?/i.test(url);
}

function groupOf(exchange: Exchange): string | undefined {
  return /\/resourcegroups\/([^/?]+)/i.exec(exchange.url)?.[1];
}

function topLevelResource(path: string): string | undefined {
  return /^\/subscriptions\/[^/]+\/resourcegroups\/[^/]+\/providers\/microsoft\.network\/[^/]+\/[^/]+/i.exec(
    path,
  )?.[0];
}

function isPoll({ url }: Exchange): boolean {
  return /\/operation(s|results)\/[^/]+$/i.test(pathOf({ url }));
}

/** The answer shows an operation under way that this request did not start. */
function isRunning({ method, status, responseBody }: Exchange): boolean {
  const state =
    textAt(responseBody, 'status') ?? textAt(objectAt(responseBody, 'properties'), 'provisioningState');
  return (
    (method === 'GET' && (state === 'InProgress' || state === 'Updating' || status === 202)) || status === 429
  );
}

/** Microsoft.Compute has one path for both URLs of an operation, and tells them apart by the query. */
function operationKey(url: string): string {
  const path = pathOf({ url: withoutHost(url) }).toLowerCase();
  return /[?&]monitor=true/i.test(url) ? `${path} monitor` : path;
}

function withoutHost(url: string): string {
  return url.replace(/^https?:\/\/[^/]+/, '');
}

function isLoadBalancer(id: string): boolean {
  return /\/loadBalancers\/[^/]+$/i.test(id);
}

function idKey(id: string): string {
  return id.toLowerCase();
}
