import type { Arm } from './arm/arm.ts';

/** What one role assignment grants: Microsoft.Authorization/permissions, api-version 2022-04-01. */
export interface Permission {
  readonly actions?: readonly string[];
  readonly notActions?: readonly string[];
}

const PERMISSIONS_API_VERSION = '2022-04-01';

/** The action that `listPermissions` needs. */
export const READ_PERMISSIONS = 'Microsoft.Authorization/permissions/read';

/**
 * What the caller may do at a scope, inherited assignments included. Deny assignments are not among the answer.
 *
 * @throws ArmError when refused.
 */
export async function listPermissions(arm: Arm, scope: string, signal: AbortSignal): Promise<Permission[]> {
  const path = `${scope}/providers/Microsoft.Authorization/permissions`;
  return (await arm.list(path, PERMISSIONS_API_VERSION, signal)) as Permission[];
}

/** `notActions` take away only from the assignment they stand in: another assignment may grant the action all the same. */
export function allows(permissions: readonly Permission[], action: string): boolean {
  return permissions.some(
    ({ actions = [], notActions = [] }) =>
      actions.some((pattern) => matches(pattern, action)) &&
      !notActions.some((pattern) => matches(pattern, action)),
  );
}

/** A `*` stands for any characters, `/` among them; letters are compared without case. */
function matches(pattern: string, action: string): boolean {
  const parts = pattern.split('*').map((part) => RegExp.escape(part));
  return new RegExp(`^${parts.join('.*')}$`, 'i').test(action);
}
