import type { InstanceViewStatus, ScaleSetInstance } from '../azure/scale-sets/scale-set-instances.ts';
import type { HealthSources } from './health-sources.ts';
import { oneLine } from './one-line.ts';
import type { Reasons } from './reasons.ts';

/** Judges an instance by what ARM says of it. What is configured and not told yet counts as bad. */
export function judgeInstance(instance: ScaleSetInstance, sources: HealthSources): Reasons {
  if (instance.properties.instanceView === undefined) {
    return ['has no instance view'];
  }
  return [
    ...judgePower(instance),
    ...judgeProvisioning(instance),
    ...judgeExtensions(instance, sources.extensions),
    ...judgeHealth(instance, sources.isHealthMonitored),
  ];
}

/** What ARM calls failed of it, whatever is configured: a machine that is being upgraded, or is off, has not failed. */
export function failuresOf({ properties, resources = [] }: ScaleSetInstance): Reasons {
  const { provisioningState, instanceView } = properties;
  const views = instanceView?.extensions ?? [];
  const named = distinct([...views, ...resources].map(({ name }) => name));
  return [
    ...(provisioningState === 'Failed' ? ['is not provisioned (Failed)'] : []),
    ...named.flatMap((name) => {
      const viewed = views.find((each) => isSameName(each.name, name))?.statuses?.filter(isFailed) ?? [];
      const state = resources.find((each) => isSameName(each.name, name))?.properties.provisioningState;
      const told = viewed.map(describe).concat(state === 'Failed' ? [state] : []);
      return told.length === 0 ? [] : [`has extension ${name} not provisioned (${told[0]})`];
    }),
  ];
}

function isFailed({ code }: InstanceViewStatus): boolean {
  return /^ProvisioningState\/failed(?:\/|$)/i.test(code);
}

function judgePower({ properties }: ScaleSetInstance): Reasons {
  const power = properties.instanceView?.statuses?.find((status) => isOf('PowerState', status));
  if (power === undefined) {
    return ['is not known to run (no PowerState)'];
  }
  return isAt('PowerState/running', power) ? [] : [`is not running (${describe(power)})`];
}

/** The view has ARM's code and message, the property is there also while the view is not up to date. */
function judgeProvisioning({ properties }: ScaleSetInstance): Reasons {
  const bad = properties.instanceView?.statuses?.filter(isNotProvisioned) ?? [];
  if (bad.length > 0) {
    return [`is not provisioned (${bad.map(describe).join('; ')})`];
  }
  const { provisioningState = 'no provisioningState' } = properties;
  return provisioningState === 'Succeeded' ? [] : [`is not provisioned (${provisioningState})`];
}

/** All that the instance has, and all that it shall have: an extension that is not there yet has told nothing. */
function judgeExtensions(instance: ScaleSetInstance, expected: readonly string[]): Reasons {
  const viewed = instance.properties.instanceView?.extensions ?? [];
  const names = [...viewed, ...(instance.resources ?? [])].map(({ name }) => name).concat(expected);
  return distinct(names).flatMap((name) => judgeExtension(instance, name));
}

function judgeExtension(instance: ScaleSetInstance, name: string): Reasons {
  const viewed = instance.properties.instanceView?.extensions?.find((each) => isSameName(each.name, name));
  const told = viewed?.statuses?.filter((status) => isOf('ProvisioningState', status)) ?? [];
  const bad = told.filter(isNotProvisioned);
  if (bad.length > 0) {
    return [`has extension ${name} not provisioned (${bad.map(describe).join('; ')})`];
  }
  const state = instance.resources?.find((each) => isSameName(each.name, name))?.properties.provisioningState;
  if (state !== undefined && state !== 'Succeeded') {
    return [`has extension ${name} not provisioned (${state})`];
  }
  return told.length === 0 ? [`has not told the provisioning state of extension ${name}`] : [];
}

function judgeHealth({ properties }: ScaleSetInstance, isMonitored: boolean): Reasons {
  const health = properties.instanceView?.vmHealth?.status;
  if (health === undefined) {
    return isMonitored ? ['is not known to be healthy (no HealthState)'] : [];
  }
  return isAt('HealthState/healthy', health) ? [] : [`is not healthy (${describe(health)})`];
}

function isNotProvisioned(status: InstanceViewStatus): boolean {
  return isOf('ProvisioningState', status) && !isAt('ProvisioningState/succeeded', status);
}

function isOf(kind: string, { code }: InstanceViewStatus): boolean {
  return code.toLowerCase().startsWith(`${kind.toLowerCase()}/`);
}

function isAt(wanted: string, { code }: InstanceViewStatus): boolean {
  return code.toLowerCase() === wanted.toLowerCase();
}

/** ARM's own code and words. */
function describe({ code, message, displayStatus }: InstanceViewStatus): string {
  const words = message || displayStatus;
  return words ? `${code}: ${oneLine(words)}` : code;
}

function isSameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function distinct(names: readonly string[]): string[] {
  return names.filter((name, index) => names.findIndex((each) => isSameName(each, name)) === index);
}
