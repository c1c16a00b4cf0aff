import { describe, expect, test } from 'vitest';
import { foreignWrite } from '../../../../emulator/arm/foreign-write.ts';
import type { OperationFault } from '../../../../emulator/faults.ts';
import { newImage, oldImage, propertiesOf, refusal, ScaleSetWorld, scaleSetId } from './scale-set-world.ts';

const provisioning = async (world: ScaleSetWorld) =>
  (await world.instances()).map((instance) => propertiesOf(instance).provisioningState);

describe('an operation beside another one', () => {
  test('on the same instance is refused: the recorded conflict', async () => {
    const world = new ScaleSetWorld();
    await world.done(world.patchImage(newImage));
    await world.act('manualupgrade', ['0']);
    const refused = await world.act('reimage', ['0', '1']);
    expect(refused).toMatchObject({
      status: 409,
      body: {
        error: {
          code: 'Conflict',
          message: expect.stringContaining('due to conflict with a concurrent request'),
        },
      },
    });
    expect(world.answers(1)).toBe(true);
    world.wait(10);
    expect((await world.act('reimage', ['0'])).status).toBe(202);
  });

  test('on another instance goes on beside it', async () => {
    const world = new ScaleSetWorld();
    await world.done(world.patchImage(newImage));
    await world.act('manualupgrade', ['0']);
    expect((await world.act('manualupgrade', ['1'])).status).toBe(202);
    world.wait(10);
    expect(await world.latest()).toEqual(['0', '1']);
  });

  test('is refused while the model is being written', async () => {
    const world = new ScaleSetWorld();
    await world.patchImage(newImage);
    expect(refusal(await world.act('manualupgrade', ['0']))).toEqual([409, 'Conflict']);
    world.wait(10);
    expect((await world.act('manualupgrade', ['0'])).status).toBe(202);
  });

  test('is refused while the scale set is being deleted', async () => {
    const world = new ScaleSetWorld();
    await world.send('DELETE', scaleSetId);
    expect(refusal(await world.patch({ tags: { one: '1' } }))).toEqual([409, 'Conflict']);
    expect(refusal(await world.act('reimage', ['0']))).toEqual([409, 'Conflict']);
    const extension = await world.send('DELETE', `${scaleSetId}/extensions/health`);
    expect(refusal(extension)).toEqual([409, 'Conflict']);
    world.wait(10);
    expect((await world.send('GET', scaleSetId)).status).toBe(404);
  });

  test('a write of the model overtakes the one before', async () => {
    const world = new ScaleSetWorld();
    const first = await world.patchImage(newImage);
    world.wait(5);
    await world.patchImage(oldImage);
    expect((await world.follow(first.headers['azure-asyncoperation'])).body).toMatchObject({
      status: 'Canceled',
      error: { code: 'OperationPreempted' },
    });
    world.wait(10);
    expect(propertiesOf(await world.scaleSet()).provisioningState).toBe('Succeeded');
    expect(await world.latest()).toEqual(['0', '1', '2']);
  });

  test('instances that a write began to make are made although another write overtakes it', async () => {
    const world = new ScaleSetWorld({ durations: { 'vmss-scale-out': 30 } });
    await world.scale(4);
    world.wait(5);
    await world.patch({ tags: { one: '1' } });
    world.wait(25);
    expect(await provisioning(world)).toEqual(['Succeeded', 'Succeeded', 'Succeeded', 'Succeeded']);
    expect(world.answers(3)).toBe(true);
  });

  test('an instance that is deleted while it is upgraded is gone', async () => {
    const world = new ScaleSetWorld();
    await world.done(world.patchImage(newImage));
    const upgrade = await world.act('manualupgrade', ['0']);
    world.wait(5);
    expect((await world.send('DELETE', `${scaleSetId}/virtualMachines/0`)).status).toBe(202);
    expect((await world.follow(upgrade.headers['azure-asyncoperation'])).body).toMatchObject({
      status: 'Canceled',
    });
    world.wait(10);
    expect((await world.instances()).map(({ instanceId }) => instanceId)).toEqual(['1', '2']);
    expect(world.answers(0)).toBe(false);
  });
});

test('an upgrade of an instance that is being made has it in its hands until its own end', async () => {
  const world = new ScaleSetWorld({
    durations: { 'vmss-patch': 1, 'vmss-scale-out': 10, 'vmss-upgrade-image': 60 },
  });
  foreignWrite(world.arm.plane, scaleSetId, { sku: { capacity: 4 } });
  await world.done(world.patchImage(newImage), 1);
  world.wait(4);
  expect((await world.act('manualupgrade', ['3'])).status).toBe(202);
  world.wait(20);
  expect((await provisioning(world)).at(-1)).toBe('Updating');
  world.wait(60);
  expect((await provisioning(world)).at(-1)).toBe('Succeeded');
  expect(world.version(3)).toBe('two');
});

test('an operation that says Succeeded has changed all of its instances, also where time goes by while it is accepted', async () => {
  const world = new ScaleSetWorld();
  await world.done(world.patchImage(newImage));
  world.perReadingMs = 1;
  const { headers } = await world.act('manualupgrade', ['*']);
  world.perReadingMs = 0;
  world.nowMs = world.arm.plane.operations.all().at(-1)?.endsAtMs ?? 0;
  expect((await world.follow(headers['azure-asyncoperation'])).body).toMatchObject({ status: 'Succeeded' });
  expect(await world.latest()).toEqual(['0', '1', '2']);
});

describe('a fault in manualupgrade', () => {
  async function upgradeWith(fault: OperationFault) {
    const world = new ScaleSetWorld({ capacity: 4 });
    await world.done(world.patchImage(newImage));
    world.arm.plane.faults.add({ match: { method: 'POST', path: 'manualupgrade$' }, ...fault });
    const { headers } = await world.act('manualupgrade', ['*']);
    world.wait(5);
    const during = [0, 1, 2, 3].map((id) => world.answers(id));
    world.wait(5);
    const { body } = await world.follow(headers['azure-asyncoperation']);
    return {
      world,
      during,
      status: (body as { status: string }).status,
      latest: await world.latest(),
      states: await provisioning(world),
      versions: [0, 1, 2, 3].map((id) => world.version(id)),
    };
  }

  test('that fails it after all were changed leaves them on the new model, and failed', async () => {
    const result = await upgradeWith({ effect: 'operation-fails', code: 'VMExtensionProvisioningError' });
    expect(result).toMatchObject({
      status: 'Failed',
      latest: ['0', '1', '2', '3'],
      during: [false, false, false, false],
      states: ['Failed', 'Failed', 'Failed', 'Failed'],
    });
    expect((await result.world.instance(0)).resources).toMatchObject([
      { name: 'health', properties: { provisioningState: 'Failed' } },
    ]);
    expect(await result.world.view(0)).toMatchObject({
      statuses: [{ code: 'ProvisioningState/failed', level: 'Error' }, { code: 'PowerState/running' }],
      extensions: [{ statuses: [{ level: 'Error', displayStatus: 'Provisioning failed' }] }],
    });
  });

  test('that fails it leaves nobody Updating, also where time goes by while it is accepted', async () => {
    const world = new ScaleSetWorld({ capacity: 4 });
    await world.done(world.patchImage(newImage));
    world.arm.plane.faults.add({ match: { method: 'POST' }, effect: 'operation-fails', model: 'changed' });
    world.perReadingMs = 1;
    expect((await world.act('manualupgrade', ['*'])).status).toBe(202);
    world.perReadingMs = 0;
    world.wait(11);
    expect(await provisioning(world)).toEqual(['Failed', 'Failed', 'Failed', 'Failed']);
  });

  test('that half changes it changes the first half', async () => {
    const result = await upgradeWith({ effect: 'operation-fails', model: 'half-changed' });
    expect(result).toMatchObject({
      latest: ['0', '1'],
      during: [false, false, true, true],
      versions: ['two', 'two', 'one', 'one'],
    });
  });

  test('that leaves the model unchanged takes nobody down', async () => {
    const result = await upgradeWith({ effect: 'operation-canceled', model: 'unchanged' });
    expect(result).toMatchObject({ status: 'Canceled', latest: [], during: [true, true, true, true] });
  });

  test('that the machines do not follow changes the model alone', async () => {
    const result = await upgradeWith({ effect: 'operation-fails', dataPlaneFollows: false });
    expect(result).toMatchObject({ latest: ['0', '1', '2', '3'], during: [true, true, true, true] });
  });

  test('that the machines follow although the model does not takes them down, and the model stays', async () => {
    const result = await upgradeWith({
      effect: 'operation-fails',
      model: 'unchanged',
      dataPlaneFollows: true,
    });
    expect(result).toMatchObject({ latest: [], during: [false, false, false, false] });
  });

  test('that sticks it never ends it, and lets nobody else at its instances', async () => {
    const { world, status, states } = await upgradeWith({ effect: 'stuck' });
    expect(status).toBe('InProgress');
    expect(states).toEqual(['Updating', 'Updating', 'Updating', 'Updating']);
    world.wait(100_000);
    expect(refusal(await world.act('reimage', ['0']))).toEqual([409, 'Conflict']);
  });

  test('that loses the answer carries it out all the same', async () => {
    const world = new ScaleSetWorld();
    await world.done(world.patchImage(newImage));
    world.arm.plane.faults.add({ match: { method: 'POST' }, effect: 'answer-lost' });
    await expect(world.act('manualupgrade', ['0'])).rejects.toThrow('The connection was cut');
    world.wait(10);
    expect(await world.latest()).toEqual(['0']);
  });
});

describe('a fault in a write of the model', () => {
  test.each([
    ['changed', newImage, []],
    ['unchanged', oldImage, ['0', '1', '2']],
  ] as const)('that fails it leaves the model %s', async (model, image, latest) => {
    const world = new ScaleSetWorld();
    world.arm.plane.faults.add({ match: { method: 'PATCH' }, effect: 'operation-fails', model });
    const { headers } = await world.done(world.patchImage(newImage));
    expect((await world.follow(headers['azure-asyncoperation'])).body).toMatchObject({
      status: 'Failed',
      error: { code: 'InternalExecutionError' },
    });
    expect(propertiesOf(await world.scaleSet())).toMatchObject({
      provisioningState: 'Failed',
      virtualMachineProfile: { storageProfile: { imageReference: image } },
    });
    expect(await world.latest()).toEqual(latest);
  });

  test('that sticks it can be overtaken', async () => {
    const world = new ScaleSetWorld();
    world.arm.plane.faults.add({ match: { method: 'PATCH' }, effect: 'stuck' });
    await world.done(world.patchImage(newImage), 1000);
    expect(propertiesOf(await world.scaleSet()).provisioningState).toBe('Updating');
    await world.done(world.patchImage(oldImage));
    expect(propertiesOf(await world.scaleSet()).provisioningState).toBe('Succeeded');
  });

  test('that is a writer in between is met by If-Match', async () => {
    const world = new ScaleSetWorld();
    world.arm.plane.faults.add({
      match: { method: 'PATCH' },
      effect: 'foreign-write',
      when: 'before',
      resourceId: scaleSetId,
      mergePatch: { tags: { owner: 'somebody' } },
    });
    const answer = await world.patch({ tags: { one: '1' } }, { 'if-match': '"1"' });
    expect(refusal(answer)).toEqual([412, 'PreconditionFailed']);
    expect(await world.scaleSet()).toMatchObject({ etag: '"2"', tags: { owner: 'somebody' } });
  });

  test('that is another image by somebody else makes the instances outdated', async () => {
    const world = new ScaleSetWorld();
    world.arm.plane.faults.add({
      match: { method: 'GET', path: 'web$' },
      effect: 'foreign-write',
      when: 'before',
      resourceId: scaleSetId,
      mergePatch: {
        properties: { virtualMachineProfile: { storageProfile: { imageReference: newImage } } },
      },
    });
    await world.scaleSet();
    expect(await world.latest()).toEqual([]);
  });
});

describe('automatic repairs', () => {
  const automaticRepairsPolicy = { enabled: true, gracePeriod: 'PT30M', repairAction: 'Replace' };
  const set = (world: ScaleSetWorld, action: string, serviceName = 'AutomaticRepairs') =>
    world.send('POST', `${scaleSetId}/setOrchestrationServiceState`, { serviceName, action });
  const service = async (world: ScaleSetWorld) =>
    (await world.read(`${scaleSetId}/instanceView`)).orchestrationServices;

  test('are suspended and resumed, which only the instance view shows', async () => {
    const world = new ScaleSetWorld({ properties: { automaticRepairsPolicy } });
    expect(await service(world)).toEqual([{ serviceName: 'AutomaticRepairs', serviceState: 'Running' }]);
    const { status, body } = await world.done(set(world, 'Suspend'));
    expect([status, body]).toEqual([202, undefined]);
    expect(await service(world)).toEqual([{ serviceName: 'AutomaticRepairs', serviceState: 'Suspended' }]);
    await world.done(set(world, 'Resume'));
    expect(await service(world)).toEqual([{ serviceName: 'AutomaticRepairs', serviceState: 'Running' }]);
    expect((await world.scaleSet()).etag).toBe('"1"');
  });

  test('are refused where they are not enabled, and while the scale set is being written', async () => {
    const without = new ScaleSetWorld();
    expect(refusal(await set(without, 'Suspend'))).toEqual([409, 'OperationNotAllowed']);
    expect(await service(without)).toBeUndefined();
    const world = new ScaleSetWorld({ properties: { automaticRepairsPolicy } });
    await world.patch({ tags: { one: '1' } });
    expect(refusal(await set(world, 'Suspend'))).toEqual([409, 'Conflict']);
  });
});

describe('the rolling upgrade of the platform', () => {
  test('does not run: there is none to cancel, in the recorded words, and no history', async () => {
    const world = new ScaleSetWorld();
    const { status, body } = await world.act('rollingUpgrades/cancel');
    expect([status, body]).toEqual([
      409,
      { error: { code: 'OperationNotAllowed', message: 'There is no ongoing Rolling Upgrade to cancel.' } },
    ]);
    expect(refusal(await world.send('GET', `${scaleSetId}/rollingUpgrades/latest`))).toEqual([
      404,
      'NotFound',
    ]);
    expect(await world.read(`${scaleSetId}/osUpgradeHistory`)).toEqual({ value: [] });
  });
});

test('a signature that is not the one given finds no operation', async () => {
  const world = new ScaleSetWorld();
  const { headers } = await world.act('reimage', ['0']);
  const url = new URL(headers['azure-asyncoperation'] ?? '');
  url.searchParams.set('h', 'another');
  expect((await world.follow(String(url))).status).toBe(404);
});
