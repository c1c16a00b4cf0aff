import { describe, expect, test } from 'vitest';
import { loadBalancer, workloads } from './environment.ts';
import { blue, darkMs, green, VirtualEnvironment } from './virtual.ts';

/** lb1 gives pip1 away at 1000 in 400 ms; lb2 takes it at 1500 in 600 ms. */
function moveInTwoWrites(environment: VirtualEnvironment): void {
  environment.nowMs = 1000;
  environment.write(400, blue('temp'));
  environment.nowMs = 1500;
  environment.write(600, green('pip1'));
}

describe('a move in two writes', () => {
  test.each([
    { timing: 'pessimistic', darkFrom: 1000, darkTo: 2100 },
    { timing: 'optimistic', darkFrom: 1400, darkTo: 1500 },
    { timing: 'late', darkFrom: 1000, darkTo: 2100 + 15_000 },
    { timing: { detachFraction: 0.5, attachFraction: 0.25, lagMs: 40 }, darkFrom: 1200, darkTo: 1690 },
  ] as const)('is dark from detach to attach: $timing', ({ timing, darkFrom, darkTo }) => {
    const environment = new VirtualEnvironment({ timing });
    moveInTwoWrites(environment);
    expect(environment.history('pip1', 60_000)).toEqual([
      { from: 0, to: darkFrom, state: 'served', by: 'lb1' },
      { from: darkFrom, to: darkTo, state: 'swallowed', by: undefined },
      { from: darkTo, to: undefined, state: 'served', by: 'lb2' },
    ]);
  });

  test('divides the lag by the speed, and leaves durations alone', () => {
    const environment = new VirtualEnvironment({ timing: 'late', speed: 20 });
    moveInTwoWrites(environment);
    expect(darkMs(environment.history('pip1', 60_000))).toBe(1100 + 750);
  });

  test('gives mixed answers from both sides after attaching, then only from the new one', () => {
    const environment = new VirtualEnvironment({
      timing: { detachFraction: 0, attachFraction: 1, lagMs: 0, mixedMs: 800 },
      speed: 2,
    });
    moveInTwoWrites(environment);
    expect(environment.history('pip1', 60_000).slice(1)).toEqual([
      { from: 1000, to: 2100, state: 'swallowed', by: undefined },
      { from: 2100, to: 2500, state: 'mixed', by: 'lb2' },
      { from: 2500, to: undefined, state: 'served', by: 'lb2' },
    ]);
  });

  test('is not mixed where neither side answers', () => {
    const timing = { detachFraction: 0, attachFraction: 0, lagMs: 0, mixedMs: 1000 };
    const environment = new VirtualEnvironment({ timing });
    for (const instance of ['blue_0', 'blue_1', 'green_0', 'green_1']) {
      environment.dataPlane.setInstanceCondition(instance, 'machine-down');
    }
    moveInTwoWrites(environment);
    const states = environment.history('pip1', 60_000).map(({ state }) => state);
    expect(new Set(states)).toEqual(new Set(['swallowed']));
  });

  test('draws the random timing from the seed alone', () => {
    const histories = [7, 7, 8].map((seed) => {
      const environment = new VirtualEnvironment({ timing: 'random', seed });
      moveInTwoWrites(environment);
      return environment.history('pip1', 60_000);
    });
    expect(histories[0]).toEqual(histories[1]);
    expect(histories[0]).not.toEqual(histories[2]);
  });

  test('cannot attach what the first load balancer has not let go of', () => {
    const environment = new VirtualEnvironment({ timing: 'optimistic' });
    environment.nowMs = 1000;
    environment.write(5000, blue('temp'));
    environment.nowMs = 1100;
    environment.write(100, green('pip1'));
    expect(environment.history('pip1', 60_000)).toEqual([
      { from: 0, to: 6000, state: 'served', by: 'lb1' },
      { from: 6000, to: undefined, state: 'served', by: 'lb2' },
    ]);
  });

  test('counts the mixed time from the instant at which the address is free', () => {
    const timing = { detachFraction: 1, attachFraction: 0, lagMs: 0, mixedMs: 800 };
    const environment = new VirtualEnvironment({ timing });
    environment.nowMs = 1000;
    environment.write(5000, blue('temp'));
    environment.nowMs = 1100;
    environment.write(100, green('pip1'));
    expect(environment.history('pip1', 60_000).slice(1)).toEqual([
      { from: 6000, to: 6800, state: 'mixed', by: 'lb2' },
      { from: 6800, to: undefined, state: 'served', by: 'lb2' },
    ]);
  });

  test('that is taken back before the data plane followed never reaches the new side', () => {
    const environment = new VirtualEnvironment({ timing: 'late' });
    moveInTwoWrites(environment);
    environment.nowMs = 3000;
    environment.write(500, green(undefined));
    environment.nowMs = 4000;
    environment.write(500, blue('pip1'));
    expect(environment.history('pip1', 60_000)).toEqual([
      { from: 0, to: 1000, state: 'served', by: 'lb1' },
      { from: 1000, to: 4500 + 15_000, state: 'swallowed', by: undefined },
      { from: 19_500, to: undefined, state: 'served', by: 'lb1' },
    ]);
  });

  test('that is taken back does not wait for the new side, which never came', () => {
    const environment = new VirtualEnvironment();
    environment.nowMs = 1000;
    environment.write(100, blue('temp'));
    environment.nowMs = 1500;
    environment.write(40_000, green('pip1'));
    environment.nowMs = 3000;
    environment.write(100, green(undefined));
    environment.nowMs = 4000;
    environment.write(100, blue('pip1'));
    expect(environment.history('pip1', 60_000)).toEqual([
      { from: 0, to: 1000, state: 'served', by: 'lb1' },
      { from: 1000, to: 4100, state: 'swallowed', by: undefined },
      { from: 4100, to: undefined, state: 'served', by: 'lb1' },
    ]);
  });

  test('that is taken back before the old side let go has no effect at all', () => {
    const environment = new VirtualEnvironment({
      timing: { detachFraction: 1, attachFraction: 1, lagMs: 0 },
    });
    environment.nowMs = 1000;
    environment.write(5000, blue('temp'));
    environment.nowMs = 2000;
    environment.write(5000, blue('pip1'));
    expect(environment.history('pip1', 60_000)).toEqual([
      { from: 0, to: undefined, state: 'served', by: 'lb1' },
    ]);
  });
});

describe('an update that is written once more while it runs', () => {
  test('brings its load balancer the address as soon as the second one does', () => {
    const environment = new VirtualEnvironment({ timing: 'pessimistic' });
    environment.nowMs = 1000;
    environment.write(400, blue('temp'));
    environment.nowMs = 1500;
    environment.write(300_000, green('pip1'));
    environment.nowMs = 20_000;
    environment.write(500, green('pip1'));
    expect(environment.history('pip1', 400_000).slice(1)).toEqual([
      { from: 1000, to: 20_500, state: 'swallowed', by: undefined },
      { from: 20_500, to: undefined, state: 'served', by: 'lb2' },
    ]);
  });

  test('has let go of the address as soon as the second one has', () => {
    const environment = new VirtualEnvironment({ timing: 'optimistic' });
    environment.nowMs = 1000;
    environment.write(300_000, blue('temp'));
    environment.nowMs = 20_000;
    environment.write(500, blue('temp'));
    environment.nowMs = 21_000;
    environment.write(500, green('pip1'));
    expect(environment.history('pip1', 400_000)).toEqual([
      { from: 0, to: 20_500, state: 'served', by: 'lb1' },
      { from: 20_500, to: 21_000, state: 'swallowed', by: undefined },
      { from: 21_000, to: undefined, state: 'served', by: 'lb2' },
    ]);
  });

  test('says nothing of when another load balancer lets go', () => {
    const environment = new VirtualEnvironment({ timing: 'optimistic' });
    environment.nowMs = 1000;
    environment.write(5000, blue('temp'));
    environment.nowMs = 1100;
    environment.write(100, green('pip1'));
    environment.nowMs = 1300;
    environment.write(100, green('pip1'));
    expect(environment.history('pip1', 60_000)).toEqual([
      { from: 0, to: 6000, state: 'served', by: 'lb1' },
      { from: 6000, to: undefined, state: 'served', by: 'lb2' },
    ]);
  });

  test('is not brought sooner by one that comes when it has ended, and lags behind', () => {
    const environment = new VirtualEnvironment({ timing: 'late' });
    moveInTwoWrites(environment);
    environment.nowMs = 3000;
    environment.write(100, green('pip1'));
    expect(environment.history('pip1', 60_000).at(-1)).toMatchObject({ from: 2100 + 15_000, by: 'lb2' });
  });
});

describe('a swap in one write', () => {
  test.each([
    { timing: 'pessimistic', dark: 10_000 },
    { timing: 'optimistic', dark: 0 },
    { timing: 'late', dark: 25_000 },
  ] as const)('is dark for $dark ms on both addresses: $timing', ({ timing, dark }) => {
    const environment = new VirtualEnvironment({ timing });
    environment.nowMs = 1000;
    environment.write(10_000, blue('pip2'), green('pip1'));
    for (const [address, by] of [
      ['pip1', 'lb2'],
      ['pip2', 'lb1'],
    ] as const) {
      const history = environment.history(address, 60_000);
      expect(darkMs(history)).toBe(dark);
      expect(history.at(-1)).toMatchObject({ state: 'served', by });
    }
  });
});

describe('writes that do not move the address', () => {
  test('leave it served without a gap when the rule changes to another pool', () => {
    const environment = new VirtualEnvironment();
    environment.nowMs = 1000;
    environment.write(5000, loadBalancer('lb1', { publicIp: 'pip1', scaleSet: 'green' }));
    // The old pool now tells its answers apart from the new one's.
    for (const instance of ['blue_0', 'blue_1']) {
      environment.dataPlane.setInstanceCondition(instance, 'process-dead');
    }
    expect(environment.history('pip1', 60_000)).toEqual([
      { from: 0, to: 1000, state: 'served', by: 'lb1' },
      { from: 1000, to: 6000, state: 'refused', by: 'lb1' },
      { from: 6000, to: undefined, state: 'served', by: 'lb1' },
    ]);
  });

  test('have no effect where they change nothing that is forwarded', () => {
    const timing = { detachFraction: 0, attachFraction: 1, lagMs: 0, mixedMs: 2000 };
    const environment = new VirtualEnvironment({ timing });
    environment.nowMs = 1000;
    environment.write(5000, { ...blue('pip1'), tags: { owner: 'web' } });
    expect(environment.history('pip1', 60_000)).toEqual([
      { from: 0, to: undefined, state: 'served', by: 'lb1' },
    ]);
  });

  test('have no effect where a fault keeps the data plane back, until a later write moves the address', () => {
    const environment = new VirtualEnvironment();
    const unfollowed = { acceptedAtMs: 1000, durationMs: 400, dataPlaneFollows: false };
    environment.nowMs = 1000;
    environment.dataPlane.accepted(environment.resources.write(unfollowed, blue('temp')));
    environment.nowMs = 2000;
    environment.write(600, green('pip1'));
    expect(environment.history('pip1', 60_000)).toEqual([
      { from: 0, to: 2600, state: 'served', by: 'lb1' },
      { from: 2600, to: undefined, state: 'served', by: 'lb2' },
    ]);
    expect(environment.history('temp', 60_000)).toEqual([
      { from: 0, to: undefined, state: 'swallowed', by: undefined },
    ]);
  });
});

describe('addresses', () => {
  test('stay with a resource and are not given away soon after it is gone', () => {
    const { dataPlane } = new VirtualEnvironment();
    const first = dataPlane.assignAddress('/pip/A');
    expect(dataPlane.assignAddress('/PIP/a')).toBe(first);
    dataPlane.releaseAddress('/pip/a');
    expect(dataPlane.assignAddress('/pip/b')).not.toBe(first);
  });

  test('end their record with the resource', () => {
    const environment = new VirtualEnvironment();
    environment.nowMs = 500;
    environment.dataPlane.releaseAddress(environment.dataPlane.groundTruth()[0]?.publicIpAddressId ?? '');
    expect(environment.dataPlane.groundTruth()[0]).toMatchObject({ fromMs: 0, toMs: 500 });
  });

  test('run out with an error that says what to do', () => {
    const { dataPlane } = new VirtualEnvironment();
    const assignAll = (): void => {
      for (let count = 0; count < 254; count++) dataPlane.assignAddress(`/pip/${count}`);
    };
    expect(assignAll).toThrow('Delete public IP addresses first.');
  });

  test('swallow from the instant that a load balancer with that port exists', () => {
    const environment = new VirtualEnvironment({ workloads: workloads('blue', '1.0') });
    environment.nowMs = 700;
    environment.write(
      100,
      loadBalancer('lb3', { scaleSet: 'blue', publicIp: 'temp', rule: { frontendPort: 9443 } }),
    );
    expect(environment.history('pip1', 5000, 9443)).toEqual([
      { from: 700, to: undefined, state: 'swallowed', by: undefined },
    ]);
  });
});
