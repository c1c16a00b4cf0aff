import type { Arm } from '../../../azure/arm.ts';
import { allows, listPermissions, READ_PERMISSIONS } from '../../../azure/permissions.ts';
import { notChecked, readScopes } from './arm-reads.ts';
import { type Finding, hazard, refusal } from './finding.ts';
import { type NeededPermissions, neededPermissions, SWAP_ACTION } from './needed-permissions.ts';
import type { ProposedSwap } from './proposed-swap.ts';

/** A swap that runs into 403 half-way cannot go on, and perhaps not go back either. */
export async function checkPermissions(
  swap: ProposedSwap,
  arm: Arm,
  signal: AbortSignal,
): Promise<Finding[]> {
  const needed = neededPermissions(swap);
  const { read, unread } = await readScopes(
    needed.map(({ scope }) => scope),
    (scope) => listPermissions(arm, scope, signal),
  );
  const missing = needed.flatMap(({ scope, actions }) => {
    const granted = read.find((each) => each.scope === scope)?.value;
    const lacking = granted === undefined ? [] : actions.filter((action) => !allows(granted, action));
    return lacking.length === 0 ? [] : [{ scope, actions: lacking }];
  });
  const isForNative = ({ actions }: NeededPermissions) =>
    swap.goal.swapMethod === 'auto' && actions.includes(SWAP_ACTION);
  return [
    ...told(missing.filter((each) => !isForNative(each))),
    ...missing.filter(isForNative).map(refusedNative),
    ...notChecked('Permissions', READ_PERMISSIONS, unread),
  ];
}

function told(missing: readonly NeededPermissions[]): Finding[] {
  const grants = missing.map(({ scope, actions }) => `${actions.join(', ')} on ${scope}`);
  return grants.length === 0
    ? []
    : [refusal(`The identity may not do what the swap takes. Grant it ${grants.join('; ')}.`)];
}

function refusedNative({ scope }: NeededPermissions): Finding {
  return hazard(
    `The identity lacks ${SWAP_ACTION} on ${scope}: ARM will refuse its own swap, and temporary-ip follows.`,
  );
}
