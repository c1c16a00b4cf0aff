import { describe, expect, test } from 'vitest';
import type { ArmResource } from '../../../emulator/data-plane/contract.ts';
import type { Json } from './json.ts';
import { compareAnswers, normaliseAnswer } from './normalise.ts';
import { type RecordedExchange, readRecordings } from './recordings.ts';
import { reference } from './reference.ts';
import { assumedScaleSets, scaleSetOf } from './scale-set-stage.ts';
import { openStage, type Stage } from './stage.ts';

/** A read that was recorded alone, and how the emulator's world is brought to what it shows. */
interface StagedRead {
  readonly seq: number;
  /** Those that a list of the same recording does not show. */
  readonly instanceIds?: readonly string[];
  /** What is asked for before, below the scale set. */
  readonly before: { readonly method: string; readonly below: string; readonly body?: Json };
  readonly isRunning?: true;
}

const health = {
  name: 'health',
  properties: {
    publisher: 'Microsoft.ManagedServices',
    type: 'ApplicationHealthLinux',
    typeHandlerVersion: '1.0',
    autoUpgradeMinorVersion: true,
    settings: { port: 80, protocol: 'http', requestPath: '/' },
  },
};

const staged: readonly StagedRead[] = [
  {
    // One of them is at work.
    seq: 13,
    before: { method: 'POST', below: '/virtualMachines/1/restart' },
    isRunning: true,
  },
  {
    // Behind their model.
    seq: 18,
    before: {
      method: 'PATCH',
      below: '',
      body: { properties: { virtualMachineProfile: { extensionProfile: { extensions: [health] } } } },
    },
  },
  {
    // Repairs are suspended.
    seq: 37,
    instanceIds: ['0', '1'],
    before: {
      method: 'POST',
      below: '/setOrchestrationServiceState',
      body: { serviceName: 'AutomaticRepairs', action: 'Suspend' },
    },
  },
  { seq: 41, before: { method: 'POST', below: '/virtualMachines/3/deallocate' } },
];

/** Members that only api-versions of later years have, and names that are drawn. */
const meant =
  /(\/(etag|enableAcceleratedNetworking|placementGroupId)|\/(osDisk|disks\/\d+)\/name|managedDisk\/id)$/;

describe.runIf(reference !== undefined)('a scale set shows as recorded', () => {
  const recordings = reference === undefined ? [] : readRecordings(reference.recordings);
  const exchanges = recordings.find(({ name }) => name === 'vmss-instance-views')?.exchanges ?? [];

  test('in every state that was recorded', () => {
    expect(staged.map(({ seq }) => seq)).toEqual(exchanges.map(({ seq }) => seq).toSorted((a, b) => a - b));
  });

  test.each(staged)(
    '$seq, after $before.method $before.below',
    async ({ seq, instanceIds, before, isRunning }) => {
      const recorded = exchanges.find((one) => one.seq === seq);
      if (recorded === undefined) throw new Error(`There is no exchange ${seq}.`);
      const stage = open(recorded, exchanges, instanceIds);
      await prepare(stage, recorded, before);
      if (isRunning === undefined) stage.finishOperations();
      const { method, url } = recorded;
      const emulated = await stage.send({ method, url, headers: {}, body: undefined });
      const differences = compareAnswers(normaliseAnswer(recorded), normaliseAnswer(emulated));
      expect(differences.filter(({ at }) => !meant.test(at))).toEqual([]);
    },
  );
});

function open(
  recorded: RecordedExchange,
  exchanges: readonly RecordedExchange[],
  instanceIds: readonly string[] | undefined,
): Stage {
  const id = scaleSetOf(recorded) ?? '';
  const [, , subscriptionId = '', , group = ''] = id.split('/');
  const about = exchanges.filter((one) => scaleSetOf(one) === id);
  const named =
    instanceIds === undefined
      ? about
      : [{ ...recorded, url: `${id}/manualupgrade`, requestBody: { instanceIds: [...instanceIds] } }];
  return openStage({
    subscriptionId,
    resourceGroups: [{ name: group, location: 'westus' }],
    resources: assumedScaleSets(named).map(settled),
  });
}

/** As it was before what the read shows. */
function settled(resource: ArmResource): ArmResource {
  const { provisioningState: _, latestModelApplied: __, ...properties } = resource.properties;
  return { ...resource, properties };
}

async function prepare(
  stage: Stage,
  recorded: RecordedExchange,
  before: StagedRead['before'],
): Promise<void> {
  const url = `${scaleSetOf(recorded)}${before.below}?api-version=2023-09-01`;
  const { status, responseBody } = await stage.send({
    method: before.method,
    url,
    headers: {},
    body: before.body,
  });
  if (status >= 300) throw new Error(`${url} answers ${status} ${JSON.stringify(responseBody)}`);
}
