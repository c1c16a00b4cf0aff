import { imageActions, type LinkedAction, networkActions } from '../../../azure/linked-actions.ts';
import {
  natAddressIdsOf,
  QUERY_PORT_MAPPING,
  READ_LOAD_BALANCER,
  READ_PUBLIC_IP_ADDRESS,
  sharesPorts,
} from '../../../azure/network/inbound-nat.ts';
import type { NeededPermissions } from '../../preflight/permissions.ts';
import type { PlannedRelease, ScaleSetStep } from '../plan/steps.ts';
import { asksInstances, type CheckedRelease } from './proposed-release.ts';

const SCALE_SET = 'Microsoft.Compute/virtualMachineScaleSets';

/** What every release reads, and goes on reading: a first read shows only that it was allowed then. */
const READS = ['read', 'virtualMachines/read', 'instanceView/read'];

/**
 * What the steps need, those that undo them included. Scale set, instances, and the images that a write names; network
 * resources where instances are written one by one, for ARM wants to see them joined again; load balancers and addresses
 * where instances are asked through them. What is read for hazards only may be missing.
 */
export function neededPermissions(proposed: CheckedRelease): NeededPermissions[] {
  const { observation, release, steps } = proposed;
  const { scaleSet } = observation;
  const own = [...READS, ...steps.flatMap((step) => actionsOf(step, proposed))];
  return byScope([
    ...own.map((action) => ({ scope: scaleSet.id, action: `${SCALE_SET}/${action}` })),
    ...imagesOf(release),
    ...(steps.some(writesInstances) ? networkActions(scaleSet) : []),
    ...natActions(proposed),
  ]);
}

function actionsOf(step: ScaleSetStep, { health, onUnhealthy }: CheckedRelease): string[] {
  const { release } = step;
  switch (step.kind) {
    case 'take-lock':
    case 'write-record':
      return ['write'];
    case 'suspend-repairs':
      return ['write', 'setOrchestrationServiceState/action'];
    case 'resume-repairs':
      return step.calls.length === 0 ? [] : ['write', 'setOrchestrationServiceState/action'];
    case 'change-model':
      return [writeModel(release)];
    case 'protect-canaries':
    case 'release-protection':
      return writesInstances(step) ? ['write', 'virtualMachines/write'] : [];
    case 'upgrade-canaries':
    case 'upgrade-outdated':
      return [
        'manualUpgrade/action',
        'reimage/action',
        ...(onUnhealthy === 'quarantine' ? ['powerOff/action'] : []),
        ...(health.command === undefined ? [] : ['virtualMachines/runCommand/action']),
        ...(release.previous === undefined ? [] : [writeModel(release)]),
      ];
    case 'take-back':
      return [writeModel(release), 'manualUpgrade/action'];
    case 'check-taken-back':
      return health.command === undefined ? [] : ['virtualMachines/runCommand/action'];
    case 'confirm-release':
      return [];
  }
}

function writeModel({ payload }: PlannedRelease): string {
  return payload.kind === 'image' ? 'write' : 'extensions/write';
}

function writesInstances(step: ScaleSetStep): boolean {
  return (step.kind === 'protect-canaries' || step.kind === 'release-protection') && step.changes.length > 0;
}

function imagesOf({ payload, previous }: PlannedRelease): LinkedAction[] {
  return [payload, previous].flatMap((each) => (each?.kind === 'image' ? imageActions(each.image) : []));
}

function natActions(proposed: CheckedRelease): LinkedAction[] {
  const { health, natLoadBalancers } = proposed;
  const { endpoint } = health;
  return endpoint === undefined || !asksInstances(proposed)
    ? []
    : natLoadBalancers.flatMap((loadBalancer) => [
        { scope: loadBalancer.id, action: READ_LOAD_BALANCER },
        ...(sharesPorts(loadBalancer, endpoint.port)
          ? [{ scope: loadBalancer.id, action: QUERY_PORT_MAPPING }]
          : []),
        ...natAddressIdsOf(loadBalancer).map((scope) => ({ scope, action: READ_PUBLIC_IP_ADDRESS })),
      ]);
}

/** Each scope once, with each of its actions once. */
function byScope(needed: readonly LinkedAction[]): NeededPermissions[] {
  const groups = Map.groupBy(needed, ({ scope }) => scope.toLowerCase());
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    const actions = [...new Set(group.map(({ action }) => action))];
    return first === undefined ? [] : [{ scope: first.scope, actions }];
  });
}
