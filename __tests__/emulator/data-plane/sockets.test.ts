import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { Agent } from 'node:http';
import { connect, createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { systemClock } from '../../../emulator/clock.ts';
import type {
  ArmResource,
  DataPlane,
  DataPlaneOptions,
  PlannedInstanceChange,
} from '../../../emulator/data-plane/contract.ts';
import { createDataPlane } from '../../../emulator/data-plane/data-plane.ts';
import { ask, attempt, until } from './clients.ts';
import { Crowd, stand } from './crowd.ts';
import {
  ipConfiguration,
  loadBalancer,
  loadBalancerId,
  publicIp,
  Resources,
  workloads,
} from './environment.ts';
import { blue, green, vipswap } from './virtual.ts';

interface Environment extends AsyncDisposable {
  readonly dataPlane: DataPlane;
  readonly pip1: string;
  readonly pip2: string;
  readonly temp: string;
  write(durationMs: number, ...changed: readonly ArmResource[]): void;
}

/** Resolves when a server of this thread was refused the port that it was to listen on. */
function listeningRefused(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const channel = 'tracing:net.server.listen:error';
  const hear = () => {
    unsubscribe(channel, hear);
    resolve();
  };
  subscribe(channel, hear);
  return promise;
}

async function open(
  options: Partial<DataPlaneOptions> & { readonly loadBalancers?: readonly ArmResource[] } = {},
): Promise<Environment> {
  const { loadBalancers, ...rest } = options;
  const resources = new Resources();
  resources.put(...(loadBalancers ?? vipswap()));
  const dataPlane = await createDataPlane({ resources, clock: systemClock, ...rest });
  for (const workload of [...workloads('blue', '1.0'), ...workloads('green', '2.0')]) {
    dataPlane.placeWorkload(workload);
  }
  const [pip1 = '', pip2 = '', temp = ''] = ['pip1', 'pip2', 'temp'].map((name) =>
    dataPlane.assignAddress(publicIp(name)),
  );
  await dataPlane.start();
  return {
    dataPlane,
    pip1,
    pip2,
    temp,
    write: (durationMs, ...changed) =>
      dataPlane.accepted(
        resources.write({ acceptedAtMs: systemClock.monotonicMs(), durationMs }, ...changed),
      ),
    [Symbol.asyncDispose]: () => dataPlane[Symbol.asyncDispose](),
  };
}

const versionAt = async (host: string, port = 9000) => (await ask(host, { port })).headers['x-app-version'];

describe.concurrent('instances', () => {
  test('answer with their version and name, as text or JSON', async () => {
    await using environment = await open();
    const text = await ask(environment.pip1, { path: '/any/path?query' });
    expect(text).toMatchObject({ status: 200, headers: { 'x-app-version': '1.0' } });
    expect(text.body).toMatch(/^version 1\.0 on blue_[01]\n$/);
    const json = await ask(environment.pip2, { accept: 'application/json' });
    expect(JSON.parse(json.body)).toEqual({
      version: '2.0',
      instance: expect.stringMatching(/^green_[01]$/),
    });
  });

  test('answer a path that is no URL', async () => {
    await using environment = await open();
    expect(await ask(environment.pip1, { path: '//' })).toMatchObject({ status: 200 });
  });

  test('share the connections between them', async () => {
    await using environment = await open();
    const seen = new Set<string>();
    await until(async () => seen.add((await ask(environment.pip1)).body).size === 2);
  });

  test('keep a client for themselves where the rule distributes by source address', async () => {
    await using environment = await open({
      loadBalancers: [
        loadBalancer('lb1', { publicIp: 'pip1', scaleSet: 'blue', rule: { loadDistribution: 'SourceIP' } }),
      ],
    });
    const answers = await Promise.all(Array.from({ length: 30 }, () => ask(environment.pip1)));
    expect(new Set(answers.map(({ headers }) => headers['x-instance'])).size).toBe(1);
  });

  test('answer late where they are asked to', async () => {
    await using environment = await open();
    const startedMs = systemClock.monotonicMs();
    await ask(environment.pip1, { path: '/slow?ms=120' });
    expect(systemClock.monotonicMs() - startedMs).toBeGreaterThanOrEqual(119);
  });

  test('fail on their health path alone while unhealthy, and leave the rotation for it', async () => {
    await using environment = await open({ speed: 50 });
    environment.dataPlane.setInstanceCondition('blue_0', 'unhealthy');
    const answers = await Promise.all(
      Array.from({ length: 40 }, () => ask(environment.pip1, { path: '/healthz' })),
    );
    expect(new Set(answers.map(({ status }) => status))).toContain(200);
    const health = () => environment.dataPlane.ruleHealth(loadBalancerId('lb1'), 'web');
    await until(() => health()[0]?.state === 'Down');
    const later = await Promise.all(Array.from({ length: 20 }, () => ask(environment.pip1)));
    expect(new Set(later.map(({ headers }) => headers['x-instance']))).toEqual(new Set(['blue_1']));
    environment.dataPlane.setInstanceCondition('blue_0', 'healthy');
    await until(async () => (await ask(environment.pip1)).headers['x-instance'] === 'blue_0');
  });

  test('take another version without anything else changing', async () => {
    await using environment = await open();
    for (const workload of workloads('blue', '1.1')) environment.dataPlane.placeWorkload(workload);
    expect(await versionAt(environment.pip1)).toBe('1.1');
  });
});

describe.concurrent('an address that serves nobody', () => {
  test('swallows every attempt, and lets none that is waiting in later on', async () => {
    await using environment = await open();
    const attempts = await Promise.all(Array.from({ length: 20 }, () => attempt(environment.temp)));
    expect(new Set(attempts)).toEqual(new Set(['swallowed']));
  });

  test('swallows while every instance is down, serves again afterwards', async () => {
    await using environment = await open({ speed: 50 });
    for (const condition of ['machine-down', 'healthy', 'machine-down', 'healthy'] as const) {
      environment.dataPlane.setInstanceCondition('blue_0', condition);
      environment.dataPlane.setInstanceCondition('blue_1', condition);
      const expected = condition === 'healthy' ? 'accepted' : 'swallowed';
      await until(async () => (await attempt(environment.pip1, 9000, 300)) === expected);
    }
    expect(await versionAt(environment.pip1)).toBe('1.0');
  });

  test('refuses only while machines without their process are in rotation', async () => {
    await using environment = await open({ speed: 10 });
    environment.dataPlane.setInstanceCondition('blue_0', 'process-dead');
    environment.dataPlane.setInstanceCondition('blue_1', 'process-dead');
    await environment.dataPlane.settled();
    expect(await attempt(environment.pip1)).toBe('refused');
    await until(async () => (await attempt(environment.pip1)) === 'swallowed');
  });
});

describe.concurrent('an instance that does not answer while it is in rotation', () => {
  test.each([
    { condition: 'process-dead', error: 'ECONNRESET', timeoutMs: 5000 },
    { condition: 'machine-down', error: 'TIMEOUT', timeoutMs: 500 },
  ] as const)('costs the connections that go to it: $condition', async ({ condition, error, timeoutMs }) => {
    await using environment = await open();
    environment.dataPlane.setInstanceCondition('blue_0', condition);
    const asked = Array.from({ length: 30 }, () => ask(environment.pip1, { timeoutMs }));
    const seen = await Promise.allSettled(asked);
    const outcomes = seen.map((result) =>
      result.status === 'fulfilled' ? result.value.headers['x-instance'] : result.reason.message,
    );
    expect(new Set(outcomes)).toEqual(new Set(['blue_1', error]));
    expect(environment.dataPlane.groundTruth().at(-1)).toMatchObject({
      state: 'mixed',
      loadBalancerId: loadBalancerId('lb1'),
    });
  });
});

describe.concurrent('a move in two writes', () => {
  test('goes from the old version over silence to the new one, and never refuses', async () => {
    await using environment = await open();
    const seen: (string | undefined)[] = [];
    let moving = true;
    const asking = (async () => {
      while (moving) {
        const answer = ask(environment.pip1, { timeoutMs: 300 }).catch(({ message }: Error) => ({ message }));
        const result = await answer;
        seen.push('headers' in result ? String(result.headers['x-app-version']) : result.message);
      }
    })();
    await until(() => seen.includes('1.0'));
    environment.write(400, blue('temp'));
    await until(() => seen.includes('TIMEOUT'));
    environment.write(400, green('pip1'));
    await until(() => seen.includes('2.0'));
    moving = false;
    await asking;
    // A connection that is complete and not yet accepted at the instant of the move is reset by the kernel.
    const kinds = new Set(seen.filter((result) => result !== 'ECONNRESET'));
    expect(kinds).toEqual(new Set(['1.0', 'TIMEOUT', '2.0']));
    expect(seen.filter((result) => result === 'ECONNRESET').length).toBeLessThanOrEqual(1);
    expect(await versionAt(environment.temp)).toBe('1.0');
    expect(await attempt(environment.pip2)).toBe('swallowed');
  });

  test('connects a client that waits when the address comes back', async () => {
    await using environment = await open();
    environment.write(0, blue('temp'));
    await environment.dataPlane.settled();
    const waiting = ask(environment.pip1, { timeoutMs: 8000 });
    environment.write(100, green('pip1'));
    expect((await waiting).headers['x-app-version']).toBe('2.0');
  });

  test('gives both versions in the mixed time and only the new one after it', async () => {
    const timing = { detachFraction: 0, attachFraction: 0, lagMs: 0, mixedMs: 1500 };
    await using environment = await open({ timing });
    environment.write(0, blue('temp'));
    environment.write(0, green('pip1'));
    await environment.dataPlane.settled();
    const seen = new Set<unknown>();
    await until(async () => seen.add(await versionAt(environment.pip1)).size === 2);
    const state = () =>
      environment.dataPlane.groundTruth().findLast(({ address }) => address === environment.pip1);
    await until(() => state()?.state === 'served');
    const after = await Promise.all(Array.from({ length: 30 }, () => versionAt(environment.pip1)));
    expect(new Set(after)).toEqual(new Set(['2.0']));
  });
});

describe.concurrent('the ground truth', () => {
  test('lies between what clients saw on either side of each change', async () => {
    await using environment = await open();
    expect(await attempt(environment.pip1)).toBe('accepted');
    const lastGoodMs = systemClock.monotonicMs();
    environment.write(300, blue('temp'));
    await environment.dataPlane.settled();
    expect(await attempt(environment.pip1, 9000, 100)).toBe('swallowed');
    const darkMs = systemClock.monotonicMs();
    environment.write(300, green('pip1'));
    await until(async () => (await attempt(environment.pip1, 9000, 50)) === 'accepted');
    const goodAgainMs = systemClock.monotonicMs();
    const history = environment.dataPlane
      .groundTruth()
      .filter(({ publicIpAddressId }) => publicIpAddressId === publicIp('pip1'));
    expect(history.map(({ state }) => state)).toEqual(['served', 'swallowed', 'served']);
    const [before, dark, after] = history;
    expect(before?.loadBalancerId).toBe(loadBalancerId('lb1'));
    expect(after?.loadBalancerId).toBe(loadBalancerId('lb2'));
    expect(before?.toMs).toBe(dark?.fromMs);
    expect(dark?.toMs).toBe(after?.fromMs);
    expect(dark?.fromMs).toBeGreaterThan(lastGoodMs);
    expect(dark?.fromMs).toBeLessThan(darkMs);
    expect(after?.fromMs).toBeGreaterThan(darkMs);
    expect(after?.fromMs).toBeLessThan(goodAgainMs);
  });
});

describe.concurrent('connections that are open when their address moves', () => {
  test.each([
    { existingConnections: 'kept', next: '1.0' },
    { existingConnections: 'reset', next: undefined },
    { existingConnections: 'hung', next: 'TIMEOUT' },
  ] as const)('are $existingConnections', async ({ existingConnections, next }) => {
    await using environment = await open({ existingConnections });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    await ask(environment.pip1, { agent });
    const [idle] = Object.values(agent.freeSockets).flatMap((sockets) => sockets ?? []);
    environment.write(0, blue('temp'));
    environment.write(0, green('pip1'));
    await environment.dataPlane.settled();
    if (existingConnections === 'reset') await until(() => idle?.destroyed === true);
    else {
      const again = ask(environment.pip1, { agent, timeoutMs: 400 });
      const seen = await again
        .then(({ headers }) => headers['x-app-version'])
        .catch(({ message }) => message);
      expect(seen).toBe(next);
    }
    expect(await versionAt(environment.pip1)).toBe('2.0');
    agent.destroy();
  });

  test('get no answer that was still being made', async () => {
    await using environment = await open();
    const slow = ask(environment.pip1, { path: '/slow?ms=200', timeoutMs: 900 });
    const outcome = expect(slow).rejects.toThrow('TIMEOUT');
    environment.write(0, blue('temp'));
    await outcome;
  });

  test('close when the client of a hung one gives up', async () => {
    await using environment = await open();
    const client = connect({ host: environment.pip1, port: 9000 });
    await once(client, 'connect');
    await ask(environment.pip1);
    environment.write(0, blue('temp'));
    await environment.dataPlane.settled();
    client.end('GET / HTTP/1.1\r\nhost: x\r\n\r\n').resume();
    await once(client, 'close');
    expect(client.bytesRead).toBe(0);
  });

  test('are reset when the process of their instance dies', async () => {
    await using environment = await open();
    const slow = ask(environment.pip1, { path: '/slow?ms=60000' });
    const outcome = expect(slow).rejects.toThrow('ECONNRESET');
    await ask(environment.pip1);
    for (const instance of ['blue_0', 'blue_1']) {
      environment.dataPlane.setInstanceCondition(instance, 'process-dead');
    }
    await outcome;
  });

  test('hang when the machine of their instance is gone, and do not come back with it', async () => {
    await using environment = await open();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const instance = String((await ask(environment.pip1, { agent })).headers['x-instance']);
    environment.dataPlane.setInstanceCondition(instance, 'machine-down');
    environment.dataPlane.setInstanceCondition(instance, 'healthy');
    await expect(ask(environment.pip1, { agent, timeoutMs: 400 })).rejects.toThrow('TIMEOUT');
    agent.destroy();
  });
});

describe('requests that a machine does not answer', () => {
  const [machine] = workloads('blue', '1.0', 1);

  test('none, where everybody is well', async () => {
    await using environment = await open();
    await Promise.all(Array.from({ length: 20 }, () => ask(environment.pip1)));
    expect(environment.dataPlane.unansweredRequests()).toEqual([]);
  });

  test.each([
    { condition: 'machine-down', fate: 'swallowed', withinMs: 1500 },
    { condition: 'process-dead', fate: 'refused', withinMs: 3000 },
  ] as const)('are told where they went, and when: $condition', async ({ condition, fate, withinMs }) => {
    await using environment = await open();
    environment.dataPlane.setInstanceCondition('blue_0', condition);
    const fromMs = systemClock.monotonicMs();
    const answers = await Promise.allSettled(
      Array.from({ length: 30 }, () => ask(environment.pip1, { timeoutMs: withinMs })),
    );
    const untilMs = systemClock.monotonicMs();
    const failed = answers.filter(({ status }) => status === 'rejected').length;
    const unanswered = environment.dataPlane.unansweredRequests();
    expect(failed).toBeGreaterThan(0);
    expect(unanswered).toHaveLength(failed);
    for (const request of unanswered) {
      expect(request).toMatchObject({
        publicIpAddressId: publicIp('pip1'),
        port: 9000,
        loadBalancerId: loadBalancerId('lb1'),
        ruleName: 'web',
        backend: ipConfiguration('blue', 0),
        instance: 'blue_0',
        fate,
      });
      expect(request.atMs).toBeGreaterThanOrEqual(fromMs);
      expect(request.atMs).toBeLessThanOrEqual(untilMs);
    }
  });

  test('are known by the port of the client, so that nobody takes them for those of another one', async () => {
    await using environment = await open();
    environment.dataPlane.setInstanceCondition('blue_0', 'machine-down');
    const clients = Array.from({ length: 30 }, () => connect(9000, environment.pip1));
    const answered: (number | undefined)[] = [];
    for (const client of clients) {
      client.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n');
      client.once('data', () => answered.push(client.localPort));
    }
    const lost = () => environment.dataPlane.unansweredRequests().map(({ clientPort }) => clientPort);
    await until(() => lost().length + answered.length === clients.length);
    expect(lost().length).toBeGreaterThan(0);
    expect([...lost(), ...answered].toSorted()).toEqual(clients.map(({ localPort }) => localPort).toSorted());
    for (const client of clients) {
      client.destroy();
    }
  });

  test('are those that a machine had in hand when it went down as planned, from when they were sent', async () => {
    await using environment = await open();
    const slow = Array.from({ length: 20 }, () =>
      ask(environment.pip1, { path: '/slow?ms=1500', timeoutMs: 3000 }),
    );
    const outcomes = Promise.allSettled(slow);
    const downAtMs = systemClock.monotonicMs() + 700;
    environment.dataPlane.planInstances(
      new Map([['blue_0', [{ atMs: downAtMs, condition: 'machine-down' }]]]),
    );
    const failed = (await outcomes).filter(({ status }) => status === 'rejected').length;
    const unanswered = environment.dataPlane.unansweredRequests();
    expect(failed).toBeGreaterThan(0);
    expect(unanswered).toHaveLength(failed);
    for (const { instance, atMs, fate } of unanswered) {
      expect({ instance, fate }).toEqual({ instance: 'blue_0', fate: 'swallowed' });
      expect(atMs).toBeLessThan(downAtMs);
    }
  });

  test('are cut where only the process dies', async () => {
    await using environment = await open();
    const slow = ask(environment.pip1, { path: '/slow?ms=60000' });
    const outcome = expect(slow).rejects.toThrow('ECONNRESET');
    await ask(environment.pip1);
    for (const instance of ['blue_0', 'blue_1']) {
      environment.dataPlane.setInstanceCondition(instance, 'process-dead');
    }
    await outcome;
    expect(environment.dataPlane.unansweredRequests()).toMatchObject([{ fate: 'cut' }]);
  });

  test('are not the idle connections of a machine, but what is sent on them afterwards', async () => {
    await using environment = await open();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const instance = String((await ask(environment.pip1, { agent })).headers['x-instance']);
    environment.dataPlane.setInstanceCondition(instance, 'machine-down');
    expect(environment.dataPlane.unansweredRequests()).toEqual([]);
    const sentAfterMs = systemClock.monotonicMs();
    await expect(ask(environment.pip1, { agent, timeoutMs: 500 })).rejects.toThrow('TIMEOUT');
    const [request, ...others] = environment.dataPlane.unansweredRequests();
    expect(request).toMatchObject({ instance, fate: 'swallowed' });
    expect(request?.atMs).toBeGreaterThanOrEqual(sentAfterMs);
    expect(others).toEqual([]);
    agent.destroy();
  });

  test('end when a planned upgrade does: the machine serves its new version', async () => {
    if (machine === undefined) throw new Error('no workload');
    await using environment = await open({
      loadBalancers: [
        loadBalancer('lb1', { publicIp: 'pip1', scaleSet: 'blue', instanceCount: 1, probe: null }),
      ],
    });
    const nowMs = systemClock.monotonicMs();
    environment.dataPlane.planInstances(
      new Map([
        [
          'blue_0',
          [
            { atMs: nowMs + 50, condition: 'machine-down' },
            { atMs: nowMs + 400, condition: 'healthy', workload: { ...machine, version: '2.0' } },
          ],
        ],
      ]),
    );
    await until(async () => (await attempt(environment.pip1, 9000, 200)) === 'swallowed');
    await until(async () => (await attempt(environment.pip1, 9000, 200)) === 'accepted');
    expect(await versionAt(environment.pip1)).toBe('2.0');
    const states = environment.dataPlane
      .groundTruth()
      .filter(({ publicIpAddressId }) => publicIpAddressId === publicIp('pip1'))
      .map(({ state }) => state);
    expect(states).toEqual(['served', 'swallowed', 'served']);
  });
});

// By themselves: they hold the thread that the others need.
describe('connections that nobody has accepted yet when all machines go down', () => {
  const allDown = (): ReadonlyMap<string, readonly PlannedInstanceChange[]> =>
    new Map(
      ['blue_0', 'blue_1'].map((instance) => [instance, [{ atMs: 0, condition: 'machine-down' as const }]]),
    );

  const statesOf = ({ dataPlane, pip1 }: Environment) =>
    dataPlane.groundTruth().filter(({ address, port }) => address === pip1 && port === 9000);

  test('are swallowed and accounted for, however many they are', async () => {
    await using environment = await open();
    const { dataPlane, pip1 } = environment;
    await using crowd = await Crowd.at(pip1, 9000);
    crowd.come(20);
    crowd.standUntilConnected(20);
    dataPlane.planInstances(allDown());
    await dataPlane.settled();
    expect(await crowd.resets()).toBe(0);
    expect(dataPlane.unansweredRequests().map(({ fate }) => fate)).toEqual(Array(20).fill('swallowed'));
  });

  test('are not reset where they come between a poll and the end of its turn', async () => {
    await using environment = await open();
    const { dataPlane, pip1 } = environment;
    await using crowd = await Crowd.at(pip1, 9000);
    let accepted = 0;
    const makeTurnsLong = (left: number) => {
      const before = accepted;
      accepted = dataPlane.unansweredRequests().length;
      if (accepted === before) crowd.come(4);
      stand(5);
      if (left > 0) setImmediate(makeTurnsLong, left - 1);
    };
    setImmediate(makeTurnsLong, 30);
    dataPlane.planInstances(allDown());
    const downMs = systemClock.monotonicMs();
    await dataPlane.settled();
    expect(await crowd.resets()).toBe(0);
    // Whoever came meanwhile met nobody who serves.
    const [, swallowed] = statesOf(environment);
    expect(swallowed).toMatchObject({ state: 'swallowed' });
    expect(swallowed?.fromMs).toBeLessThanOrEqual(downMs);
  });

  test('never meet a machine that is down beside one that is not yet', async () => {
    await using environment = await open();
    environment.dataPlane.planInstances(allDown());
    await environment.dataPlane.settled();
    expect(statesOf(environment).map(({ state }) => state)).toEqual(['served', 'swallowed']);
  });
});

describe.concurrent('inbound NAT', () => {
  const id = loadBalancerId('lb1');
  const natRule = (name: string, frontendPort: number, instance: number) => ({
    id: `${id}/inboundNatRules/${name}`,
    name,
    properties: {
      frontendIPConfiguration: { id: `${id}/frontendIPConfigurations/frontend` },
      protocol: 'Tcp',
      frontendPort,
      backendPort: 8080,
      backendIPConfiguration: { id: ipConfiguration('blue', instance) },
    },
  });

  test('reaches one instance a port, also one that is out of rotation', async () => {
    const properties = { inboundNatRules: [natRule('ssh.0', 50_000, 0), natRule('ssh.1', 50_001, 1)] };
    await using environment = await open({
      loadBalancers: [loadBalancer('lb1', { publicIp: 'pip1', scaleSet: 'blue', properties })],
    });
    environment.dataPlane.setInstanceCondition('blue_1', 'unhealthy');
    for (const instance of [0, 1]) {
      const answer = await ask(environment.pip1, { port: 50_000 + instance });
      expect(answer.headers['x-instance']).toBe(`blue_${instance}`);
    }
    expect(await attempt(environment.temp, 50_001)).toBe('swallowed');
  });
});

describe('a hundred machines', () => {
  const id = loadBalancerId('lb1');
  const count = 100;
  const range = (name: string, firstPort: number, more: object = {}) => ({
    id: `${id}/${name}`,
    name: name.split('/').at(-1),
    properties: {
      frontendIPConfiguration: { id: `${id}/frontendIPConfigurations/frontend` },
      protocol: 'Tcp',
      frontendPortRangeStart: firstPort,
      frontendPortRangeEnd: firstPort + 199,
      backendPort: 8080,
      ...more,
    },
  });
  const scaleSet: ArmResource = {
    id: ipConfiguration('blue', 0).split('/virtualMachines/')[0] ?? '',
    name: 'blue',
    type: 'Microsoft.Compute/virtualMachineScaleSets',
    properties: {
      virtualMachineProfile: {
        networkProfile: {
          networkInterfaceConfigurations: [
            {
              properties: {
                ipConfigurations: [
                  { properties: { loadBalancerInboundNatPools: [{ id: `${id}/inboundNatPools/ssh` }] } },
                ],
              },
            },
          ],
        },
      },
    },
  };

  test('are reached together, and each through a NAT rule and a NAT pool, before and after an upgrade', async () => {
    const resources = new Resources();
    const pool = { backendAddressPool: { id: `${id}/backendAddressPools/pool` } };
    resources.put(
      scaleSet,
      loadBalancer('lb1', {
        publicIp: 'pip1',
        scaleSet: 'blue',
        instanceCount: count,
        properties: {
          inboundNatRules: [range('inboundNatRules/check', 20_000, pool)],
          inboundNatPools: [range('inboundNatPools/ssh', 50_000)],
        },
      }),
    );
    await using dataPlane = await createDataPlane({ resources, clock: systemClock, speed: 50 });
    const machines = workloads('blue', '1.0', count);
    for (const workload of machines) dataPlane.placeWorkload(workload);
    const address = dataPlane.assignAddress(publicIp('pip1'));
    await dataPlane.start();
    const instanceAt = async (port: number) => (await ask(address, { port })).headers['x-instance'];
    for (const index of [0, 57, 99]) {
      expect(await instanceAt(20_000 + index)).toBe(`blue_${index}`);
      expect(await instanceAt(50_000 + index)).toBe(`blue_${index}`);
    }
    const nowMs = systemClock.monotonicMs();
    for (const [index, workload] of machines.entries()) {
      dataPlane.planInstances(
        new Map([
          [
            workload.instance,
            [
              { atMs: nowMs + 10 * index, condition: 'machine-down' },
              {
                atMs: nowMs + 10 * index + 300,
                condition: 'healthy',
                workload: { ...workload, version: '2.0' },
              },
            ],
          ],
        ]),
      );
    }
    const versionOf = (index: number) =>
      ask(address, { port: 20_000 + index, timeoutMs: 300 }).then(
        ({ headers }) => headers['x-app-version'],
        () => undefined,
      );
    await until(async () => {
      const versions = await Promise.all([0, 57, 99].map(versionOf));
      return versions.every((version) => version === '2.0');
    });
    await until(() => dataPlane.ruleHealth(id, 'web').every(({ state }) => state === 'Up'));
    const answers = await Promise.all(Array.from({ length: 100 }, () => ask(address)));
    expect(new Set(answers.map(({ headers }) => headers['x-app-version']))).toEqual(new Set(['2.0']));
    expect(new Set(answers.map(({ headers }) => headers['x-instance'])).size).toBeGreaterThan(30);
  });
});

describe.concurrent('listening', () => {
  test('happens in a network that no other emulator has', async () => {
    await using first = await open();
    await using second = await open();
    expect(first.pip1.split('.').slice(0, 3)).not.toEqual(second.pip1.split('.').slice(0, 3));
    expect(await versionAt(second.pip1)).toBe('1.0');
  });

  test('gives IPv6 addresses that really connect', async () => {
    await using environment = await open({
      loadBalancers: [loadBalancer('lb1', { publicIp: 'pip6', scaleSet: 'blue' })],
    });
    const address = environment.dataPlane.assignAddress(publicIp('pip6'), 'IPv6');
    await environment.dataPlane.settled();
    expect(address).toContain('::ffff:127.');
    expect(await versionAt(address)).toBe('1.0');
  });

  test('maps every port to 127.0.0.1 where that is all there is', async () => {
    await using environment = await open({ publicAddresses: 'port-map' });
    const mapped = (address: string) => {
      const mapping = environment.dataPlane.portMap().find((entry) => entry.address === address);
      if (mapping === undefined) throw new Error(`${address} is not mapped.`);
      return mapping;
    };
    const { connectHost, connectPort, port } = mapped(environment.pip1);
    expect({ connectHost, port }).toEqual({ connectHost: '127.0.0.1', port: 9000 });
    // An outgoing connection of anybody may be given a port from there on, just while nobody listens on it.
    expect(connectPort).toBeLessThan(32_768);
    // Without SO_REUSEPORT a hand-over leaves the port to nobody for an instant, so who comes just then is refused.
    const serves = (version: string) =>
      until(async () => (await versionAt(connectHost, connectPort).catch(() => undefined)) === version);
    await serves('1.0');
    environment.write(0, blue('temp'));
    await until(async () => (await attempt(connectHost, connectPort)) === 'swallowed');
    environment.write(0, green('pip1'));
    await serves('2.0');
  });

  test('waits for a mapped port that is held for a moment, as by a child process that begins', async () => {
    const errors: Error[] = [];
    await using environment = await open({
      onSocketError: (error) => errors.push(error),
      publicAddresses: 'port-map',
      loadBalancers: [loadBalancer('lb1', { publicIp: 'pip1', scaleSet: 'blue', probe: null })],
    });
    const conditions = (condition: 'process-dead' | 'healthy') => {
      for (const instance of ['blue_0', 'blue_1'])
        environment.dataPlane.setInstanceCondition(instance, condition);
    };
    const [mapping] = environment.dataPlane.portMap();
    if (mapping === undefined) throw new Error('No port is mapped.');
    const { connectHost: host, connectPort: port } = mapping;
    conditions('process-dead');
    await environment.dataPlane.settled();
    const holder = createServer();
    await once(holder.listen({ host, port }), 'listening');
    const refused = listeningRefused();
    conditions('healthy');
    await refused;
    holder.close();
    await environment.dataPlane.settled();
    expect(errors).toEqual([]);
    expect(await versionAt(host, port)).toBe('1.0');
  });

  test('tells the emulator where it cannot, and records nothing for it', async () => {
    const errors: Error[] = [];
    const taken = createServer();
    await using environment = await open({ onSocketError: (error) => errors.push(error) });
    await once(taken.listen({ host: environment.temp, port: 9443 }), 'listening');
    environment.write(
      0,
      loadBalancer('lb3', { publicIp: 'temp', scaleSet: 'blue', rule: { frontendPort: 9443 } }),
    );
    await environment.dataPlane.settled();
    expect(errors[0]?.message).toContain(`cannot listen as ${environment.temp}:9443`);
    const history = environment.dataPlane.groundTruth();
    expect(history.some(({ address, port }) => address === environment.temp && port === 9443)).toBe(false);
    expect(await versionAt(environment.pip1)).toBe('1.0');
    taken.close();
  });

  test('ends with the address, and with the data plane', async () => {
    const environment = await open();
    environment.dataPlane.releaseAddress(publicIp('temp'));
    await until(async () => (await attempt(environment.temp)) === 'refused');
    await environment[Symbol.asyncDispose]();
    environment.write(0, blue('pip2'), green('pip1'));
    await environment.dataPlane.settled();
    expect(await attempt(environment.pip1)).toBe('refused');
  });
});
