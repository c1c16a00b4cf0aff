import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ipConfiguration, loadBalancer, loadBalancerId, workloads } from './environment.ts';
import { blue, VirtualEnvironment } from './virtual.ts';

const intervalMs = 5000;

function oneInstance(probe: Readonly<Record<string, unknown>>, seed = 1): VirtualEnvironment {
  return new VirtualEnvironment({
    seed,
    loadBalancers: [loadBalancer('lb1', { publicIp: 'pip1', scaleSet: 'blue', instanceCount: 1, probe })],
    workloads: workloads('blue', '1.0', 1),
  });
}

/** When the address stopped being served, after its only instance became unhealthy now. */
function rotatedOutAtMs(environment: VirtualEnvironment): number {
  environment.dataPlane.setInstanceCondition('blue_0', 'unhealthy');
  return environment.history('pip1', environment.nowMs + 1e6).at(-1)?.from ?? Number.NaN;
}

interface Flicker {
  readonly condition: 'healthy' | 'unhealthy';
  readonly atMs: number;
}

/** Asks tick by tick, as a health probe does. */
function probedTickByTick(flickers: readonly Flicker[], phaseMs: number, threshold: number, endMs: number) {
  const turns: { atMs: number; up: boolean }[] = [];
  let up = true;
  let streak = 0;
  for (let tickMs = phaseMs; tickMs <= endMs; tickMs += intervalMs) {
    const passing = flickers.findLast(({ atMs }) => atMs <= tickMs)?.condition !== 'unhealthy';
    streak = passing === up ? 0 : streak + 1;
    if (streak < threshold) continue;
    up = passing;
    streak = 0;
    turns.push({ atMs: tickMs, up });
  }
  return turns;
}

test('rotation turns at the same ticks as a health probe that asks every time', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 4 }),
      fc.integer(),
      fc.array(fc.tuple(fc.integer({ min: 1, max: 12_000 }), fc.constantFrom('healthy', 'unhealthy')), {
        maxLength: 25,
      }),
      (threshold, seed, changes) => {
        const phaseMs = rotatedOutAtMs(oneInstance({ probeThreshold: threshold }, seed)) % intervalMs;
        const environment = oneInstance({ probeThreshold: threshold }, seed);
        const flickers = changes.map(([gapMs, condition]): Flicker => {
          environment.nowMs += gapMs;
          environment.dataPlane.setInstanceCondition('blue_0', condition);
          return { condition, atMs: environment.nowMs };
        });
        const endMs = environment.nowMs + 60_000;
        const turns = environment
          .history('pip1', endMs)
          .slice(1)
          .map(({ from, state }) => ({ atMs: Math.round(from), up: state === 'served' }));
        const expected = probedTickByTick(flickers, phaseMs, threshold, endMs);
        expect(turns).toEqual(expected.map(({ atMs, up }) => ({ atMs: Math.round(atMs), up })));
      },
    ),
  );
});

describe('a health probe', () => {
  test.each([
    { probe: { probeThreshold: 3 }, speed: 1, least: 10_000, most: 15_000 },
    { probe: { probeThreshold: undefined, numberOfProbes: 2 }, speed: 1, least: 5000, most: 10_000 },
    { probe: { probeThreshold: 1, intervalInSeconds: 60 }, speed: 20, least: 0, most: 3000 },
  ])('takes an instance out after its threshold: $probe at speed $speed', ({ probe, speed, least, most }) => {
    const environment = new VirtualEnvironment({
      speed,
      loadBalancers: [loadBalancer('lb1', { publicIp: 'pip1', scaleSet: 'blue', probe })],
    });
    for (const instance of ['blue_0', 'blue_1']) {
      environment.dataPlane.setInstanceCondition(instance, 'machine-down');
    }
    environment.nowMs = least;
    expect(environment.dataPlane.ruleHealth(loadBalancerId('lb1'), 'web')).toMatchObject([
      { state: 'Up' },
      { state: 'Up' },
    ]);
    environment.nowMs = most;
    expect(environment.dataPlane.ruleHealth(loadBalancerId('LB1'), 'WEB')).toEqual([
      { backend: ipConfiguration('blue', 0), state: 'Down' },
      { backend: ipConfiguration('blue', 1), state: 'Down' },
    ]);
  });

  test('has a phase of its own for each instance', () => {
    const environment = new VirtualEnvironment();
    for (const instance of ['blue_0', 'blue_1']) {
      environment.dataPlane.setInstanceCondition(instance, 'machine-down');
    }
    environment.dataPlane.setInstanceCondition('blue_0', 'unhealthy');
    // One instance answers, the other one does not, and they leave the rotation at different times.
    const states = environment.history('pip1', 60_000).map(({ state }) => state);
    expect(states.slice(0, 2)).toEqual(['mixed', expect.stringMatching(/^(served|swallowed)$/)]);
    expect(states.at(-1)).toBe('swallowed');
  });

  test.each([
    { probe: {}, condition: 'unhealthy', last: 'swallowed' },
    { probe: { requestPath: '/other' }, condition: 'unhealthy', last: 'served' },
    { probe: { protocol: 'Tcp' }, condition: 'unhealthy', last: 'served' },
    { probe: { protocol: 'Tcp' }, condition: 'process-dead', last: 'swallowed' },
    { probe: { port: 8081 }, condition: 'healthy', last: 'swallowed' },
    { probe: null, condition: 'process-dead', last: 'refused' },
    { probe: null, condition: 'machine-down', last: 'swallowed' },
  ] as const)('asks what it is configured to ask: $probe, $condition', ({ probe, condition, last }) => {
    const environment = new VirtualEnvironment({
      loadBalancers: [loadBalancer('lb1', { publicIp: 'pip1', scaleSet: 'blue', probe })],
    });
    for (const instance of ['blue_0', 'blue_1']) {
      environment.dataPlane.setInstanceCondition(instance, condition);
    }
    expect(environment.history('pip1', 60_000).at(-1)?.state).toBe(last);
  });

  test('knows nothing of a new instance until its first answer, which is enough', () => {
    const environment = new VirtualEnvironment({ workloads: workloads('blue', '1.0', 3) });
    environment.write(100, loadBalancer('lb1', { publicIp: 'pip1', scaleSet: 'blue', instanceCount: 3 }));
    const stateOfNew = () => environment.dataPlane.ruleHealth(loadBalancerId('lb1'), 'web')[2]?.state;
    expect(stateOfNew()).toBe('Unknown');
    environment.nowMs = intervalMs;
    expect(stateOfNew()).toBe('Up');
  });

  test('goes on asking the old side while it still answers', () => {
    const environment = new VirtualEnvironment({ timing: 'optimistic' });
    environment.write(50_000, loadBalancer('lb1', { scaleSet: 'blue' }));
    environment.nowMs = 1000;
    environment.dataPlane.setInstanceCondition('blue_0', 'unhealthy');
    environment.dataPlane.setInstanceCondition('blue_1', 'unhealthy');
    const [served, swallowed] = environment.history('pip1', 60_000);
    expect(served?.to).toBeGreaterThan(1000);
    expect(swallowed).toMatchObject({ state: 'swallowed', by: 'lb1' });
  });

  test('reports nothing for a rule that does not exist', () => {
    const environment = new VirtualEnvironment();
    expect(environment.dataPlane.ruleHealth(loadBalancerId('lb1'), 'other')).toEqual([]);
  });

  test('keeps its view of the instances while the address moves', () => {
    const environment = new VirtualEnvironment();
    environment.write(0, blue('temp'));
    expect(environment.dataPlane.ruleHealth(loadBalancerId('lb1'), 'web')).toMatchObject([
      { state: 'Up' },
      { state: 'Up' },
    ]);
  });
});

test('a condition for an unknown instance is an error that names those there are', () => {
  const { dataPlane } = new VirtualEnvironment({ workloads: workloads('blue', '1.0', 1) });
  expect(() => dataPlane.setInstanceCondition('red_0', 'healthy')).toThrow(
    'There is no instance red_0; the first ones are: blue_0.',
  );
});
