import type { Arm } from '../../../azure/arm/arm.ts';
import type { Finding } from '../../preflight/finding.ts';
import type { TargetAnswer } from '../probe-target.ts';
import { findAddressSettings } from './address-settings.ts';
import { checkCapacity } from './capacity.ts';
import { findDeclaredState } from './declared-state.ts';
import { checkDirectServerReturn } from './direct-server-return.ts';
import { checkDynamicAddresses } from './dynamic-addresses.ts';
import { findGatewayLoadBalancers } from './gateway-load-balancers.ts';
import { findInboundNat } from './inbound-nat.ts';
import { checkLocks } from './locks.ts';
import { findOutboundAddresses } from './outbound-addresses.ts';
import { checkControllers, checkDeploymentStacks, checkResourceGroups } from './owners.ts';
import { checkPermissions } from './permissions.ts';
import { checkPlacement } from './placement.ts';
import type { ProposedSwap } from './proposed-swap.ts';
import { checkProvisioningStates } from './provisioning-states.ts';
import { checkPublicIpQuota } from './public-ip-quota.ts';
import { checkRuleParity } from './rule-parity.ts';
import { checkSkus } from './skus.ts';
import { checkSpareAddresses } from './spare-addresses.ts';
import { checkTagRoom } from './tag-room.ts';
import { checkTargetAnswers } from './target-answers.ts';
import { checkZones } from './zones.ts';

export type { Finding } from '../../preflight/finding.ts';
export { nativeObstacles, nativePermissionObstacles } from './native-obstacles.ts';
export { neededPermissions } from './needed-permissions.ts';
export type { ProposedSwap } from './proposed-swap.ts';

/** What the environment alone shows, told in this order. */
const CHECKS_OF_THE_ENVIRONMENT: readonly ((swap: ProposedSwap) => Finding[])[] = [
  checkPlacement,
  checkSkus,
  checkProvisioningStates,
  checkControllers,
  checkSpareAddresses,
  checkTagRoom,
  checkDynamicAddresses,
  checkRuleParity,
  checkDirectServerReturn,
  checkZones,
  findOutboundAddresses,
  findInboundNat,
  findAddressSettings,
  findGatewayLoadBalancers,
  findDeclaredState,
];

/** What has to be asked of ARM. */
const CHECKS_OF_ARM: readonly ((swap: ProposedSwap, arm: Arm, signal: AbortSignal) => Promise<Finding[]>)[] =
  [
    checkPermissions,
    checkLocks,
    checkResourceGroups,
    checkDeploymentStacks,
    checkPublicIpQuota,
    checkCapacity,
  ];

export interface Preflight extends ProposedSwap {
  readonly arm: Arm;
  readonly signal: AbortSignal;
  /** Asks the target for an answer, as production will be asked. Not called where `goal.targetCheck` is off. */
  readonly checkTarget: () => Promise<TargetAnswer>;
}

/**
 * All checks of a swap, before its first write: everything they find, not the first problem only. No write is sent; health
 * is read by POST, which changes nothing.
 *
 * @throws when cancelled, or when signing in fails. What ARM does not let us read is an `unchecked` finding.
 */
export async function runPreflight(preflight: Preflight): Promise<Finding[]> {
  const { arm, signal, checkTarget, ...swap } = preflight;
  const fromArm = await Promise.all([
    ...CHECKS_OF_ARM.map((check) => check(swap, arm, signal)),
    checkTargetAnswers(swap, checkTarget),
  ]);
  return [...CHECKS_OF_THE_ENVIRONMENT.flatMap((check) => check(swap)), ...fromArm.flat()];
}
