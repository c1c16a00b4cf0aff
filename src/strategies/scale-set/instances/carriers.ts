import type { OpenRelease } from '../../../record/open-release.ts';
import type { RolloutGoal } from '../goal.ts';
import type { Instance } from './instance.ts';
import { serves } from './serving.ts';
import { isLeftAlone } from './troubled.ts';
import type { Before } from './unhealthy-budget.ts';

/**
 * Who has the payload before the run, and has to be well before anybody else gets it. Neither who was sick before the release
 * nor who is in quarantine.
 */
export function judgedCarriers(
  instances: readonly Instance[],
  { sickIds }: Pick<Before, 'sickIds'>,
): Instance[] {
  return instances.filter((each) => each.hasPayload && !sickIds.has(each.instanceId) && !isLeftAlone(each));
}

/**
 * Who has the payload of an open release and is not well has become so by it, unless its record says that it was not well before: a
 * gate is there for somebody to look.
 */
export function sickCarrierHazards(
  instances: readonly Instance[],
  open: OpenRelease | undefined,
  goal: Pick<RolloutGoal, 'onUnhealthy'>,
): string[] {
  return open === undefined
    ? []
    : instances
        .filter((each) => each.hasPayload && !serves(each) && !isLeftAlone(each))
        .filter(({ instanceId }) => !open.sickIds.includes(instanceId))
        .map(({ instanceId, health, isRunning }) =>
          sickCarrierHazard(instanceId, `is not well (${isRunning ? health : 'it does not run'})`, goal),
        );
}

/** @param how it is, in words that follow the instance. */
export function sickCarrierHazard(
  instanceId: string,
  how: string,
  { onUnhealthy }: Pick<RolloutGoal, 'onUnhealthy'>,
): string {
  return (
    `Instance ${instanceId} has the payload of the release already, and ${how}. Unless it gets well by itself it counts against ` +
    `max-unhealthy, and on-unhealthy is ${onUnhealthy}.`
  );
}
