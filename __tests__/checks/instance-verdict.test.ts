import { describe, expect, it } from 'vitest';
import type { InstanceView, ScaleSetInstance } from '../../src/azure/scale-sets/scale-set-instances.ts';
import type { ScaleSet } from '../../src/azure/scale-sets/scale-sets.ts';
import { healthSourcesOf } from '../../src/checks/health-sources.ts';
import { judgeInstance } from '../../src/checks/instance-verdict.ts';
import { goodView, instanceOf, status } from './instances.ts';

const monitored = { isHealthMonitored: true, extensions: ['app'] };

function judge(view: InstanceView, more: Partial<ScaleSetInstance> = {}, sources = monitored) {
  return judgeInstance(instanceOf('0', view, more), sources);
}

describe('an instance', () => {
  it('is good where everything that tells of it agrees, in whatever case ARM writes its codes', () => {
    expect(judge({})).toEqual([]);
    expect(
      judge({
        statuses: [status('provisioningstate/Succeeded'), status('PowerState/Running')],
        vmHealth: { status: status('healthstate/Healthy') },
      }),
    ).toEqual([]);
  });

  it('is not good without an instance view', () => {
    const instance = { ...instanceOf('0'), properties: { provisioningState: 'Succeeded' } };
    expect(judgeInstance(instance, monitored)).toEqual(['has no instance view']);
  });

  it.each([
    ['PowerState/deallocated', 'VM deallocated', 'is not running (PowerState/deallocated: VM deallocated)'],
    ['PowerState/starting', undefined, 'is not running (PowerState/starting)'],
  ])('is not good at %s', (code, displayStatus, reason) => {
    const power = status(code, displayStatus === undefined ? {} : { displayStatus });
    expect(judge({ statuses: [status('ProvisioningState/succeeded'), power] })).toEqual([reason]);
  });

  it('is not good where its power state is not told', () => {
    expect(judge({ statuses: [status('ProvisioningState/succeeded')] })).toEqual([
      'is not known to run (no PowerState)',
    ]);
  });

  it('is not good where it is not provisioned, with code and message of the view', () => {
    const failed = status('ProvisioningState/failed/OSProvisioningTimedOut', {
      displayStatus: 'Provisioning failed',
      message: 'OS Provisioning did not finish\nin the allotted time.',
    });
    expect(judge({ statuses: [failed, status('PowerState/running')] })).toEqual([
      'is not provisioned (ProvisioningState/failed/OSProvisioningTimedOut: OS Provisioning did not finish in the allotted time.)',
    ]);
  });

  it('is not good where only the property says that it is not provisioned', () => {
    const properties = { provisioningState: 'Updating', instanceView: goodView };
    expect(judge({}, { properties })).toEqual(['is not provisioned (Updating)']);
    expect(judge({}, { properties: { instanceView: goodView } })).toEqual([
      'is not provisioned (no provisioningState)',
    ]);
  });

  it('tells all that is wrong with it', () => {
    expect(
      judge({
        statuses: [status('ProvisioningState/updating'), status('PowerState/stopped')],
        vmHealth: { status: status('HealthState/unhealthy') },
        extensions: [],
      }),
    ).toEqual([
      'is not running (PowerState/stopped)',
      'is not provisioned (ProvisioningState/updating)',
      'has not told the provisioning state of extension app',
      'is not healthy (HealthState/unhealthy)',
    ]);
  });
});

describe('its health', () => {
  it.each(['HealthState/unknown', 'HealthState/initializing', 'HealthState/draining', 'HealthState/busy'])(
    'is not good at %s',
    (code) => {
      expect(judge({ vmHealth: { status: status(code) } })).toEqual([`is not healthy (${code})`]);
    },
  );

  it('is not good where somebody shall tell it and nobody has', () => {
    const { vmHealth: _, ...untold } = goodView;
    const properties = { provisioningState: 'Succeeded', instanceView: untold };
    expect(judge({}, { properties })).toEqual(['is not known to be healthy (no HealthState)']);
  });

  it('is nothing to complain of where nothing is configured to tell it', () => {
    const { vmHealth: _, ...untold } = goodView;
    const properties = { provisioningState: 'Succeeded', instanceView: untold };
    expect(judge({}, { properties }, { ...monitored, isHealthMonitored: false })).toEqual([]);
  });
});

describe('its extensions', () => {
  const failed = status('ProvisioningState/failed/1', { message: 'Enable failed: exit status 1' });
  const resource = (name: string, provisioningState: string) => ({ name, properties: { provisioningState } });

  it('are all judged, those too that the model does not name', () => {
    const extensions = [...(goodView.extensions ?? []), { name: 'agent', statuses: [failed] }];
    expect(judge({ extensions })).toEqual([
      'has extension agent not provisioned (ProvisioningState/failed/1: Enable failed: exit status 1)',
    ]);
  });

  it('are judged once where view and resource both tell of them, in whatever case', () => {
    const extensions = [{ name: 'App', statuses: [failed] }];
    expect(judge({ extensions }, { resources: [resource('APP', 'Failed')] })).toEqual([
      'has extension App not provisioned (ProvisioningState/failed/1: Enable failed: exit status 1)',
    ]);
  });

  it('are not good while the resource is being changed, whatever the view still says', () => {
    expect(judge({}, { resources: [resource('app', 'Updating')] })).toEqual([
      'has extension app not provisioned (Updating)',
    ]);
    expect(judge({}, { resources: [resource('app', 'Succeeded')] })).toEqual([]);
  });

  it('have told nothing where only something else than a provisioning state is told', () => {
    const extensions = [{ name: 'app', statuses: [status('ComponentStatus/StdOut/succeeded')] }];
    expect(judge({ extensions })).toEqual(['has not told the provisioning state of extension app']);
  });

  it('that print pages are cut short', () => {
    const printed = status('ProvisioningState/failed/1', { message: 'x'.repeat(5_000) });
    const [reason = ''] = judge({ extensions: [{ name: 'app', statuses: [printed] }] });
    expect(reason.length).toBeLessThan(400);
    expect(reason).toContain('x…');
  });
});

describe('the model', () => {
  const scaleSet = (profile: ScaleSet['properties']['virtualMachineProfile'] = {}): ScaleSet => ({
    id: '/subscriptions/s',
    name: 'web',
    location: 'westeurope',
    properties: { virtualMachineProfile: profile },
  });
  const extension = (name: string, type: string) => ({ name, properties: { type } });

  it('says which extensions there shall be, and whether one of them or a health probe tells of health', () => {
    expect(healthSourcesOf(scaleSet())).toEqual({ isHealthMonitored: false, extensions: [] });
    expect(
      healthSourcesOf(scaleSet({ extensionProfile: { extensions: [extension('app', 'CustomScript')] } })),
    ).toEqual({ isHealthMonitored: false, extensions: ['app'] });
    expect(
      healthSourcesOf(
        scaleSet({ extensionProfile: { extensions: [extension('h', 'ApplicationHealthLinux')] } }),
      ),
    ).toEqual({ isHealthMonitored: true, extensions: ['h'] });
    expect(healthSourcesOf(scaleSet({ networkProfile: { healthProbe: { id: '/probes/web' } } }))).toEqual({
      isHealthMonitored: true,
      extensions: [],
    });
  });
});
