import { describe, expect, it } from 'vitest';
import type { ImageReference } from '../../../src/azure/scale-sets.ts';
import { toInstance } from '../../../src/strategies/scale-set/instances.ts';
import type { ExtensionPayload, Payload } from '../../../src/strategies/scale-set/payload.ts';
import { customScript, jammy, readInstance, scaleSetOf } from './scale-set-of.ts';

const withView = (code: string) =>
  readInstance({
    instanceView: { statuses: [{ code: 'PowerState/running' }], vmHealth: { status: { code } } },
  });

describe('an instance', () => {
  it('is what ARM says of it', () => {
    const read = readInstance(
      { protectionPolicy: { protectFromScaleIn: true, protectFromScaleSetActions: false } },
      { zones: ['2'] },
    );
    expect(toInstance(read, { scaleSet: scaleSetOf() })).toEqual({
      instanceId: '3',
      name: 'web_3',
      zone: '2',
      faultDomain: 2,
      hasLatestModel: true,
      hasPayload: true,
      isRunning: true,
      provisioningState: 'Succeeded',
      health: 'unmonitored',
      isProtectedFromScaleIn: true,
      isProtectedFromScaleSetActions: false,
    });
  });

  it('that ARM says little of is outdated, down and in no zone', () => {
    const { instanceId, name, id } = readInstance();
    const read = { instanceId, name, id, properties: {} };
    expect(toInstance(read, { scaleSet: scaleSetOf() })).toMatchObject({
      zone: '',
      faultDomain: 0,
      hasLatestModel: false,
      hasPayload: false,
      isRunning: false,
      provisioningState: '',
      isProtectedFromScaleIn: false,
    });
  });

  it.each(['PowerState/deallocated', 'PowerState/starting', 'PowerState/stopped'])(
    'does not run: %s',
    (code) => {
      const read = readInstance({ instanceView: { statuses: [{ code }] } });
      expect(toInstance(read, { scaleSet: scaleSetOf() }).isRunning).toBe(false);
    },
  );
});

describe('the health of an instance', () => {
  const probed = scaleSetOf({
    virtualMachineProfile: { networkProfile: { healthProbe: { id: '/subscriptions/x/probes/http' } } },
  });
  const extended = scaleSetOf({}, jammy, [
    {
      name: 'health',
      properties: { publisher: 'Microsoft.ManagedServices', type: 'ApplicationHealthLinux' },
    },
  ]);

  it.each([
    ['HealthState/healthy', 'healthy'],
    ['HealthState/unhealthy', 'unhealthy'],
    ['HealthState/unknown', 'unknown'],
    ['HealthState/initializing', 'unknown'],
  ])('%s is %s', (code, health) => {
    expect(toInstance(withView(code), { scaleSet: extended }).health).toBe(health);
  });

  it('is unknown where something monitors it and nothing was told yet', () => {
    expect(toInstance(readInstance(), { scaleSet: probed }).health).toBe('unknown');
    expect(toInstance(readInstance(), { scaleSet: extended }).health).toBe('unknown');
  });

  it('is unmonitored where nothing does', () => {
    const scaleSet = scaleSetOf({}, jammy, [customScript()]);
    expect(toInstance(readInstance(), { scaleSet }).health).toBe('unmonitored');
  });
});

describe('an instance has an image', () => {
  const on = (imageReference: ImageReference) => readInstance({ storageProfile: { imageReference } });
  const newer = { ...jammy, version: '22.04.202602020' };

  it('by what it really runs, whatever ARM says of its model', () => {
    const payload: Payload = { kind: 'image', image: newer };
    const scaleSet = scaleSetOf({}, newer);
    expect(toInstance(on(jammy), { scaleSet, payload })).toMatchObject({
      hasLatestModel: true,
      hasPayload: false,
    });
    expect(toInstance(on({ ...newer, exactVersion: newer.version }), { scaleSet, payload }).hasPayload).toBe(
      true,
    );
  });

  it('that the model has, where there is no release', () => {
    expect(toInstance(on(jammy), { scaleSet: scaleSetOf({}, newer) }).hasPayload).toBe(false);
    expect(toInstance(on(newer), { scaleSet: scaleSetOf({}, newer) }).hasPayload).toBe(true);
    expect(toInstance(on(newer), { scaleSet: scaleSetOf({ virtualMachineProfile: {} }) }).hasPayload).toBe(
      true,
    );
  });
});

describe('an instance has an extension', () => {
  const payload: ExtensionPayload = {
    kind: 'extension',
    name: 'install-shop',
    settings: { settings: { version: 2, files: { a: 1, b: 2 } } },
    forceUpdateTag: 'release-7',
  };
  const settings = { files: { b: 2, a: 1 }, version: 2 };
  const having = (properties: Record<string, unknown>, latestModelApplied = false, name = 'Install-Shop') =>
    toInstance(readInstance({ latestModelApplied }, { resources: [{ name, properties }] }), {
      scaleSet: scaleSetOf(),
      payload,
    }).hasPayload;

  it.each([
    ['with the tag of the release and its settings', { forceUpdateTag: 'release-7', settings }, false, true],
    ['with the tag of another release', { forceUpdateTag: 'release-6', settings }, true, false],
    ['with other settings', { forceUpdateTag: 'release-7', settings: { version: 1 } }, true, false],
    ['where ARM tells no tag, if its model is the latest', { settings }, true, true],
    ['where ARM tells no tag, and not if its model is outdated', { settings }, false, false],
  ])('%s', (_, properties, isLatest, isExpected) => {
    expect(having(properties, isLatest)).toBe(isExpected);
  });

  it('only under its name', () => {
    expect(having({ forceUpdateTag: 'release-7', settings }, true, 'another')).toBe(false);
    expect(toInstance(readInstance(), { scaleSet: scaleSetOf(), payload }).hasPayload).toBe(false);
  });
});
