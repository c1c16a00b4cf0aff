import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Instance } from '../../../../src/strategies/scale-set/instances/instance.ts';
import { canaryOutages, leavesEnough } from '../../../../src/strategies/scale-set/instances/left-serving.ts';
import { serves } from '../../../../src/strategies/scale-set/instances/serving.ts';
import { anySet, instanceOf, zonalSet } from '../instances-of.ts';

const outagesOf = (instances: readonly Instance[], ids: readonly string[]) =>
  canaryOutages(
    instances,
    instances.filter(({ instanceId }) => ids.includes(instanceId)),
  );

describe('canaries that are upgraded in one call', () => {
  it('are no outage while somebody serves in each of their zones', () => {
    expect(outagesOf(zonalSet(6), ['0', '1', '2'])).toEqual([]);
    expect(outagesOf(zonalSet(3, ['']), ['0', '2'])).toEqual([]);
    expect(outagesOf(zonalSet(3), [])).toEqual([]);
  });

  it('are a full outage where no other instance serves', () => {
    expect(outagesOf(zonalSet(3), ['2', '0', '1'])).toEqual([
      'Instances 0, 1, 2 are upgraded in one call, and no other instance serves: nobody does meanwhile. Ask for fewer, or use ' +
        'strategy: full-rollout, which goes in batches.',
    ]);
    const oneServes = [instanceOf('0'), instanceOf('1', { health: 'unhealthy' })];
    expect(outagesOf(oneServes, ['0'])).toEqual([
      expect.stringContaining('Instance 0 is upgraded in one call, and no other instance serves'),
    ]);
  });

  it('are an outage of the zones in which no other instance serves', () => {
    expect(outagesOf(zonalSet(4), ['1', '0'])).toEqual([
      'Instance 1 is upgraded in one call, and no other instance of zone 2 serves: nobody does in that zone meanwhile.',
    ]);
    expect(outagesOf(zonalSet(5), ['2', '4', '1'])).toEqual([
      expect.stringContaining(
        'Instances 1, 4 are upgraded in one call, and no other instance of zone 2 serves',
      ),
      expect.stringContaining('Instance 2 is upgraded in one call, and no other instance of zone 3 serves'),
    ]);
  });

  it('that look sick are one too where they are all of several, for they may serve', () => {
    const sick = [instanceOf('0', { health: 'unknown' }), instanceOf('1', { health: 'unhealthy' })];
    expect(outagesOf(sick, ['0', '1'])).toHaveLength(1);
    expect(outagesOf(sick, ['0'])).toEqual([]);
    expect(outagesOf([instanceOf('0', { isRunning: false })], ['0'])).toEqual([]);
  });

  it('are told of as an outage just where a batch of them would not be allowed', () => {
    fc.assert(
      fc.property(
        anySet.chain((instances) => fc.tuple(fc.constant(instances), fc.subarray(instances))),
        ([instances, taken]) => {
          const outages = canaryOutages(instances, taken);
          expect(outages.length === 0).toBe(leavesEnough(instances, taken));
          const isLast =
            taken.some(serves) && !instances.some((each) => serves(each) && !taken.includes(each));
          if (isLast) expect(outages).toEqual([expect.stringContaining('no other instance serves')]);
        },
      ),
    );
  });
});
