import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Instance } from '../../../../src/strategies/scale-set/instances/instance.ts';
import { chooseCanaries } from '../../../../src/strategies/scale-set/plan/choose-canaries.ts';
import { anySet, instanceOf, zonalSet } from '../instances-of.ts';

const percentOf = (instances: readonly Instance[], percent: number, formerIds: readonly string[] = []) =>
  chooseCanaries(instances, { kind: 'percent', percent }, 'web', formerIds);

const named = (instances: readonly Instance[], ...instanceIds: string[]) =>
  chooseCanaries(instances, { kind: 'instances', instanceIds }, 'web', []);

/** Switched off with the payload, as `on-unhealthy: quarantine` leaves an instance. */
const inQuarantine = {
  hasLatestModel: true,
  hasPayload: true,
  isRunning: false,
  isSwitchedOff: true,
} as const;

describe('a share of the instances', () => {
  it.each([
    [25, 10, 3, '10 % of 25 instances are 2.5: 3 (rounded up)'],
    [3, 10, 1, '10 % of 3 instances are 0.3: 1 (rounded up)'],
    [100, 7, 7, '7 % of 100 instances are 7'],
    [1000, 0.7, 7, '0.7 % of 1000 instances are 7'],
    [3, 100, 3, '100 % of 3 instances are 3'],
    [
      3,
      99,
      2,
      '99 % of 3 instances are 2.97: 3 (rounded up), but not all of them unless 100 % is asked for: 2',
    ],
    [1, 100, 1, '100 % of 1 instance is 1'],
    [
      1000,
      99.9999,
      999,
      '99.9999 % of 1000 instances are 999.999: 1000 (rounded up), but not all of them unless 100 % is asked for: 999',
    ],
  ])('of %i instances, %d %% are %i, and the plan says why', (total, percent, count, explanation) => {
    const chosen = percentOf(zonalSet(total), percent);
    expect(chosen.instanceIds).toHaveLength(count);
    expect(chosen.explanation).toBe(explanation);
  });

  it('is at least one instance, and all of them only where all were asked for', () => {
    fc.assert(
      fc.property(anySet, fc.integer({ min: 1, max: 100 }), (instances, percent) => {
        const eligible = instances.filter((instance) => !instance.isProtectedFromScaleSetActions);
        fc.pre(eligible.length > 1);
        const { instanceIds } = percentOf(instances, percent);
        expect(instanceIds.length).toBeGreaterThan(0);
        expect(instanceIds.length === eligible.length).toBe(percent === 100);
        expect(instanceIds.length).toBeGreaterThanOrEqual(
          Math.min((eligible.length * percent) / 100, eligible.length - 1),
        );
        expect(eligible.map(({ instanceId }) => instanceId)).toEqual(
          expect.arrayContaining([...instanceIds]),
        );
      }),
    );
  });

  it('is the same whatever the order in which ARM lists the instances', () => {
    fc.assert(
      fc.property(
        anySet.chain((instances) =>
          fc.tuple(fc.constant(instances), fc.shuffledSubarray(instances, { minLength: instances.length })),
        ),
        ([instances, shuffled]) => {
          fc.pre(instances.filter((instance) => !instance.isProtectedFromScaleSetActions).length > 1);
          expect(percentOf(shuffled, 40)).toEqual(percentOf(instances, 40));
        },
      ),
    );
  });

  it('is the same on a re-run, whichever canaries were upgraded by then and however they are', () => {
    const states = fc.array(fc.constantFrom('as it was', 'upgraded', 'upgraded and sick', 'in quarantine'), {
      minLength: 40,
      maxLength: 40,
    });
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 40 }),
        fc.integer({ min: 1, max: 99 }),
        states,
        (count, percent, state) => {
          const before = zonalSet(count);
          const { instanceIds } = percentOf(before, percent);
          const after = before.map((instance, index): Instance => {
            if (state[index] === 'as it was' || !instanceIds.includes(instance.instanceId)) {
              return instance;
            }
            const health = state[index] === 'upgraded' ? 'healthy' : 'unhealthy';
            const off = state[index] === 'in quarantine' ? inQuarantine : {};
            return { ...instance, hasLatestModel: true, hasPayload: true, health, ...off };
          });
          expect(percentOf(after, percent, instanceIds).instanceIds).toEqual(instanceIds);
        },
      ),
    );
  });

  it('spreads over zones, and within each over fault domains', () => {
    const instances = ['1', '2', '3'].flatMap((zone, index) =>
      Array.from({ length: 10 }, (_, number) =>
        instanceOf(String(index * 10 + number), { zone, faultDomain: number < 5 ? 0 : number - 5 }),
      ),
    );
    const { instanceIds } = percentOf(instances, 20);
    const chosen = instances.filter(({ instanceId }) => instanceIds.includes(instanceId));
    expect(chosen.map(({ zone, faultDomain }) => `${zone}/${faultDomain}`)).toEqual([
      '1/0',
      '1/1',
      '2/0',
      '2/1',
      '3/0',
      '3/1',
    ]);
  });

  it('prefers instances that run and are healthy to a better spread', () => {
    const instances = [
      instanceOf('0', { zone: '1', health: 'unhealthy' }),
      instanceOf('1', { zone: '1', isRunning: false }),
      instanceOf('2', { zone: '2' }),
      instanceOf('3', { zone: '2' }),
      instanceOf('4', { zone: '3', provisioningState: 'Failed' }),
    ];
    expect(percentOf(instances, 40).instanceIds).toEqual(['2', '3']);
    const more = percentOf(instances, 80);
    expect(more.instanceIds).toEqual(['0', '2', '3', '4']);
    expect(more.explanation).toContain('1 instance of them not healthy before, for want of healthy ones');
  });

  it('counts instances that have the payload already as chosen first', () => {
    const instances = zonalSet(10).map((instance) =>
      instance.instanceId === '8' ? { ...instance, hasPayload: true } : instance,
    );
    const { instanceIds, explanation } = percentOf(instances, 10);
    expect(instanceIds).toEqual(['8']);
    expect(explanation).toBe('10 % of 10 instances are 1; 1 instance of them with the payload already');
  });

  it('leaves out who is switched off with the payload and was no canary, and says so', () => {
    const instances = zonalSet(3).map((instance, index) => ({
      ...instance,
      ...(index === 1 ? inQuarantine : {}),
    }));
    const { instanceIds, explanation } = percentOf(instances, 50);
    expect(instanceIds).toEqual(['0']);
    expect(explanation).toBe(
      '50 % of 2 instances are 1; 1 instance more left out, being switched off with the payload already',
    );
    const staying = percentOf(instances, 50, ['1']);
    expect(staying.instanceIds).toEqual(['0', '1']);
    expect(staying.explanation).toContain('1 instance of them switched off with it, and left so');
    expect(() => named(instances, '1')).toThrow(
      /names 1 .* switched off with the payload already, .*start it/,
    );
  });

  it('leaves out what is protected from scale set actions, and says so', () => {
    const instances = zonalSet(12).map((instance, index) => ({
      ...instance,
      isProtectedFromScaleSetActions: index < 2,
    }));
    const { instanceIds, explanation } = percentOf(instances, 90);
    expect(instanceIds).not.toEqual(expect.arrayContaining(['0']));
    expect(explanation).toBe(
      '90 % of 10 instances are 9; 2 instances more left out, being protected from scale set actions',
    );
  });

  it('lists ids as numbers', () => {
    expect(percentOf(zonalSet(12), 100).instanceIds.slice(-3)).toEqual(['9', '10', '11']);
  });

  it.each([
    ['no instances', [], 10, /"web" has no instances/],
    ['one instance', [instanceOf('0')], 10, /one instance .* 10 % of it would be all of it.*percent: 100/],
    [
      'nothing but protected instances',
      [instanceOf('0', { isProtectedFromScaleSetActions: true })],
      100,
      /All instances .* protectFromScaleSetActions/,
    ],
  ])('is refused of a scale set with %s', (_, instances, percent, message) => {
    expect(() => percentOf(instances, percent)).toThrow(message);
  });
});

describe('canaries that are named', () => {
  it('are taken as named, once each, sick or not', () => {
    const instances = [instanceOf('2', { health: 'unhealthy' }), instanceOf('10'), instanceOf('11')];
    expect(named(instances, '10', '2', '10')).toEqual({
      instanceIds: ['2', '10'],
      explanation: '2 instances of 3, as named by instance-ids',
    });
  });

  it.each([
    ['unknown ones', ['1', '7', '9'], /names 7, 9, but the scale set "web" has the instances 0, 1, 2/],
    ['none', [], /names no instance/],
    ['a protected one', ['0', '2'], /names 2 of the scale set "web", protected from scale set actions/],
    ['all that may be upgraded', ['0', '1'], /names every instance .* full-rollout/],
  ])('are refused where they are %s', (_, ids, message) => {
    const instances = [
      instanceOf('0'),
      instanceOf('1'),
      instanceOf('2', { isProtectedFromScaleSetActions: true }),
    ];
    expect(() => named(instances, ...ids)).toThrow(message);
  });
});
