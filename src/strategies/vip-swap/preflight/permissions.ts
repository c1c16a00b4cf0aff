import type { Arm } from '../../../azure/arm/arm.ts';
import { type Finding, hazard } from '../../preflight/finding.ts';
import { findMissing, type NeededPermissions, refuseMissing } from '../../preflight/permissions.ts';
import { neededPermissions, SWAP_ACTION } from './needed-permissions.ts';
import type { ProposedSwap } from './proposed-swap.ts';

/** A swap that runs into 403 half-way cannot go on, and perhaps not go back either. */
export async function checkPermissions(
  swap: ProposedSwap,
  arm: Arm,
  signal: AbortSignal,
): Promise<Finding[]> {
  const { missing, unchecked } = await findMissing(neededPermissions(swap), arm, signal);
  const isForNative = ({ actions }: NeededPermissions) =>
    swap.goal.swapMethod === 'auto' && actions.includes(SWAP_ACTION);
  return [
    ...refuseMissing(
      missing.filter((each) => !isForNative(each)),
      'swap',
    ),
    ...missing.filter(isForNative).map(refusedNative),
    ...unchecked,
  ];
}

function refusedNative({ scope }: NeededPermissions): Finding {
  return hazard(
    `The identity lacks ${SWAP_ACTION} on ${scope}: ARM will refuse its own swap, and temporary-ip follows.`,
  );
}
