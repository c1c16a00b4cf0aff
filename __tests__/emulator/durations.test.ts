import fc from 'fast-check';
import { expect, test } from 'vitest';
import { secondsAt } from '../../emulator/durations/profile.ts';
import { durationProfiles } from '../../emulator/durations/profiles.ts';
import { seededRandom } from '../../emulator/random.ts';

const distributions = Object.values(durationProfiles).flatMap(({ name, distributions: byKind }) =>
  Object.entries(byKind).map(([kind, distribution]) => ({ title: `${name} ${kind}`, distribution })),
);

test.each(distributions)('$title grows with the share and goes through its points', ({ distribution }) => {
  for (const { share, seconds } of distribution)
    expect(secondsAt(distribution, share)).toBeCloseTo(seconds, 9);
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (one, other) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        expect(secondsAt(distribution, low)).toBeLessThanOrEqual(secondsAt(distribution, high) + 1e-9);
      },
    ),
  );
});

test('the recorded update of a load balancer with backends has the recorded median', () => {
  const random = seededRandom(7);
  const distribution = durationProfiles.recorded?.distributions['load-balancer-put'] ?? [];
  const draws = Array.from({ length: 2001 }, () =>
    secondsAt(distribution, random.uniform('load-balancer-put')),
  );
  const median = draws.toSorted((one, other) => one - other)[1000];
  expect(median).toBeGreaterThan(20);
  expect(median).toBeLessThan(31);
});

test('a draw depends on the seed and its ordinal in its stream, and on nothing else', () => {
  fc.assert(
    fc.property(fc.integer(), fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 40 }), (seed, order) => {
      const random = seededRandom(seed);
      const mixed = order.map((stream) => [stream, random.uniform(stream)] as const);
      for (const stream of ['a', 'b', 'c']) {
        const alone = seededRandom(seed);
        const drawn = mixed.filter(([name]) => name === stream).map(([, value]) => value);
        expect(drawn).toEqual(drawn.map(() => alone.uniform(stream)));
      }
    }),
  );
});

test('draws lie in [0, 1) and differ', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const random = seededRandom(seed);
      const draws = Array.from({ length: 100 }, () => random.uniform('stream'));
      expect(draws.every((draw) => draw >= 0 && draw < 1)).toBe(true);
      expect(new Set(draws).size).toBeGreaterThan(95);
    }),
  );
});
