import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InstanceCount } from '../../../../src/strategies/scale-set/goal.ts';
import type { Instance } from '../../../../src/strategies/scale-set/instances/instance.ts';
import { isOutdated, serves } from '../../../../src/strategies/scale-set/instances/serving.ts';
import { nextBatch, planBatches } from '../../../../src/strategies/scale-set/plan/plan-batches.ts';
import { anySet, instanceOf, zonalSet } from '../instances-of.ts';

const count = (number: number): InstanceCount => ({ kind: 'count', count: number });
const percent = (number: number): InstanceCount => ({ kind: 'percent', percent: number });

const idsOf = (instances: readonly Instance[], size: InstanceCount) =>
  planBatches(instances, size, 'web').batches.map(({ instanceIds }) => instanceIds);

describe('the batches of a rollout', () => {
  it('take every outdated instance once, none that is up to date or protected, and are no larger than asked for', () => {
    fc.assert(
      fc.property(anySet, fc.integer({ min: 1, max: 100 }), (instances, share) => {
        const { batches } = planBatches(instances, percent(share), 'web');
        const wanted = instances.filter(
          (instance) => isOutdated(instance) && !instance.isProtectedFromScaleSetActions,
        );
        expect(batches.flatMap(({ instanceIds }) => instanceIds).sort()).toEqual(
          wanted.map(({ instanceId }) => instanceId).sort(),
        );
        for (const { instanceIds } of batches) {
          expect(instanceIds.length).toBeGreaterThan(0);
          expect(instanceIds.length).toBeLessThanOrEqual(Math.max(1, (instances.length * share) / 100));
        }
      }),
    );
  });

  it('leave somebody who serves in every zone, unless that one is alone in its batch, with a warning', () => {
    fc.assert(
      fc.property(anySet, fc.integer({ min: 1, max: 100 }), (instances, share) => {
        const batch = nextBatch(instances, percent(share));
        fc.pre(batch !== undefined);
        const taken = instances.filter(({ instanceId }) => batch.instanceIds.includes(instanceId));
        expect(batch.warning !== undefined).toBe(takesTheLast(instances, taken));
        if (batch.warning !== undefined) {
          expect(taken).toHaveLength(1);
        }
      }),
    );
  });

  it('never take a whole zone of more than one instance, healthy or not, where another one can be left', () => {
    fc.assert(
      fc.property(anySet, fc.integer({ min: 1, max: 100 }), (instances, share) => {
        const taken = nextBatch(instances, percent(share))?.instanceIds ?? [];
        for (const zone of ['1', '2', '3']) {
          const ofZone = instances.filter((instance) => instance.zone === zone);
          const isWhole = ofZone.every(({ instanceId }) => taken.includes(instanceId));
          expect(ofZone.length > 1 && isWhole).toBe(false);
        }
      }),
    );
  });

  it('are the same whatever the order in which ARM lists the instances', () => {
    fc.assert(
      fc.property(
        anySet.chain((instances) =>
          fc.tuple(fc.constant(instances), fc.shuffledSubarray(instances, { minLength: instances.length })),
        ),
        ([instances, shuffled]) => {
          expect(planBatches(shuffled, percent(20), 'web')).toEqual(
            planBatches(instances, percent(20), 'web'),
          );
        },
      ),
    );
  });

  it('go zone by zone, and in each by fault domain', () => {
    const batches = idsOf(zonalSet(100), percent(20));
    expect(batches.map((batch) => batch.length)).toEqual([20, 20, 20, 20, 20]);
    const first = zonalSet(100).filter(({ instanceId }) => batches[0]?.includes(instanceId));
    expect(new Set(first.map(({ zone }) => zone))).toEqual(new Set(['1']));
    expect(batches[0]?.slice(0, 3)).toEqual(['0', '15', '30']);
  });

  it('begin with those that serve nobody', () => {
    const instances = [
      instanceOf('0'),
      instanceOf('1', { health: 'unhealthy' }),
      instanceOf('2', { isRunning: false }),
      instanceOf('3'),
      instanceOf('4', { health: 'unknown' }),
    ];
    expect(idsOf(instances, count(2))).toEqual([['1', '2'], ['4', '0'], ['3']]);
  });

  it('are cut so that one instance of a small scale set goes on serving', () => {
    expect(idsOf(zonalSet(3, ['']), count(3))).toEqual([['0', '1'], ['2']]);
  });

  it('are of one instance where every zone has only one, and say so', () => {
    const { batches } = planBatches(zonalSet(3), count(2), 'web');
    expect(batches.map(({ instanceIds }) => instanceIds)).toEqual([['0'], ['1'], ['2']]);
    expect(batches[1]?.warning).toBe(
      'no instance of zone 2 but 1 serves: it is upgraded alone, and nobody serves in that zone meanwhile',
    );
  });

  it('say where nobody serves meanwhile', () => {
    expect(planBatches([instanceOf('0')], count(1), 'web').batches).toEqual([
      { instanceIds: ['0'], warning: 'no instance but 0 serves: nobody does while it is upgraded' },
    ]);
  });

  it.each([
    [25, percent(10), 'batches of 10 % of 25 instances are 2.5: 2 (rounded down)'],
    [3, percent(10), 'batches of 10 % of 3 instances are 0.3: 0 (rounded down), but one at least: 1'],
    [3, count(1), 'batches of 1 instance'],
  ])('of %i instances say how large they are', (total, size, explanation) => {
    expect(planBatches(zonalSet(total), size, 'web').explanation).toBe(explanation);
  });

  it('name who is left out and outdated afterwards', () => {
    const instances = [instanceOf('0'), instanceOf('1', { isProtectedFromScaleSetActions: true })];
    expect(planBatches(instances, count(1), 'web').explanation).toBe(
      'batches of 1 instance; left out, being protected from scale set actions, and outdated afterwards: 1',
    );
  });

  it('take what ARM calls up to date, but runs something else', () => {
    expect(idsOf([instanceOf('0', { hasLatestModel: true }), instanceOf('1')], count(2)).flat()).toContain(
      '0',
    );
  });

  it('leave alone who is switched off with the payload, also where ARM does not call it up to date', () => {
    const off = { hasPayload: true, isRunning: false, isSwitchedOff: true, health: 'unknown' } as const;
    expect(idsOf([instanceOf('0', off), instanceOf('1'), instanceOf('2')], count(1))).toEqual([['1'], ['2']]);
  });

  it('do not count on who is switched off, before its upgrade and after', () => {
    const off = { isRunning: false, isSwitchedOff: true, health: 'unknown' } as const;
    const instances = [
      instanceOf('0', { zone: '1', ...off }),
      instanceOf('1', { zone: '2' }),
      instanceOf('2', { zone: '1' }),
      instanceOf('3', { zone: '2' }),
    ];
    const { batches } = planBatches(instances, count(2), 'web');
    expect(batches.map(({ instanceIds }) => instanceIds)).toEqual([['0', '1'], ['3'], ['2']]);
    expect(batches.map(({ warning }) => warning !== undefined)).toEqual([false, false, true]);
  });

  it('take what an upgrade has left as Failed once more', () => {
    const failed = { hasLatestModel: true, hasPayload: true, provisioningState: 'Failed' } as const;
    expect(
      idsOf([instanceOf('0', failed), instanceOf('1')], count(1))
        .flat()
        .toSorted(),
    ).toEqual(['0', '1']);
  });

  it.each([
    [
      'larger than the scale set',
      zonalSet(3),
      count(4),
      /batch-size 4 is more than the scale set "web" has: 3 instances/,
    ],
    ['of a scale set without instances', [], count(1), /"web" has no instances/],
  ])('are refused %s', (_, instances, size, message) => {
    expect(() => planBatches(instances, size, 'web')).toThrow(message);
  });
});

describe('the next batch', () => {
  it('does not try again what is left out', () => {
    const instances = zonalSet(4, ['']);
    expect(nextBatch(instances, count(2), new Set(['0', '1']))?.instanceIds).toEqual(['2', '3']);
    expect(nextBatch(instances, count(2), new Set(['0', '1', '2', '3']))).toBeUndefined();
  });

  it('is smaller while others are sick, so that somebody serves', () => {
    const upToDate = { hasLatestModel: true, hasPayload: true, health: 'unhealthy' } as const;
    const instances = [
      instanceOf('0', upToDate),
      instanceOf('1', upToDate),
      instanceOf('2'),
      instanceOf('3'),
    ];
    expect(nextBatch(instances, count(2))?.instanceIds).toEqual(['2']);
  });

  it('goes on in a scale set that has become smaller than a batch', () => {
    expect(nextBatch(zonalSet(2, ['']), count(4))?.instanceIds).toEqual(['0']);
  });

  it('is none when all are up to date, or all are gone', () => {
    expect(
      nextBatch([instanceOf('0', { hasLatestModel: true, hasPayload: true })], count(1)),
    ).toBeUndefined();
    expect(nextBatch([], count(1))).toBeUndefined();
  });
});

function takesTheLast(instances: readonly Instance[], taken: readonly Instance[]): boolean {
  return ['1', '2', '3'].some((zone) => {
    const serving = instances.filter((instance) => instance.zone === zone && serves(instance));
    return serving.length > 0 && serving.every((instance) => taken.includes(instance));
  });
}
