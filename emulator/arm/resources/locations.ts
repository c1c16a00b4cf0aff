import type { ControlPlane } from '../control-plane.ts';

/** The places that the scenario uses. */
export function locationNames(plane: ControlPlane): readonly string[] {
  return [...new Set(plane.store.all().flatMap(({ location }) => location ?? []))];
}

export function locations(plane: ControlPlane): readonly unknown[] {
  return locationNames(plane).map((name) => ({
    id: `/subscriptions/${plane.scenario.subscriptionId}/locations/${name}`,
    name,
    type: 'Region',
    displayName: name,
    regionalDisplayName: name,
    metadata: { regionType: 'Physical' },
  }));
}
