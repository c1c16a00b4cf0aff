import { namedInstances } from '../../strategies/scale-set/instances/named-instances.ts';
import type { InstanceSeen } from '../../strategies/scale-set/release-events.ts';
import type { Report } from '../report.ts';
import type { ScaleSetReport } from '../scale-set-report.ts';
import { undoFailures } from '../step-reports.ts';

/** States in which an upgrade has left an instance, or holds it still: what it runs in the end nobody knows. */
const RESTLESS = ['Updating', 'Failed'];

/**
 * Of a release that was to be taken back, and is not in full: who is not back by the last look at Azure, and in what state it is. A
 * clause to follow others; empty where nobody was to be taken back, or everybody is back.
 */
export function notBackText({ plan, steps }: Report, { instances, canaryIds }: ScaleSetReport): string {
  if (plan?.method !== 'take-back' && undoFailures(steps).length === 0) {
    return '';
  }
  // Before a rollout nobody but the canaries is reached.
  const isReached = ({ instanceId }: InstanceSeen) =>
    plan?.method !== 'canary' || canaryIds.includes(instanceId);
  const left = instances.filter(
    (each) => each.hasPayload || (RESTLESS.includes(each.provisioningState) && isReached(each)),
  );
  const groups = [...Map.groupBy(left, stateOf)].map(
    ([state, those]) => `${namedInstances(those.map(({ instanceId }) => instanceId))} (${state})`,
  );
  return groups.length === 0 ? '' : `; not back: ${groups.join(', ')}`;
}

function stateOf({ hasPayload, provisioningState }: InstanceSeen): string {
  return [
    ...(provisioningState === 'Succeeded' ? [] : [provisioningState]),
    ...(hasPayload ? ['with the new payload'] : []),
  ].join(', ');
}
