import fc from 'fast-check';
import type { Instance } from '../../../src/strategies/scale-set/instances/instance.ts';

/** A healthy, outdated instance in a regional scale set, but for what is said of it. */
export function instanceOf(instanceId: string, more: Partial<Instance> = {}): Instance {
  return {
    instanceId,
    name: `web_${instanceId}`,
    zone: '',
    faultDomain: 0,
    hasLatestModel: false,
    hasPayload: false,
    isRunning: true,
    isSwitchedOff: false,
    provisioningState: 'Succeeded',
    health: 'healthy',
    isProtectedFromScaleIn: false,
    isProtectedFromScaleSetActions: false,
    ...more,
  };
}

/** `count` instances, dealt out to zones and fault domains as Azure does: in turn. */
export function zonalSet(count: number, zones: readonly string[] = ['1', '2', '3']): Instance[] {
  return Array.from({ length: count }, (_, index) =>
    instanceOf(String(index), {
      zone: zones[index % zones.length] ?? '',
      faultDomain: Math.floor(index / zones.length) % 5,
    }),
  );
}

/** Any scale set, in any state, with any ids. */
export const anySet: fc.Arbitrary<Instance[]> = fc
  .uniqueArray(
    fc.record({
      instanceId: fc.nat(200).map(String),
      zone: fc.constantFrom('1', '2', '3'),
      faultDomain: fc.nat(4),
      hasLatestModel: fc.boolean(),
      isRunning: fc.boolean(),
      health: fc.constantFrom('healthy', 'unhealthy', 'unknown', 'unmonitored'),
      isProtectedFromScaleSetActions: fc.nat(9).map((number) => number === 0),
    }),
    { selector: ({ instanceId }) => instanceId, minLength: 1, maxLength: 40 },
  )
  .map((all) =>
    all.map(({ instanceId, ...more }) =>
      instanceOf(instanceId, { ...more, hasPayload: more.hasLatestModel }),
    ),
  );
