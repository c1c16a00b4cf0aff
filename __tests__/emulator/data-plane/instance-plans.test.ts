import { describe, expect, test } from 'vitest';
import type { PlannedInstanceChange } from '../../../emulator/data-plane/contract.ts';
import { loadBalancer, loadBalancerId, workloads } from './environment.ts';
import { VirtualEnvironment } from './virtual.ts';

/** One instance behind a probe of 5 s that takes it out and puts it back at the first result. */
function oneInstance(speed = 1): VirtualEnvironment {
  const probe = { probeThreshold: 1 };
  return new VirtualEnvironment({
    speed,
    loadBalancers: [loadBalancer('lb1', { publicIp: 'pip1', scaleSet: 'blue', instanceCount: 1, probe })],
    workloads: workloads('blue', '1.0', 1),
  });
}

/** Without a health probe: the address shows what the machine does, at the instant at which it does it. */
function bareInstance(): VirtualEnvironment {
  return new VirtualEnvironment({
    loadBalancers: [
      loadBalancer('lb1', { publicIp: 'pip1', scaleSet: 'blue', instanceCount: 1, probe: null }),
    ],
    workloads: workloads('blue', '1.0', 1),
  });
}

const [second] = workloads('blue', '2.0', 1);
const upgrade: readonly PlannedInstanceChange[] = [
  { atMs: 1000, condition: 'machine-down' },
  { atMs: 61_000, condition: 'healthy', ...(second === undefined ? {} : { workload: second }) },
];
const web = { protocol: 'http', port: 8080, path: '/healthz' } as const;

const states = (environment: VirtualEnvironment, untilMs: number) =>
  environment.history('pip1', untilMs).map(({ from, state }) => [from, state]);

describe('what is planned for a machine', () => {
  test('happens at its times, without anybody asking in between', () => {
    const environment = bareInstance();
    environment.dataPlane.planInstances(new Map([['blue_0', upgrade]]));
    expect(states(environment, 100_000)).toEqual([
      [0, 'served'],
      [1000, 'swallowed'],
      [61_000, 'served'],
    ]);
  });

  test('is seen by health probes at their own ticks', () => {
    const environment = oneInstance();
    environment.dataPlane.planInstances(new Map([['blue_0', upgrade]]));
    const [, down, up] = environment.history('pip1', 100_000);
    // The machine swallows from the first instant on; the address serves again only when a tick has seen it answer.
    expect(down).toMatchObject({ from: 1000, to: expect.any(Number) as number, state: 'swallowed' });
    expect(up?.from).toBeGreaterThanOrEqual(61_000);
    expect(up?.from).toBeLessThanOrEqual(66_000);
  });

  test('is the same however often somebody asks', () => {
    const [quiet, asked] = [oneInstance(), oneInstance()].map((environment, index) => {
      environment.dataPlane.planInstances(new Map([['blue_0', upgrade]]));
      for (let nowMs = 0; index === 1 && nowMs < 100_000; nowMs += 700) states(environment, nowMs);
      return environment.history('pip1', 100_000);
    });
    expect(asked).toEqual(quiet);
  });

  test('changes what the health of a rule says', () => {
    const environment = oneInstance();
    environment.dataPlane.planInstances(new Map([['blue_0', upgrade]]));
    const stateAt = (nowMs: number) => {
      environment.nowMs = nowMs;
      return environment.dataPlane.ruleHealth(loadBalancerId('lb1'), 'web')[0]?.state;
    };
    expect([900, 30_000, 70_000].map(stateAt)).toEqual(['Up', 'Down', 'Up']);
  });

  test('is forgotten when something else is planned, as far as it has not come', () => {
    const environment = bareInstance();
    environment.dataPlane.planInstances(new Map([['blue_0', upgrade]]));
    environment.nowMs = 30_000;
    environment.dataPlane.planInstances(new Map([['blue_0', [{ atMs: 40_000, condition: 'process-dead' }]]]));
    expect(states(environment, 100_000)).toEqual([
      [0, 'served'],
      [1000, 'swallowed'],
      [40_000, 'refused'],
    ]);
  });

  test('is forgotten when nothing is planned', () => {
    const environment = bareInstance();
    environment.dataPlane.planInstances(new Map([['blue_0', upgrade]]));
    environment.dataPlane.planInstances(new Map([['blue_0', []]]));
    expect(states(environment, 100_000)).toEqual([[0, 'served']]);
  });

  test('happens at once where its time has gone by, and never out of order', () => {
    const environment = bareInstance();
    environment.nowMs = 5000;
    environment.dataPlane.planInstances(
      new Map([
        [
          'blue_0',
          [
            { atMs: 9000, condition: 'healthy' },
            { atMs: 2000, condition: 'machine-down' },
          ],
        ],
      ]),
    );
    expect(states(environment, 100_000)).toEqual([
      [0, 'served'],
      [5000, 'swallowed'],
      [9000, 'served'],
    ]);
  });

  test('goes with the machine', () => {
    const environment = bareInstance();
    environment.dataPlane.planInstances(new Map([['blue_0', upgrade]]));
    environment.nowMs = 30_000;
    environment.dataPlane.removeWorkload('blue_0');
    expect(states(environment, 100_000).at(-1)).toEqual([1000, 'swallowed']);
  });

  test('is refused for a machine that is not there, or that would become another one', () => {
    const { dataPlane } = bareInstance();
    expect(() => dataPlane.planInstances(new Map([['green_7', upgrade]]))).toThrow(
      'There is no instance green_7',
    );
    const [stranger] = workloads('green', '2.0', 1);
    if (stranger === undefined) throw new Error('no workload');
    const plan = [{ atMs: 0, condition: 'healthy', workload: stranger }] as const;
    expect(() => dataPlane.planInstances(new Map([['blue_0', plan]]))).toThrow(
      'blue_0 cannot become green_0',
    );
  });

  test('of a hundred machines takes each out of service for its own time', () => {
    const count = 100;
    const natRule = (id: string) => ({
      id: `${id}/inboundNatRules/ssh`,
      name: 'ssh',
      properties: {
        frontendIPConfiguration: { id: `${id}/frontendIPConfigurations/frontend` },
        backendAddressPool: { id: `${id}/backendAddressPools/pool` },
        protocol: 'Tcp',
        frontendPortRangeStart: 50_000,
        frontendPortRangeEnd: 50_199,
        backendPort: 8080,
      },
    });
    const environment = new VirtualEnvironment({
      loadBalancers: [
        loadBalancer('lb1', {
          publicIp: 'pip1',
          scaleSet: 'blue',
          instanceCount: count,
          properties: { inboundNatRules: [natRule(loadBalancerId('lb1'))] },
        }),
      ],
      workloads: workloads('blue', '1.0', count),
    });
    for (let index = 0; index < count; index++) {
      environment.dataPlane.planInstances(
        new Map([
          [
            `blue_${index}`,
            [
              { atMs: 1000 * index, condition: 'machine-down' },
              { atMs: 1000 * index + 500, condition: 'healthy' },
            ],
          ],
        ]),
      );
    }
    for (const index of [0, 42, 99]) {
      const ends = environment
        .history('pip1', 200_000, 50_000 + index)
        .map(({ from, state }) => [from, state]);
      const before = index === 0 ? [] : [[0, 'served']];
      expect(ends).toEqual([...before, [1000 * index, 'swallowed'], [1000 * index + 500, 'served']]);
    }
    // Ninety-nine others serve while one is down; who meets that one gets no answer until its health probe has seen it.
    const web = environment.history('pip1', 200_000).map(({ state }) => state);
    expect(new Set(web)).toEqual(new Set(['mixed', 'served']));
    expect(web.at(-1)).toBe('served');
  });
});

describe('a machine that is asked where it runs', () => {
  test.each([
    ['healthy', true, true],
    ['unhealthy', false, true],
    ['process-dead', false, false],
    ['machine-down', false, false],
  ] as const)('answers while %s: its health path %s, its port %s', (condition, http, tcp) => {
    const { dataPlane } = oneInstance();
    dataPlane.setInstanceCondition('blue_0', condition);
    expect(dataPlane.answersLocally('blue_0', web)).toBe(http);
    expect(dataPlane.answersLocally('blue_0', { protocol: 'tcp', port: 8080, path: '' })).toBe(tcp);
  });

  test('answers on no port that nothing listens on', () => {
    const { dataPlane } = oneInstance();
    expect(dataPlane.answersLocally('blue_0', { ...web, port: 22 })).toBe(false);
  });

  test('answers nothing where it does not exist', () => {
    expect(oneInstance().dataPlane.answersLocally('blue_9', web)).toBe(false);
  });

  test('answers as planned, before any health probe has noticed', () => {
    const environment = oneInstance();
    environment.dataPlane.planInstances(new Map([['blue_0', upgrade]]));
    const answersAt = (nowMs: number) => {
      environment.nowMs = nowMs;
      return environment.dataPlane.answersLocally('blue_0', web);
    };
    expect([999, 1000, 60_999, 61_000].map(answersAt)).toEqual([true, false, false, true]);
  });
});
