import { describe, expect, test } from 'vitest';
import {
  codesOf,
  customScript,
  healthExtension,
  imageResource,
  newImage,
  oldImage,
  propertiesOf,
  refusal,
  ScaleSetWorld,
  scaleSetId,
} from './scale-set-world.ts';

const pathOf = (instanceId: number | string) => `${scaleSetId}/virtualMachines/${instanceId}`;

describe('an instance', () => {
  test('says where it is, what it runs and what it was made from', async () => {
    const world = new ScaleSetWorld({ zones: ['1', '2'], extensions: [healthExtension] });
    expect(await world.instance(1)).toMatchObject({
      name: 'web_1',
      instanceId: '1',
      zones: ['2'],
      sku: { name: 'Standard_B2s', tier: 'Standard' },
      properties: {
        latestModelApplied: true,
        modelDefinitionApplied: 'VirtualMachineScaleSet',
        provisioningState: 'Succeeded',
        hardwareProfile: { vmSize: 'Standard_B2s' },
        storageProfile: { imageReference: oldImage, osDisk: { osType: 'Linux' } },
      },
      resources: [
        { name: 'health', properties: { type: 'ApplicationHealthLinux', provisioningState: 'Succeeded' } },
      ],
    });
  });

  test.each([
    ['7', [404, 'NotFound']],
    ['0notfound', [400, 'InvalidParameter', 'instanceId']],
  ])('%s is refused', async (id, expected) => {
    expect(refusal(await new ScaleSetWorld().send('GET', pathOf(id)))).toEqual(expected);
  });

  test('carries its etag as a header', async () => {
    const world = new ScaleSetWorld();
    const { headers, body } = await world.send('GET', pathOf(0));
    expect([headers.etag, (body as { etag: string }).etag]).toEqual(['"1"', '"1"']);
    await world.done(world.patchImage(newImage));
    expect((await world.instance(0)).etag).toBe('"1"');
    await world.done(world.act('manualupgrade', ['0']));
    expect((await world.instance(0)).etag).toBe('"2"');
  });
});

describe('an instance view', () => {
  test('tells of power, agent, extensions, health and place', async () => {
    const world = new ScaleSetWorld({
      extensions: [healthExtension, customScript({ commandToExecute: 'true' })],
    });
    expect(await world.view(1)).toMatchObject({
      platformFaultDomain: 1,
      computerName: 'web000001',
      hyperVGeneration: 'V2',
      vmAgent: { statuses: [{ code: 'ProvisioningState/succeeded', displayStatus: 'Ready' }] },
      vmHealth: { status: { code: 'HealthState/healthy', level: 'Info' } },
      extensions: [
        { name: 'health', type: 'Microsoft.ManagedServices.ApplicationHealthLinux' },
        { name: 'install', statuses: [{ code: 'ProvisioningState/succeeded' }] },
      ],
      statuses: [{ code: 'ProvisioningState/succeeded' }, { code: 'PowerState/running' }],
    });
  });

  test('of a machine that is down knows neither health nor extensions', async () => {
    const world = new ScaleSetWorld();
    await world.act('reimage', ['0']);
    world.wait(5);
    const view = await world.view(0);
    expect(view).toMatchObject({
      vmAgent: { statuses: [{ displayStatus: 'Not Ready' }] },
      vmHealth: { status: { code: 'HealthState/unknown' } },
    });
    expect(view).not.toHaveProperty('extensions');
    expect(codesOf(view.statuses)).toEqual(['ProvisioningState/updating', 'PowerState/running']);
  });

  test('without an application health extension says nothing of health', async () => {
    const world = new ScaleSetWorld({ extensions: [] });
    expect(await world.view(0)).not.toHaveProperty('vmHealth');
    expect(await world.read(`${scaleSetId}/instanceView`)).toMatchObject({
      virtualMachine: { statusesSummary: [{ code: 'ProvisioningState/succeeded', count: 3 }] },
    });
  });

  test('says of health what the health probe of the load balancer has found, with its interval', async () => {
    const world = new ScaleSetWorld({ extensions: [], isProbed: true });
    const health = () => Promise.all([0, 1].map(async (id) => (await world.view(id)).vmHealth));
    const is = (code: string) => ({ status: { code: `HealthState/${code}` } });
    world.wait(30);
    expect(await health()).toMatchObject([is('healthy'), is('healthy')]);
    world.dataPlane.setInstanceCondition('web_0', 'unhealthy');
    expect(await health()).toMatchObject([is('healthy'), is('healthy')]);
    world.wait(30);
    expect(await health()).toMatchObject([is('unhealthy'), is('healthy')]);
  });

  test('follows what the machine answers', async () => {
    const world = new ScaleSetWorld();
    world.dataPlane.setInstanceCondition('web_0', 'unhealthy');
    world.dataPlane.setInstanceCondition('web_1', 'process-dead');
    const states = await Promise.all([0, 1, 2].map(async (id) => (await world.view(id)).vmHealth));
    expect(states).toMatchObject([
      { status: { code: 'HealthState/unhealthy' } },
      { status: { code: 'HealthState/unhealthy' } },
      { status: { code: 'HealthState/healthy' } },
    ]);
  });
});

describe('the extensions of an instance', () => {
  const script = (command: string) => customScript({ commandToExecute: command });

  test('are those that it has, with its state and without secrets, whatever its model says by now', async () => {
    const secret = customScript(
      { commandToExecute: 'one' },
      { protectedSettings: { storageAccountKey: 'hidden' } },
    );
    const world = new ScaleSetWorld({ extensions: [healthExtension, secret] });
    await world.done(world.patchExtensions([healthExtension, script('two')]));
    const { value } = await world.read(`${pathOf(1)}/extensions`);
    expect(value).toMatchObject([
      { name: 'health', type: 'Microsoft.Compute/virtualMachineScaleSets/virtualMachines/extensions' },
      {
        name: 'install',
        id: `${pathOf(1)}/extensions/install`,
        location: 'westus2',
        properties: {
          type: 'CustomScript',
          settings: { commandToExecute: 'one' },
          provisioningState: 'Succeeded',
        },
      },
    ]);
    expect(JSON.stringify(value)).not.toContain('hidden');
    expect(await world.read(`${pathOf(1)}/extensions/INSTALL`)).toEqual((value as unknown[])[1]);
  });

  test('tell what the agent says of them where that is asked for', async () => {
    const world = new ScaleSetWorld({ extensions: [script('one')] });
    const path = `${pathOf(1)}/extensions/install`;
    expect(propertiesOf(await world.read(path))).not.toHaveProperty('instanceView');
    expect(propertiesOf(await world.read(`${path}?$expand=instanceView`)).instanceView).toMatchObject({
      type: 'Microsoft.Azure.Extensions.CustomScript',
      statuses: [{ code: 'ProvisioningState/succeeded' }],
    });
  });

  test('are written through the scale set only, and one that is not there is not found', async () => {
    const world = new ScaleSetWorld();
    expect(refusal(await world.send('GET', `${pathOf(1)}/extensions/none`))).toEqual([404, 'NotFound']);
    expect(refusal(await world.send('GET', `${pathOf(9)}/extensions`))).toEqual([404, 'NotFound']);
    expect(refusal(await world.send('PUT', `${pathOf(1)}/extensions/install`, script('one')))).toEqual([
      405,
      'MethodNotAllowed',
    ]);
  });
});

test.each([
  ['GET', `${scaleSetId}/skus`],
  ['POST', `${pathOf(1)}/simulateEviction`],
])('what has no route is a type that ARM does not find: %s %s', async (method, path) => {
  const answer = await new ScaleSetWorld().send(method, path);
  expect(answer).toMatchObject({
    status: 404,
    headers: { 'x-ms-failure-cause': 'gateway' },
    body: {
      error: {
        code: 'InvalidResourceType',
        message: expect.stringMatching(
          /^The resource type '[\w/]+' could not be found in the namespace 'Microsoft\.Compute' for api version '2024-07-01'\.$/,
        ) as string,
      },
    },
  });
});

test('public addresses of their own are none, as Microsoft.Network lists them', async () => {
  const world = new ScaleSetWorld();
  const list = (id: string) => world.send('GET', `${id}/publicipaddresses?api-version=2018-10-01`);
  expect(await list(scaleSetId)).toMatchObject({ status: 200, body: { value: [] } });
  expect(refusal(await list(`${scaleSetId}-none`))).toEqual([404, 'ParentResourceNotFound']);
});

describe('a list of instances', () => {
  test('has their views where they are asked for', async () => {
    const world = new ScaleSetWorld();
    const [plain] = await world.instances();
    expect(propertiesOf(plain ?? {})).not.toHaveProperty('instanceView');
    const [full] = await world.instances('?$expand=instanceView');
    expect(propertiesOf(full ?? {}).instanceView).toHaveProperty('vmAgent');
  });

  test('has what is selected of each, and who it is', async () => {
    const world = new ScaleSetWorld();
    const { name, id, type, location, instanceId } = await world.instance(1);
    const view = await world.view(1);
    const selected = async (query: string) => (await world.instances(query))[1];
    const named = { name, id, type, location, instanceId };
    expect(await selected('?$expand=instanceView&$select=instanceView')).toEqual({
      ...named,
      properties: { instanceView: view },
    });
    expect(await selected('?$expand=instanceView&$select=instanceView/statuses')).toEqual({
      ...named,
      properties: { instanceView: { statuses: view.statuses } },
    });
    // A view that is not expanded cannot be selected either.
    expect(await selected('?$select=instanceView')).toEqual({ ...named, properties: {} });
  });

  test.each([
    ['properties/latestModelApplied eq true', ['1']],
    ['properties/latestModelApplied eq false', ['0', '2']],
    ["startswith(instanceView/statuses/code, 'PowerState/deallocated') eq true", ['2']],
  ])('is filtered by %s', async (filter, expected) => {
    const world = new ScaleSetWorld();
    await world.done(world.patchImage(newImage));
    await world.done(world.act('manualupgrade', ['1']));
    await world.done(world.act('deallocate', ['2']));
    const found = await world.instances(`?$filter=${encodeURIComponent(filter)}`);
    expect(found.map(({ instanceId }) => instanceId)).toEqual(expected);
  });

  test.each([
    ['$filter', "name eq 'web_0'"],
    ['$select', 'name'],
    ['$top', '1'],
    ['$skiptoken', 'none'],
    ['$skiptoken', '-1'],
  ])('refuses what it would have to leave out of account: %s=%s', async (name, value) => {
    const answer = await new ScaleSetWorld().send(
      'GET',
      `${scaleSetId}/virtualMachines?${name}=${encodeURIComponent(value)}`,
    );
    expect(refusal(answer)).toEqual([400, 'InvalidParameter', name]);
  });

  test('comes in pages that together have every instance once', async () => {
    const world = new ScaleSetWorld({ capacity: 120 });
    const ids: unknown[] = [];
    let target: string | undefined = `${scaleSetId}/virtualMachines?$expand=instanceView`;
    let pages = 0;
    while (target !== undefined) {
      const page: Readonly<Record<string, unknown>> = await world.read(target);
      pages += 1;
      const value = page.value as { instanceId: string; properties: object }[];
      ids.push(...value.map(({ instanceId }) => instanceId));
      expect(value.every(({ properties }) => 'instanceView' in properties)).toBe(true);
      const next = page.nextLink === undefined ? undefined : new URL(String(page.nextLink));
      target = next && `${next.pathname}${next.search}`;
    }
    expect(pages).toBe(3);
    expect(ids).toEqual(Array.from({ length: 120 }, (_, id) => String(id)));
  });
});

describe('PUT of an instance', () => {
  test('sets its protection policy, for as long as an operation lasts', async () => {
    const world = new ScaleSetWorld();
    const protectionPolicy = { protectFromScaleIn: true };
    const body = { ...(await world.instance(0)), properties: { protectionPolicy } };
    const { status, headers, body: answer } = await world.send('PUT', pathOf(0), body);
    expect(status).toBe(200);
    expect(headers).not.toHaveProperty('retry-after');
    expect(propertiesOf(answer as never)).toMatchObject({ provisioningState: 'Updating', protectionPolicy });
    world.wait(10);
    const settled = await world.instance(0);
    expect([settled.etag, propertiesOf(settled).provisioningState]).toEqual(['"2"', 'Succeeded']);
    expect(await world.latest()).toEqual(['0', '1', '2']);
    expect(world.answers(0)).toBe(true);
  });

  test('changes one of two protections, and may take both away', async () => {
    const world = new ScaleSetWorld();
    const put = (policy: object) =>
      world.done(world.send('PUT', pathOf(0), { properties: { protectionPolicy: policy } }));
    await put({ protectFromScaleIn: true });
    await put({ protectFromScaleSetActions: true });
    const policy = async () => propertiesOf(await world.instance(0)).protectionPolicy;
    expect(await policy()).toEqual({ protectFromScaleIn: true, protectFromScaleSetActions: true });
    await put({ protectFromScaleIn: false, protectFromScaleSetActions: false });
    expect(await policy()).toEqual({ protectFromScaleIn: false, protectFromScaleSetActions: false });
  });

  test('takes the whole body that a GET gave', async () => {
    const world = new ScaleSetWorld();
    const { status } = await world.send('PUT', pathOf(0), await world.instance(0));
    expect(status).toBe(200);
  });

  test('ignores tags, and the etag stays, as recorded', async () => {
    const world = new ScaleSetWorld();
    await world.done(world.send('PUT', pathOf(0), { tags: { key1: 'value1' } }));
    const { tags, etag } = await world.instance(0);
    expect([tags, etag]).toEqual([undefined, '"1"']);
  });

  test('refuses what only the model may change', async () => {
    const world = new ScaleSetWorld();
    const size = { properties: { hardwareProfile: { vmSize: 'Standard_D4s_v5' } } };
    expect(refusal(await world.send('PUT', pathOf(0), size)).slice(0, 2)).toEqual([
      409,
      'PropertyChangeNotAllowed',
    ]);
    const image = { properties: { storageProfile: { imageReference: newImage } } };
    expect(refusal(await world.send('PUT', pathOf(0), image)).slice(0, 2)).toEqual([
      409,
      'PropertyChangeNotAllowed',
    ]);
  });

  test('refuses an etag that does not fit', async () => {
    const world = new ScaleSetWorld();
    const body = { properties: { protectionPolicy: { protectFromScaleIn: true } } };
    const answer = await world.send('PUT', pathOf(0), body, { 'if-match': '"9"' });
    expect(refusal(answer)).toEqual([412, 'PreconditionFailed']);
  });
});

describe('a reimage', () => {
  test('of an instance that was not upgraded brings back the old image, where it is pinned', async () => {
    const world = new ScaleSetWorld();
    await world.done(world.patchImage(newImage));
    await world.act('reimage', ['0']);
    world.wait(5);
    expect([world.answers(0), world.answers(1)]).toEqual([false, true]);
    world.wait(5);
    expect(propertiesOf(await world.instance(0)).storageProfile).toMatchObject({ imageReference: oldImage });
    expect([world.version(0), await world.latest()]).toEqual(['one', []]);
  });

  const gallery = scaleSetId.replace(/virtualMachineScaleSets.*/, 'galleries/shared/images/web');
  const version = (number: string) => ({
    ...imageResource(`${gallery}/versions/${number}`, { provisioningState: 'Succeeded' }),
    type: 'Microsoft.Compute/galleries/images/versions',
  });

  test('brings the newest version where the image leaves it open, and the model stays the same', async () => {
    const definition = { ...imageResource(gallery), type: 'Microsoft.Compute/galleries/images' };
    const world = new ScaleSetWorld({
      image: { id: gallery },
      resources: [definition, version('1.0.9'), version('1.0.2')],
      payloads: [
        { image: '/versions/1\\.0\\.9$', version: 'nine' },
        { image: '/versions/1\\.0\\.10$', version: 'ten' },
      ],
    });
    expect(world.version(0)).toBe('nine');
    world.arm.plane.store.put(version('1.0.10'));
    await world.done(world.act('reimage', ['0']));
    expect(propertiesOf(await world.instance(0)).storageProfile).toMatchObject({
      imageReference: { id: gallery, exactVersion: '1.0.10' },
    });
    expect([world.version(0), world.version(1)]).toEqual(['ten', 'nine']);
    expect(await world.latest()).toEqual(['0', '1', '2']);
  });

  const published = (number: string, properties: Readonly<Record<string, unknown>>) => ({
    ...version(number),
    properties,
  });
  const there = { publishingProfile: { targetRegions: [{ name: 'West US 2' }, { name: 'West Europe' }] } };
  const onItsWay = {
    ...there,
    replicationStatus: {
      summary: [
        { region: 'West US 2', state: 'Replicating' },
        { region: 'West Europe', state: 'Completed' },
      ],
    },
  };
  const elsewhere = { publishingProfile: { targetRegions: [{ name: 'West Europe' }] } };

  test('of what leaves its version open does not take one that has not come to the region', async () => {
    const definition = { ...imageResource(gallery), type: 'Microsoft.Compute/galleries/images' };
    const world = new ScaleSetWorld({
      image: { id: gallery },
      resources: [
        definition,
        published('1.0.0', there),
        published('2.0.0', elsewhere),
        published('3.0.0', onItsWay),
      ],
    });
    expect(propertiesOf(await world.instance(0)).storageProfile).toMatchObject({
      imageReference: { exactVersion: '1.0.0' },
    });
  });

  test.each([
    ['a version that is not published to it', `${gallery}/versions/2.0.0`],
    ['a version that has not come to it', `${gallery}/versions/3.0.0`],
    ['an image none of whose versions has come to it', gallery],
  ])('of the region is all that a model can have: not %s', async (_, id) => {
    const definition = { ...imageResource(gallery), type: 'Microsoft.Compute/galleries/images' };
    const world = new ScaleSetWorld({
      resources: [definition, published('2.0.0', elsewhere), published('3.0.0', onItsWay)],
    });
    const before = await world.scaleSet();
    const refused = await world.patchImage({ id });
    expect(refused.status).toBe(404);
    expect(JSON.stringify(refused.body)).toContain(`${id} is not available in westus2 region`);
    expect(await world.scaleSet()).toEqual(before);
    world.arm.plane.store.put(published('4.0.0', there));
    expect((await world.patchImage({ id: `${gallery}/versions/4.0.0` })).status).toBe(200);
  });

  test('of what leaves its version open does not take one that is excluded from latest', async () => {
    const definition = { ...imageResource(gallery), type: 'Microsoft.Compute/galleries/images' };
    const excluded = version('2.0.0');
    const world = new ScaleSetWorld({
      image: { id: gallery },
      resources: [
        definition,
        version('1.0.0'),
        { ...excluded, properties: { publishingProfile: { excludeFromLatest: true } } },
      ],
    });
    expect(propertiesOf(await world.instance(0)).storageProfile).toMatchObject({
      imageReference: { exactVersion: '1.0.0' },
    });
  });

  test('finds the newest version of the marketplace, an upgrade of an extension keeps the one it has', async () => {
    const published = (number: string) => ({
      id: `/subscriptions/8f4e2c7a-5b1d-4c39-9a06-d2e7f1b3c845/providers/Microsoft.Compute/locations/westus2/publishers/Canonical/artifacttypes/vmimage/offers/jammy/skus/lts/versions/${number}`,
      name: number,
      type: 'Microsoft.Compute/locations/publishers/artifacttypes/offers/skus/versions',
      properties: {},
    });
    const world = new ScaleSetWorld({
      image: { publisher: 'Canonical', offer: 'jammy', sku: 'lts', version: 'latest' },
      resources: [published('22.04.1')],
      payloads: [
        { image: '^Canonical:jammy:lts:22\\.04\\.1$', version: 'first' },
        { image: '^Canonical:jammy:lts:22\\.04\\.2$', version: 'second' },
      ],
    });
    expect(world.version(0)).toBe('first');
    world.arm.plane.store.put(published('22.04.2'));
    await world.done(world.patchExtensions([healthExtension, customScript({ commandToExecute: 'true' })]));
    await world.done(world.act('manualupgrade', ['0']));
    await world.done(world.act('reimage', ['1']));
    await world.latest();
    expect([0, 1, 2].map((id) => world.version(id))).toEqual(['first', 'second', 'first']);
  });

  test.each([
    ['reimage', undefined, [false, false, false]],
    ['reimageall', ['1'], [true, false, true]],
    ['virtualMachines/2/reimage', undefined, [true, true, false]],
  ])('%s %s', async (action, ids, answering) => {
    const world = new ScaleSetWorld();
    const { status, headers } = await world.act(action, ids);
    expect([status, headers['retry-after']]).toEqual([202, undefined]);
    world.wait(5);
    expect([0, 1, 2].map((id) => world.answers(id))).toEqual(answering);
    world.wait(5);
    expect([0, 1, 2].map((id) => world.answers(id))).toEqual([true, true, true]);
  });

  test('makes the disk anew, and so does an upgrade to another image', async () => {
    const world = new ScaleSetWorld();
    const disk = async () =>
      (propertiesOf(await world.instance(0)).storageProfile as { osDisk: { name: string } }).osDisk.name;
    const first = await disk();
    await world.done(world.act('reimage', ['0']));
    const second = await disk();
    await world.done(world.patchImage(newImage));
    expect(await disk()).toBe(second);
    await world.done(world.act('manualupgrade', ['0']));
    expect(new Set([first, second, await disk()]).size).toBe(3);
  });

  test('of the scale set spares a protected instance, that of the instance itself does not', async () => {
    const world = new ScaleSetWorld();
    const protectionPolicy = { protectFromScaleSetActions: true };
    await world.done(world.send('PUT', pathOf(1), { properties: { protectionPolicy } }));
    await world.act('reimage');
    expect([0, 1, 2].map((id) => world.answers(id))).toEqual([false, true, false]);
    world.wait(10);
    await world.act('virtualMachines/1/reimage');
    expect(world.answers(1)).toBe(false);
  });
});

describe('power', () => {
  test.each([
    ['poweroff', 'PowerState/stopped'],
    ['deallocate', 'PowerState/deallocated'],
  ])('%s takes a machine down for good, start brings it back', async (action, code) => {
    const world = new ScaleSetWorld();
    await world.done(world.act(action, ['0']));
    expect(codesOf((await world.view(0)).statuses)).toEqual(['ProvisioningState/succeeded', code]);
    expect([world.answers(0), world.answers(1)]).toEqual([false, true]);
    await world.done(world.act('start', ['0']));
    expect(codesOf((await world.view(0)).statuses)).toContain('PowerState/running');
    expect(world.answers(0)).toBe(true);
  });

  test('start leaves a machine alone that is running', async () => {
    const world = new ScaleSetWorld();
    await world.act('start');
    world.wait(5);
    expect([0, 1, 2].map((id) => world.answers(id))).toEqual([true, true, true]);
  });

  test('restart is down for a while', async () => {
    const world = new ScaleSetWorld();
    await world.act('virtualMachines/1/restart');
    world.wait(5);
    expect([world.answers(0), world.answers(1)]).toEqual([true, false]);
    world.wait(5);
    expect(world.answers(1)).toBe(true);
  });

  test('an instance that is off stays off through an upgrade, and wakes on the new image', async () => {
    const world = new ScaleSetWorld();
    await world.done(world.act('deallocate', ['0']));
    await world.done(world.patchImage(newImage));
    await world.done(world.act('manualupgrade', ['0']));
    expect(await world.latest()).toEqual(['0']);
    expect(world.answers(0)).toBe(false);
    await world.done(world.act('start', ['0']));
    await world.latest();
    expect([world.answers(0), world.version(0)]).toEqual([true, 'two']);
  });
});
