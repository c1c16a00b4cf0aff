import type { Permission } from '../scenario.ts';

/** What the principal may do. Undefined permissions allow everything, as an Owner of the subscription. */
export class Permissions {
  #granted: readonly Permission[] | undefined;

  constructor(granted: readonly Permission[] | undefined) {
    this.#granted = granted;
  }

  replace(granted: readonly Permission[] | undefined): void {
    this.#granted = granted;
  }

  /** What `{scope}/providers/Microsoft.Authorization/permissions` lists. */
  at(scope: string): readonly Permission[] {
    if (this.#granted === undefined) return [{ scope: '/', actions: ['*'], notActions: [] }];
    return this.#granted.filter((permission) => covers(permission.scope, scope));
  }

  allows(action: string, scope: string): boolean {
    return this.at(scope).some(
      ({ actions, notActions = [] }) =>
        actions.some((pattern) => fits(pattern, action)) &&
        !notActions.some((pattern) => fits(pattern, action)),
    );
  }
}

/** A role assignment holds at its scope and below. */
function covers(assigned: string, scope: string): boolean {
  const above = assigned.toLowerCase().replace(/\/$/, '');
  const below = scope.toLowerCase();
  return below === above || below.startsWith(`${above}/`);
}

function fits(pattern: string, action: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'i').test(action);
}
