/** Whether a scope is `outer` itself or lies inside it. Scopes are compared without case, as ARM compares them. */
export function isWithin(scope: string, outer: string): boolean {
  const inside = scope.toLowerCase();
  const outside = outer.toLowerCase();
  return inside === outside || inside.startsWith(`${outside}/`);
}

/** `/subscriptions/{id}/resourceGroups/{name}` of a resource inside that group. */
export function resourceGroupScope(resourceId: string): string {
  return resourceId.split('/').slice(0, 5).join('/');
}

export function subscriptionScope(subscriptionId: string): string {
  return `/subscriptions/${subscriptionId}`;
}

/** Scopes without repetition, in their first order and case. */
export function distinctScopes(scopes: readonly string[]): string[] {
  const groups = Map.groupBy(scopes, (scope) => scope.toLowerCase());
  return [...groups.values()].flatMap(([first]) => first ?? []);
}
