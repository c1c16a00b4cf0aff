import { describe, expect, it } from 'vitest';
import { foreignWrite } from '../../emulator/arm/foreign-write.ts';
import type { Arm } from '../../src/azure/arm/arm.ts';
import type { CommandEvent } from '../../src/commands/command.ts';
import { lockOf } from '../../src/record/lease.ts';
import { withRecord } from '../../src/record/record.ts';
import { type InProcessCommands, runUrl, startInProcessCommands } from './in-process-commands.ts';
import { recover, run } from './swap-commands.ts';

const before = { vipswap1lb: 'vipswap1pip', vipswap2lb: 'vipswap2pip' };
const after = { vipswap1lb: 'vipswap2pip', vipswap2lb: 'vipswap1pip' };

function expectWhole(world: InProcessCommands, placement: Record<string, string>): void {
  expect(world.placement()).toEqual(placement);
  expect(world.publicIpNames()).toEqual(['vipswap1pip', 'vipswap2pip']);
  expect(world.record()).toMatchObject({ lock: undefined, journal: undefined });
}

/** Kills a swap as soon as a write of it has been sent, and lets what it has sent come to its end. */
async function killedAt(
  world: InProcessCommands,
  write: string,
  nth = 1,
  method = 'temporary-ip',
): Promise<void> {
  const victim = world.runner(runUrl(1));
  void run(victim.context, world.runOptions({ swapMethod: method as 'temporary-ip' }));
  await world.written(write, nth);
  victim.kill();
}

const POINTS = [
  ['the lock is taken', 'PUT publicIPAddresses/vipswap1pip', 1, 'undo'],
  ['the target is parked', 'PUT loadBalancers/vipswap2lb', 1, 'undo'],
  ['production goes down', 'PUT loadBalancers/vipswap1lb', 1, 'undo'],
  ['production is taken up', 'PUT loadBalancers/vipswap2lb', 2, 'finish'],
  ['the record is written', 'PUT publicIPAddresses/vipswap1pip', 2, undefined],
] as const;

describe('recover after the runner was lost', () => {
  it.each(POINTS)('when %s, takes the shorter outage', async (_, write, nth, expected) => {
    const world = startInProcessCommands();
    await killedAt(world, write, nth);
    const end = await recover(world.runner(runUrl(2)).context, world.recoverOptions());
    if (expected === undefined) {
      expect(end).toMatchObject({ kind: 'no-change' });
    } else {
      expect(end).toMatchObject({ kind: 'ran', recoveredTo: expected, result: { outcome: 'succeeded' } });
    }
    expectWhole(world, expected === 'undo' ? before : after);
  });

  it.each(
    POINTS.slice(0, 4).flatMap(([title, write, nth]) =>
      (['finish', 'undo'] as const).map((to) => [title, to, write, nth] as const),
    ),
  )('when %s, goes where it is told: %s', async (_, recoverTo, write, nth) => {
    const world = startInProcessCommands();
    await killedAt(world, write, nth);
    const end = await recover(world.runner(runUrl(2)).context, world.recoverOptions({ recoverTo }));
    expect(end).toMatchObject({ kind: 'ran', recoveredTo: recoverTo, result: { outcome: 'succeeded' } });
    expectWhole(world, recoverTo === 'undo' ? before : after);
    expect(world.record().last).toEqual(
      recoverTo === 'undo'
        ? undefined
        : expect.objectContaining({
            kind: 'run',
            previousTarget: 'vipswap/vipswap1lb/loadBalancerFrontEnd',
            // Whose release it was, and not who has finished it.
            run: runUrl(1),
          }),
    );
  });

  it('says at its deadline in which step it was, and how things are', async () => {
    const world = startInProcessCommands({
      faults: [
        { match: { method: 'PUT', path: 'vipswap2lb$', nth: 2 }, effect: 'stuck', model: 'unchanged' },
      ],
    });
    await killedAt(world, 'PUT loadBalancers/vipswap1lb');
    const options = world.recoverOptions({ recoverTo: 'finish', timeoutMs: 120_000 });
    expect(await recover(world.runner(runUrl(2)).context, options)).toMatchObject({
      result: {
        outcome: 'interrupted',
        error: {
          message: expect.stringMatching(
            /^Gave up after 120 s waiting for the step ".*vipswap2lb.*"; the interrupted release is not at its end\.$/,
          ),
        },
      },
    });
  });

  it('says at its deadline that production is home, where only the other side is not done', async () => {
    const world = startInProcessCommands({
      faults: [
        { match: { method: 'PUT', path: 'vipswap2lb$', nth: 2 }, effect: 'stuck', model: 'unchanged' },
      ],
    });
    await killedAt(world, 'PUT loadBalancers/vipswap1lb');
    const recovering = world.runner(runUrl(2));
    const options = world.recoverOptions({ recoverTo: 'undo', timeoutMs: 120_000 });
    expect(await recover(recovering.context, options)).toMatchObject({ result: { outcome: 'interrupted' } });
    expect(recovering.events).toContainEqual(
      expect.objectContaining({ type: 'production-seen', loadBalancer: 'vipswap1lb' }),
    );
  });

  it('leaves no record of a release that was to leave none', async () => {
    const world = startInProcessCommands();
    const victim = world.runner(runUrl(1));
    void run(victim.context, world.runOptions({}, { leavesRecord: false }));
    await world.written('PUT loadBalancers/vipswap2lb', 2);
    victim.kill();
    const options = world.recoverOptions({ recoverTo: 'finish' });
    expect(await recover(world.runner(runUrl(2)).context, options)).toMatchObject({
      result: { outcome: 'succeeded' },
    });
    expectWhole(world, after);
    expect(world.tags()).toEqual({});
  });

  it("settles ARM's own swap, over a temporary address where both sides hold each other's", async () => {
    const world = startInProcessCommands({
      faults: [
        {
          match: { method: 'POST', path: 'setLoadBalancerFrontendPublicIpAddresses$' },
          effect: 'operation-fails',
          model: 'changed',
        },
      ],
    });
    await killedAt(world, 'POST southcentralus/setLoadBalancerFrontendPublicIpAddresses', 1, 'native');
    const end = await recover(world.runner(runUrl(2)).context, world.recoverOptions({ recoverTo: 'undo' }));
    expect(end).toMatchObject({ result: { outcome: 'succeeded' } });
    expectWhole(world, before);
  });

  it('writes once more what an update that failed has left in an unknown state', async () => {
    const world = startInProcessCommands({
      faults: [
        {
          match: { method: 'PUT', path: 'vipswap2lb$', nth: 2 },
          effect: 'operation-fails',
          model: 'changed',
          dataPlaneFollows: false,
        },
      ],
    });
    await killedAt(world, 'PUT loadBalancers/vipswap2lb', 2);
    await recover(world.runner(runUrl(2)).context, world.recoverOptions({ recoverTo: 'finish' }));
    expectWhole(world, after);
    expect(world.writes().filter((write) => write === 'PUT loadBalancers/vipswap2lb')).toHaveLength(3);
  });

  it('outlasts a write of the lost runner that arrives after it has looked', async () => {
    const world = startInProcessCommands({
      faults: [{ match: { method: 'PUT', path: 'vipswap1lb$' }, effect: 'delayed', beforeMs: 9_000 }],
    });
    const victim = world.runner(runUrl(1));
    void run(victim.context, world.runOptions());
    await world.written('PUT loadBalancers/vipswap2lb');
    const puts = () =>
      world.emulated.journal
        .entries()
        .filter(({ path, method }) => method === 'PUT' && path.endsWith('vipswap1lb'));
    while (puts().length === 0) {
      await world.clock.sleep(50);
    }
    victim.kill();
    await recover(world.runner(runUrl(1, 2)).context, world.recoverOptions({ recoverTo: 'undo' }));
    await world.clock.sleep(600_000);
    expectWhole(world, before);
  });

  it.each([
    ['vipswap1lb', 1, 'changed'],
    ['vipswap1lb', 1, 'unchanged'],
    ['vipswap2lb', 1, 'unchanged'],
    ['vipswap2lb', 2, 'unchanged'],
  ] as const)('writes over an update that hangs: %s, write %i, model %s', async (name, nth, model) => {
    const world = startInProcessCommands({
      faults: [{ match: { method: 'PUT', path: `${name}$`, nth }, effect: 'stuck', model }],
    });
    await killedAt(world, `PUT loadBalancers/${name}`, nth);
    const startedAtMs = world.clock.monotonicMs();
    const end = await recover(world.runner(runUrl(2)).context, world.recoverOptions({ recoverTo: 'undo' }));
    expect(end).toMatchObject({ result: { outcome: 'succeeded' } });
    expectWhole(world, before);
    expect(world.clock.monotonicMs() - startedAtMs).toBeLessThan(400_000);
  });

  it('recovers both addresses of a dual stack, told of one', async () => {
    const world = startInProcessCommands({ scenario: 'dual-stack' });
    const names = world.publicIpNames();
    const production = world.emulated.plane.store
      .list('Microsoft.Network/publicIPAddresses')
      .filter(({ properties }) => JSON.stringify(properties.ipConfiguration).includes('vipswap1lb'))
      .map(({ id }) => id);
    const placement = world.placement();
    const victim = world.runner(runUrl(1));
    void run(victim.context, world.runOptions({ productionPublicIpIds: production }));
    await world.written('PUT loadBalancers/vipswap1lb');
    victim.kill();
    const [, second] = production;
    const options = world.recoverOptions({ productionPublicIpIds: [second ?? ''], recoverTo: 'undo' });
    const end = await recover(world.runner(runUrl(2)).context, options);
    expect(end).toMatchObject({ result: { outcome: 'succeeded' } });
    expect(world.placement()).toEqual(placement);
    expect(world.publicIpNames()).toEqual(names);
    for (const id of production) {
      expect(world.record(id.split('/').at(-1))).toMatchObject({ lock: undefined, journal: undefined });
    }
  });

  it('refuses what somebody else has changed since, and recovers once that is put right', async () => {
    const world = startInProcessCommands();
    await killedAt(world, 'PUT loadBalancers/vipswap2lb');
    await world.clock.sleep(600_000);
    const store = world.emulated.plane.store;
    const target = store.get(world.idOf('loadBalancers', 'vipswap2lb'));
    const stranger = JSON.parse(JSON.stringify(target).replaceAll(/vipswap1pip-temporary-\w+/g, 'stranger'));
    store.put(stranger);
    const recovering = recover(world.runner(runUrl(2)).context, world.recoverOptions());
    await expect(recovering).rejects.toThrow(/has stranger, which the interrupted swap knows nothing of/);
    expect(world.record().journal).toBeDefined();
    store.put(target as NonNullable<typeof target>);
    expect(await recover(world.runner(runUrl(3)).context, world.recoverOptions())).toMatchObject({
      result: { outcome: 'succeeded' },
    });
    expectWhole(world, before);
  });

  it('is safe by two people at once: who comes second finds it done', async () => {
    const world = startInProcessCommands();
    await killedAt(world, 'PUT loadBalancers/vipswap1lb');
    const ends = await Promise.all(
      [2, 3].map((number) => recover(world.runner(runUrl(number)).context, world.recoverOptions())),
    );
    expect(ends.map(({ kind }) => kind).toSorted()).toEqual(['no-change', 'ran']);
    expectWhole(world, before);
  });

  it('is told who has the lock where somebody else takes it at the same moment', async () => {
    const world = startInProcessCommands();
    await killedAt(world, 'PUT loadBalancers/vipswap1lb');
    const late = world.runner(runUrl(3));
    let first: ReturnType<typeof recover> | undefined;
    const arm: Arm = {
      ...late.context.arm,
      // It has seen the owner at rest, and somebody else's write overtakes its own.
      write: async (...given) => {
        first ??= recover(world.runner(runUrl(2)).context, world.recoverOptions());
        await world.written('PUT publicIPAddresses/vipswap1pip', 2);
        return late.context.arm.write(...given);
      },
    };
    const [end] = await Promise.allSettled([recover({ ...late.context, arm }, world.recoverOptions())]);
    expect(await first).toMatchObject({ result: { outcome: 'succeeded' } });
    const refused = String(end.status === 'rejected' ? end.reason : '');
    expect(refused).toMatch(/"vipswap1pip" is locked by https:.*\/runs\/2\/attempts\/1/);
    expect(refused).toMatch(/Somebody else was faster, and works on it now/);
    expect(refused).not.toContain('lock-timeout');
    expectWhole(world, before);
  });

  it('has nothing to do where somebody else was faster, and says so without failing', async () => {
    const world = startInProcessCommands();
    await killedAt(world, 'PUT loadBalancers/vipswap1lb');
    const late = world.runner(runUrl(3));
    const { promise: hangs, resolve: goOn } = Promise.withResolvers<void>();
    let isHeld = false;
    const arm: Arm = {
      ...late.context.arm,
      // It has found the release interrupted, and is slow.
      pause: async (...given) => (isHeld ? hangs : late.context.arm.pause(...given)),
      get: async (...given) => {
        if (isHeld) {
          await hangs;
        }
        isHeld = true;
        return late.context.arm.get(...given);
      },
    };
    const recovering = recover({ ...late.context, arm }, world.recoverOptions());
    expect(await recover(world.runner(runUrl(2)).context, world.recoverOptions())).toMatchObject({
      result: { outcome: 'succeeded' },
    });
    goOn();
    const writes = world.writes();
    expect(await recovering).toEqual({
      kind: 'no-change',
      reason: expect.stringMatching(/vipswap1pip has come to its end meanwhile/),
    });
    expect(world.writes()).toEqual(writes);
    expectWhole(world, before);
  });

  it('fails where the journal is gone, and production is nowhere', async () => {
    const world = startInProcessCommands();
    await killedAt(world, 'PUT loadBalancers/vipswap2lb', 2);
    await world.clock.sleep(600_000);
    // Its removal is what the look at the lock finds, five seconds after the first one.
    const recovering = recover(world.runner(runUrl(2)).context, world.recoverOptions());
    await world.clock.sleep(3_000);
    const store = world.emulated.plane.store;
    const target = store.get(world.idOf('loadBalancers', 'vipswap2lb'));
    store.put(JSON.parse(JSON.stringify(target).replaceAll('"Succeeded"', '"Failed"')));
    foreignWrite(world.emulated.plane, world.idOf('publicIPAddresses', 'vipswap1pip'), { tags: null });
    await expect(recovering).rejects.toMatchObject({ code: 'JournalGone' });
  });

  it('says that it recovers until both of two interrupted releases are at their ends', async () => {
    const world = startInProcessCommands({ scenario: 'dual-stack' });
    const production = world.emulated.plane.store
      .list('Microsoft.Network/publicIPAddresses')
      .filter(({ properties }) => JSON.stringify(properties.ipConfiguration).includes('vipswap1lb'))
      .map(({ id }) => id);
    expect(production).toHaveLength(2);
    for (const [index, id] of production.entries()) {
      const victim = world.runner(runUrl(index + 1));
      void run(victim.context, world.runOptions({ productionPublicIpIds: [id] }));
      await world.written(`PUT publicIPAddresses/${id.split('/').at(-1)}`);
      victim.kill();
      await world.clock.sleep(600_000);
    }
    const recovering = world.runner(runUrl(9));
    const toldAtEnds: unknown[] = [];
    const emit = (event: CommandEvent) => {
      toldAtEnds.push(...(event.type === 'plan-finished' ? [recovering.told.at(-1)] : []));
    };
    const options = world.recoverOptions({ productionPublicIpIds: production });
    const end = await recover({ ...recovering.context, emit }, options);
    expect(end).toMatchObject({ result: { outcome: 'succeeded' } });
    expect(toldAtEnds).toEqual(['recovery', 'recovery']);
    expect(recovering.told.at(-1)).toBe('undo');
  });

  it('says that it recovers right before its first write, and not while it looks', async () => {
    const world = startInProcessCommands();
    await killedAt(world, 'PUT loadBalancers/vipswap1lb');
    const recovering = world.runner(runUrl(2));
    const toldAtWrites: unknown[] = [];
    const arm: Arm = {
      ...recovering.context.arm,
      write: (...given) => {
        toldAtWrites.push(recovering.told.at(-1));
        return recovering.context.arm.write(...given);
      },
    };
    const running = recover({ ...recovering.context, arm }, world.recoverOptions());
    await world.clock.sleep(4_000);
    expect(recovering.told).toEqual(['look']);
    await running;
    expect(new Set(toldAtWrites)).toEqual(new Set(['recovery']));
  });

  it('goes on where a recovery was lost, in the direction that it had begun', async () => {
    const world = startInProcessCommands();
    await killedAt(world, 'PUT loadBalancers/vipswap2lb');
    const second = world.runner(runUrl(2));
    void recover(second.context, world.recoverOptions({ recoverTo: 'finish' }));
    await world.written('PUT loadBalancers/vipswap1lb');
    second.kill();
    const end = await recover(world.runner(runUrl(3)).context, world.recoverOptions());
    expect(end).toMatchObject({ recoveredTo: 'finish', result: { outcome: 'succeeded' } });
    expectWhole(world, after);
  });

  it('leaves the journal where it fails, and no lock: the next one need not wait', async () => {
    const world = startInProcessCommands();
    await killedAt(world, 'PUT loadBalancers/vipswap1lb');
    const refuse = { effect: 'answer', status: 403, code: 'AuthorizationFailed' } as const;
    world.emulated.plane.faults.add({
      match: { method: 'PUT', path: 'loadBalancers', times: 'always' },
      ...refuse,
    });
    const end = await recover(world.runner(runUrl(2)).context, world.recoverOptions());
    expect(end).toMatchObject({ result: { outcome: 'failed', error: { code: 'AuthorizationFailed' } } });
    expect(world.record()).toMatchObject({ lock: undefined, journal: { direction: 'undo' } });
    world.emulated.plane.faults.remove();
    await recover(world.runner(runUrl(3)).context, world.recoverOptions());
    expectWhole(world, before);
  });

  it('says that it was its lock that it could not write, and not its owner whom it waited for', async () => {
    const world = startInProcessCommands();
    await killedAt(world, 'PUT loadBalancers/vipswap1lb');
    world.emulated.plane.faults.add({
      match: { method: 'PUT', path: 'vipswap1pip$' },
      effect: 'stuck',
      model: 'unchanged',
    });
    const recovering = recover(world.runner(runUrl(2)).context, world.recoverOptions({ timeoutMs: 60_000 }));
    await expect(recovering).rejects.toMatchObject({
      code: 'RecoveryTimeout',
      message: expect.stringContaining('its lock to be written into the tags of vipswap1pip'),
    });
  });

  it('leaves no lock either where it cannot even read what there is', async () => {
    const world = startInProcessCommands();
    await killedAt(world, 'PUT loadBalancers/vipswap1lb');
    await world.clock.sleep(600_000);
    const recovering = recover(world.runner(runUrl(2)).context, world.recoverOptions());
    await world.written('PUT publicIPAddresses/vipswap1pip', 2);
    const refuse = { effect: 'answer', status: 403, code: 'AuthorizationFailed' } as const;
    world.emulated.plane.faults.add({
      match: { method: 'GET', path: 'loadBalancers', times: 'always' },
      ...refuse,
    });
    await expect(recovering).rejects.toMatchObject({ code: 'AuthorizationFailed' });
    expect(world.record()).toMatchObject({ lock: undefined, journal: { direction: 'undo' } });
  });

  it('sweeps up a lock that is over and an address that was forgotten, at once', async () => {
    const world = startInProcessCommands();
    const address = await forgetAddress(world);
    const { store } = world.emulated.plane;
    const over = world.runner(runUrl(1), 1_000);
    const lock = lockOf(over.lease, world.clock.monotonicMs(), world.clock.epochMs());
    store.put({ ...address, tags: withRecord(world.tags(), { lock }) } as typeof address);
    await world.clock.sleep(5_000);
    const sweeping = world.runner(runUrl(3));
    const end = await recover(sweeping.context, world.recoverOptions());
    expect([sweeping.told[0], sweeping.told.at(-1)]).toEqual(['sweep', 'swept']);
    expect(end).toEqual({
      kind: 'swept',
      reason:
        'no release of these addresses was interrupted; a lock that was over is removed from vipswap1pip; ' +
        'the temporary address forgotten, which an older run had left, is deleted',
    });
    expectWhole(world, before);
  });

  it('leaves no lock behind where what it sweeps is throttled for good', async () => {
    const world = startInProcessCommands();
    await forgetAddress(world);
    world.emulated.plane.faults.add({
      match: { method: 'DELETE', path: 'publicIPAddresses/forgotten$', times: 'always' },
      effect: 'throttled',
    });
    const recovering = recover(world.runner(runUrl(2)).context, world.recoverOptions());
    await expect(recovering).rejects.toMatchObject({ code: 'SubscriptionRequestsThrottled' });
    expect(world.record()).toMatchObject({ lock: undefined, journal: undefined });
  });

  it('finds nothing to do where nothing was interrupted, and writes nothing', async () => {
    const world = startInProcessCommands();
    const recovering = world.runner(runUrl(1));
    const end = await recover(recovering.context, world.recoverOptions());
    expect(end).toEqual({ kind: 'no-change', reason: 'no release of these addresses was interrupted' });
    expect(world.writes()).toEqual([]);
    expect(recovering.told).toEqual(['nothing']);
  });
});

/** Nothing is under way, and a temporary address of an older run is left. */
async function forgetAddress(world: InProcessCommands) {
  const { store } = world.emulated.plane;
  const address = store.get(world.idOf('publicIPAddresses', 'vipswap1pip'));
  if (address === undefined) throw new Error('There is no production address.');
  store.put({
    ...address,
    id: world.idOf('publicIPAddresses', 'forgotten'),
    name: 'forgotten',
    tags: { 'azure-rollout-stands-in-for': 'vipswap1pip' },
    properties: { ...address.properties, ipConfiguration: undefined },
  });
  return address;
}

describe('a recovery that has lost its lock', () => {
  it('says where production is, by a fresh read', async () => {
    const world = startInProcessCommands();
    await killedAt(world, 'PUT loadBalancers/vipswap1lb');
    const slow = world.runner(runUrl(2));
    const { promise: hangs, resolve: goOn } = Promise.withResolvers<void>();
    const clock = {
      monotonicMs: () => world.clock.monotonicMs(),
      epochMs: () => world.clock.epochMs(),
      // Its process hangs while it waits for what may arrive late.
      sleep: async (durationMs: number, signal?: AbortSignal) => {
        await (durationMs > 1_000 && world.placement().vipswap1lb === 'vipswap1pip' ? hangs : undefined);
        return world.clock.sleep(durationMs, signal);
      },
    };
    const recovering = recover({ ...slow.context, clock }, world.recoverOptions({ recoverTo: 'undo' }));
    await world.written('PUT loadBalancers/vipswap1lb', 2);
    const other = recover(world.runner(runUrl(3)).context, world.recoverOptions());
    await world.written('PUT publicIPAddresses/vipswap1pip', 3);
    goOn();
    expect(await recovering).toMatchObject({ result: { outcome: 'failed', error: { code: 'LockLost' } } });
    expect(await other).toMatchObject({ result: { outcome: 'succeeded' } });
    expect(slow.events).toContainEqual(
      expect.objectContaining({ type: 'production-seen', loadBalancer: 'vipswap1lb' }),
    );
    expectWhole(world, before);
  });
});

describe('recover while the owner is alive', () => {
  it('does not take a recovery for lost that waits for what may arrive late', async () => {
    const world = startInProcessCommands();
    await killedAt(world, 'PUT loadBalancers/vipswap1lb');
    const first = recover(world.runner(runUrl(2)).context, world.recoverOptions({ recoverTo: 'undo' }));
    // Its lock and its direction are written; it has brought production home by the time that the second one looks.
    await world.written('PUT publicIPAddresses/vipswap1pip', 2);
    await world.clock.sleep(5_000);
    const second = recover(world.runner(runUrl(3)).context, world.recoverOptions());
    expect(await first).toMatchObject({ recoveredTo: 'undo', result: { outcome: 'succeeded' } });
    expect(await second).toMatchObject({
      kind: 'no-change',
      reason: expect.stringMatching(/has come to its end meanwhile/),
    });
    expectWhole(world, before);
  });

  it('does not undo a run whose temporary address takes long to be made', async () => {
    const world = startInProcessCommands({
      faults: [{ match: { method: 'PUT', path: '-temporary-' }, effect: 'delayed', beforeMs: 12_000 }],
    });
    const running = run(world.runner(runUrl(1)).context, world.runOptions());
    await world.written('PUT publicIPAddresses/vipswap1pip');
    await world.clock.sleep(3_000);
    const recovering = recover(world.runner(runUrl(2)).context, world.recoverOptions());
    expect(await running).toMatchObject({ result: { outcome: 'succeeded' } });
    expect(await recovering).toMatchObject({ kind: 'no-change' });
    expectWhole(world, after);
  });

  it('waits as long as something goes on: patience is for what hangs', async () => {
    const world = startInProcessCommands();
    const running = run(world.runner(runUrl(1)).context, world.runOptions());
    await world.written('PUT publicIPAddresses/vipswap1pip');
    const recovering = recover(world.runner(runUrl(2)).context, world.recoverOptions());
    const startedAtMs = world.clock.monotonicMs();
    expect(await running).toMatchObject({ result: { outcome: 'succeeded' } });
    expect(world.clock.monotonicMs() - startedAtMs).toBeGreaterThan(100_000);
    expect(await recovering).toMatchObject({ kind: 'no-change' });
    expectWhole(world, after);
  });
});

describe('a run whose release somebody else has finished while it was confirming', () => {
  it('does not undo it', async () => {
    const world = startInProcessCommands();
    const slow = world.runner(runUrl(1));
    const { promise: hangs, resolve: goOn } = Promise.withResolvers<void>();
    let looks = 0;
    const arm: Arm = {
      ...slow.context.arm,
      async get(path, ...rest) {
        // What confirms the swap is the first look at the former load balancer after the window; its process hangs there.
        looks += path.endsWith('/vipswap1lb') && world.placement().vipswap2lb === 'vipswap1pip' ? 1 : 0;
        if (looks > 0) {
          await hangs;
          throw new Error('it does not answer');
        }
        return slow.context.arm.get(path, ...rest);
      },
    };
    const running = run({ ...slow.context, arm }, world.runOptions());
    await world.written('PUT loadBalancers/vipswap2lb', 2);
    const end = await recover(world.runner(runUrl(2)).context, world.recoverOptions());
    expect(end).toMatchObject({ recoveredTo: 'finish', result: { outcome: 'succeeded' } });
    looks = Number.NEGATIVE_INFINITY;
    goOn();
    expect(await running).toMatchObject({ result: { outcome: 'failed' } });
    expect(slow.events).toContainEqual(
      expect.objectContaining({ type: 'production-seen', loadBalancer: 'vipswap2lb' }),
    );
    expectWhole(world, after);
  });
});

describe('a run that was only slow while somebody recovered it', () => {
  it('stops before its next step, and leaves everything to the recovery', async () => {
    const world = startInProcessCommands();
    const slow = world.runner(runUrl(1));
    const { promise: hangs, resolve: goOn } = Promise.withResolvers<void>();
    let isParked = false;
    const arm: Arm = {
      ...slow.context.arm,
      // Its process hangs after the target is parked.
      get: async (...given) => {
        await (isParked ? hangs : undefined);
        return slow.context.arm.get(...given);
      },
      write: async (...given) => {
        const written = await slow.context.arm.write(...given);
        isParked ||= given[0].path.endsWith('/vipswap2lb');
        return written;
      },
    };
    const running = run({ ...slow.context, arm }, world.runOptions());
    await world.written('PUT loadBalancers/vipswap2lb');
    const end = await recover(world.runner(runUrl(2)).context, world.recoverOptions({ recoverTo: 'undo' }));
    expect(end).toMatchObject({ result: { outcome: 'succeeded' } });
    const writes = world.writes();
    goOn();
    expect(await running).toMatchObject({ result: { outcome: 'rolled-back' } });
    expect(world.writes()).toEqual(writes);
    expectWhole(world, before);
  });
});

describe('a run that meets an interrupted one', () => {
  it.each([
    ['recovers first and then goes on', 'recover', 'PUT loadBalancers/vipswap1lb', { kind: 'ran' }],
    [
      'recovers first and finds nothing more to do',
      'recover',
      'PUT loadBalancers/vipswap2lb#2',
      { kind: 'ran', recoveredTo: 'finish' },
    ],
  ] as const)('%s', async (_, onInterrupted, write, expected) => {
    const world = startInProcessCommands();
    const [name = '', nth = '1'] = write.split('#');
    await killedAt(world, name, Number(nth));
    // The job is run again: the attempt before is over for certain.
    const end = await run(world.runner(runUrl(1, 2)).context, world.runOptions({}, { onInterrupted }));
    expect(end).toMatchObject(expected);
    expectWhole(world, after);
  });

  it('says of what time it had too little left to recover, and that the release is not at its end', async () => {
    const world = startInProcessCommands({
      faults: [
        { match: { method: 'PUT', path: 'vipswap2lb$', nth: 2 }, effect: 'stuck', model: 'unchanged' },
      ],
    });
    await killedAt(world, 'PUT loadBalancers/vipswap2lb', 2);
    // The first look, which finds what was interrupted, takes five seconds of them.
    world.emulated.plane.faults.add({
      match: { method: 'GET', path: 'vipswap1pip$' },
      effect: 'delayed',
      beforeMs: 5_000,
    });
    const { context } = world.runner(runUrl(1, 2));
    const options = world.runOptions({}, { onInterrupted: 'recover', timeoutMs: 20_000 });
    await expect(run(context, options)).rejects.toMatchObject({
      code: 'RecoveryTimeout',
      message: expect.stringMatching(
        /^Gave up after 20 s, of which 1\d(\.\d)? s were left for it, waiting for .*; the interrupted release is not at its end\. Last it waited for .*$/,
      ),
    });
  });

  it.each([
    ['another run', runUrl(2), { code: 'Locked' }],
    ['its own second attempt', runUrl(1, 2), { code: 'InterruptedRelease' }],
  ])('does not wait first for an update of it that hangs: %s', async (_, owner, expected) => {
    const world = startInProcessCommands({
      faults: [
        { match: { method: 'PUT', path: 'vipswap2lb$', nth: 2 }, effect: 'stuck', model: 'unchanged' },
      ],
    });
    await killedAt(world, 'PUT loadBalancers/vipswap2lb', 2);
    const beganAtMs = world.clock.monotonicMs();
    const refused = run(world.runner(owner).context, world.runOptions({}, { timeoutMs: 20_000 }));
    await expect(refused).rejects.toMatchObject(expected);
    expect(world.clock.monotonicMs() - beganAtMs).toBeLessThan(5_000);
  });

  it('fails with the command to use, and changes nothing', async () => {
    const world = startInProcessCommands();
    await killedAt(world, 'PUT loadBalancers/vipswap1lb');
    const writes = world.writes().length;
    await expect(run(world.runner(runUrl(1, 2)).context, world.runOptions())).rejects.toMatchObject({
      code: 'InterruptedRelease',
      message: expect.stringContaining('Run "command: recover" with production-public-ip: vipswap1pip'),
    });
    expect(world.writes()).toHaveLength(writes);
  });
});
