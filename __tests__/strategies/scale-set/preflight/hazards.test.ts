import { describe, expect, it } from 'vitest';
import type { ScaleSet } from '../../../../src/azure/scale-sets/scale-sets.ts';
import {
  findHazards,
  type HazardTerms,
  type Surroundings,
} from '../../../../src/strategies/scale-set/preflight/hazards.ts';
import { jammy, scaleSetOf } from '../scale-set-of.ts';

const canary: HazardTerms = {
  strategy: 'canary-percent',
  suspendRepairs: false,
  payload: 'image',
  health: { command: 'systemctl is-active shop' },
  hasSuspendedRepairs: false,
};
const rollout: HazardTerms = { ...canary, strategy: 'full-rollout' };

const find = (more: Partial<Surroundings> = {}, terms: HazardTerms = canary) =>
  findHazards(
    {
      scaleSet: scaleSetOf(),
      autoscaleSettings: [],
      repairs: 'absent',
      isRollingUpgradeRunning: false,
      ...more,
    },
    terms,
  );

const withProperties = (properties: ScaleSet['properties']) => ({ scaleSet: scaleSetOf(properties) });

describe('what would let a new model out unasked', () => {
  it('is nothing in a scale set that only we work on', () => {
    expect(find()).toEqual({ refusals: [], hazards: [] });
  });

  it.each([
    [
      'Automatic',
      /"web" has the upgrade policy Automatic: .* all instances.*\(az vmss update -g shop -n web --subscription \S+ --set upgradePolicy\.mode=Manual\)/,
    ],
    ['Rolling', /"web" has the upgrade policy Rolling: .* without a gate/],
  ] as const)('is the upgrade policy %s', (mode, message) => {
    const { refusals, hazards } = find(withProperties({ upgradePolicy: { mode }, overprovision: false }));
    expect(refusals).toEqual([expect.stringMatching(message)]);
    expect(hazards).toEqual([]);
  });

  it('are upgrades of OS images by the platform', () => {
    const upgradePolicy = {
      mode: 'Manual',
      automaticOSUpgradePolicy: { enableAutomaticOSUpgrade: true },
    } as const;
    expect(find(withProperties({ upgradePolicy })).refusals).toEqual([
      expect.stringMatching(
        /"web" has automatic OS image upgrades.*enableAutomaticOSUpgrade to false \(az vmss update -g shop -n web --subscription \S+ --set upgradePolicy\.\S+=false\)\.$/,
      ),
    ]);
  });

  it('is a rolling upgrade that runs', () => {
    expect(find({ isRollingUpgradeRunning: true }).refusals).toEqual([
      expect.stringMatching(
        /rolling upgrade .* "web".*az vmss rolling-upgrade cancel -g shop -n web --subscription \S+\)/,
      ),
    ]);
  });

  it('is autoscale: the canaries are protected, and the rest is told', () => {
    const autoscaleSettings = ['by-cpu', 'at-night'];
    expect(find({ autoscaleSettings })).toEqual({
      refusals: [],
      hazards: [
        expect.stringMatching(
          /"web" is scaled by the autoscale setting "by-cpu", "at-night".*protected from scale-in/,
        ),
      ],
    });
    expect(find({ autoscaleSettings }, rollout).hazards).toEqual([
      expect.stringMatching(
        /before the last look of the rollout are checked as everybody is .* max-unhealthy/,
      ),
    ]);
  });

  it('is overprovisioning, which is on unless it was set off', () => {
    const text = expect.stringMatching(/"web" overprovisions: .*overprovision to false/);
    expect(find(withProperties({ overprovision: true })).hazards).toEqual([text]);
    const { overprovision: _, ...properties } = scaleSetOf().properties;
    const asByDefault = { ...scaleSetOf(), properties };
    expect(find({ scaleSet: asByDefault }).hazards).toEqual([text]);
    const flexible: ScaleSet = {
      ...asByDefault,
      properties: { ...properties, orchestrationMode: 'Flexible' },
    };
    expect(find({ scaleSet: flexible }).hazards).toEqual([]);
  });

  it('is an image without a pinned version, unless the release pins one', () => {
    const scaleSet = scaleSetOf({}, { ...jammy, version: 'latest' });
    const text = expect.stringMatching(/"web" has the image Canonical:.*:latest without a pinned version/);
    expect(find({ scaleSet }, { ...canary, payload: 'extension' }).hazards).toEqual([text]);
    expect(find({ scaleSet }, { ...rollout, payload: 'model' }).hazards).toEqual([text]);
    expect(find({ scaleSet }, canary).hazards).toEqual([]);
    expect(find({}, { ...canary, payload: 'extension' }).hazards).toEqual([]);
  });

  it('is that nothing tells whether an instance serves, which is no reason to refuse', () => {
    const unasked: HazardTerms = { ...rollout, health: {} };
    expect(find({}, unasked)).toEqual({
      refusals: [],
      hazards: [
        expect.stringMatching(
          /^Nothing tells whether an instance of the scale set "web" serves .*check-http, check-tcp or check-command/,
        ),
      ],
    });
    const healthProbe = { id: '/loadBalancers/lb/probes/http' };
    const probed = withProperties({
      overprovision: false,
      virtualMachineProfile: { storageProfile: { imageReference: jammy }, networkProfile: { healthProbe } },
    });
    const applicationHealth = {
      name: 'health',
      properties: { publisher: 'Microsoft.ManagedServices', type: 'ApplicationHealthLinux' },
    };
    const extended = { scaleSet: scaleSetOf({}, jammy, [applicationHealth]) };
    const tcp: HazardTerms = { ...unasked, health: { endpoint: { protocol: 'tcp', port: 22 } } };
    for (const told of [find(probed, unasked), find(extended, unasked), find({}, tcp)]) {
      expect(told).toEqual({ refusals: [], hazards: [] });
    }
  });

  it('is told all at once', () => {
    const { refusals } = find({
      ...withProperties({ upgradePolicy: { mode: 'Automatic' } }),
      isRollingUpgradeRunning: true,
    });
    expect(refusals).toHaveLength(2);
  });
});

describe('automatic repairs', () => {
  const by = (repairAction?: 'Replace' | 'Restart' | 'Reimage') =>
    withProperties({
      overprovision: false,
      automaticRepairsPolicy: { enabled: true, ...(repairAction === undefined ? {} : { repairAction }) },
    });

  it.each(['Replace', undefined] as const)(
    'by %s are refused for a canary, unless they are suspended',
    (action) => {
      expect(find({ ...by(action), repairs: 'running' })).toEqual({
        refusals: [
          expect.stringMatching(/"web" has automatic repairs by Replace: .*Set suspend-repairs: true/),
        ],
        hazards: [],
      });
      expect(find({ ...by(action), repairs: 'running' }, { ...canary, suspendRepairs: true })).toEqual({
        refusals: [],
        hazards: [
          expect.stringMatching(/by Replace: .*suspended for the length of the release, and resumed/),
        ],
      });
    },
  );

  it('by Replace are a hazard of a rollout, in which every instance gets the new model', () => {
    expect(find({ ...by('Replace'), repairs: 'running' }, rollout)).toEqual({
      refusals: [],
      hazards: [expect.stringMatching(/suspend-repairs: true rules it out/)],
    });
  });

  it.each(['Restart', 'Reimage'] as const)('by %s are a hazard', (action) => {
    const { refusals, hazards } = find({ ...by(action), repairs: 'running' });
    expect(refusals).toEqual([]);
    expect(hazards).toEqual([expect.stringContaining(`automatic repairs by ${action}`)]);
  });

  it('that somebody else has suspended stay so', () => {
    expect(find({ ...by('Replace'), repairs: 'suspended' })).toEqual({
      refusals: [],
      hazards: [expect.stringMatching(/suspended before this release, and stay so/)],
    });
  });

  it('that the release itself has suspended are resumed, and those that run again all the same are told', () => {
    const own = { ...rollout, hasSuspendedRepairs: true };
    expect(find({ ...by('Replace'), repairs: 'suspended' }, own)).toEqual({
      refusals: [],
      hazards: [expect.stringMatching(/by Replace: .*suspended for the length of the release, and resumed/)],
    });
    expect(find({ ...by('Replace'), repairs: 'running' }, own)).toEqual({
      refusals: [],
      hazards: [expect.stringMatching(/by Replace: .*suspend-repairs: true rules it out/)],
    });
  });

  it('that are switched off are none', () => {
    const off = withProperties({ overprovision: false, automaticRepairsPolicy: { enabled: false } });
    expect(find({ ...off, repairs: 'running' })).toEqual({ refusals: [], hazards: [] });
  });
});
