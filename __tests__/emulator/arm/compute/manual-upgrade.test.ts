import { describe, expect, test } from 'vitest';
import { lasting } from '../virtual-arm.ts';
import {
  customScript,
  healthExtension,
  newImage,
  oldImage,
  propertiesOf,
  refusal,
  ScaleSetWorld,
  scaleSetId,
} from './scale-set-world.ts';

describe('a model that changes under upgrade policy Manual', () => {
  test('leaves every instance as it was, and says that none is on it', async () => {
    const world = new ScaleSetWorld();
    await world.done(world.patchImage(newImage));
    expect(await world.latest()).toEqual([]);
    const { storageProfile } = propertiesOf(await world.instance(0));
    expect(storageProfile).toMatchObject({ imageReference: oldImage });
    expect([0, 1, 2].map((id) => world.answers(id))).toEqual([true, true, true]);
  });

  test('is the new one at the instant of acceptance', async () => {
    const world = new ScaleSetWorld();
    const { status, headers, body } = await world.patchImage(newImage);
    expect(status).toBe(200);
    expect(headers).toMatchObject({ 'retry-after': '10', 'azure-asyncnotification': 'Enabled' });
    expect(headers).not.toHaveProperty('location');
    expect(propertiesOf(body as never)).toMatchObject({
      provisioningState: 'Updating',
      virtualMachineProfile: { storageProfile: { imageReference: newImage } },
    });
    world.wait(10);
    expect(propertiesOf(await world.scaleSet()).provisioningState).toBe('Succeeded');
  });

  test('makes instances that nobody touched current again when the former model comes back', async () => {
    const world = new ScaleSetWorld();
    await world.done(world.patchImage(newImage));
    await world.done(world.act('manualupgrade', ['1']));
    expect(await world.latest()).toEqual(['1']);
    await world.done(world.patchImage(oldImage));
    expect(await world.latest()).toEqual(['0', '2']);
  });

  test.each([
    ['tags', { tags: { release: '1' } }],
    ['the capacity', { sku: { capacity: 4 } }],
    ['the upgrade policy', { properties: { upgradePolicy: { mode: 'Manual', rollingUpgradePolicy: {} } } }],
  ])('makes nobody outdated by %s', async (_, body) => {
    const world = new ScaleSetWorld();
    await world.done(world.patch(body));
    expect(await world.latest()).toEqual((await world.instances()).map(({ instanceId }) => instanceId));
  });
});

describe('manualupgrade', () => {
  test('answers 202 without a body, with both headers and without Retry-After', async () => {
    const world = new ScaleSetWorld();
    await world.done(world.patchImage(newImage));
    const { status, headers, body } = await world.act('manualupgrade', ['0']);
    expect([status, body]).toEqual([202, undefined]);
    expect(headers).not.toHaveProperty('retry-after');
    const running = await world.follow(headers['azure-asyncoperation']);
    expect(running.body).toEqual({
      startTime: '2026-11-22T00:00:10+00:00',
      status: 'InProgress',
      name: expect.any(String),
    });
    expect((await world.follow(headers.location)).status).toBe(202);
    world.wait(10);
    const ended = await world.follow(headers['azure-asyncoperation']);
    expect(ended.body).toMatchObject({ status: 'Succeeded', endTime: '2026-11-22T00:00:20+00:00' });
    expect(await world.follow(headers.location)).toMatchObject({ status: 200, body: undefined });
  });

  test('takes the machines down, and brings them back on the new image', async () => {
    const world = new ScaleSetWorld();
    await world.done(world.patchImage(newImage));
    await world.act('manualupgrade', ['0', '2']);
    world.wait(5);
    expect([0, 1, 2].map((id) => world.answers(id))).toEqual([false, true, false]);
    expect(propertiesOf(await world.instance(0)).provisioningState).toBe('Updating');
    expect(await world.latest()).toEqual([]);
    world.wait(5);
    expect([0, 1, 2].map((id) => world.answers(id))).toEqual([true, true, true]);
    expect(await world.latest()).toEqual(['0', '2']);
    expect([0, 1, 2].map((id) => world.version(id))).toEqual(['two', 'one', 'two']);
  });

  test('brings an instance into service that served nobody before', async () => {
    const world = new ScaleSetWorld({ payloads: [{ image: '/web-2$', version: 'two' }] });
    expect(world.answers(0)).toBe(false);
    await world.done(world.patchImage(newImage));
    await world.done(world.act('manualupgrade', ['0']));
    expect(propertiesOf(await world.instance(0)).provisioningState).toBe('Succeeded');
    expect([0, 1].map((id) => world.answers(id))).toEqual([true, false]);
    await world.done(world.act('reimage', ['0']));
    expect(world.answers(0)).toBe(true);
  });

  test('gives each instance of a call its own time', async () => {
    const world = new ScaleSetWorld({
      profile: {
        name: 'spread',
        distributions: {
          ...lasting(10).distributions,
          'vmss-upgrade-image': [
            { share: 0, seconds: 10 },
            { share: 1, seconds: 110 },
          ],
        },
      },
    });
    await world.done(world.patchImage(newImage));
    const { headers } = await world.act('manualupgrade', ['*']);
    const numbers: number[] = [];
    // Lists are dear: one a second for so long would be throttled.
    for (let second = 0; second < 110; second += 3) {
      world.wait(3);
      numbers.push((await world.latest()).length);
    }
    expect(new Set(numbers)).toEqual(new Set([0, 1, 2, 3]));
    expect((await world.follow(headers['azure-asyncoperation'])).body).toMatchObject({ status: 'Succeeded' });
  });

  test('touches no instance that is on the model already', async () => {
    const world = new ScaleSetWorld({ durations: { 'vmss-upgrade-nothing': 1 } });
    await world.act('manualupgrade', ['*']);
    world.wait(0.5);
    expect([0, 1, 2].map((id) => world.answers(id))).toEqual([true, true, true]);
    world.wait(0.5);
    expect(propertiesOf(await world.instance(0)).provisioningState).toBe('Succeeded');
  });

  test('leaves a protected instance as it is', async () => {
    const world = new ScaleSetWorld();
    await world.done(world.patchImage(newImage));
    await world.done(
      world.send('PUT', `${scaleSetId}/virtualMachines/1`, {
        properties: { protectionPolicy: { protectFromScaleSetActions: true } },
      }),
    );
    await world.done(world.act('manualupgrade', ['*']));
    expect(await world.latest()).toEqual(['0', '2']);
  });

  test.each([
    ['an id that is not there', ['0', '7'], [400, 'InvalidParameter', 'instanceIds']],
    ['all and others', ['*', '1'], [400, 'InvalidParameter', 'upgradePolicies.instanceIds']],
    ['nobody', [], [400, 'InvalidParameter', 'instanceIds']],
  ])('refuses %s', async (_, ids, expected) => {
    const world = new ScaleSetWorld();
    expect(refusal(await world.act('manualupgrade', ids))).toEqual(expected);
  });

  test('leaves an instance on the model that was there when it was accepted', async () => {
    const world = new ScaleSetWorld();
    await world.done(world.patchImage(newImage));
    await world.act('manualupgrade', ['0']);
    world.wait(5);
    await world.done(world.patchImage(oldImage));
    expect(propertiesOf(await world.instance(0)).storageProfile).toMatchObject({ imageReference: newImage });
    expect(await world.latest()).toEqual(['1', '2']);
  });
});

describe('an upgrade of a custom script', () => {
  const payloads = [
    { version: 'none' },
    { extensionSettings: 'install-1', version: 'one' },
    { extensionSettings: 'install-2', version: 'two' },
    { extensionSettings: '"token":"secret"', version: 'secret' },
    { extensionSettings: 'echo inline', version: 'inline' },
  ];
  const script = (file: string) => customScript({ commandToExecute: `./${file}.sh` });
  const open = () => new ScaleSetWorld({ payloads, extensions: [healthExtension, script('install-1')] });

  test('kills the process while the script runs, and leaves the machine up', async () => {
    const world = open();
    expect(world.version(0)).toBe('one');
    await world.done(world.patchExtensions([healthExtension, script('install-2')]));
    await world.act('manualupgrade', ['0']);
    world.wait(5);
    expect(world.answers(0)).toBe(false);
    expect(await world.view(0)).toMatchObject({
      vmAgent: { statuses: [{ displayStatus: 'Ready' }] },
      vmHealth: { status: { code: 'HealthState/unhealthy' } },
      extensions: [
        { name: 'health', statuses: [{ code: 'ProvisioningState/transitioning' }] },
        { name: 'install', statuses: [{ code: 'ProvisioningState/transitioning' }] },
      ],
    });
    world.wait(5);
    await world.latest();
    expect([world.answers(0), world.version(0), world.version(1)]).toEqual([true, 'two', 'one']);
  });

  test('disturbs nobody where the settings are the same', async () => {
    const world = open();
    const same = customScript({ commandToExecute: './install-1.sh' }, { typeHandlerVersion: '2.2' });
    await world.done(world.patchExtensions([healthExtension, same]));
    expect(await world.latest()).toEqual([]);
    await world.act('manualupgrade', ['*']);
    world.wait(5);
    expect([0, 1, 2].map((id) => world.answers(id))).toEqual([true, true, true]);
    world.wait(5);
    expect(await world.latest()).toEqual(['0', '1', '2']);
  });

  test.each([
    ['forceUpdateTag', customScript({ commandToExecute: './install-1.sh' }, { forceUpdateTag: 'again' })],
    ['timestamp', customScript({ commandToExecute: './install-1.sh', timestamp: 7 })],
    [
      'protected settings',
      customScript({ commandToExecute: './install-1.sh' }, { protectedSettings: { token: 'x' } }),
    ],
  ])('runs it again where the %s changed', async (_, again) => {
    const world = open();
    await world.done(world.patchExtensions([healthExtension, again]));
    await world.act('manualupgrade', ['0']);
    world.wait(5);
    expect(world.answers(0)).toBe(false);
  });

  test('serves by protected settings and inline scripts too', async () => {
    const world = open();
    const secret = customScript({}, { protectedSettings: { token: 'secret' } });
    await world.done(world.patchExtensions([healthExtension, secret]));
    await world.done(world.act('manualupgrade', ['0']));
    await world.latest();
    expect(world.version(0)).toBe('secret');
    const inline = customScript({ script: Buffer.from('echo inline').toString('base64') });
    await world.done(world.patchExtensions([healthExtension, inline]));
    await world.done(world.act('manualupgrade', ['0']));
    await world.latest();
    expect(world.version(0)).toBe('inline');
  });
});

describe('a script that fails on one instance of a call', () => {
  const script = (file: string) => customScript({ commandToExecute: `./${file}.sh` });
  const failing = async () => {
    const world = new ScaleSetWorld({
      payloads: [
        { extensionSettings: 'install-1', version: 'one' },
        { extensionSettings: 'install-2', version: 'two', script: 'fails', instances: ['web_1'] },
      ],
      extensions: [healthExtension, script('install-1')],
    });
    await world.done(world.patchExtensions([healthExtension, script('install-2')]));
    return world;
  };
  const stateOf = async (world: ScaleSetWorld, id: number) =>
    propertiesOf(await world.instance(id)).provisioningState;
  const scriptStatus = async (world: ScaleSetWorld, id: number) => {
    const { extensions } = (await world.view(id)) as {
      extensions: { name: string; statuses: { code: string; level: string }[] }[];
    };
    return extensions.map(({ name, statuses }) => [name, statuses[0]?.code, statuses[0]?.level]);
  };

  test('is told of that instance and of that extension, and by the operation', async () => {
    const world = await failing();
    const { headers } = await world.act('manualupgrade', ['*']);
    world.wait(10);
    expect((await world.follow(headers['azure-asyncoperation'])).body).toMatchObject({
      status: 'Failed',
      error: {
        code: 'VMExtensionProvisioningError',
        message: expect.stringMatching(
          /^VM has reported a failure when processing extension 'install' \(publisher 'Microsoft\.Azure\.Extensions' and type 'CustomScript'\)\. Error message: "Enable failed/,
        ),
      },
    });
    expect([await stateOf(world, 0), await stateOf(world, 1), await stateOf(world, 2)]).toEqual([
      'Succeeded',
      'Failed',
      'Succeeded',
    ]);
    expect(await scriptStatus(world, 1)).toEqual([
      ['health', 'ProvisioningState/succeeded', 'Info'],
      ['install', expect.stringMatching(/^ProvisioningState\/failed/), 'Error'],
    ]);
    expect((await scriptStatus(world, 0)).map(([, code]) => code)).toEqual([
      'ProvisioningState/succeeded',
      'ProvisioningState/succeeded',
    ]);
    expect(await world.instance(1)).toMatchObject({
      resources: [
        { name: 'health', properties: { provisioningState: 'Succeeded' } },
        { name: 'install', properties: { provisioningState: 'Failed' } },
      ],
    });
  });

  test('has run on the model, and is over with the next script that ends well', async () => {
    const world = await failing();
    await world.act('manualupgrade', ['1']);
    world.wait(10);
    expect(await world.latest()).toEqual(['1']);
    await world.done(world.patchExtensions([healthExtension, script('install-1')]));
    await world.done(world.act('manualupgrade', ['1']));
    expect(await stateOf(world, 1)).toBe('Succeeded');
    expect((await scriptStatus(world, 1)).map(([, code]) => code)).toEqual([
      'ProvisioningState/succeeded',
      'ProvisioningState/succeeded',
    ]);
  });

  test('fails when the machine starts that was off when it was upgraded', async () => {
    const world = await failing();
    await world.done(world.act('deallocate', ['1']));
    await world.done(world.act('manualupgrade', ['1']));
    const { headers } = await world.act('start', ['1']);
    world.wait(10);
    expect((await world.follow(headers['azure-asyncoperation'])).body).toMatchObject({
      error: { code: 'VMExtensionProvisioningError' },
    });
    expect(await stateOf(world, 1)).toBe('Failed');
    await world.done(world.act('restart', ['1']));
    expect(await stateOf(world, 1)).toBe('Succeeded');
    expect((await scriptStatus(world, 1))[1]).toContain('ProvisioningState/failed/1');
  });

  test('fails on an instance that is made, and on one that is made anew', async () => {
    const world = new ScaleSetWorld({
      payloads: [{ extensionSettings: 'install-1', version: 'one', script: 'fails', instances: ['1', '3'] }],
      extensions: [script('install-1')],
    });
    await world.act('reimage', ['1']);
    world.wait(10);
    expect(await stateOf(world, 1)).toBe('Failed');
    await world.done(world.send('PATCH', scaleSetId, { sku: { name: 'Standard_B2s', capacity: 4 } }));
    world.wait(20);
    expect(await stateOf(world, 3)).toBe('Failed');
  });
});

test('one instance that never gets healthy answers, and says that it is sick', async () => {
  const world = new ScaleSetWorld({
    payloads: [
      { image: '/web-1$', version: 'one' },
      { image: '/web-2$', version: 'two', condition: 'unhealthy', instances: ['web_1'] },
    ],
  });
  await world.done(world.patchImage(newImage));
  await world.done(world.act('manualupgrade', ['*']));
  expect([0, 1, 2].map((id) => world.answers(id))).toEqual([true, true, true]);
  expect([0, 1, 2].map((id) => world.isHealthy(id))).toEqual([true, false, true]);
  expect(await world.view(1)).toMatchObject({ vmHealth: { status: { code: 'HealthState/unhealthy' } } });
});
