import { describe, expect, it } from 'vitest';
import { lockOf } from '../../src/record/lease.ts';
import { withRecord } from '../../src/record/record.ts';
import { nextSteps } from '../../src/report/next-steps/next-steps.ts';
import { verdict } from '../../src/report/verdict/verdict.ts';
import { type InProcessCommands, runUrl, startInProcessCommands } from './in-process-commands.ts';
import { recover, rollback, run, status } from './swap-commands.ts';
import { tellSwap } from './told-swap.ts';

const LOCK_IS_OVER_MS = 4_200_000;

const after = { vipswap1lb: 'vipswap2pip', vipswap2lb: 'vipswap1pip' };
const before = { vipswap1lb: 'vipswap1pip', vipswap2lb: 'vipswap2pip' };

function rollbackOptions(world: InProcessCommands) {
  const { goal, ...options } = world.runOptions({ swapMethod: 'auto' });
  return { ...options, terms: goal };
}

const addressIds = (world: InProcessCommands) => world.runOptions().goal.productionPublicIpIds;

describe('rollback', () => {
  it('returns to where production was before the last finished release, once', async () => {
    const world = startInProcessCommands();
    await run(world.runner(runUrl(1)).context, world.runOptions());
    const end = await rollback(world.runner(runUrl(2)).context, rollbackOptions(world));
    expect(end).toMatchObject({ kind: 'ran', result: { outcome: 'succeeded' } });
    expect(world.placement()).toEqual(before);
    expect(world.record().last).toMatchObject({
      kind: 'rollback',
      method: 'native',
      previousTarget: 'vipswap/vipswap2lb/loadBalancerFrontEnd',
      run: runUrl(2),
    });
    const again = await rollback(world.runner(runUrl(3)).context, rollbackOptions(world));
    expect(again).toMatchObject({
      kind: 'no-change',
      reason: expect.stringContaining('was a rollback already'),
    });
    expect(world.placement()).toEqual(before);
  });

  it('is not done already where production has been moved since, or is nowhere', async () => {
    const world = startInProcessCommands();
    await run(world.runner(runUrl(1)).context, world.runOptions());
    await rollback(world.runner(runUrl(2)).context, rollbackOptions(world));
    const { store } = world.emulated.plane;
    const address = store.get(world.idOf('publicIPAddresses', 'vipswap1pip'));
    expect.assert(address !== undefined);
    const heldBy = (ipConfiguration: { id: string } | undefined) =>
      store.put({ ...address, properties: { ...address.properties, ipConfiguration } });
    heldBy(undefined);
    await expect(rollback(world.runner(runUrl(3)).context, rollbackOptions(world))).rejects.toThrow(
      /was a rollback already.*nothing has it.*Give it to the frontend/,
    );
    heldBy({
      id: `${world.idOf('loadBalancers', 'vipswap2lb')}/frontendIPConfigurations/loadBalancerFrontEnd`,
    });
    await expect(rollback(world.runner(runUrl(4)).context, rollbackOptions(world))).rejects.toThrow(
      /it is on vipswap\/vipswap2lb\/loadBalancerFrontEnd again, by no release\. Use "command: run"/,
    );
  });

  it('says whence it has a target that does not exist any more, which no input names', async () => {
    const world = startInProcessCommands();
    await run(world.runner(runUrl(1)).context, world.runOptions());
    const { store } = world.emulated.plane;
    const found = store.get(world.idOf('loadBalancers', 'vipswap1lb'));
    expect.assert(found !== undefined);
    const [frontend] = found.properties.frontendIPConfigurations as { name: string }[];
    const frontendIPConfigurations = [{ ...frontend, name: 'renamed' }];
    store.put({ ...found, properties: { ...found.properties, frontendIPConfigurations } });
    await expect(rollback(world.runner(runUrl(2)).context, rollbackOptions(world))).rejects.toThrow(
      'Frontend "loadBalancerFrontEnd" of vipswap1lb, which the tag azure-rollout-last names as where production was before its last ' +
        'release, does not exist any more; its frontends: renamed. Use "command: run" with the target-load-balancer that shall serve.',
    );
    store.remove(found.id);
    await expect(rollback(world.runner(runUrl(3)).context, rollbackOptions(world))).rejects.toThrow(
      'The load balancer "vipswap1lb" in resource group "vipswap", which the tag azure-rollout-last names as where production was before ' +
        'its last release, does not exist any more. Use "command: run" with the target-load-balancer that shall serve.',
    );
  });

  it('has nothing to do where somebody has moved production back by hand', async () => {
    const world = startInProcessCommands();
    await run(world.runner(runUrl(1)).context, world.runOptions());
    await run(
      world.runner(runUrl(2)).context,
      world.runOptions({ targetLoadBalancerId: world.idOf('loadBalancers', 'vipswap1lb') }),
    );
    await run(world.runner(runUrl(3)).context, world.runOptions());
    expect(world.placement()).toEqual(after);
    await rollback(world.runner(runUrl(4)).context, rollbackOptions(world));
    expect(world.placement()).toEqual(before);
  });

  it('goes by what the release leaves that it has waited for', async () => {
    const world = startInProcessCommands();
    await run(world.runner(runUrl(1)).context, world.runOptions());
    const targetLoadBalancerId = world.idOf('loadBalancers', 'vipswap1lb');
    const releasing = run(world.runner(runUrl(2)).context, world.runOptions({ targetLoadBalancerId }));
    await world.written('PUT loadBalancers/vipswap2lb', 3);
    const options = { ...rollbackOptions(world), lockTimeoutMs: 1_800_000 };
    expect(await rollback(world.runner(runUrl(3)).context, options)).toMatchObject({
      kind: 'ran',
      result: { outcome: 'succeeded' },
    });
    await releasing;
    expect(world.placement()).toEqual(after);
    expect(world.record().last).toMatchObject({ kind: 'rollback', run: runUrl(3) });
  });

  it('takes back nothing where the release that it has waited for has taken itself back', async () => {
    const world = startInProcessCommands();
    await run(world.runner(runUrl(1)).context, world.runOptions());
    const { last } = world.record();
    const targetLoadBalancerId = world.idOf('loadBalancers', 'vipswap1lb');
    world.emulated.plane.faults.add({
      match: { method: 'PUT', path: 'vipswap1lb$' },
      effect: 'operation-fails',
      model: 'changed',
    });
    const released = run(world.runner(runUrl(2)).context, world.runOptions({ targetLoadBalancerId }));
    await world.written('PUT loadBalancers/vipswap1lb', 2);
    const options = { ...rollbackOptions(world), lockTimeoutMs: 1_800_000 };
    const refused = expect(rollback(world.runner(runUrl(3)).context, options)).rejects.toThrow(
      `The run that this rollback has waited for, ${runUrl(2)} (vip-swap to vipswap2lb), has ended and left no finished release of vipswap1pip: ` +
        'production is where it was before that run, and nothing was taken back.',
    );
    expect(await released).toMatchObject({ result: { outcome: 'rolled-back' } });
    await refused;
    expect(world.placement()).toEqual(after);
    expect(world.record()).toEqual({ last });
    await rollback(world.runner(runUrl(4)).context, rollbackOptions(world));
    expect(world.placement()).toEqual(before);
  });

  it('nor where somebody else recovers the interrupted one first, and undoes it', async () => {
    const world = startInProcessCommands();
    await run(world.runner(runUrl(1)).context, world.runOptions());
    const { last } = world.record();
    const victim = world.runner(runUrl(2));
    const target = { targetLoadBalancerId: world.idOf('loadBalancers', 'vipswap1lb') };
    void run(victim.context, world.runOptions(target));
    await world.written('PUT loadBalancers/vipswap2lb', 3);
    victim.kill();
    await world.clock.sleep(LOCK_IS_OVER_MS);
    const patient = { onInterrupted: 'recover', lockTimeoutMs: 1_800_000 } as const;
    const ends = Promise.allSettled([
      recover(world.runner(runUrl(3)).context, world.recoverOptions({ recoverTo: 'undo' })),
      rollback(world.runner(runUrl(4)).context, { ...rollbackOptions(world), ...patient }),
    ]);
    expect(await ends).toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected', reason: { message: expect.stringMatching(/nothing was taken back/) } },
    ]);
    expect(world.placement()).toEqual(after);
    expect(world.record()).toEqual({ last });
  });

  it('is done where it recovers first, and the release that was interrupted was undone by that', async () => {
    const world = startInProcessCommands();
    await run(world.runner(runUrl(1)).context, world.runOptions());
    const { last } = world.record();
    const victim = world.runner(runUrl(2));
    const target = { targetLoadBalancerId: world.idOf('loadBalancers', 'vipswap1lb') };
    void run(victim.context, world.runOptions(target));
    await world.written('PUT loadBalancers/vipswap2lb', 3);
    victim.kill();
    await world.clock.sleep(LOCK_IS_OVER_MS);
    const { report } = await tellSwap(world, 'rollback', (context) =>
      rollback(context, { ...rollbackOptions(world), onInterrupted: 'recover' }),
    );
    expect(world.placement()).toEqual(after);
    expect(world.record()).toEqual({ last });
    expect(report).toMatchObject({
      outcome: 'succeeded',
      recoveredTo: 'undo',
      previousLoadBalancer: 'vipswap1lb',
      newLoadBalancer: 'vipswap2lb',
    });
    expect(verdict(report)).toMatch(/serves from vipswap2lb: the interrupted release was undone\.$/);
    expect(nextSteps(report)).toEqual([]);
  });

  it('goes back from a release that it has recovered first by finishing it', async () => {
    const world = startInProcessCommands();
    const victim = world.runner(runUrl(1));
    void run(victim.context, world.runOptions());
    await world.written('PUT loadBalancers/vipswap2lb', 2);
    victim.kill();
    await world.clock.sleep(LOCK_IS_OVER_MS);
    const recovering = { ...rollbackOptions(world), onInterrupted: 'recover' } as const;
    const end = await rollback(world.runner(runUrl(2)).context, recovering);
    expect(end).toMatchObject({ kind: 'ran', result: { outcome: 'succeeded' } });
    expect(end).not.toHaveProperty('recoveredTo');
    expect(world.placement()).toEqual(before);
  });

  it('goes on where it has undone half of another rollback first', async () => {
    const world = startInProcessCommands();
    await run(world.runner(runUrl(1)).context, world.runOptions());
    const victim = world.runner(runUrl(2));
    const options = rollbackOptions(world);
    const byTemporaryAddress = {
      ...options,
      terms: { ...options.terms, swapMethod: 'temporary-ip' as const },
    };
    void rollback(victim.context, byTemporaryAddress);
    await world.written('PUT loadBalancers/vipswap2lb', 3);
    victim.kill();
    await world.clock.sleep(LOCK_IS_OVER_MS);
    const recovering = { ...rollbackOptions(world), onInterrupted: 'recover' } as const;
    const { runner } = await tellSwap(world, 'rollback', (context) => rollback(context, recovering));
    expect(runner.told).toContain('undo');
    expect(world.placement()).toEqual(before);
  });

  it('says what to do where no release has left a record', async () => {
    const world = startInProcessCommands();
    await run(world.runner(runUrl(1)).context, world.runOptions({}, { leavesRecord: false }));
    expect(Object.keys(world.tags()).filter((name) => name.startsWith('azure-rollout'))).toEqual([]);
    await expect(rollback(world.runner(runUrl(2)).context, rollbackOptions(world))).rejects.toThrow(
      /no tag azure-rollout-last.*"command: run" with the target-load-balancer/,
    );
  });

  it('leaves the former record where a release was undone', async () => {
    const world = startInProcessCommands();
    await run(world.runner(runUrl(1)).context, world.runOptions());
    const { last } = world.record();
    world.emulated.plane.faults.add({
      match: { method: 'PUT', path: 'vipswap1lb$' },
      effect: 'operation-fails',
      model: 'changed',
    });
    const targetLoadBalancerId = world.idOf('loadBalancers', 'vipswap1lb');
    const end = await run(world.runner(runUrl(2)).context, world.runOptions({ targetLoadBalancerId }));
    expect(end).toMatchObject({ result: { outcome: 'rolled-back' } });
    expect(world.record()).toEqual({ lock: undefined, journal: undefined, last });
  });
});

describe('status', () => {
  it('says who serves, and by which run since when', async () => {
    const world = startInProcessCommands();
    await run(world.runner(runUrl(1)).context, world.runOptions());
    const writes = world.writes().length;
    const end = await status(world.runner(runUrl(2)).context, addressIds(world));
    expect(end).toMatchObject({
      kind: 'reported',
      status: {
        state: 'idle',
        addresses: [
          {
            name: 'vipswap1pip',
            live: { loadBalancer: 'vipswap2lb', frontend: 'loadBalancerFrontEnd' },
            last: {
              run: runUrl(1),
              method: 'temporary-ip',
              // Nobody probes here: it is what the control plane says, as in the outputs.
              downtime: { seconds: 4.254, source: 'control-plane' },
            },
            lock: null,
            interrupted: null,
            orphans: [],
          },
        ],
      },
    });
    expect(world.writes()).toHaveLength(writes);
  });

  it('says that a run is under way, and afterwards that it was interrupted', async () => {
    const world = startInProcessCommands();
    const victim = world.runner(runUrl(1));
    void run(victim.context, world.runOptions());
    await world.written('PUT loadBalancers/vipswap1lb');
    victim.kill();
    const underWay = await status(world.runner(runUrl(2)).context, addressIds(world));
    expect(underWay).toMatchObject({
      status: { state: 'locked', addresses: [{ lock: { owner: runUrl(1), isOver: false } }] },
    });
    await world.clock.sleep(4_200_000);
    const later = await status(world.runner(runUrl(2)).context, addressIds(world));
    expect(later).toMatchObject({
      status: {
        state: 'interrupted',
        addresses: [{ live: null, lock: { isOver: true }, interrupted: { method: 'temporary-ip' } }],
      },
    });
  });

  it('names a temporary address that was forgotten beside a lock that is over', async () => {
    const world = startInProcessCommands();
    const store = world.emulated.plane.store;
    const address = store.get(world.idOf('publicIPAddresses', 'vipswap1pip'));
    expect.assert(address !== undefined);
    const over = world.runner(runUrl(1), 1_000);
    const lock = lockOf(over.lease, world.clock.monotonicMs(), world.clock.epochMs());
    store.put({ ...address, tags: withRecord(world.tags(), { lock }) } as typeof address);
    store.put({
      ...address,
      id: world.idOf('publicIPAddresses', 'forgotten'),
      name: 'forgotten',
      tags: { 'azure-rollout-stands-in-for': 'vipswap1pip' },
      properties: { ...address.properties, ipConfiguration: undefined },
    } as typeof address);
    const orphansOf = async () => {
      const end = await status(world.runner(runUrl(2)).context, addressIds(world));
      return end.kind === 'reported' && 'addresses' in end.status
        ? end.status.addresses[0]?.orphans
        : undefined;
    };
    // Whoever has the lock may need it.
    expect(await orphansOf()).toEqual([]);
    await world.clock.sleep(5_000);
    expect(await orphansOf()).toEqual([{ name: 'forgotten', heldBy: null }]);
  });

  it('names a temporary address that was forgotten', async () => {
    const world = startInProcessCommands({
      faults: [
        {
          match: { method: 'DELETE', path: '-temporary-', times: 'always' },
          effect: 'answer',
          status: 403,
          code: 'AuthorizationFailed',
        },
      ],
    });
    await run(world.runner(runUrl(1)).context, world.runOptions());
    const end = await status(world.runner(runUrl(2)).context, addressIds(world));
    expect(end).toMatchObject({
      status: {
        state: 'orphaned',
        addresses: [{ orphans: [{ name: expect.stringContaining('-temporary-'), heldBy: null }] }],
      },
    });
  });
});

describe('a rollback after a release of two addresses with record: none', () => {
  const [V4, V6] = ['vipswap1pip', 'vipswap1pip6'] as const;

  /** One of them had been moved before, alone and with a record: the release of both finds it on its target, and moves the other one. */
  async function startFollowed(alone: string, other: string, isLost: boolean) {
    const world = startInProcessCommands({ scenario: 'dual-stack' });
    const ids = (...names: string[]) => names.map((name) => world.idOf('publicIPAddresses', name));
    await run(world.runner(runUrl(1)).context, world.runOptions({ productionPublicIpIds: ids(alone) }));
    expect(world.record(alone).last).toBeDefined();
    const runner = world.runner(runUrl(2));
    const ended = run(
      runner.context,
      world.runOptions({ productionPublicIpIds: ids(V4, V6) }, { leavesRecord: false }),
    );
    if (isLost) {
      await world.written('PUT loadBalancers/vipswap1lb', 2);
      runner.kill();
      await world.clock.sleep(120_000);
      const options = world.recoverOptions({ productionPublicIpIds: ids(other), recoverTo: 'finish' });
      await recover(world.runner(runUrl(3)).context, options);
    } else {
      expect(await ended).toMatchObject({ result: { outcome: 'succeeded' } });
    }
    return { world, ids };
  }

  it.each([
    [V4, V6, false],
    [V6, V4, false],
    [V4, V6, true],
    [V6, V4, true],
  ])(
    'does not go by what was done before with %s, and take it away from %s (runner lost: %s)',
    async (alone, other, isLost) => {
      const { world, ids } = await startFollowed(alone, other, isLost);
      expect([V4, V6].map((name) => world.record(name))).toEqual([{}, {}]);
      const holders = () =>
        ids(V4, V6).map((id) => world.emulated.plane.store.get(id)?.properties.ipConfiguration);
      const before = holders();
      const { terms, ...options } = rollbackOptions(world);
      for (const name of [V4, V6]) {
        await expect(
          rollback(world.runner(runUrl(4)).context, {
            ...options,
            terms: { ...terms, productionPublicIpIds: ids(name) },
          }),
        ).rejects.toThrow(/has no tag azure-rollout-last/);
      }
      expect(holders()).toEqual(before);
    },
  );
});
