import { isDeepStrictEqual } from 'node:util';
import { ForeignChangeError } from '../../../azure/foreign-change-error.ts';
import type { ScaleSet } from '../../../azure/scale-sets/scale-sets.ts';
import type { Instance } from '../instances/instance.ts';
import type { PlannedRelease } from '../plan/steps.ts';

/** What a plan has counted on beside the payload. */
export interface AsPlanned {
  readonly scaleSet: ScaleSet;
  /** Who had something else then, and is no canary: of canaries alone, nobody of them is to get the payload. */
  readonly bystanderIds: readonly string[];
}

export function asPlanned(
  scaleSet: ScaleSet,
  instances: readonly Instance[],
  { canaryIds }: Pick<PlannedRelease, 'canaryIds'>,
): AsPlanned {
  const bystanders = instances.filter(
    ({ instanceId, hasPayload }) => !hasPayload && !canaryIds.includes(instanceId),
  );
  return { scaleSet, bystanderIds: bystanders.map(({ instanceId }) => instanceId) };
}

/**
 * What the plan was made for is no longer so where somebody has changed what goes out with the payload, or what lets it out: another
 * upgrade policy brings it to everybody at once. What else is in a scale set may change meanwhile: the capacity is autoscale's, and
 * tags are anybody's.
 *
 * @throws ForeignChangeError naming the parts.
 */
export function requireRestOfModel(
  planned: ScaleSet,
  found: ScaleSet,
  release: Pick<PlannedRelease, 'payload'>,
): void {
  const change = restOfModelChange(planned, found, release);
  if (change !== undefined) {
    throw new ForeignChangeError(restOfModelText(found, change));
  }
}

/** @param change of `restOfModelChange`. */
export function restOfModelText({ name }: Pick<ScaleSet, 'name'>, change: string): string {
  return (
    `Something else has changed the model of scale set ${name} since this run was planned: ${change}. With the payload ` +
    'that would go out too, and nobody has planned it: nobody gets more of it. Find out who writes to it, and run again.'
  );
}

/** Names of the parts that are not as they were. Undefined where all are. */
export function restOfModelChange(
  planned: ScaleSet,
  found: ScaleSet,
  { payload }: Pick<PlannedRelease, 'payload'>,
): string | undefined {
  const [before, now] = [partsOf(planned, payload), partsOf(found, payload)];
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])].filter(
    (name) => !isDeepStrictEqual(before[name], now[name]),
  );
  return names.length === 0 ? undefined : names.join(', ');
}

type Parts = Readonly<Record<string, unknown>>;

/** By the names that a person would look for. */
function partsOf({ sku, properties }: ScaleSet, payload: PlannedRelease['payload']): Parts {
  const { virtualMachineProfile = {}, upgradePolicy, automaticRepairsPolicy, overprovision } = properties;
  const { storageProfile = {}, extensionProfile = {}, ...profile } = virtualMachineProfile;
  const { imageReference, ...storage } = storageProfile;
  const extensions = (extensionProfile.extensions ?? []).filter(
    ({ name }) => payload.kind !== 'extension' || name.toLowerCase() !== payload.name.toLowerCase(),
  );
  const inProfile = {
    ...profile,
    storageProfile: payload.kind === 'image' ? storage : storageProfile,
    extensionProfile: { ...extensionProfile, extensions },
  };
  const parts: Parts = {
    'sku.name': sku?.name,
    'sku.tier': sku?.tier,
    upgradePolicy,
    automaticRepairsPolicy,
    overprovision,
    ...Object.fromEntries(
      Object.entries(inProfile).map(([name, part]) => [`virtualMachineProfile.${name}`, part]),
    ),
  };
  return JSON.parse(JSON.stringify(parts, withoutStates)) as Parts;
}

/** ARM says how each part is doing in the midst of what it shall be. */
function withoutStates(name: string, value: unknown): unknown {
  return name === 'provisioningState' ? undefined : value;
}
