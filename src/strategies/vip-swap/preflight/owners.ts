import type { Arm } from '../../../azure/arm/arm.ts';
import { subscriptionScope } from '../../../azure/scopes.ts';
import type { Finding } from '../../preflight/finding.ts';
import { type OwnedWork, refuseManagedGroups, refuseOwned, refuseStacked } from '../../preflight/owners.ts';
import { type ProposedSwap, participantsOf } from './proposed-swap.ts';

const SWAP: OwnedWork = { name: 'swap', resources: 'load balancers and addresses' };

/** A controller would move production back without warning. */
export function checkControllers(swap: ProposedSwap): Finding[] {
  return refuseOwned(participantsOf(swap), SWAP);
}

export function checkResourceGroups(swap: ProposedSwap, arm: Arm, signal: AbortSignal): Promise<Finding[]> {
  return refuseManagedGroups(participantsOf(swap), SWAP, arm, signal);
}

export function checkDeploymentStacks(swap: ProposedSwap, arm: Arm, signal: AbortSignal): Promise<Finding[]> {
  const subscription = subscriptionScope(swap.goal.subscriptionId);
  return refuseStacked(participantsOf(swap), SWAP, subscription, arm, signal);
}
