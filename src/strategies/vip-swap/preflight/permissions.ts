import type { Arm } from '../../../azure/arm.ts';
import { allows, listPermissions, READ_PERMISSIONS } from '../../../azure/permissions.ts';
import { notChecked, readScopes } from './arm-reads.ts';
import { type Finding, refusal } from './finding.ts';
import { neededPermissions } from './needed-permissions.ts';
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
  const granted = new Map(read.map(({ scope, value }) => [scope, value]));
  const missing = needed.flatMap(({ scope, actions }) => {
    const permissions = granted.get(scope);
    const lacking = permissions === undefined ? [] : actions.filter((action) => !allows(permissions, action));
    return lacking.length === 0 ? [] : [`${lacking.join(', ')} on ${scope}`];
  });
  return [
    ...(missing.length === 0
      ? []
      : [refusal(`The identity may not do what the swap takes. Grant it ${missing.join('; ')}.`)]),
    ...notChecked('Permissions', READ_PERMISSIONS, unread),
  ];
}
