import { describe, expect, it } from 'vitest';
import type { ImageReference } from '../../../../src/azure/scale-sets/scale-sets.ts';
import { toInstance } from '../../../../src/strategies/scale-set/instances/instances.ts';
import {
  type RecordedPayload,
  recordedExtension,
} from '../../../../src/strategies/scale-set/payload/payload-text.ts';
import { customScript, jammy, readInstance, scaleSetOf } from '../scale-set-of.ts';

const payload: RecordedPayload = { kind: 'image', image: jammy };

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
    expect(toInstance(read, { scaleSet: scaleSetOf(), payload })).toEqual({
      instanceId: '3',
      name: 'web_3',
      zone: '2',
      faultDomain: 2,
      hasLatestModel: true,
      hasPayload: true,
      isRunning: true,
      isSwitchedOff: false,
      provisioningState: 'Succeeded',
      health: 'unmonitored',
      isProtectedFromScaleIn: true,
      isProtectedFromScaleSetActions: false,
    });
  });

  it('that ARM says little of is outdated, down and in no zone', () => {
    const { instanceId, name, id } = readInstance();
    const read = { instanceId, name, id, properties: {} };
    expect(toInstance(read, { scaleSet: scaleSetOf(), payload })).toMatchObject({
      zone: '',
      faultDomain: 0,
      hasLatestModel: false,
      hasPayload: false,
      isRunning: false,
      provisioningState: '',
      isProtectedFromScaleIn: false,
    });
  });

  it.each([
    ['PowerState/deallocated', true],
    ['PowerState/stopped', true],
    ['PowerState/starting', false],
    ['PowerState/stopping', false],
    ['ProvisioningState/succeeded', false],
  ])('does not run: %s; and is switched off: %s', (code, isSwitchedOff) => {
    const read = readInstance({ instanceView: { statuses: [{ code }] } });
    expect(toInstance(read, { scaleSet: scaleSetOf(), payload })).toMatchObject({
      isRunning: false,
      isSwitchedOff,
    });
  });
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
    expect(toInstance(withView(code), { scaleSet: extended, payload }).health).toBe(health);
  });

  it('is unknown where something monitors it and nothing was told yet', () => {
    expect(toInstance(readInstance(), { scaleSet: probed, payload }).health).toBe('unknown');
    expect(toInstance(readInstance(), { scaleSet: extended, payload }).health).toBe('unknown');
  });

  it('is unmonitored where nothing does', () => {
    const scaleSet = scaleSetOf({}, jammy, [customScript()]);
    expect(toInstance(readInstance(), { scaleSet, payload }).health).toBe('unmonitored');
  });
});

describe('an instance has an image', () => {
  const on = (imageReference: ImageReference) => readInstance({ storageProfile: { imageReference } });
  const newer = { ...jammy, version: '22.04.202602020' };

  it('by what it really runs, whatever ARM says of its model', () => {
    const wanted: RecordedPayload = { kind: 'image', image: newer };
    const scaleSet = scaleSetOf({}, newer);
    expect(toInstance(on(jammy), { scaleSet, payload: wanted })).toMatchObject({
      hasLatestModel: true,
      hasPayload: false,
    });
    const upgraded = on({ ...newer, version: 'latest', exactVersion: newer.version });
    expect(toInstance(upgraded, { scaleSet, payload: wanted }).hasPayload).toBe(true);
  });
});

describe('an instance has an extension', () => {
  const extension = recordedExtension('install-shop', { version: 2, files: { a: 1, b: 2 } }, 'release-7');
  const settings = { files: { b: 2, a: 1 }, version: 2 };
  const having = (
    properties: Record<string, unknown>,
    latestModelApplied = false,
    { name = 'Install-Shop', forceUpdateTag = 'release-7' } = {},
  ) =>
    toInstance(readInstance({ latestModelApplied }, { resources: [{ name, properties }] }), {
      scaleSet: scaleSetOf({}, jammy, [customScript({ settings, forceUpdateTag })]),
      payload: extension,
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

  it('not where ARM tells no tag, and its model is the latest, which has another', () => {
    expect(having({ settings }, true, { forceUpdateTag: 'release-6' })).toBe(false);
  });

  it('only under its name', () => {
    expect(having({ forceUpdateTag: 'release-7', settings }, true, { name: 'another' })).toBe(false);
    expect(toInstance(readInstance(), { scaleSet: scaleSetOf(), payload: extension }).hasPayload).toBe(false);
  });
});
