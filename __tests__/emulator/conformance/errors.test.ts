import { describe, expect, test } from 'vitest';
import { pathOf } from './exchange.ts';
import { isObject, type Json, type JsonObject, listAt, objectAt, textAt } from './json.ts';
import { compareAnswers, normaliseAnswer } from './normalise.ts';
import { type RecordedExchange, readRecordings } from './recordings.ts';
import { reference } from './reference.ts';
import { openStage, type Stage } from './stage.ts';

/** A recorded refusal, and how the emulator's world is brought to it. */
interface StagedError {
  /** Recording, `seq`, and the type of the resource. */
  readonly exchange: string;
  readonly prepare: (stage: Stage, recorded: RecordedExchange) => Promise<void>;
}

const staged: readonly StagedError[] = [
  { exchange: 'errors-network-compute 8 loadBalancers', prepare: async () => {} },
  { exchange: 'errors-network-compute 20 publicIPAddresses', prepare: async () => {} },
  { exchange: 'errors-network-compute 12 publicIPAddresses', prepare: async () => {} },
  {
    exchange: 'errors-network-compute 1 publicIPAddresses',
    prepare: async ({ arm }) => {
      arm.plane.faults.add({ match: {}, effect: 'throttled', retryAfterSeconds: 6 });
    },
  },
  {
    // Nobody waits for the address that the load balancer is to use.
    exchange: 'errors-network-compute 13 loadBalancers',
    prepare: async (stage, recorded) => putPublicIp(stage, groupOf(recorded), 'pubip1', recorded),
  },
  {
    // Made by an older api-version, which printed no zones.
    exchange: 'errors-network-compute 10 loadBalancers',
    prepare: async (stage, recorded) => {
      await putPublicIp(stage, groupOf(recorded), 'PublicIPlb1', recorded);
      stage.finishOperations();
      const body = withFirstFrontend(recorded.requestBody, ({ zones: _, ...frontend }) => frontend);
      const { status } = await stage.send({ method: 'PUT', url: recorded.url, headers: {}, body });
      expect(status).toBe(201);
    },
  },
];

/** Recorded refusals that the emulator cannot come to, and why. */
const leftOut: Readonly<Record<string, string>> = {
  'errors-network-compute 6 publicIPAddresses':
    'a time-out of the gateway: a fault answers with the text it is given',
  'errors-network-compute 21 publicIPAddresses': 'a failure of the gateway, likewise',
  'errors-network-compute 43 loadBalancers': 'a feature of 2016 that subscriptions had to register for',
  'errors-arm-generic 19 publicIPAddresses':
    'the address of a network interface, which the emulator does not bind',
};

describe.runIf(reference !== undefined)('the emulator refuses as recorded', () => {
  const recordings = reference === undefined ? [] : readRecordings(reference.recordings);
  const refusals = new Map(
    recordings
      .filter(({ name }) => name.startsWith('errors-'))
      .flatMap(({ name, exchanges }) =>
        exchanges.map((exchange) => [`${name} ${exchange.seq} ${typeOf(exchange)}`, exchange]),
      ),
  );

  test('whatever was recorded of load balancers and public IP addresses', () => {
    const named = [...staged.map(({ exchange }) => exchange), ...Object.keys(leftOut)];
    const recorded = [...refusals.keys()].filter((key) => /(loadBalancers|publicIPAddresses)$/.test(key));
    expect(named.toSorted()).toEqual(recorded.toSorted());
  });

  test.each(staged)('$exchange', async ({ exchange, prepare }) => {
    const recorded = refusals.get(exchange);
    if (recorded === undefined) throw new Error(`There is no recording of ${exchange}.`);
    const stage = openStage({
      subscriptionId: recorded.url.split('/')[2] ?? '',
      resourceGroups: [
        { name: groupOf(recorded), location: textAt(recorded.requestBody, 'location') ?? 'westus' },
      ],
    });
    await prepare(stage, recorded);
    const { method, url, requestHeaders: headers, requestBody: body } = recorded;
    const emulated = await stage.send({ method, url, headers, body });
    const differences = compareAnswers(normaliseAnswer(recorded), normaliseAnswer(emulated));
    // The recorder drops Retry-After.
    expect(differences.filter(({ at }) => at !== 'header retry-after')).toEqual([]);
  });
});

async function putPublicIp(
  stage: Stage,
  group: string,
  name: string,
  recorded: RecordedExchange,
): Promise<void> {
  const subscription = recorded.url.split('/').slice(0, 3).join('/');
  const url = `${subscription}/resourceGroups/${group}/providers/Microsoft.Network/publicIPAddresses/${name}?api-version=2024-01-01`;
  const body = {
    location: textAt(recorded.requestBody, 'location') ?? '',
    sku: { name: 'Standard' },
    properties: { publicIPAllocationMethod: 'Static' },
  };
  const { status } = await stage.send({ method: 'PUT', url, headers: {}, body });
  expect(status).toBe(201);
}

/** The same load balancer with only the first of its frontends, changed. */
function withFirstFrontend(body: Json | undefined, change: (frontend: JsonObject) => JsonObject): JsonObject {
  const properties = objectAt(body, 'properties');
  const [first] = listAt(properties, 'frontendIPConfigurations');
  if (!isObject(body) || !isObject(first)) throw new Error('The recorded request has no frontend.');
  return { ...body, properties: { ...properties, frontendIPConfigurations: [change(first)] } };
}

function groupOf({ url }: RecordedExchange): string {
  return /\/resourcegroups\/([^/?]+)/i.exec(url)?.[1] ?? '';
}

/** The last type in a path, `loadBalancers`. */
function typeOf(exchange: RecordedExchange): string {
  return pathOf(exchange).split('/').at(-2) ?? '';
}
