import { describe, expect, test } from 'vitest';
import type { ArmResource } from '../../../emulator/data-plane/contract.ts';
import { pathOf } from './exchange.ts';
import { type Json, objectAt, textAt } from './json.ts';
import { compareAnswers, normaliseAnswer } from './normalise.ts';
import { type RecordedExchange, readRecordings } from './recordings.ts';
import { reference } from './reference.ts';
import { assumedScaleSets, scaleSetOf } from './scale-set-stage.ts';
import { openStage, type Stage } from './stage.ts';

/** A recorded refusal by Microsoft.Compute, and how the emulator's world is brought to it. */
interface StagedError {
  /** Method, status and path from the provider on. */
  readonly exchange: string;
  /** Where it is another one than that of the request. */
  readonly subscriptionId?: string;
  readonly hasGroup?: false;
  readonly resources?: (recorded: RecordedExchange) => readonly ArmResource[];
  readonly prepare?: (stage: Stage, recorded: RecordedExchange) => Promise<void>;
  /** What was sent, where the recorder has not kept it as JSON. */
  readonly body?: Json;
}

const staged: readonly StagedError[] = [
  { exchange: 'GET 404 virtualMachineScaleSets/vmss1 ResourceNotFound' },
  {
    exchange: 'GET 404 virtualMachineScaleSets/vmss1 SubscriptionNotFound',
    subscriptionId: '8f4e2c7a-5b1d-4c39-9a06-d2e7f1b3c845',
  },
  { exchange: 'GET 404 virtualMachines/d1 ResourceNotFound' },
  { exchange: 'GET 404 virtualMachines/sdk-test-um ResourceGroupNotFound', hasGroup: false },
  { exchange: 'GET 404 images/custom-image-with-plan ResourceGroupNotFound', hasGroup: false },
  {
    exchange:
      'GET 404 virtualMachineScaleSets/vmss-simulate-eviction3/virtualMachines/1/instanceView NotFound',
    resources: (recorded) => withInstances(recorded, ['0']),
  },
  {
    // Of the first generation: an image of which nothing says its generation.
    exchange: 'PUT 400 virtualMachineScaleSets/vmss1 BadRequest',
    resources: (recorded) => {
      const image = { ...imageOf(recorded), properties: {} };
      const profile = objectAt(objectAt(recorded.requestBody, 'properties'), 'virtualMachineProfile');
      const former = {
        ...profile,
        storageProfile: { imageReference: { id: image.id } },
        securityProfile: {},
      };
      return [image, ...withProfile(withInstances(recorded, ['0']), former)];
    },
  },
  {
    exchange: 'POST 409 virtualMachineScaleSets/vmss000009/manualupgrade Conflict',
    resources: (recorded) => withInstances(recorded, ['0']),
    prepare: async (stage, { method, url, requestHeaders: headers, requestBody: body }) => {
      expect((await stage.send({ method, url, headers, body })).status).toBe(202);
    },
  },
  {
    exchange: 'POST 400 virtualMachineScaleSets/scaleset1/manualupgrade InvalidParameter',
    resources: (recorded) => withInstances(recorded, ['0']),
    // The recorder has it in base64.
    body: { instanceIds: ["'", '*', "'"] },
  },
];

/** Recorded refusals that the emulator cannot come to, and why. */
const leftOut: Readonly<Record<string, string>> = {
  'POST 409 virtualMachineScaleSets/vmss-simualte-eviction1/virtualMachines/2/simulateEviction OperationNotAllowed':
    'the emulator evicts nobody',
  'PUT 409 virtualMachineScaleSets/vmss1 NotSupported':
    'disk encryption, which the emulator knows nothing of',
  'GET 504 virtualMachineScaleSets/vrfvmss GatewayTimeout':
    'a time-out of the gateway: a fault answers with the text it is given',
  'PUT 500 virtualMachineScaleSets/vmss1 InternalServerError': 'a failure of the gateway, likewise',
  'GET 404 virtualMachines/vm-simulate-eviction3 NotFound':
    'of a machine that the gateway still knows, and Compute does not: the emulator deletes no virtual machine',
  'POST 409 virtualMachines/vm-simualte-eviction1/simulateEviction OperationNotAllowed':
    'the emulator evicts nobody',
  ...Object.fromEntries(
    [
      'GET 500 virtualMachines/myvm MultipleErrorsOccurred',
      'GET 503 virtualMachines/monitorvm ServerTimeout',
      'GET 503 virtualMachines/vm-generalize without a body',
      'POST 503 virtualMachines/vm-generalize/deallocate without a body',
      'POST 503 virtualMachines/vm-simualte-eviction1/simulateEviction ServerTimeout',
      'PUT 500 virtualMachines/testdiagvm/extensions/LinuxDiagnostic MultipleErrorsOccurred',
      'PUT 500 virtualMachines/vm3 InternalResourceIdentityError',
      'PUT 503 virtualMachines/vm2/extensions/NetworkWatcherAgentLinux ServerTimeout',
    ].map((name) => [name, 'a failure of the gateway, likewise'] as const),
  ),
};

describe.runIf(reference !== undefined)('the emulator refuses as recorded', () => {
  const recordings = reference === undefined ? [] : readRecordings(reference.recordings);
  const refusals = new Map(
    recordings
      .filter(({ name }) => name.startsWith('errors-'))
      .flatMap(({ exchanges }) => exchanges)
      .filter((exchange) => isOfScaleSets(exchange))
      .map((exchange) => [nameOf(exchange), exchange]),
  );

  test('whatever was recorded of scale sets, virtual machines and images', () => {
    const named = [...staged.map(({ exchange }) => exchange), ...Object.keys(leftOut)];
    expect(named.toSorted()).toEqual([...refusals.keys()].toSorted());
  });

  test.each(staged)('$exchange', async ({ exchange, subscriptionId, hasGroup, resources, prepare, body }) => {
    const recorded = refusals.get(exchange);
    if (recorded === undefined) throw new Error(`There is no recording of ${exchange}.`);
    const [, , ownSubscription = '', , group = ''] = recorded.url.split('/');
    const stage = openStage({
      subscriptionId: subscriptionId ?? ownSubscription,
      resourceGroups: hasGroup === false ? [] : [{ name: group, location: 'westus' }],
      resources: resources?.(recorded) ?? [],
    });
    await prepare?.(stage, recorded);
    const { method, url, requestHeaders: headers } = recorded;
    const emulated = await stage.send({ method, url, headers, body: body ?? recorded.requestBody });
    const differences = compareAnswers(normaliseAnswer(recorded), normaliseAnswer(emulated));
    expect(differences.filter(({ at }) => at !== 'header retry-after')).toEqual([]);
  });
});

/** Rights on scale sets are another provider's business. */
function isOfScaleSets(exchange: RecordedExchange): boolean {
  const path = pathOf(exchange);
  return (
    /\/Microsoft\.Compute\/(virtualMachineScaleSets|virtualMachines|images)\//.test(path) &&
    !/Microsoft\.Authorization/.test(path)
  );
}

function nameOf(exchange: RecordedExchange): string {
  const [, path] = pathOf(exchange).split('/Microsoft.Compute/');
  const code = textAt(objectAt(exchange.responseBody, 'error'), 'code') ?? 'without a body';
  return `${exchange.method} ${exchange.status} ${path} ${code}`;
}

function withInstances(recorded: RecordedExchange, instanceIds: readonly string[]): readonly ArmResource[] {
  const id = scaleSetOf(recorded) ?? '';
  return assumedScaleSets([
    { ...recorded, url: `${id}/manualupgrade`, requestBody: { instanceIds: [...instanceIds] } },
  ]);
}

function imageOf(recorded: RecordedExchange): Pick<ArmResource, 'id' | 'name' | 'type'> {
  const id = (scaleSetOf(recorded) ?? '').replace(/virtualMachineScaleSets\/.*$/, 'images/web');
  return { id, name: 'web', type: 'Microsoft.Compute/images' };
}

function withProfile(
  resources: readonly ArmResource[],
  virtualMachineProfile: unknown,
): readonly ArmResource[] {
  return resources.map((resource) =>
    resource.properties.virtualMachineProfile === undefined
      ? resource
      : { ...resource, properties: { ...resource.properties, virtualMachineProfile } },
  );
}
