import { describe, expect, test } from 'vitest';
import type { MarketplaceImage } from '../../../../emulator/arm/scenario.ts';
import {
  customScript,
  group,
  healthExtension,
  imageResource,
  newImage,
  oldImage,
  propertiesOf,
  refusal,
  ScaleSetWorld,
  scaleSetBody,
  scaleSetId,
} from './scale-set-world.ts';

const otherId = scaleSetId.replace(/web$/, 'other');
const profileOf = (body: unknown) =>
  propertiesOf(body as never).virtualMachineProfile as Readonly<Record<string, unknown>>;
const extensionsOf = (body: unknown) =>
  (profileOf(body).extensionProfile as { extensions: { name: string; properties: object }[] }).extensions;

describe('a scale set whose image was deleted', () => {
  const withoutImage = () => {
    const world = new ScaleSetWorld();
    world.arm.plane.store.remove(oldImage.id);
    return world;
  };

  test('takes and gives up tags, and another image', async () => {
    const world = withoutImage();
    await world.done(world.patch({ tags: { a: '1' } }));
    await world.done(world.patch({ tags: {} }));
    expect(await world.scaleSet()).toMatchObject({
      tags: {},
      properties: { virtualMachineProfile: { storageProfile: { imageReference: oldImage } } },
    });
    await world.done(world.patchImage(newImage));
    expect(profileOf(await world.scaleSet()).storageProfile).toMatchObject({ imageReference: newImage });
  });

  test('is refused what makes an instance of it', async () => {
    const world = withoutImage();
    expect(refusal(await world.scale(4))).toEqual([404, 'NotFound']);
  });
});

describe('PUT of a scale set', () => {
  test('makes it with its instances', async () => {
    const world = new ScaleSetWorld({ durations: { 'vmss-scale-out': 60, 'vmss-put': 1 } });
    const made = await world.send('PUT', otherId, scaleSetBody({ capacity: 2 }));
    expect(made).toMatchObject({ status: 201, headers: { etag: '"1"', 'retry-after': '10' } });
    expect(propertiesOf(made.body as never)).toMatchObject({
      provisioningState: 'Creating',
      singlePlacementGroup: true,
      orchestrationMode: 'Uniform',
      platformFaultDomainCount: 5,
      virtualMachineProfile: { storageProfile: { osDisk: { osType: 'Linux', diskSizeGB: 30 } } },
    });
    const list = () => world.read(`${otherId}/virtualMachines`);
    const states = async () =>
      ((await list()).value as { properties: { provisioningState: string } }[]).map(
        ({ properties }) => properties.provisioningState,
      );
    expect(await states()).toEqual(['Creating', 'Creating']);
    world.wait(60);
    expect(await states()).toEqual(['Succeeded', 'Succeeded']);
    expect(propertiesOf(await world.read(otherId)).provisioningState).toBe('Succeeded');
    expect(propertiesOf(await world.read(`${otherId}/virtualMachines/1`))).toMatchObject({
      latestModelApplied: true,
      osProfile: { computerName: 'web000001' },
      networkProfile: { networkInterfaces: [{ id: `${otherId}/virtualMachines/1/networkInterfaces/nic` }] },
    });
  });

  test('keeps the profile where the body has none', async () => {
    const world = new ScaleSetWorld();
    const body = { location: 'westus2', sku: { name: 'Standard_B2s', tier: 'Standard', capacity: 3 } };
    await world.done(world.send('PUT', scaleSetId, body));
    expect(profileOf(await world.scaleSet()).storageProfile).toMatchObject({ imageReference: oldImage });
    expect(await world.latest()).toEqual(['0', '1', '2']);
  });

  test.each([
    ['no profile', { properties: {} }, [400, 'InvalidParameter', 'virtualMachineProfile']],
    ['no size', { sku: { capacity: 1 } }, [400, 'InvalidParameter', 'sku.name']],
    [
      'half an instance',
      { sku: { name: 'Standard_B2s', capacity: 1.5 } },
      [400, 'InvalidParameter', 'sku.capacity'],
    ],
    [
      'too many instances',
      { sku: { name: 'Standard_B2s', capacity: 1001 } },
      [400, 'InvalidParameter', 'sku.capacity'],
    ],
    ['no location', { location: undefined }, [400, 'LocationRequired']],
  ])('refuses a new one with %s', async (_, change, expected) => {
    const world = new ScaleSetWorld();
    const answer = await world.send('PUT', otherId, { ...scaleSetBody(), ...change });
    expect(refusal(answer)).toEqual(expected);
    expect((await world.send('GET', otherId)).status).toBe(404);
  });

  test.each([
    ['more than 50', Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`t${index}`, 'x']))],
    ['a name of more than 512 characters', { ['n'.repeat(513)]: 'x' }],
    ['a value of more than 256 characters', { one: 'v'.repeat(257) }],
  ])('refuses tags beyond the limits: %s', async (_, tags) => {
    const world = new ScaleSetWorld();
    expect(await world.patch({ tags })).toMatchObject({
      status: 400,
      body: { error: { code: 'InvalidTags' } },
    });
    expect((await world.scaleSet()).tags).toBeUndefined();
    const most = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`t${index}`, 'v'.repeat(256)]));
    expect((await world.patch({ tags: most })).status).toBe(200);
  });

  test('refuses another location, and an upgrade mode that is none', async () => {
    const world = new ScaleSetWorld();
    const moved = await world.send('PUT', scaleSetId, { ...scaleSetBody(), location: 'eastus' });
    expect(refusal(moved).slice(0, 2)).toEqual([409, 'InvalidResourceLocation']);
    const mode = await world.patch({ properties: { upgradePolicy: { mode: 'Sometimes' } } });
    expect(refusal(mode)).toEqual([400, 'InvalidParameter', 'upgradePolicy.mode']);
  });

  test('takes the upgrade mode in any case', async () => {
    const world = new ScaleSetWorld();
    const body = { location: 'westus2', properties: { upgradePolicy: { mode: 'manual' } } };
    await world.done(world.send('PUT', scaleSetId, body));
    expect(propertiesOf(await world.scaleSet()).upgradePolicy).toMatchObject({ mode: 'Manual' });
  });
});

describe('PATCH of a scale set', () => {
  test('replaces the tags as a whole, and nothing else', async () => {
    const world = new ScaleSetWorld();
    await world.done(world.patch({ tags: { one: '1', two: '2' } }));
    await world.done(world.patch({ tags: { three: '3' } }));
    const { tags, sku } = await world.scaleSet();
    expect(tags).toEqual({ three: '3' });
    expect(sku).toMatchObject({ capacity: 3 });
  });

  test('replaces the list of extensions', async () => {
    const world = new ScaleSetWorld();
    await world.done(world.patchExtensions([customScript({ commandToExecute: 'true' })]));
    expect(extensionsOf(await world.scaleSet()).map(({ name }) => name)).toEqual(['install']);
  });

  test('of one that is not there is 404', async () => {
    const world = new ScaleSetWorld();
    expect(refusal(await world.send('PATCH', otherId, { tags: {} }))).toEqual([404, 'ResourceNotFound']);
  });

  test.each(['computerNamePrefix', 'adminUsername'])('refuses another %s', async (name) => {
    const world = new ScaleSetWorld();
    const body = { properties: { virtualMachineProfile: { osProfile: { [name]: 'another' } } } };
    expect(refusal(await world.patch(body))).toEqual([409, 'PropertyChangeNotAllowed', `osProfile.${name}`]);
  });

  test.each([
    [
      'another number of fault domains',
      { properties: { platformFaultDomainCount: 2 } },
      'platformFaultDomainCount',
    ],
    ['fewer zones', { zones: ['1'] }, 'zones'],
    ['other zones', { zones: ['1', '3'] }, 'zones'],
    ['no zones', { zones: [] }, 'zones'],
  ])('refuses %s: the reported answer', async (_, body, property) => {
    const world = new ScaleSetWorld({ zones: ['1', '2'] });
    expect((await world.patch(body)).body).toEqual({
      error: {
        code: 'PropertyChangeNotAllowed',
        message: `Changing property '${property}' is not allowed.`,
        target: property,
      },
    });
    expect((await world.scaleSet()).zones).toEqual(['1', '2']);
  });

  test('refuses zones where there are none, and takes one more where there are some', async () => {
    expect(refusal(await new ScaleSetWorld().patch({ zones: ['1'] }))).toEqual([
      409,
      'PropertyChangeNotAllowed',
      'zones',
    ]);
    const world = new ScaleSetWorld({ zones: ['1', '2'], capacity: 2 });
    await world.done(world.patch({ zones: ['1', '2', '3'], sku: { capacity: 3 } }));
    expect((await world.instance(2)).zones).toEqual(['3']);
  });

  test('refuses a security type that is none', async () => {
    const body = { properties: { virtualMachineProfile: { securityProfile: { securityType: 'Bogus' } } } };
    expect(refusal(await new ScaleSetWorld().patch(body))).toEqual([
      400,
      'InvalidParameter',
      'securityProfile.securityType',
    ]);
  });
});

describe('the image of a model', () => {
  const marketplace = {
    publisher: 'Canonical',
    offer: 'jammy',
    sku: '22_04-lts',
    version: '22.04.202301010',
  };

  test('changes by id without a trace of the former one', async () => {
    const shared = { sharedGalleryImageId: '/sharedGalleries/shop/images/web/versions/1.0.0' };
    const world = new ScaleSetWorld({ image: shared });
    await world.done(world.patchImage(newImage));
    const { imageReference } = profileOf(await world.scaleSet()).storageProfile as never;
    expect(imageReference).toEqual(newImage);
  });

  const both = { ...marketplace, ...newImage };
  const bare = { publisher: null, offer: null, sku: null, version: null, ...newImage };
  test.each([
    ['one by id for one of the marketplace', marketplace, newImage],
    ['one by id beside what was read', marketplace, both],
    ['one by id with nothing left of what was read', marketplace, bare],
    ['one of the marketplace for one by id', oldImage, marketplace],
  ])('keeps its kind, in the words that are publicly reported: %s', async (_, image, asked) => {
    const world = new ScaleSetWorld({ image });
    const { status, body } = await world.patchImage(asked);
    expect([status, body]).toEqual([
      409,
      {
        error: {
          code: 'OperationNotAllowed',
          message: 'The Image type for a Virtual Machine Scale Set may not be changed.',
        },
      },
    ]);
    expect(profileOf(await world.scaleSet()).storageProfile).toMatchObject({ imageReference: image });
  });

  test('of the marketplace changes its version alone, or all four at once', async () => {
    const world = new ScaleSetWorld({ image: marketplace });
    await world.done(world.patchImage({ version: '22.04.202302020' }));
    expect(profileOf(await world.scaleSet()).storageProfile).toMatchObject({
      imageReference: { ...marketplace, version: '22.04.202302020' },
    });
    const half = await world.patchImage({ offer: 'noble', sku: '24_04-lts' });
    expect(refusal(half)).toEqual([409, 'PropertyChangeNotAllowed', 'imageReference.offer']);
    const whole = { ...marketplace, offer: 'noble', sku: '24_04-lts', version: '24.04.1' };
    expect((await world.patchImage(whole)).status).toBe(200);
  });

  test.each([
    ['images/web-9', 'NotFound', /^The Image '.*\/images\/web-9' cannot be found\.$/],
    ['galleries/shop/images/web', 'GalleryImageNotFound', /^The gallery image .* in westus2 region/],
    ['galleries/shop/images/web/versions/9.0.0', 'GalleryImageNotFound', /^The gallery image .*9\.0\.0 is/],
  ])('must be there, and is missed in the words for its kind: %s', async (path, code, words) => {
    const world = new ScaleSetWorld();
    const refused = await world.patchImage({ id: `${group}/providers/Microsoft.Compute/${path}` });
    expect(refused).toMatchObject({
      status: 404,
      body: { error: { code, message: expect.stringMatching(words) as string } },
    });
  });

  const generationOne = `${group}/providers/Microsoft.Compute/images/web-gen1`;

  test('must be of the same generation: the recorded answer', async () => {
    const world = new ScaleSetWorld({ resources: [imageResource(generationOne, {})] });
    const { status, body } = await world.patchImage({ id: generationOne });
    expect([status, body]).toEqual([
      400,
      {
        error: {
          code: 'BadRequest',
          message: 'UEFI settings are not supported for VMs and VM Scale Sets using Generation 1 Image.',
        },
      },
    ]);
    const other = new ScaleSetWorld({
      image: { id: generationOne },
      resources: [imageResource(generationOne, {})],
    });
    expect(refusal(await other.patchImage(newImage))).toEqual([400, 'BadRequest']);
  });

  const jammy = { publisher: 'Canonical', offer: 'jammy' };
  const offers = (
    sku: string,
    name: string,
    more: {
      hyperVGeneration?: 'V1' | 'V2';
      operatingSystem?: 'Linux' | 'Windows';
      securityType?: string;
    } = {},
  ): MarketplaceImage => {
    const { hyperVGeneration = 'V2', operatingSystem = 'Linux', securityType } = more;
    const features = securityType === undefined ? {} : { features: { SecurityType: securityType } };
    return { ...jammy, sku, versions: [{ name, hyperVGeneration, operatingSystem, ...features }] };
  };
  const onMarketplace = (properties: object = {}) =>
    new ScaleSetWorld({
      image: { ...jammy, sku: 'server', version: '1.0.0' },
      marketplaceImages: [
        offers('server', '1.0.0'),
        offers('other', '2.0.0'),
        offers('server-bios', '2.0.0', { hyperVGeneration: 'V1' }),
        offers('windows', '2.0.0', { operatingSystem: 'Windows' }),
        { ...offers('elsewhere', '2.0.0'), locations: ['westeurope'] },
      ],
      ...properties,
    });

  test.each([
    [
      'of an unknown version',
      { sku: 'other', version: '9.9.9' },
      [404, 'PlatformImageNotFound', 'imageReference'],
    ],
    [
      'of an unknown SKU',
      { sku: 'none', version: 'latest' },
      [404, 'PlatformImageNotFound', 'imageReference'],
    ],
    [
      'of another region',
      { sku: 'elsewhere', version: '2.0.0' },
      [404, 'PlatformImageNotFound', 'imageReference'],
    ],
    ['of the first generation', { sku: 'server-bios', version: 'latest' }, [400, 'BadRequest']],
    [
      'of another system',
      { sku: 'windows', version: '2.0.0' },
      [409, 'PropertyChangeNotAllowed', 'osDisk.osType'],
    ],
  ])('of the marketplace is refused: one %s', async (_, image, expected) => {
    const world = onMarketplace();
    expect(refusal(await world.patchImage({ ...jammy, ...image }))).toEqual(expected);
    expect((await world.patchImage({ ...jammy, sku: 'other', version: 'latest' })).status).toBe(200);
  });

  test('that the marketplace has withdrawn stays with a scale set that has it', async () => {
    const world = onMarketplace({ marketplaceImages: [] });
    expect((await world.patch({ tags: { one: '1' } })).status).toBe(200);
    const { body } = await world.patchImage({ ...jammy, sku: 'server', version: '2.0.0' });
    expect(body).toMatchObject({
      error: {
        message:
          "The platform image 'Canonical:jammy:server:2.0.0' is not available. Verify that all fields in the storage profile are correct. For more details about storage profile information, please refer to https://aka.ms/storageprofile",
      },
    });
  });

  const trusted = 'Use of TrustedLaunch setting is not supported for the provided image.';
  const demanded = (type: string) =>
    `The provided gallery image only supports creation of VMs and VM Scale Sets with '${type}' security type.`;
  test.each([
    ['TrustedLaunch', 'TrustedLaunchSupported', undefined],
    ['TrustedLaunch', 'TrustedLaunchAndConfidentialVmSupported', undefined],
    ['TrustedLaunch', 'TrustedLaunch', undefined],
    ['TrustedLaunch', 'ConfidentialVM', trusted],
    ['TrustedLaunch', undefined, trusted],
    ['ConfidentialVM', 'TrustedLaunchSupported', 'Use of ConfidentialVM setting is not supported'],
    ['ConfidentialVM', 'ConfidentialVmSupported', undefined],
    [undefined, 'TrustedLaunchSupported', undefined],
    [undefined, 'TrustedLaunch', demanded('TrustedLaunch')],
    [undefined, 'ConfidentialVM', demanded('ConfidentialVM')],
  ])('must fit the security type %s: it is for %s', async (present, offered, words) => {
    const image = offers('new', '1.0.0', offered === undefined ? {} : { securityType: offered });
    const old = offers('old', '1.0.0', present === undefined ? {} : { securityType: present });
    const world = new ScaleSetWorld({
      image: { ...jammy, sku: 'old', version: '1.0.0' },
      marketplaceImages: [old, image],
    });
    const { virtualMachineProfile } = propertiesOf(scaleSetBody()) as { virtualMachineProfile: object };
    const securityProfile = present === undefined ? {} : { securityProfile: { securityType: present } };
    const body = scaleSetBody({
      image: { ...jammy, sku: 'old', version: '1.0.0' },
      properties: {
        virtualMachineProfile: {
          ...virtualMachineProfile,
          storageProfile: { imageReference: { ...jammy, sku: 'old', version: '1.0.0' } },
          ...securityProfile,
        },
      },
    });
    await world.done(world.send('PUT', otherId, body));
    const storageProfile = { imageReference: { ...jammy, sku: 'new', version: '1.0.0' } };
    const answer = await world.send('PATCH', otherId, {
      properties: { virtualMachineProfile: { storageProfile } },
    });
    if (words === undefined) expect(answer.status).toBe(200);
    else
      expect(answer).toMatchObject({
        status: 400,
        body: { error: { code: 'BadRequest', message: expect.stringContaining(words) as string } },
      });
  });

  test('must be of the same operating system', async () => {
    const id = `${group}/providers/Microsoft.Compute/images/windows`;
    const properties = { hyperVGeneration: 'V2', storageProfile: { osDisk: { osType: 'Windows' } } };
    const world = new ScaleSetWorld({ resources: [imageResource(id, properties)] });
    expect(refusal(await world.patchImage({ id }))).toEqual([
      409,
      'PropertyChangeNotAllowed',
      'osDisk.osType',
    ]);
  });
});

describe('the etag of a scale set', () => {
  test('counts changes of the content, not of the state', async () => {
    const world = new ScaleSetWorld();
    expect((await world.scaleSet()).etag).toBe('"1"');
    await world.done(world.patch({ tags: { one: '1' } }));
    await world.done(world.patch({ tags: { one: '1' } }));
    const { headers, body } = await world.send('GET', scaleSetId);
    expect([headers.etag, (body as { etag: string }).etag]).toEqual(['"2"', '"2"']);
  });

  test.each(['"1"', '1', 'W/"1"', '*'])('fits If-Match %s', async (ifMatch) => {
    const world = new ScaleSetWorld();
    expect((await world.patch({ tags: { one: '1' } }, { 'if-match': ifMatch })).status).toBe(200);
  });

  test('that does not fit refuses the write, flat, as recorded', async () => {
    const world = new ScaleSetWorld();
    const { status, body } = await world.patch({ tags: { one: '1' } }, { 'if-match': 'invalid' });
    expect([status, body]).toEqual([
      412,
      {
        error: {
          code: 'PreconditionFailed',
          message: 'Etag provided in if-match header "invalid" does not match etag "1" of resource.',
        },
      },
    ]);
    expect((await world.scaleSet()).tags).toBeUndefined();
  });

  test('is what If-None-Match asks about', async () => {
    const world = new ScaleSetWorld();
    const headers = { 'if-none-match': '*' };
    expect((await world.send('PUT', scaleSetId, scaleSetBody(), headers)).status).toBe(412);
    expect((await world.send('PUT', otherId, scaleSetBody(), headers)).status).toBe(201);
  });
});

describe('protected settings', () => {
  const secret = customScript({ commandToExecute: 'true' }, { protectedSettings: { token: 'hush' } });

  test('come back in no answer, and stand in no resource', async () => {
    const world = new ScaleSetWorld();
    const written = await world.done(world.patchExtensions([healthExtension, secret]));
    await world.done(world.act('manualupgrade', ['*']));
    const answers = [
      written.body,
      await world.scaleSet(),
      await world.instances('?$expand=instanceView'),
      await world.read(`${scaleSetId}/extensions`),
      await world.read(`${scaleSetId}/extensions/install`),
    ];
    expect(JSON.stringify([answers, world.arm.plane.store.all()])).not.toContain('hush');
  });

  test('get lost where the list is written as it was read', async () => {
    const world = new ScaleSetWorld({ extensions: [healthExtension, secret] });
    await world.done(world.patchExtensions(extensionsOf(await world.scaleSet())));
    expect(await world.latest()).toEqual([]);
  });

  test('stay where the profile of extensions is not written', async () => {
    const world = new ScaleSetWorld({ extensions: [healthExtension, secret] });
    await world.done(world.patch({ tags: { one: '1' } }));
    const { extensionProfile: _, ...rest } = profileOf(await world.scaleSet());
    await world.done(
      world.send('PUT', scaleSetId, { location: 'westus2', properties: { virtualMachineProfile: rest } }),
    );
    expect(await world.latest()).toEqual(['0', '1', '2']);
  });
});

describe('an extension as a sub-resource', () => {
  const path = `${scaleSetId}/extensions/install`;
  const script = customScript({ commandToExecute: './a.sh' }, { protectedSettings: { token: 'x' } });

  test('is made, changed and deleted without touching the others', async () => {
    const world = new ScaleSetWorld();
    const made = await world.done(world.send('PUT', path, { properties: script.properties }));
    expect(made).toMatchObject({
      status: 201,
      body: { name: 'install', id: path, type: 'Microsoft.Compute/virtualMachineScaleSets/extensions' },
    });
    expect(extensionsOf(await world.scaleSet()).map(({ name }) => name)).toEqual(['health', 'install']);
    expect(await world.latest()).toEqual([]);
    const changed = await world.done(
      world.send('PATCH', path, { properties: { settings: { commandToExecute: './b.sh' } } }),
    );
    expect(changed.status).toBe(200);
    expect(await world.read(path)).toMatchObject({
      properties: {
        provisioningState: 'Succeeded',
        type: 'CustomScript',
        settings: { commandToExecute: './b.sh' },
      },
    });
    const gone = await world.done(world.send('DELETE', path));
    expect([gone.status, gone.body]).toEqual([202, undefined]);
    expect(extensionsOf(await world.scaleSet()).map(({ name }) => name)).toEqual(['health']);
    expect(await world.latest()).toEqual(['0', '1', '2']);
  });

  test('keeps its protected settings through a PATCH that does not name them', async () => {
    const world = new ScaleSetWorld({ extensions: [script] });
    await world.done(world.send('PATCH', path, { properties: { settings: { commandToExecute: './b.sh' } } }));
    await world.done(world.send('PATCH', path, { properties: { settings: { commandToExecute: './a.sh' } } }));
    expect(await world.latest()).toEqual(['0', '1', '2']);
  });

  test('asks for the etag of its scale set', async () => {
    const world = new ScaleSetWorld();
    const put = (ifMatch: string) =>
      world.send('PUT', path, { properties: script.properties }, { 'if-match': ifMatch });
    expect((await put('"7"')).status).toBe(412);
    expect((await put('"1"')).status).toBe(201);
  });

  test('that is not there is 404 to a GET and a PATCH, and 204 to a DELETE', async () => {
    const world = new ScaleSetWorld();
    expect(refusal(await world.send('GET', path))).toEqual([404, 'NotFound']);
    expect(refusal(await world.send('PATCH', path, { properties: {} }))).toEqual([404, 'NotFound']);
    expect((await world.send('DELETE', path)).status).toBe(204);
  });

  test('finds no place beside another one of its handler', async () => {
    const world = new ScaleSetWorld({ extensions: [script] });
    const second = await world.send('PUT', `${scaleSetId}/extensions/second`, {
      properties: script.properties,
    });
    expect(refusal(second)).toEqual([400, 'BadRequest']);
  });
});

describe('DELETE of a scale set', () => {
  test('takes its instances and their interfaces with it', async () => {
    const world = new ScaleSetWorld();
    const { status, headers } = await world.send('DELETE', scaleSetId);
    expect(status).toBe(202);
    expect(propertiesOf(await world.scaleSet()).provisioningState).toBe('Deleting');
    world.wait(10);
    expect((await world.follow(headers['azure-asyncoperation'])).body).toMatchObject({ status: 'Succeeded' });
    expect(refusal(await world.send('GET', scaleSetId))).toEqual([404, 'ResourceNotFound']);
    const left = world.arm.plane.store.all().filter(({ id }) => id.startsWith(scaleSetId));
    expect(left).toEqual([]);
  });

  test('of one that is not there is 204', async () => {
    expect((await new ScaleSetWorld().send('DELETE', otherId)).status).toBe(204);
  });
});

test('upgrade policy Automatic brings every instance to the model at once, but those that are protected', async () => {
  const world = new ScaleSetWorld({ properties: { upgradePolicy: { mode: 'Automatic' } } });
  await world.done(
    world.send('PUT', `${scaleSetId}/virtualMachines/2`, {
      properties: { protectionPolicy: { protectFromScaleSetActions: true } },
    }),
  );
  await world.patchImage(newImage);
  world.wait(5);
  expect([0, 1, 2].map((id) => world.answers(id))).toEqual([false, false, true]);
  world.wait(5);
  expect(await world.latest()).toEqual(['0', '1']);
  expect(propertiesOf(await world.scaleSet()).provisioningState).toBe('Succeeded');
});
