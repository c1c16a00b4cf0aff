import { describe, expect, test } from 'vitest';
import { ArmError } from '../../../src/azure/arm/arm-error.ts';
import { describeImage, isMadeOf, sameImage } from '../../../src/azure/images/image-reference.ts';
import { resolveImage } from '../../../src/azure/images/images.ts';
import { ImageError } from '../../../src/azure/images/resolved-image.ts';
import type { ImageReference } from '../../../src/azure/scale-sets/scale-sets.ts';
import { forbidden, refused, type ScriptedAnswer, scriptedArm } from '../scripted-arm.ts';
import { signal } from '../scripted-scale-set.ts';

const place = { subscriptionId: 's', region: 'West Europe' };
const group = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute';
const notFound = refused(404, 'ResourceNotFound');

type Answers = Readonly<Record<string, ScriptedAnswer>>;

function resolve(requested: ImageReference, answers: Answers) {
  const script = Object.entries(answers).map(([path, answer]) => [`GET ${path}`, [answer]]);
  const { arm, requests } = scriptedArm(Object.fromEntries(script));
  return { image: resolveImage(arm, requested, place, signal), requests };
}

async function failureOf(image: Promise<unknown>): Promise<string> {
  const failure = await image.catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ImageError);
  return String(failure);
}

describe('a managed image', () => {
  const id = `${group}/images/gold`;
  const managed = (properties: object = {}, location = 'westeurope'): Answers => ({
    [id]: {
      body: {
        id,
        name: 'gold',
        location,
        properties: {
          provisioningState: 'Succeeded',
          hyperVGeneration: 'V2',
          storageProfile: { osDisk: { osType: 'Linux', osState: 'Generalized' } },
          ...properties,
        },
      },
    },
  });

  test('is what it says of itself', async () => {
    const { image, requests } = resolve({ id }, managed());
    expect(await image).toEqual({
      image: { id },
      osType: 'Linux',
      generation: 'V2',
      osState: 'Generalized',
      regions: ['westeurope'],
      source: 'managed-image',
    });
    expect(requests).toEqual([`GET ${id}?api-version=2026-04-01`]);
  });

  test('is of generation 1 where it does not say', async () => {
    const answers = managed({ hyperVGeneration: undefined });
    expect(await resolve({ id }, answers).image).toMatchObject({ generation: 'V1' });
  });

  test('of another region, unfinished, without an OS disk or missing cannot be used', async () => {
    expect(await failureOf(resolve({ id }, managed({}, 'eastus')).image)).toContain(
      'lies in eastus, and the scale set in westeurope',
    );
    expect(await failureOf(resolve({ id }, managed({ provisioningState: 'Failed' })).image)).toContain(
      'is Failed',
    );
    expect(await failureOf(resolve({ id }, managed({ storageProfile: {} })).image)).toContain('no OS disk');
    expect(await failureOf(resolve({ id }, { [id]: notFound }).image)).toContain('There is no managed image');
  });

  test('that may not be read is refused, not missing', async () => {
    await expect(resolve({ id }, { [id]: forbidden('read') }).image).rejects.toBeInstanceOf(ArmError);
  });
});

describe('a gallery image', () => {
  const definition = `${group}/galleries/shop/images/web`;
  const versionId = (name: string) => `${definition}/versions/${name}`;

  interface Version {
    readonly regions?: readonly string[];
    readonly excluded?: boolean;
    readonly excludedHere?: boolean;
    readonly replication?: string;
    readonly provisioningState?: string;
  }

  function gallery(versions: Readonly<Record<string, Version>>, features: object[] = []): Answers {
    const bodies = Object.entries(versions).map(([name, version]) => {
      const { regions = ['West Europe', 'East US'], excluded = false, excludedHere = false } = version;
      const { replication = 'Completed', provisioningState = 'Succeeded' } = version;
      return {
        id: versionId(name),
        name,
        properties: {
          provisioningState,
          publishingProfile: {
            excludeFromLatest: excluded,
            targetRegions: regions.map((each) => ({ name: each, excludeFromLatest: excludedHere })),
          },
          replicationStatus: { summary: regions.map((region) => ({ region, state: replication })) },
        },
      };
    });
    return {
      [definition]: {
        body: {
          name: 'web',
          properties: {
            osType: 'Linux',
            osState: 'Generalized',
            hyperVGeneration: 'V2',
            architecture: 'x64',
            features,
          },
        },
      },
      // The listing goes without the replication.
      [`${definition}/versions`]: {
        body: {
          value: bodies.map((body) => ({
            ...body,
            properties: { ...body.properties, replicationStatus: undefined },
          })),
        },
      },
      ...Object.fromEntries(bodies.map((body) => [body.id, { body }])),
    };
  }

  test('of a version is that version, with what its definition says', async () => {
    const features = [{ name: 'SecurityType', value: 'TrustedLaunch' }];
    const { image, requests } = resolve({ id: versionId('1.0.0') }, gallery({ '1.0.0': {} }, features));
    expect(await image).toEqual({
      image: { id: versionId('1.0.0') },
      osType: 'Linux',
      generation: 'V2',
      securityType: 'TrustedLaunch',
      architecture: 'x64',
      osState: 'Generalized',
      regions: ['westeurope', 'eastus'],
      source: 'gallery',
    });
    expect(requests).toEqual([
      `GET ${definition}?api-version=2023-07-03`,
      `GET ${versionId('1.0.0')}?%24expand=ReplicationStatus&api-version=2023-07-03`,
    ]);
  });

  test.each([definition, versionId('latest')])(
    '%s is pinned to its highest version, by number and not by letter',
    async (id) => {
      const { image } = resolve({ id }, gallery({ '1.9.0': {}, '1.10.0': {}, '1.2.30': {} }));
      expect((await image).image).toEqual({ id: versionId('1.10.0') });
    },
  );

  test('is pinned to none that is excluded, elsewhere, or has not arrived', async () => {
    const versions = {
      '1.0.0': {},
      '2.0.0': { replication: 'Replicating' },
      '3.0.0': { regions: ['East US'] },
      '4.0.0': { excludedHere: true },
      '5.0.0': { excluded: true },
    };
    const { image } = resolve({ id: definition }, gallery(versions));
    expect((await image).image).toEqual({ id: versionId('1.0.0') });
  });

  test('without any version for the region says which there are, and why not', async () => {
    const arriving = gallery({ '2.0.0': { replication: 'Replicating' } });
    expect(await failureOf(resolve({ id: definition }, arriving).image)).toContain(
      '2.0.0 has not arrived in westeurope: its replication is Replicating',
    );
    const elsewhere = gallery({ '2.0.0': { regions: ['East US'] } });
    expect(await failureOf(resolve({ id: definition }, elsewhere).image)).toContain(
      'none of its 1 versions is replicated there',
    );
  });

  test('of a version that is not there, or cannot be used, is refused with the reason', async () => {
    const failure = (version: Version) =>
      failureOf(resolve({ id: versionId('1.0.0') }, gallery({ '1.0.0': version })).image);
    expect(await failure({ regions: ['East US'] })).toContain(
      'is not replicated to westeurope, only to eastus: add the region to its target regions',
    );
    expect(await failure({ replication: 'Failed' })).toContain('its replication is Failed');
    expect(await failure({ provisioningState: 'Deleting' })).toContain('is Deleting');
    const missing = { ...gallery({}), [versionId('9.9.9')]: notFound };
    expect(await failureOf(resolve({ id: versionId('9.9.9') }, missing).image)).toContain(
      'has no version 9.9.9',
    );
    expect(await failureOf(resolve({ id: definition }, { [definition]: notFound }).image)).toContain(
      'There is no gallery image',
    );
  });

  test('of an excluded version is used where it is named', async () => {
    const { image } = resolve({ id: versionId('1.0.0') }, gallery({ '1.0.0': { excluded: true } }));
    expect((await image).image).toEqual({ id: versionId('1.0.0') });
  });
});

describe('a marketplace image', () => {
  const ubuntu = { publisher: 'Canonical', offer: '0001-com-ubuntu-server-jammy', sku: '22_04-lts-gen2' };
  const versions =
    '/subscriptions/s/providers/Microsoft.Compute/locations/westeurope/publishers/Canonical/artifacttypes/vmimage/' +
    'offers/0001-com-ubuntu-server-jammy/skus/22_04-lts-gen2/versions';
  const found = (properties: object = {}): ScriptedAnswer => ({
    body: {
      properties: {
        osDiskImage: { operatingSystem: 'Linux' },
        hyperVGeneration: 'V2',
        architecture: 'x64',
        features: [{ name: 'SecurityType', value: 'TrustedLaunchSupported' }],
        ...properties,
      },
    },
  });

  test('is pinned to the highest version where the latest is asked for', async () => {
    const { image } = resolve(
      { ...ubuntu, version: 'Latest' },
      {
        [versions]: { body: [{ name: '22.04.9' }, { name: '22.04.202410020' }, { name: '22.04.20241' }] },
        [`${versions}/22.04.202410020`]: found(),
      },
    );
    expect(await image).toEqual({
      image: { ...ubuntu, version: '22.04.202410020' },
      osType: 'Linux',
      generation: 'V2',
      securityType: 'TrustedLaunchSupported',
      architecture: 'x64',
      regions: ['westeurope'],
      source: 'marketplace',
    });
  });

  test('has its plan with it', async () => {
    const plan = { publisher: 'p', name: 'n', product: 'o' };
    const { image } = resolve({ ...ubuntu, version: '1.0.0' }, { [`${versions}/1.0.0`]: found({ plan }) });
    expect((await image).plan).toEqual(plan);
  });

  test('that is not there, has no version or is deprecated cannot be used', async () => {
    const pinned = { ...ubuntu, version: '1.0.0' };
    const latest = { ...ubuntu, version: 'latest' };
    expect(await failureOf(resolve(pinned, { [`${versions}/1.0.0`]: notFound }).image)).toContain(
      'There is no version 1.0.0 of marketplace image Canonical:',
    );
    expect(await failureOf(resolve(latest, { [versions]: notFound }).image)).toContain('in westeurope');
    expect(await failureOf(resolve(latest, { [versions]: { body: [] } }).image)).toContain(
      'There is no version',
    );
    const deprecated = found({ imageDeprecationStatus: { imageState: 'Deprecated' } });
    expect(await failureOf(resolve(pinned, { [`${versions}/1.0.0`]: deprecated }).image)).toContain(
      'is deprecated',
    );
  });
});

test('what is no image that can be looked up says what may be given', async () => {
  for (const requested of [{ id: '/subscriptions/s/x' }, { publisher: 'Canonical', offer: 'o' }, {}]) {
    expect(await failureOf(resolve(requested, {}).image)).toContain('publisher:offer:sku:version');
  }
});

describe('image references', () => {
  const pinned = { publisher: 'P', offer: 'o', sku: 's', version: '1.0.0' };
  const latest = { ...pinned, version: 'latest' };
  const gallery = `${group}/galleries/shop/images/web`;

  test('are the same without case, and where each says the same', () => {
    expect(sameImage(pinned, { ...pinned, publisher: 'p', exactVersion: '1.0.0' })).toBe(true);
    expect(sameImage(pinned, latest)).toBe(false);
    expect(sameImage({ id: gallery.toUpperCase() }, { id: gallery })).toBe(true);
    expect(sameImage({ id: gallery }, { id: `${gallery}/versions/1.0.0` })).toBe(false);
    expect(sameImage(undefined, undefined)).toBe(false);
  });

  test('tell what a machine was made of', () => {
    expect(isMadeOf(pinned, pinned)).toBe(true);
    expect(isMadeOf({ ...latest, exactVersion: '1.0.0' }, pinned)).toBe(true);
    expect(isMadeOf({ ...latest, exactVersion: '2.0.0' }, pinned)).toBe(false);
    expect(isMadeOf(latest, pinned)).toBe(false);
    expect(isMadeOf({ id: gallery, exactVersion: '1.0.0' }, { id: `${gallery}/versions/1.0.0` })).toBe(true);
    expect(isMadeOf(undefined, pinned)).toBe(false);
  });

  test('have a name', () => {
    expect([describeImage(pinned), describeImage({ id: gallery }), describeImage(undefined)]).toEqual([
      'P:o:s:1.0.0',
      gallery,
      'no image',
    ]);
  });
});
