import { describe, expect, test } from 'vitest';
import { ArmOperationError } from '../../../src/azure/arm/arm-error.ts';
import { ForeignModelError } from '../../../src/azure/scale-sets/foreign-model-error.ts';
import { changeExtension, changeImage } from '../../../src/azure/scale-sets/scale-set-model.ts';
import type { ImageReference, ScaleSet } from '../../../src/azure/scale-sets/scale-sets.ts';
import { refused, scriptedArm } from '../scripted-arm.ts';
import { type ScriptedScaleSetOptions, scaleSetId, scriptedScaleSet, signal } from '../scripted-scale-set.ts';

const images = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/images';
const expected = { publisher: 'Canonical', offer: 'UbuntuServer', sku: '18.04-LTS', version: '1.0.0' };
const wanted = { ...expected, version: '2.0.0' };

function withImage(imageReference: ImageReference): ScaleSet['properties'] {
  return {
    virtualMachineProfile: { storageProfile: { imageReference, osDisk: { osType: 'Linux' } } },
  };
}

const imageOf = (scaleSet: ScaleSet) =>
  scaleSet.properties.virtualMachineProfile?.storageProfile?.imageReference;

function imageChange(options: ScriptedScaleSetOptions = {}, change: { wanted?: ImageReference } = {}) {
  const scripted = scriptedScaleSet({ scaleSet: { properties: withImage(expected) }, ...options });
  return {
    ...scripted,
    changed: changeImage(scripted.arm, { id: scaleSetId, expected, wanted, ...change }, signal),
  };
}

describe('the image in the model of a scale set', () => {
  test('is written with its four parts and nothing else, under the ETag of what was read', async () => {
    const { changed, writes, current } = imageChange();
    expect(imageOf(await changed)).toEqual(wanted);
    expect(writes()).toMatchObject([{ key: `PATCH ${scaleSetId}`, ifMatch: '"1"' }]);
    expect(writes()[0]?.body).toEqual({
      properties: { virtualMachineProfile: { storageProfile: { imageReference: wanted } } },
    });
    expect(current().properties.virtualMachineProfile?.storageProfile?.osDisk).toEqual({ osType: 'Linux' });
  });

  test('goes without the version that ARM adds when it reads it back', async () => {
    const { changed, writes } = imageChange({}, { wanted: { ...wanted, exactVersion: '2.0.0' } });
    await changed;
    expect(JSON.stringify(writes()[0]?.body)).not.toContain('exactVersion');
  });

  test('is not written where the model has it, in whatever case', async () => {
    const properties = withImage({ id: `${images}/GOLD` });
    const { changed, writes } = imageChange(
      { scaleSet: { properties } },
      { wanted: { id: `${images}/gold` } },
    );
    await changed;
    expect(writes()).toEqual([]);
  });

  test('latest is not the version that it stands for', async () => {
    const latest = { ...expected, version: 'latest', exactVersion: '2.0.0' };
    const { arm, writes } = scriptedScaleSet({ scaleSet: { properties: withImage(latest) } });
    await changeImage(arm, { id: scaleSetId, expected: latest, wanted }, signal);
    expect(writes()).toHaveLength(1);
  });

  test('is written into what another writer has left, where that one changed something else (412)', async () => {
    const { changed, current, writes } = imageChange({
      fates: ['raced'],
      others: (scaleSet) => ({ ...scaleSet, sku: { capacity: 9 } }),
    });
    expect(imageOf(await changed)).toEqual(wanted);
    expect(current().sku).toEqual({ capacity: 9 });
    expect(writes().map(({ ifMatch }) => ifMatch)).toEqual(['"1"', '"2"']);
  });

  test('is left to another writer who has changed it, with who has what', async () => {
    const theirs = { ...expected, version: '7.7.7' };
    const { changed, current } = imageChange({
      fates: ['raced'],
      others: (scaleSet) => ({ ...scaleSet, properties: withImage(theirs) }),
    });
    const failure = await changed.catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ForeignModelError);
    expect(String(failure)).toMatch(/it has \S+:7\.7\.7, where \S+:1\.0\.0 was expected and \S+:2\.0\.0 was/);
    expect(imageOf(current())).toEqual(theirs);
  });

  test('is left alone where it was changed before the first write', async () => {
    const properties = withImage({ id: `${images}/theirs` });
    const { changed, writes } = imageChange({ scaleSet: { properties } });
    await expect(changed).rejects.toBeInstanceOf(ForeignModelError);
    expect(writes()).toEqual([]);
  });

  test('is written once where the answer was lost and the model has it', async () => {
    const { changed, writes } = imageChange({ fates: ['answer-lost'] });
    expect(imageOf(await changed)).toEqual(wanted);
    expect(writes()).toHaveLength(1);
  });

  test('is written again where the request was lost', async () => {
    const { changed, writes } = imageChange({ fates: ['request-lost'] });
    expect(imageOf(await changed)).toEqual(wanted);
    expect(writes()).toHaveLength(2);
  });

  test('is written again where a concurrent request was in the way (409)', async () => {
    const { changed, writes } = imageChange({ fates: ['conflict', 'conflict'] });
    expect(imageOf(await changed)).toEqual(wanted);
    expect(writes()).toHaveLength(3);
  });

  test('is written once more where the update failed, although the model has it', async () => {
    const { changed, writes } = imageChange({ fates: ['failed'] });
    expect((await changed).properties.provisioningState).toBe('Succeeded');
    expect(writes()).toHaveLength(2);
  });

  test('is written once more after a failure, although another update has ended well meanwhile', async () => {
    const body = (image: ImageReference) => ({
      body: {
        id: scaleSetId,
        name: 'web',
        properties: { ...withImage(image), provisioningState: 'Succeeded' },
      },
    });
    const error = { code: 'Broken', message: 'Broken.' };
    const { arm, writes } = scriptedArm({
      [`GET ${scaleSetId}`]: [body(expected), body(wanted)],
      [`PATCH ${scaleSetId}`]: [
        { body: {}, headers: { 'azure-asyncoperation': 'https://arm.test/operations/1' } },
        { body: {} },
      ],
      'GET /operations/1': [{ body: { status: 'Failed', error } }],
    });
    await changeImage(arm, { id: scaleSetId, expected, wanted }, signal);
    expect(writes()).toHaveLength(2);
  });

  test('is given up where the update fails twice', async () => {
    const { changed, writes } = imageChange({ fates: ['failed', 'failed'] });
    await expect(changed).rejects.toBeInstanceOf(ArmOperationError);
    expect(writes()).toHaveLength(2);
  });

  test('is refused at once where ARM refuses it', async () => {
    const scaleSet = { id: scaleSetId, name: 'web', properties: withImage(expected) };
    const { arm, writes } = scriptedArm({
      [`GET ${scaleSetId}`]: [{ body: scaleSet }],
      [`PATCH ${scaleSetId}`]: [refused(400, 'BadRequest', 'UEFI settings are not supported.')],
    });
    await expect(changeImage(arm, { id: scaleSetId, expected, wanted }, signal)).rejects.toThrow('UEFI');
    expect(writes()).toHaveLength(1);
  });

  test('is not written again because a read is behind the write', async () => {
    const body = (image: ImageReference) => ({
      body: {
        id: scaleSetId,
        name: 'web',
        properties: { ...withImage(image), provisioningState: 'Succeeded' },
      },
    });
    const { arm, writes } = scriptedArm({
      [`GET ${scaleSetId}`]: [body(expected), body(expected), body(wanted)],
      [`PATCH ${scaleSetId}`]: [{ body: {} }],
    });
    await changeImage(arm, { id: scaleSetId, expected, wanted }, signal);
    expect(writes()).toHaveLength(1);
  });

  test('that is accepted and never there is given up with a text that says so', async () => {
    const scaleSet = {
      id: scaleSetId,
      name: 'web',
      properties: { ...withImage(expected), provisioningState: 'Succeeded' },
    };
    const { arm, writes } = scriptedArm({
      [`GET ${scaleSetId}`]: [{ body: scaleSet }],
      [`PATCH ${scaleSetId}`]: [{ body: {} }],
    });
    await expect(changeImage(arm, { id: scaleSetId, expected, wanted }, signal)).rejects.toThrow(
      'was written 8 times, and is not there',
    );
    expect(writes()).toHaveLength(8);
  });

  test('waits for an update that runs, at a pace that compute allows', async () => {
    const scaleSet = (state: string, image: ImageReference) => ({
      body: {
        id: scaleSetId,
        name: 'web',
        properties: { ...withImage(image), provisioningState: state },
      },
    });
    const { arm, sent } = scriptedArm({
      [`GET ${scaleSetId}`]: [
        scaleSet('Updating', expected),
        scaleSet('Updating', expected),
        scaleSet('Succeeded', expected),
        scaleSet('Succeeded', wanted),
      ],
      [`PATCH ${scaleSetId}`]: [{ body: {} }],
    });
    await changeImage(arm, { id: scaleSetId, expected, wanted }, signal);
    expect(sent.map(({ key, atMs }) => `${atMs} ${key.split(' ')[0]}`)).toEqual([
      '0 GET',
      '10000 GET',
      '20000 GET',
      '20000 PATCH',
      '20000 GET',
    ]);
  });
});

const deploy = {
  name: 'deploy',
  properties: {
    publisher: 'Microsoft.Azure.Extensions',
    type: 'CustomScript',
    typeHandlerVersion: '2.1',
    autoUpgradeMinorVersion: true,
    forceUpdateTag: 'r1',
    settings: { commandToExecute: 'old', fileUris: ['https://x/1'] },
    provisioningState: 'Succeeded',
    futureProperty: { kept: true },
  },
};
const health = { name: 'health', properties: { type: 'ApplicationHealthLinux', settings: { port: 80 } } };

function extensionChange(options: ScriptedScaleSetOptions) {
  const properties = {
    virtualMachineProfile: { extensionProfile: { extensions: [health, deploy] } },
  };
  const scripted = scriptedScaleSet({ scaleSet: { properties }, ...options });
  const change = {
    id: scaleSetId,
    name: 'deploy',
    expected: { settings: { fileUris: ['https://x/1'], commandToExecute: 'old' }, forceUpdateTag: 'r1' },
    wanted: {
      configuration: { settings: { commandToExecute: 'new' }, protectedSettings: { key: 'secret' } },
      forceUpdateTag: 'r2',
    },
  };
  return { ...scripted, change, changing: () => changeExtension(scripted.arm, change, signal) };
}

const extensionsOf = (scaleSet: ScaleSet) =>
  scaleSet.properties.virtualMachineProfile?.extensionProfile?.extensions;

describe('an extension in the model of a scale set', () => {
  test('is written alone, with all other members of its own as they are', async () => {
    const { changing, writes } = extensionChange({});
    const { provisioningState, ...kept } = deploy.properties;
    expect(extensionsOf((await changing()).scaleSet)?.[0]).toEqual(health);
    expect(writes()).toEqual([
      {
        key: `PUT ${scaleSetId}/extensions/deploy`,
        atMs: 0,
        ifMatch: undefined,
        body: {
          name: 'deploy',
          properties: {
            ...kept,
            settings: { commandToExecute: 'new' },
            protectedSettings: { key: 'secret' },
            forceUpdateTag: 'r2',
          },
        },
      },
    ]);
  });

  test('that failed is written once more without the settings that nobody gives, so that it keeps protected ones', async () => {
    const properties = {
      virtualMachineProfile: { extensionProfile: { extensions: [health, deploy] } },
      provisioningState: 'Failed',
    };
    const { arm, change, writes } = extensionChange({ scaleSet: { properties } });
    await changeExtension(arm, { ...change, wanted: { forceUpdateTag: 'r1' } }, signal);
    expect(writes()).toMatchObject([
      {
        key: `PATCH ${scaleSetId}/extensions/deploy`,
        body: { properties: { settings: deploy.properties.settings, forceUpdateTag: 'r1' } },
      },
    ]);
    expect(JSON.stringify(writes()[0]?.body)).not.toContain('protectedSettings');
  });

  test('is written once where the answer was lost and the model has it', async () => {
    const { changing, writes } = extensionChange({ fates: ['answer-lost'] });
    await changing();
    expect(writes()).toHaveLength(1);
  });

  test('is written again where the request was lost, and where the update failed', async () => {
    const { changing, writes } = extensionChange({ fates: ['request-lost', 'failed'] });
    const { scaleSet, race } = await changing();
    expect(extensionsOf(scaleSet)?.[1]?.properties.forceUpdateTag).toBe('r2');
    expect(race).toBeUndefined();
    expect(writes()).toHaveLength(3);
  });

  test.each(['carried-out', 'answer-lost'] as const)(
    'tells of nobody else where the write was ours alone (%s)',
    async (fate) => {
      const { changing } = extensionChange({ fates: [fate] });
      expect(await changing()).not.toHaveProperty('race');
    },
  );

  test('tells of another writer who has come between, and whom it has written over', async () => {
    const { changing } = extensionChange({
      fates: ['raced'],
      others: (found) => ({
        ...found,
        properties: {
          virtualMachineProfile: { extensionProfile: { extensions: [{ ...deploy, properties: {} }] } },
        },
      }),
    });
    expect(await changing()).toMatchObject({ race: { before: 1, after: 3, ours: 1 } });
  });

  test('is left to another writer, and no setting is in the text that says so', async () => {
    const theirs = { name: 'deploy', properties: { settings: { password: 'hunter2' }, forceUpdateTag: 'x' } };
    const { changing, writes } = extensionChange({
      scaleSet: {
        properties: { virtualMachineProfile: { extensionProfile: { extensions: [theirs] } } },
      },
    });
    const failure = await changing().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ForeignModelError);
    expect(String(failure)).toMatch(/it has forceUpdateTag "x" .* where forceUpdateTag "r1" .* "r2"/);
    expect(String(failure)).not.toMatch(/hunter2|commandToExecute/);
    expect(writes()).toEqual([]);
  });

  test('that the model does not have is not made', async () => {
    const { changing, writes } = extensionChange({ scaleSet: {} });
    await expect(changing()).rejects.toThrow(
      'The model of scale set web has no extension "deploy". It has none at all.',
    );
    expect(writes()).toEqual([]);
  });
});
