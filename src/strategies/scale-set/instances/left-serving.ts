import type { Instance } from './instance.ts';
import { byId } from './instance-order.ts';
import { serves } from './serving.ts';

/** Whether in every zone that instances are taken from somebody goes on serving. */
export function leavesEnough(instances: readonly Instance[], taken: readonly Instance[]): boolean {
  return strippedZones(instances, taken).length === 0;
}

/**
 * Zones in which nobody is left to serve while those that are taken are upgraded. A zone without a serving instance keeps one all
 * the same, unless it has only one: what looks sick may serve.
 */
function strippedZones(instances: readonly Instance[], taken: readonly Instance[]): string[] {
  return [...new Set(taken.map(({ zone }) => zone))].filter((zone) => {
    const ofZone = instances.filter((instance) => instance.zone === zone);
    const remaining = ofZone.filter((instance) => !taken.includes(instance));
    const takesServing = taken.some((instance) => instance.zone === zone && serves(instance));
    return takesServing ? !remaining.some(serves) : remaining.length === 0 && ofZone.length > 1;
  });
}

/** Canaries go down in one call, however many they are: who asked for them need not have thought of whom that leaves. */
export function canaryOutages(instances: readonly Instance[], taken: readonly Instance[]): string[] {
  const zones = strippedZones(instances, taken).sort();
  const others = instances.filter((instance) => !taken.includes(instance));
  if (zones.length > 0 && !others.some(serves)) {
    return [
      `${nameAll(taken)} upgraded in one call, and no other instance serves: nobody does meanwhile. Ask for fewer, or use strategy: ` +
        'full-rollout, which goes in batches.',
    ];
  }
  return zones.map((zone) => {
    const ofZone = taken.filter((instance) => instance.zone === zone);
    return `${nameAll(ofZone)} upgraded in one call, and no other instance of zone ${zone} serves: nobody does in that zone meanwhile.`;
  });
}

function nameAll(instances: readonly Instance[]): string {
  const ids = [...instances].sort(byId).map(({ instanceId }) => instanceId);
  return ids.length === 1 ? `Instance ${ids.join()} is` : `Instances ${ids.join(', ')} are`;
}
