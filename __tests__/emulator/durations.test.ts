import fc from 'fast-check';
import { expect, test } from 'vitest';
import { always, secondsAt } from '../../emulator/durations/profile.ts';
import { durationProfiles, instant, recorded } from '../../emulator/durations/profiles.ts';
import { profileFromReport, timingFromReport } from '../../emulator/durations/report-profile.ts';
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
  const distribution = recorded.distributions['load-balancer-put'];
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

const operation = (
  method: string,
  path: string,
  acceptedMs: number,
  endedMs: number | null,
  status = 'Succeeded',
) => ({
  method,
  path: `/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/${path}`,
  status,
  acceptedMs,
  endedMs,
});

test.each([
  ['vmss-patch', 'PATCH', 'virtualMachineScaleSets/a'],
  ['vmss-put', 'PUT', 'virtualMachineScaleSets/a'],
  ['vmss-put', 'PUT', 'virtualMachineScaleSets/a/extensions/install'],
  ['vmss-vm-put', 'PUT', 'virtualMachineScaleSets/a/virtualMachines/3'],
  ['vmss-reimage', 'POST', 'virtualMachineScaleSets/a/reimage'],
  ['vmss-reimage', 'POST', 'virtualMachineScaleSets/a/virtualMachines/3/reimage'],
  ['orchestration-service-state', 'POST', 'virtualMachineScaleSets/a/setOrchestrationServiceState'],
] as const)('a report gives %s by %s %s', (kind, method, path) => {
  const profile = profileFromReport({ operations: [operation(method, path, 0, 7_000)] }, instant);
  expect(profile?.distributions).toEqual({ ...instant.distributions, [kind]: always(7) });
});

test('a report is a profile: what it saw is drawn again, the rest is recorded', () => {
  const profile = profileFromReport(
    {
      operations: [
        operation('PUT', 'loadBalancers/a', 1_000, 13_000),
        operation('PUT', 'loadBalancers/b', 20_000, 28_000),
        operation('PUT', 'loadBalancers/c', 30_000, 31_000, 'Failed'),
        operation('PUT', 'publicIPAddresses/a', 0, 2_000),
        operation('DELETE', 'publicIPAddresses/a', 40_000, null),
      ],
    },
    recorded,
  );
  expect(profile?.distributions).toEqual({
    ...recorded.distributions,
    'load-balancer-put': [
      { share: 0, seconds: 8 },
      { share: 1, seconds: 12 },
    ],
    'public-ip-put': [
      { share: 0, seconds: 2 },
      { share: 1, seconds: 2 },
    ],
  });
  expect(profileFromReport({ operations: [] }, recorded)).toBeUndefined();
});

test.each([
  [
    'behind ARM',
    { afterAcceptedMs: 2_500, afterEndedMs: -7_500 },
    { afterAcceptedMs: 13_000, afterEndedMs: 3_000 },
    [0.25, 1, 3_000],
  ],
  [
    'ahead of ARM',
    { afterAcceptedMs: -100, afterEndedMs: -10_100 },
    { afterAcceptedMs: 5_000, afterEndedMs: -5_000 },
    [0, 0.5, 0],
  ],
])('a report tells when the data plane follows: %s', (_, detachOffset, attachOffset, expected) => {
  const timing = timingFromReport({ probe: { detachOffset, attachOffset } });
  expect([timing?.detachFraction, timing?.attachFraction, timing?.lagMs]).toEqual(expected);
});

test('a report without offsets tells nothing', () => {
  expect(timingFromReport({ probe: null })).toBeUndefined();
  expect(timingFromReport({ probe: { detachOffset: null, attachOffset: null } })).toBeUndefined();
});
