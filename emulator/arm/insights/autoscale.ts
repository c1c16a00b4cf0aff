import type { ArmResource } from '../../data-plane/contract.ts';
import { protectionOf, stayingInstances } from '../compute/instances.ts';
import { capacityOf } from '../compute/scale-set-model.ts';
import type { ControlPlane } from '../control-plane.ts';
import { foreignWrite } from '../foreign-write.ts';
import { type JsonObject, listOf, objectOf, textOf } from '../json.ts';
import { sameId } from '../resource-id.ts';
import { autoscaleType } from './autoscale-settings.ts';

type Direction = 'Increase' | 'Decrease';

/**
 * What autoscale does to a scale set whose load has risen or fallen: what the rule of its setting says, between the setting's minimum
 * and maximum. Without an enabled setting that has such a rule, nothing.
 */
export function autoscale(plane: ControlPlane, scaleSetId: string, direction: Direction): void {
  const scaleSet = plane.store.get(scaleSetId);
  const profile = profileFor(plane, scaleSetId);
  if (scaleSet === undefined || profile === undefined) return;
  const action = actionFor(profile, direction);
  if (action === undefined) return;
  const present = capacityOf(scaleSet);
  const wanted = withinLimits(profile, capacityAfter(action, present, direction));
  const capacity = Math.max(wanted, present - removable(plane, scaleSet));
  if (capacity !== present) foreignWrite(plane, scaleSetId, { sku: { capacity } });
}

/** The profile of the enabled setting of a scale set: one without a schedule where there are several. */
function profileFor(plane: ControlPlane, scaleSetId: string): JsonObject | undefined {
  const setting = plane.store
    .list(autoscaleType)
    .find(
      ({ properties }) =>
        properties.enabled === true && sameId(textOf(properties, 'targetResourceUri'), scaleSetId),
    );
  const profiles = listOf(setting?.properties, 'profiles');
  return profiles.find((one) => one.recurrence === undefined && one.fixedDate === undefined) ?? profiles[0];
}

function actionFor(profile: JsonObject, direction: Direction): JsonObject | undefined {
  return listOf(profile, 'rules')
    .map((rule) => objectOf(rule, 'scaleAction'))
    .find((action) => sameId(textOf(action, 'direction'), direction));
}

function capacityAfter(action: JsonObject, present: number, direction: Direction): number {
  const value = Number(action.value ?? 1);
  if (sameId(textOf(action, 'type'), 'ExactCount')) return value;
  const isPercent = sameId(textOf(action, 'type'), 'PercentChangeCount');
  const step = isPercent ? Math.max(1, Math.floor((present * value) / 100)) : value;
  return direction === 'Increase' ? present + step : present - step;
}

/** The limits of a setting are numbers written as text. */
function withinLimits(profile: JsonObject, capacity: number): number {
  const { minimum = 0, maximum = Number.POSITIVE_INFINITY } = objectOf(profile, 'capacity') ?? {};
  return Math.max(Number(minimum), Math.min(Number(maximum), capacity));
}

/** Who is protected from scale-in stays. */
function removable(plane: ControlPlane, { id }: ArmResource): number {
  return stayingInstances(plane, id).filter((one) => protectionOf(one).protectFromScaleIn !== true).length;
}
