import { healthSourcesOf, judgedBy } from '../../../checks/health-sources.ts';
import type { OpenRelease } from '../../../record/open-release.ts';
import { deletedCanariesText, otherCarriersText } from '../beside-canaries.ts';
import type { CanaryGoal, ScaleSetGoal } from '../goal.ts';
import type { Instance } from '../instances/instance.ts';
import { compareIds } from '../instances/instance-order.ts';
import { namedInstances } from '../instances/named-instances.ts';
import { isOutdated, serves } from '../instances/serving.ts';
import type { Observation } from '../observed/observe.ts';
import { describePayload } from '../payload/describe-payload.ts';
import { payloadOfModel, samePayload } from '../payload/model.ts';
import type { Wanted } from '../payload/wanted.ts';
import type { Surroundings } from '../preflight/hazards.ts';
import { resumedByHandText } from '../preflight/undone-by-hand.ts';
import { canaryWorkOf } from './canary-work.ts';
import { asToCome, type Found } from './plan-release.ts';
import { suspendsRepairs } from './suspended-repairs.ts';
import { unprotectedOf } from './unprotected.ts';

/**
 * Whether nothing would be left to do if the canaries answered well, which is to be asked without a write. Not where `check-command`
 * decides: that is run on machines, so it is planned, and done under the lock; nor where what the release keeps for its length has
 * been undone by hand.
 */
export function areCanariesInPlace(
  goal: CanaryGoal,
  { scaleSet, surroundings }: Pick<Observation, 'scaleSet' | 'surroundings'>,
  { release: { payload, canaryIds }, open }: Pick<Wanted, 'release' | 'open'>,
  { instances, before }: Found,
): boolean {
  const isInModel = samePayload(payloadOfModel(scaleSet, payload), payload);
  const canaries = instances.filter(({ instanceId }) => canaryIds.includes(instanceId));
  return (
    isInModel &&
    (open === undefined ||
      (canaryIds.every((id) => open.canaryIds.includes(id)) &&
        isSetAside(goal, surroundings, canaryIds, instances))) &&
    canaries.every((each) => isInPlace(each) && (before.sickIds.has(each.instanceId) || serves(each))) &&
    (goal.health.command === undefined || canaryWorkOf(instances, canaryIds, before).toCheck.length === 0)
  );
}

/** Whether the canaries are protected from scale-in, and repairs suspended, as an open release keeps them. */
function isSetAside(
  goal: CanaryGoal,
  surroundings: Surroundings,
  canaryIds: readonly string[],
  instances: readonly Instance[],
): boolean {
  return (
    !suspendsRepairs(goal, surroundings) && unprotectedOf(surroundings, instances, canaryIds).length === 0
  );
}

/** Canaries are those of the record: who was deleted is none any more, and who has the payload besides has become none. */
function besideTheRecord({ canaryIds }: OpenRelease, instances: readonly Instance[]): string[] {
  const ids = instances.map(({ instanceId }) => instanceId);
  const gone = canaryIds.filter((id) => !ids.includes(id));
  const others = instances
    .filter(({ instanceId, hasPayload }) => hasPayload && !canaryIds.includes(instanceId))
    .map(({ instanceId }) => instanceId)
    .sort(compareIds);
  return [
    ...(gone.length === 0 ? [] : [deletedCanariesText(gone)]),
    ...(others.length === 0 ? [] : [otherCarriersText(others)]),
  ];
}

function isInPlace({ hasPayload, provisioningState }: Instance): boolean {
  return hasPayload && provisioningState === 'Succeeded';
}

export function reasonForNoChange(
  { strategy, health }: ScaleSetGoal,
  { scaleSet, surroundings }: Pick<Observation, 'scaleSet' | 'surroundings'>,
  { release: { payload, releaseId, canaryIds }, open }: Wanted,
  { instances, before }: Found,
): string {
  if (strategy === 'canary-percent') {
    const sickIds = canaryIds.filter((id) => before.sickIds.has(id));
    const well =
      judgedBy(healthSourcesOf(scaleSet), health) === 'health'
        ? 'are well'
        : 'are provisioned and running; nothing asked whether they serve';
    const resumed = resumedByHandText(surroundings, open);
    return [
      `the canaries${open === undefined ? '' : ` of release ${releaseId}`} have ${describePayload(payload)} already` +
        `${sickIds.length === canaryIds.length ? '' : `, and ${well}`}`,
      ...(sickIds.length === 0
        ? []
        : [
            `not well${open === undefined ? '' : ', as before the release'}, and left as ${sickIds.length === 1 ? 'it is' : 'they are'}: ${namedInstances(sickIds)}`,
          ]),
      ...(open === undefined ? [] : besideTheRecord(open, instances)),
      ...leftOff(instances.filter(({ instanceId }) => !sickIds.includes(instanceId))),
      ...(resumed === '' ? [] : [resumed]),
    ].join('; ');
  }
  const isInModel = samePayload(payloadOfModel(scaleSet, payload), payload);
  const left = asToCome(instances, isInModel)
    .filter(isOutdated)
    .map(({ instanceId }) => instanceId);
  const all = `every instance has ${describePayload(payload)} already`;
  return [
    left.length === 0
      ? all
      : `${all}, except ${left.join(', ')}: protectFromScaleSetActions keeps every upgrade from ${left.length === 1 ? 'it' : 'them'}, so ` +
        `${left.length === 1 ? 'it is' : 'they are'} outdated still`,
    ...leftOff(instances),
  ].join('; ');
}

/** Nobody has looked whether they are well, and they serve nobody. */
function leftOff(instances: readonly Instance[]): string[] {
  const ids = instances.filter(({ isSwitchedOff }) => isSwitchedOff).map(({ instanceId }) => instanceId);
  return ids.length === 0
    ? []
    : [`${namedInstances(ids)} ${ids.length === 1 ? 'is' : 'are'} switched off, and left so`];
}
