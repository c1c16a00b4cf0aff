import { once } from 'node:events';
import net from 'node:net';
import { describe, expect, it } from 'vitest';
import type { CommandEnd } from '../../src/commands/command.ts';
import { anySuccess } from '../../src/probe/expectation.ts';
import { newImage } from '../emulator/arm/compute/scale-set-world.ts';
import { hasConnections, VirtualClock } from '../engine/virtual-clock.ts';
import { portOf, Service } from '../probe/service.ts';
import { type ScaleSetCommands, startScaleSetCommands } from './scale-set-commands.ts';
import { shareNatPorts } from './shared-nat-ports.ts';

const http = { protocol: 'http', port: 8080, path: '/', expectation: anySuccess } as const;
const tcp = { protocol: 'tcp', port: 8080 } as const;
const times = { minHealthyTimeMs: 30_000, healthyDeadlineMs: 300_000 } as const;
const health = { ...times, endpoint: http };
const canary = { share: { kind: 'instances', instanceIds: ['0'] }, health } as const;
const succeeded = { kind: 'ran', result: { outcome: 'succeeded', cleanUpErrors: [] } };
const unhealthy = (reason: RegExp) => ({
  result: {
    outcome: 'failed',
    error: { code: 'UnhealthyInstances', message: expect.stringMatching(reason) as string },
  },
});

/** The inbound NAT pool of the world leads from its first frontend port on to one instance after the other. */
const FIRST_FRONTEND_PORT = 50_000;

/** A scale set whose instances answer at their port 8080 by real servers; no time passes while they are asked. */
async function startAnswering(capacity = 3) {
  const services = await Promise.all(Array.from({ length: capacity }, () => Service.start()));
  const world = startScaleSetCommands(
    { capacity, natPorts: [8080] },
    {
      clock: new VirtualClock(hasConnections),
      connectTo: services.map(({ port }, id) => ({
        fromPort: FIRST_FRONTEND_PORT + id,
        toHost: '127.0.0.1',
        toPort: port,
      })),
    },
  );
  return {
    world,
    /** What it runs is dead, and its machine is well by all that Azure sees. */
    die: async (id: number) => services[id]?.stopListening(),
    /** It takes connections, and answers each request with that. */
    answerWith(id: number, status: number) {
      const service = services[id];
      expect.assert(service !== undefined);
      service.answer = (_, response) => response.writeHead(status).end();
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(services.map((service) => service[Symbol.asyncDispose]()));
    },
  };
}

function hazardsOf(end: CommandEnd): readonly string[] {
  expect.assert(end.kind === 'planned');
  return end.plan.hazards.filter((hazard) => hazard.includes('has the payload of the release already'));
}

const promote = (world: ScaleSetCommands, run: number, command: 'plan' | 'run', more = {}) =>
  world.rollout(world.runner(run), { health, onUnhealthy: 'stop', ...more }, { command });

describe('a canary that is run again, and has been seen well', () => {
  it('is asked by check-http, and nothing is written, where it answers', async () => {
    await using answering = await startAnswering();
    const { world } = answering;
    await world.canary(world.runner(1), canary);
    const writes = world.writes().length;
    for (const command of ['plan', 'run'] as const) {
      expect(await world.canary(world.runner(2), canary, { command })).toMatchObject({
        kind: 'no-change',
        reason: expect.stringMatching(/have web-2 already, and are well$/),
      });
    }
    expect(world.writes()).toHaveLength(writes);
  });

  it('is given its time where it does not, by a plan that upgrades nobody, and on-unhealthy decides', async () => {
    await using answering = await startAnswering();
    const { world, die } = answering;
    await world.canary(world.runner(1), canary);
    await die(0);
    const goal = { ...canary, onUnhealthy: 'rollback' } as const;
    const planned = await world.canary(world.runner(2), goal, { command: 'plan' });
    expect.assert(planned.kind === 'planned');
    const { steps, expectedDuration, expectedDowntime } = planned.plan;
    const step = steps.find(({ id }) => id === 'upgrade-canaries');
    expect(step).toMatchObject({
      title: expect.stringMatching(/^Check each of the canaries 0 of web/),
      changes: [],
    });
    expect(step?.calls.filter(({ target }) => target.endsWith('manualupgrade'))).toEqual([]);
    expect(expectedDuration).toMatchObject({ medianSeconds: 30, p90Seconds: 30 });
    expect(expectedDowntime.basis).toMatch(/^no instance goes down/);
    expect(await world.canary(world.runner(3), goal)).toMatchObject({ result: { outcome: 'rolled-back' } });
    expect(world.images().instances).toMatchObject({ 0: 'web-1' });
  });
});

describe('the plan of a promotion', () => {
  it('asks each instance that has the payload, and names who does not answer though Azure calls it healthy', async () => {
    await using answering = await startAnswering();
    const { world, die } = answering;
    expect(await world.canary(world.runner(1), canary)).toMatchObject(succeeded);
    expect(hazardsOf(await promote(world, 2, 'plan'))).toEqual([]);
    await die(0);
    expect(hazardsOf(await promote(world, 3, 'plan'))).toEqual([
      expect.stringMatching(
        /^Instance 0 has the payload of the release already, and does not answer well at http:\S+:50000\/ \(connection refused\)\. Unless it gets well by itself it counts against max-unhealthy, and on-unhealthy is stop\.$/,
      ),
    ]);
    expect(world.workedOn()).toEqual(['0']);
    expect(await promote(world, 4, 'run')).toMatchObject(unhealthy(/instance 0 does not answer well/));
    expect(world.workedOn()).toEqual(['0']);
  });

  it('asks nobody that has not got the payload, and nobody twice', async () => {
    await using answering = await startAnswering();
    const { world, answerWith } = answering;
    await world.canary(world.runner(1), canary);
    for (const id of [0, 1, 2]) {
      answerWith(id, 503);
    }
    const hazards = hazardsOf(await promote(world, 2, 'plan'));
    expect(hazards).toEqual([expect.stringMatching(/^Instance 0 .*status 503/)]);
  });

  it('is not held up by what does not say where instances are reached, and tells whom it could not ask', async () => {
    await using answering = await startAnswering();
    const { world } = answering;
    await world.canary(world.runner(1), canary);
    // For the address of production, and for the preflight, it is read before.
    world.emulated.plane.faults.add({
      match: { method: 'GET', path: 'loadBalancers/weblb$', nth: 3 },
      effect: 'unanswered',
    });
    const beganAtMs = world.clock.monotonicMs();
    const end = await promote(world, 2, 'plan');
    expect(hazardsOf(end)).toEqual([]);
    expect(end).toMatchObject({
      plan: {
        unchecked: expect.arrayContaining([
          'Whether instance 0 answers by check-http was not known within 15 s.',
        ]),
      },
    });
    expect(world.clock.monotonicMs() - beganAtMs).toBe(15_000);
  });

  it('tells of one that ARM refuses to say where it is reached as not checked, not as sick', async () => {
    await using answering = await startAnswering();
    const { world } = answering;
    await world.canary(world.runner(1), canary);
    world.emulated.plane.faults.add({
      match: { method: 'GET', path: 'loadBalancers/weblb$', nth: 3 },
      effect: 'answer',
      status: 403,
      code: 'AuthorizationFailed',
    });
    const end = await promote(world, 2, 'plan');
    expect(hazardsOf(end)).toEqual([]);
    expect(end).toMatchObject({
      plan: {
        unchecked: expect.arrayContaining([
          expect.stringMatching(
            /^Whether instance 0 answers by check-http is not known, because it could not be asked: .*403/,
          ),
        ]),
      },
    });
  });

  it('does not name an instance twice that Azure, too, calls unhealthy', async () => {
    await using answering = await startAnswering();
    const { world, die } = answering;
    await world.canary(world.runner(1), canary);
    await die(0);
    world.dataPlane.setInstanceCondition('web_0', 'unhealthy');
    await world.clock.sleep(120_000);
    const hazards = hazardsOf(await promote(world, 2, 'plan'));
    expect(hazards).toEqual([expect.stringMatching(/^Instance 0 .*is not well \(unhealthy\)/)]);
  });
});

describe('a promotion', () => {
  it('stops where the endpoint of a canary dies between two batches, and upgrades nobody after that', async () => {
    await using answering = await startAnswering(4);
    const { world, die } = answering;
    await world.canary(world.runner(1), canary);
    const rolling = promote(world, 2, 'run');
    // The canary's, and that of the first batch.
    await world.written('POST web/manualupgrade', 2);
    await die(0);
    expect(await rolling).toMatchObject(
      unhealthy(/instance 0 does not answer well at http:.*connection refused/),
    );
    expect(world.workedOn()).toEqual(['0', '1']);
    expect(world.record().release).toBeDefined();
  });

  it('goes back where that is asked for', async () => {
    await using answering = await startAnswering(3);
    const { world, die } = answering;
    await world.canary(world.runner(1), canary);
    const rolling = promote(world, 2, 'run', { onUnhealthy: 'rollback' });
    await world.written('POST web/manualupgrade', 2);
    await die(0);
    expect(await rolling).toMatchObject({ result: { outcome: 'rolled-back' } });
    expect(world.images()).toEqual({ model: 'web-1', instances: { 0: 'web-1', 1: 'web-1', 2: 'web-1' } });
  });

  it('by check-tcp takes a connection for an answer, whatever is said on it', async () => {
    await using answering = await startAnswering();
    const { world, answerWith } = answering;
    for (const id of [0, 1, 2]) {
      answerWith(id, 500);
    }
    const byTcp = { health: { ...times, endpoint: tcp } };
    expect(await world.canary(world.runner(1), { ...canary, ...byTcp })).toMatchObject(succeeded);
    expect(hazardsOf(await promote(world, 2, 'plan', byTcp))).toEqual([]);
    expect(hazardsOf(await promote(world, 3, 'plan'))).toHaveLength(1);
    expect(await promote(world, 4, 'run', byTcp)).toMatchObject(succeeded);
  });

  it('by check-tcp stops before its first batch where a canary takes none, as its plan has said', async () => {
    await using answering = await startAnswering();
    const { world, die } = answering;
    await world.canary(world.runner(1), canary);
    await die(0);
    const byTcp = { health: { ...times, endpoint: tcp } };
    expect(hazardsOf(await promote(world, 2, 'plan', byTcp))).toEqual([
      expect.stringMatching(/^Instance 0 .* does not answer well at tcp:\S+:50000 /),
    ]);
    expect(await promote(world, 3, 'run', byTcp)).toMatchObject(unhealthy(/instance 0 .* at tcp:/));
    expect(world.workedOn()).toEqual(['0']);
  });
});

describe('whom a release is about to upgrade is asked once before the first write', () => {
  const onTwo = { ...canary, share: { kind: 'instances', instanceIds: ['0', '1'] } } as const;
  const payload = { kind: 'image', image: newImage } as const;
  const messageOf = (run: Promise<unknown>) =>
    run.then(
      () => 'no error',
      (error: Error) => error.message,
    );

  it.each(['plan', 'run'] as const)(
    'and refused where none of them answers, by what keeps the runner away: %s',
    async (command) => {
      await using answering = await startAnswering();
      const { world, die } = answering;
      await die(0);
      await die(1);
      expect(await messageOf(world.canary(world.runner(1), onTwo, { command }))).toMatch(
        /^check-http: None of the 2 instances .* answers at port 8080: instance 0 does not answer at http:\S+:50000\/ \(.*\)\. Either the runner is kept away .*use check-command/,
      );
      const byTcp = { ...canary, health: { ...times, endpoint: tcp } };
      expect(await messageOf(world.canary(world.runner(2), byTcp, { command }))).toMatch(
        /^check-tcp: The instance .* does not answer at port 8080: instance 0 does not answer at tcp:\S+:50000/,
      );
      await die(2);
      expect(await messageOf(world.rollout(world.runner(3), { payload, health }, { command }))).toMatch(
        /^check-http: None of the 3 instances/,
      );
      expect(world.writes()).toEqual([]);
    },
  );

  it('with which answer is no matter: the old version need not know what the new one is asked for', async () => {
    await using answering = await startAnswering();
    const { world, answerWith } = answering;
    answerWith(0, 404);
    expect(await world.canary(world.runner(1), canary, { command: 'plan' })).toMatchObject({
      kind: 'planned',
    });
  });

  it('and who alone does not answer was not well before, and does not count', async () => {
    await using answering = await startAnswering();
    const { world, die } = answering;
    await die(1);
    const end = await world.canary(world.runner(1), onTwo, { command: 'plan' });
    expect.assert(end.kind === 'planned');
    expect(end.plan.hazards).toContainEqual(
      expect.stringMatching(/^Instance 1 does not answer at http:\S+:50001\/ .*not well before the release/),
    );
    const runner = world.runner(2);
    expect(await world.canary(runner, onTwo)).toMatchObject(succeeded);
    expect(runner.events).toContainEqual(
      expect.objectContaining({ type: 'sick-before', instanceIds: ['1'] }),
    );
    expect(world.record().release?.sickIds).toEqual(['1']);
  });
});

describe('a canary whose endpoint ARM does not tell any more', () => {
  it('is neither reimaged nor powered off, and counts', async () => {
    const world = startScaleSetCommands();
    shareNatPorts(world);
    const ending = world.canary(world.runner(1), { ...canary, onUnhealthy: 'quarantine' });
    await world.written('POST web/manualupgrade');
    world.emulated.plane.faults.add({
      match: { method: 'GET', path: 'Microsoft.Network', times: 'always' },
      effect: 'answer',
      status: 403,
      code: 'AuthorizationFailed',
    });
    expect(await ending).toMatchObject(unhealthy(/instance 0 could not be asked: .*403/));
    expect(world.writes().filter((write) => /reimage|poweroff/.test(write))).toEqual([]);
  });
});

describe('a virtual clock', () => {
  it('stands still while a connection is open, and goes on when it is closed', async () => {
    const server = net.createServer((socket) => socket.resume());
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const clock = new VirtualClock(hasConnections);
    const socket = net.connect({ host: '127.0.0.1', port: portOf(server) });
    const sleeping = clock.sleep(60_000);
    await once(socket, 'connect');
    expect(clock.monotonicMs()).toBe(0);
    socket.destroy();
    await sleeping;
    expect(clock.monotonicMs()).toBe(60_000);
    server.close();
  });
});
