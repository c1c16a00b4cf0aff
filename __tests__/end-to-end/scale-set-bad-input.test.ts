import { beforeAll, describe, expect, it } from 'vitest';
import { readScenario } from '../../emulator/scenarios.ts';
import { quick, type ScaleSetRollout, startScaleSetRollout } from './scale-set-rollout.ts';

let canarySet: ScaleSetRollout;
let zonalSet: ScaleSetRollout;

beforeAll(async () => {
  canarySet = await startScaleSetRollout({ group: 'canary', scaleSet: 'canary' });
  zonalSet = await startScaleSetRollout({ group: 'zonal', scaleSet: 'web' });
  return async () => {
    await canarySet[Symbol.asyncDispose]();
    await zonalSet[Symbol.asyncDispose]();
  };
});

type Given = Readonly<Record<string, string>>;

const images =
  '/subscriptions/8f4e2c7a-5b1d-4c39-9a06-d2e7f1b3c845/resourceGroups/canary/providers/Microsoft.Compute/images';
const canary: Given = {
  strategy: 'canary-percent',
  image: `${images}/nginx-updated-image`,
  percent: '10',
  ...quick,
};
const rollout: Given = { strategy: 'full-rollout', image: `${images}/nginx-updated-image`, ...quick };
const unknownExtension: Given = {
  ...canary,
  image: '',
  extension: 'instal',
  'extension-settings': '{}',
  'allow-no-rollback': 'true',
};

/** Ended red, with one error, before anything was written. */
async function refusalOf(world: ScaleSetRollout, inputs: Given): Promise<string> {
  const run = await world.run({ inputs, options: { runsPost: false } });
  const errors = run.annotations.filter(({ level }) => level === 'error');
  expect(run, run.stdout).toMatchObject({ exitCode: 1, outputs: { outcome: 'failed' } });
  expect(errors).toHaveLength(1);
  expect(world.writes()).toEqual([]);
  return errors[0]?.message ?? '';
}

describe.concurrent('what only Azure can tell to be wrong ends the bundled action before any write', () => {
  it.each<[what: string, given: Given, problem: string]>([
    ['an unknown instance', { ...canary, percent: '', 'instance-ids': '7' }, 'has the instances 0, 1, 2'],
    ['all instances as canaries', { ...canary, percent: '', 'instance-ids': '0,1,2' }, 'is no canary'],
    ['an image of another generation', { ...canary, image: `${images}/nginx-generation-one` }, 'generation'],
    [
      'an image that is not there',
      { ...canary, image: `${images}/nginx-updated` },
      'image: There is no managed image',
    ],
    [
      'a gallery image that is not there',
      { ...canary, image: images.replace(/images$/, 'galleries/shop/images/web') },
      'Allowed: a managed image, a gallery image or a version of one',
    ],
    ['a batch larger than the set', { ...rollout, 'batch-size': '4' }, 'batch-size 4 is more than'],
    ['an unknown extension', unknownExtension, 'has no extension "instal"; it has health, install'],
    [
      'an unknown scale set',
      { ...canary, 'scale-set': 'canaries' },
      'scale-set "canaries" does not exist in resource group "canary"',
    ],
    [
      'an unknown resource group',
      { ...canary, 'resource-group': 'nope' },
      'resource-group "nope" does not exist',
    ],
    [
      'an unknown subscription',
      { ...canary, 'subscription-id': '11111111-2222-4333-8444-555555555555' },
      'subscription-id "11111111-2222-4333-8444-555555555555" does not exist, or is not one that the identity may see',
    ],
  ])('%s', async (_, given, problem) => {
    expect(await refusalOf(canarySet, given)).toContain(problem);
  });

  it('an image version that has not come to the region', async () => {
    const version =
      '/subscriptions/8f4e2c7a-5b1d-4c39-9a06-d2e7f1b3c845/resourceGroups/zonal/providers/Microsoft.Compute/galleries/zonalgallery/images/web/versions/3.0.0';
    expect(await refusalOf(zonalSet, { ...canary, image: version })).toContain('region');
  });

  it('a scale set without instances', async () => {
    const scenario = await readScenario('canary');
    const resources = scenario.resources.map((each) =>
      each.name === 'canary' ? { ...each, sku: { name: 'Standard_B2s', capacity: 0 } } : each,
    );
    await using empty = await startScaleSetRollout(
      { group: 'canary', scaleSet: 'canary' },
      { scenario: { ...scenario, resources } },
    );
    expect(await refusalOf(empty, canary)).toContain('has no instances');
  });
});
