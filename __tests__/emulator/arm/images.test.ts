import { describe, expect, test } from 'vitest';
import type { Scenario } from '../../../emulator/arm/scenario.ts';
import type { ArmResource } from '../../../emulator/data-plane/contract.ts';
import { codesOf, VirtualArm } from './virtual-arm.ts';

const computeVersion = 'api-version=2024-07-01';
const galleryVersion = 'api-version=2023-07-03';

const version = (group: string, name: string, more: Readonly<Record<string, unknown>> = {}): ArmResource => ({
  id: `${group}/providers/Microsoft.Compute/galleries/gallery/images/web/versions/${name}`,
  name,
  type: 'Microsoft.Compute/galleries/images/versions',
  location: 'southcentralus',
  properties: {
    publishingProfile: {
      targetRegions: [{ name: 'South Central US', regionalReplicaCount: 1 }, { name: 'West Europe' }],
      excludeFromLatest: false,
    },
    storageProfile: {},
    provisioningState: 'Succeeded',
    ...more,
  },
});

function resourcesIn(group: string): ArmResource[] {
  const compute = `${group}/providers/Microsoft.Compute`;
  const location = 'southcentralus';
  return [
    {
      id: `${compute}/images/baked`,
      name: 'baked',
      type: 'Microsoft.Compute/images',
      location,
      properties: {
        hyperVGeneration: 'V2',
        storageProfile: { osDisk: { osType: 'Linux', osState: 'Generalized' } },
      },
    },
    {
      id: `${compute}/galleries/gallery`,
      name: 'gallery',
      type: 'Microsoft.Compute/galleries',
      location,
      properties: {},
    },
    {
      id: `${compute}/galleries/gallery/images/web`,
      name: 'web',
      type: 'Microsoft.Compute/galleries/images',
      location,
      properties: {
        osType: 'Linux',
        osState: 'Generalized',
        hyperVGeneration: 'V2',
        features: [{ name: 'SecurityType', value: 'TrustedLaunch' }],
        identifier: { publisher: 'us', offer: 'web', sku: 'one' },
      },
    },
    version(group, '1.0.0'),
    version(group, '2.0.0', {
      replicationStatus: {
        aggregatedState: 'InProgress',
        summary: [{ region: 'West Europe', state: 'Replicating', progress: 40 }],
      },
    }),
  ];
}

const marketplaceImages: NonNullable<Scenario['marketplaceImages']> = [
  {
    publisher: 'Canonical',
    offer: 'ubuntu-24_04-lts',
    sku: 'server',
    locations: ['southcentralus'],
    versions: ['24.04.9', '24.04.10', '24.04.2'].map((name) => ({
      name,
      hyperVGeneration: 'V2',
      operatingSystem: 'Linux',
      features: { SecurityType: 'TrustedLaunchSupported' },
    })),
  },
];

async function open(): Promise<VirtualArm> {
  const { scenario, group } = await VirtualArm.open();
  return VirtualArm.open({
    scenario: { ...scenario, resources: [...scenario.resources, ...resourcesIn(group)], marketplaceImages },
  });
}

describe('a managed image', () => {
  test('is read and listed with its generation and operating system', async () => {
    const azure = await open();
    const images = `${azure.group}/providers/Microsoft.Compute/images`;
    const image = await azure.read(`${images}/baked?${computeVersion}`);
    expect(image).toMatchObject({
      location: 'southcentralus',
      properties: { hyperVGeneration: 'V2', storageProfile: { osDisk: { osType: 'Linux' } } },
    });
    expect(await azure.read(`${images}?${computeVersion}`)).toEqual({ value: [image] });
  });

  test('that is not there is not found', async () => {
    const azure = await open();
    const path = `${azure.group}/providers/Microsoft.Compute/images/none?${computeVersion}`;
    expect(codesOf(await azure.send('GET', path))).toEqual([404, 'ResourceNotFound']);
  });
});

describe('a gallery', () => {
  const gallery = (azure: VirtualArm): string =>
    `${azure.group}/providers/Microsoft.Compute/galleries/gallery`;

  test('lists its image definitions, and their versions', async () => {
    const azure = await open();
    expect(await azure.read(`${gallery(azure)}/images?${galleryVersion}`)).toMatchObject({
      value: [{ name: 'web', properties: { features: [{ name: 'SecurityType', value: 'TrustedLaunch' }] } }],
    });
    expect(await azure.read(`${gallery(azure)}/images/web/versions?${galleryVersion}`)).toMatchObject({
      value: [{ name: '1.0.0' }, { name: '2.0.0' }],
    });
    expect(await azure.read(`${gallery(azure)}/images/WEB?${galleryVersion}`)).toMatchObject({ name: 'web' });
  });

  test('tells where a version is replicated to only when it is asked', async () => {
    const azure = await open();
    const replication = async (name: string, expand: string): Promise<unknown> => {
      const path = `${gallery(azure)}/images/web/versions/${name}?${galleryVersion}${expand}`;
      return ((await azure.read(path)) as { properties: Record<string, unknown> }).properties
        .replicationStatus;
    };
    expect(await replication('1.0.0', '')).toBeUndefined();
    expect(await replication('2.0.0', '')).toBeUndefined();
    expect(await replication('1.0.0', '&$expand=ReplicationStatus')).toEqual({
      aggregatedState: 'Completed',
      summary: ['South Central US', 'West Europe'].map((region) => ({
        region,
        state: 'Completed',
        details: '',
        progress: 100,
      })),
    });
    expect(await replication('2.0.0', '&$expand=ReplicationStatus')).toMatchObject({
      aggregatedState: 'InProgress',
    });
  });

  test.each([
    ['', 'ResourceNotFound', "The Resource 'Microsoft.Compute/galleries/other' under resource group"],
    ['/images/web', 'ParentResourceNotFound', "Parent resource 'other' not found"],
    ['/images/web/versions', 'ParentResourceNotFound', "Parent resource 'other/web' not found"],
  ])('that is not there is not found: %s', async (below, code, words) => {
    const azure = await open();
    const path = `${azure.group}/providers/Microsoft.Compute/galleries/other${below}?${galleryVersion}`;
    const answer = await azure.send('GET', path);
    expect(codesOf(answer)).toEqual([404, code]);
    expect(answer.body).toMatchObject({ error: { message: expect.stringContaining(words) as string } });
  });

  test.each([
    ['images/none', 'Microsoft.Compute/galleries/gallery/images/none'],
    ['images/web/versions/9.9.9', 'Microsoft.Compute/galleries/gallery/images/web/versions/9.9.9'],
  ])('has no %s', async (below, named) => {
    const azure = await open();
    const answer = await azure.send('GET', `${gallery(azure)}/${below}?${galleryVersion}`);
    expect(codesOf(answer)).toEqual([404, 'ResourceNotFound']);
    expect(answer.body).toMatchObject({
      error: { message: expect.stringContaining(`'${named}'`) as string },
    });
  });
});

describe('extensions', () => {
  const types = (azure: VirtualArm, publisher: string): string =>
    `/subscriptions/${azure.scenario.subscriptionId}/providers/Microsoft.Compute/locations/southcentralus/publishers/${publisher}/artifacttypes/vmextension/types`;
  const namesOf = ({ status, body }: { status: number; body?: unknown }) => [
    status,
    (body as { name: string }[]).map(({ name }) => name),
  ];

  test('are found as az looks for the newest version: by publisher, type and version', async () => {
    const azure = await open();
    const [publishers = ''] = types(azure, '').split('//');
    const [, names] = namesOf(await azure.send('GET', `${publishers}?${computeVersion}`));
    expect(names).toEqual([
      'Microsoft.Azure.Extensions',
      'Microsoft.Compute',
      'Microsoft.ManagedServices',
      'Canonical',
    ]);
    const script = types(azure, 'microsoft.azure.extensions');
    expect(namesOf(await azure.send('GET', `${script}?${computeVersion}`))).toEqual([200, ['CustomScript']]);
    const path = `${script}/customscript/versions`;
    expect((await azure.send('GET', `${path}?${computeVersion}`)).body).toContainEqual({
      name: '2.1.0',
      location: 'southcentralus',
      id: `/Subscriptions/${azure.scenario.subscriptionId}/Providers/Microsoft.Compute/Locations/southcentralus/Publishers/Microsoft.Azure.Extensions/ArtifactTypes/VMExtension/Types/CustomScript/Versions/2.1.0`,
    });
    expect(await azure.read(`${path}/2.1.0?${computeVersion}`)).toMatchObject({
      properties: { operatingSystem: 'Linux', computeRole: 'IaaS', vmScaleSetEnabled: true },
    });
  });

  test.each([
    ['Microsoft.Compute/artifacttypes/vmextension/types/CustomScriptExtension', ['1.9.0', '1.10.0']],
    ['Microsoft.ManagedServices/artifacttypes/vmextension/types/ApplicationHealthLinux', ['1.0.0']],
    ['Microsoft.ManagedServices/artifacttypes/vmextension/types/ApplicationHealthWindows', ['1.0.0']],
  ])('have the versions that mean something: %s', async (type, names) => {
    const azure = await open();
    const [publishers = ''] = types(azure, '').split('//');
    const versions = (query: string) =>
      azure.send('GET', `${publishers}/${type}/versions?${computeVersion}${query}`);
    expect(namesOf(await versions(''))).toEqual([200, names]);
    expect(namesOf(await versions('&$top=1&$orderby=name desc'))).toEqual([200, names.slice(-1)]);
    expect(codesOf(await versions("&$filter=startswith(name,'1')"))).toEqual([400, 'InvalidParameter']);
  });

  test.each([
    'Other',
    'Microsoft.Compute/Other/versions',
    'Microsoft.Compute/CustomScriptExtension/versions/9',
  ])('that are not there are not found: %s', async (below) => {
    const azure = await open();
    const [publisher = '', ...rest] = below.split('/');
    const path = [types(azure, publisher), ...rest].join('/');
    expect(codesOf(await azure.send('GET', `${path}?${computeVersion}`))).toEqual([404, 'NotFound']);
  });
});

describe('the marketplace', () => {
  const skus = (azure: VirtualArm, location = 'southcentralus'): string =>
    `/subscriptions/${azure.scenario.subscriptionId}/providers/Microsoft.Compute/locations/${location}/publishers/canonical/artifacttypes/vmimage/offers/ubuntu-24_04-lts/skus`;

  test.each([
    ['', ['24.04.2', '24.04.9', '24.04.10']],
    ['&$orderby=name desc', ['24.04.10', '24.04.9', '24.04.2']],
    ['&$top=1&$orderby=name%20desc', ['24.04.10']],
    ['&$top=2', ['24.04.2', '24.04.9']],
  ])('lists versions as asked for: "%s"', async (query, names) => {
    const azure = await open();
    const { status, body } = await azure.send(
      'GET',
      `${skus(azure)}/server/versions?${computeVersion}${query}`,
    );
    expect(status).toBe(200);
    expect((body as { name: string }[]).map(({ name }) => name)).toEqual(names);
    expect(body).not.toHaveProperty([0, 'properties']);
  });

  test('tells of a version what a machine must fit', async () => {
    const azure = await open();
    expect(await azure.read(`${skus(azure)}/server/versions/24.04.9?${computeVersion}`)).toMatchObject({
      name: '24.04.9',
      location: 'southcentralus',
      id: expect.stringMatching(
        /\/Publishers\/Canonical\/ArtifactTypes\/VMImage\/.*\/Versions\/24\.04\.9$/,
      ) as string,
      properties: {
        hyperVGeneration: 'V2',
        osDiskImage: { operatingSystem: 'Linux' },
        features: [{ name: 'SecurityType', value: 'TrustedLaunchSupported' }],
      },
    });
  });

  test.each([
    ['southcentralus', 'server/versions/1.1.1'],
    ['southcentralus', 'desktop/versions'],
    ['southcentralus', 'desktop/versions/24.04.9'],
    ['westeurope', 'server/versions/24.04.9'],
  ])('has no image that it does not offer: %s %s', async (location, below) => {
    const azure = await open();
    const answer = await azure.send('GET', `${skus(azure, location)}/${below}?${computeVersion}`);
    expect(answer).toMatchObject({
      status: 404,
      body: { error: { code: 'NotFound', message: 'Artifact: VMImage was not found.' } },
    });
  });
});
