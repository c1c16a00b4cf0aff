import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { durationsMs, idleMs, quickSeeds, unavoidableOutageMs } from '../../bench/draws.ts';

const operation = (acceptedAtMs: number, endsAtMs: number) => ({
  name: 'PutLoadBalancerOperation',
  path: '/…/loadBalancers/vipswap1lb',
  acceptedAtMs,
  endsAtMs,
});
const park = operation(0, 4_000);
const release = operation(5_000, 15_000);
const take = operation(18_000, 38_000);

describe('the outage that operations cost by themselves', () => {
  test.each([
    ['pessimistic', 30_000],
    ['optimistic', 0],
    ['late', 45_000],
  ] as const)('under %s', (preset, outageMs) => {
    expect(unavoidableOutageMs([park, release, take], preset, 1)).toBe(outageMs);
  });

  test.each([
    ['pessimistic', 10_000],
    ['optimistic', 0],
    ['late', 25_000],
  ] as const)('in one swap operation under %s', (preset, outageMs) => {
    expect(unavoidableOutageMs([release], preset, 1)).toBe(outageMs);
  });

  test('under random is drawn from the seed, and never more than the operations last', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const outageMs = unavoidableOutageMs([park, release, take], 'random', seed);
        expect(outageMs).toBeGreaterThanOrEqual(0);
        expect(outageMs).toBeLessThanOrEqual(30_000);
        expect(unavoidableOutageMs([park, release, take], 'random', seed)).toBe(outageMs);
      }),
    );
  });
});

test('idle is every pause between operations, and none of what lies before and after them', () => {
  expect(idleMs([park, release, take])).toBe(1_000 + 3_000);
  expect(idleMs([release])).toBe(0);
});

test('quick seeds are the first ones whose three updates all end in time', () => {
  const seeds = quickSeeds(5, 20_000);
  const last = seeds.at(-1) ?? 0;
  const slowest = (seed: number) => Math.max(...durationsMs(seed, 'load-balancer-put', 3));
  const expected = Array.from({ length: last }, (_, index) => index + 1).filter(
    (seed) => slowest(seed) <= 20_000,
  );
  expect(seeds).toEqual(expected);
  expect(seeds).toHaveLength(5);
});
