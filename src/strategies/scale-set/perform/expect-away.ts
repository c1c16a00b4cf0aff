import type { ScaleSetWork } from '../performers.ts';

/**
 * Whom the release takes away next, all at once, beside whoever is not well and may serve nobody as it is. Who judges what users saw tells a
 * request that has met one of them from an outage of production. Holds until the next: who was upgraded, and does not get well, stays away.
 */
export function expectAway(
  { emit, clock, before, troubled, traces }: ScaleSetWork,
  ids: readonly string[],
): void {
  if (ids.length === 0) {
    return;
  }
  const awayIds = new Set([...ids, ...before.sickIds, ...troubled.unhealthy.keys()]);
  const share = Math.min(1, awayIds.size / before.instanceCount);
  const atMs = clock.monotonicMs();
  traces.sharesAway.push({ fromMs: atMs, share });
  emit({ type: 'instances-away', atMs, share });
}
