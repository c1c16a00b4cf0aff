import type { Arm } from '../../azure/arm/arm.ts';
import { allows, listPermissions, READ_PERMISSIONS } from '../../azure/permissions.ts';
import { notChecked, readScopes } from './arm-reads.ts';
import { type Finding, refusal } from './finding.ts';

/** Actions that the identity must be granted at a scope, or above it. */
export interface NeededPermissions {
  readonly scope: string;
  readonly actions: readonly string[];
}

export interface MissingPermissions {
  readonly missing: readonly NeededPermissions[];
  readonly unchecked: readonly Finding[];
}

/** What of it the identity has not been granted, as far as ARM lets us read that. */
export async function findMissing(
  needed: readonly NeededPermissions[],
  arm: Arm,
  signal: AbortSignal,
): Promise<MissingPermissions> {
  const { read, unread } = await readScopes(
    needed.map(({ scope }) => scope),
    (scope) => listPermissions(arm, scope, signal),
  );
  const missing = needed.flatMap(({ scope, actions }) => {
    const granted = read.find((each) => each.scope === scope)?.value;
    const lacking = granted === undefined ? [] : actions.filter((action) => !allows(granted, action));
    return lacking.length === 0 ? [] : [{ scope, actions: lacking }];
  });
  return { missing, unchecked: notChecked('Permissions', READ_PERMISSIONS, unread) };
}

/** One refusal for all that is missing: whoever grants it does so once. @param work what takes them: `swap`. */
export function refuseMissing(missing: readonly NeededPermissions[], work: string): Finding[] {
  const grants = missing.map(({ scope, actions }) => `${actions.join(', ')} on ${scope}`);
  return grants.length === 0
    ? []
    : [refusal(`The identity may not do what the ${work} takes. Grant it ${grants.join('; ')}.`)];
}
