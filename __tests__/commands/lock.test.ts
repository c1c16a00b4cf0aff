import { describe, expect, it } from 'vitest';
import { foreignWrite } from '../../emulator/arm/foreign-write.ts';
import type { Arm } from '../../src/azure/arm/arm.ts';
import type { CommandContext } from '../../src/commands/command.ts';
import { isLeftToPost } from '../../src/saving-progress.ts';
import { overtimeMs } from '../../src/undo-timeout.ts';
import { type InProcessCommands, runUrl, startInProcessCommands } from './in-process-commands.ts';
import { recover, run, unlock } from './swap-commands.ts';

const after = { vipswap1lb: 'vipswap2pip', vipswap2lb: 'vipswap1pip' };
const before = { vipswap1lb: 'vipswap1pip', vipswap2lb: 'vipswap2pip' };

/** Names of the runs that wrote to load balancers, in order and without repetition side by side. */
function writersOf(world: InProcessCommands, leases: Readonly<Record<string, string>>): string[] {
  const entries = world.emulated.journal.entries().filter(({ method }) => method === 'PUT');
  let holder = 'nobody';
  const writers: string[] = [];
  for (const { path, requestBody, status } of entries) {
    const tags = (requestBody as { tags?: Record<string, string> }).tags ?? {};
    if (path.endsWith('/vipswap1pip') && status === 200) {
      holder = leases[tags['azure-rollout-lock-id'] ?? ''] ?? 'nobody';
    } else if (path.includes('/loadBalancers/') && writers.at(-1) !== holder) {
      writers.push(holder);
    }
  }
  return writers;
}

describe('the lock', () => {
  it('lets one of two runs through that begin together, and tells the other who has it', async () => {
    const world = startInProcessCommands();
    const runners = [world.runner(runUrl(1)), world.runner(runUrl(2))];
    const ends = await Promise.allSettled(runners.map(({ context }) => run(context, world.runOptions())));
    const winner = ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []));
    expect(winner).toMatchObject([{ kind: 'ran', result: { outcome: 'succeeded' } }]);
    const loser = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []));
    expect(loser).toMatchObject([{ code: 'Locked' }]);
    expect(world.placement()).toEqual(after);
    expect(world.record()).toMatchObject({ lock: undefined, journal: undefined });
  });

  it('lets ten runs wait for one, which then find nothing to do', async () => {
    const world = startInProcessCommands({ requestLatency: 'realistic' });
    const runners = Array.from({ length: 10 }, (_, index) => world.runner(runUrl(index + 1)));
    const ends = await Promise.all(
      runners.map(({ context }) => run(context, world.runOptions({}, { lockTimeoutMs: 1_800_000 }))),
    );
    const kinds = ends.map((end) => (end.kind === 'ran' ? end.result.outcome : end.kind));
    expect(kinds.toSorted()).toEqual([...Array(9).fill('no-change'), 'succeeded']);
    expect(world.placement()).toEqual(after);
  });

  it('never lets runs with opposite goals work at the same time', async () => {
    const world = startInProcessCommands({ requestLatency: 'realistic' });
    await run(world.runner(runUrl(1)).context, world.runOptions());
    const goals = ['vipswap1lb', 'vipswap2lb', 'vipswap1lb', 'vipswap2lb'];
    const runners = goals.map((_, index) => world.runner(runUrl(index + 2)));
    await Promise.all(
      runners.map(({ context }, index) => {
        const targetLoadBalancerId = world.idOf('loadBalancers', goals[index] ?? '');
        return run(context, world.runOptions({ targetLoadBalancerId }, { lockTimeoutMs: 3_000_000 }));
      }),
    );
    const leases = Object.fromEntries(runners.map(({ lease }) => [lease.id, lease.id]));
    const writers = writersOf(world, leases).slice(1);
    expect(writers).not.toContain('nobody');
    expect(new Set(writers).size).toBe(writers.length);
    expect(world.record()).toMatchObject({ lock: undefined, journal: undefined });
  });

  it('and what it waits for: a run plans from what is there afterwards, also where nothing of it was being updated', async () => {
    const world = startInProcessCommands();
    const { store } = world.emulated.plane;
    const all = () =>
      ['Microsoft.Network/loadBalancers', 'Microsoft.Network/publicIPAddresses'].flatMap((type) =>
        store.list(type),
      );
    const atFirst = all();
    await run(world.runner(runUrl(1)).context, world.runOptions());
    for (const resource of all()) {
      const isProduction = resource.name === 'vipswap1pip';
      const provisioningState = isProduction ? 'Updating' : resource.properties.provisioningState;
      store.put({ ...resource, properties: { ...resource.properties, provisioningState } });
    }
    const waiting = run(world.runner(runUrl(2)).context, world.runOptions());
    await world.clock.sleep(5_000);
    for (const resource of atFirst) store.put(resource);
    expect(await waiting).toMatchObject({ kind: 'ran', result: { outcome: 'succeeded' } });
    expect(world.placement()).toEqual(after);
  });

  it('is left to who has it by a run that comes too late: that one changes nothing, and alarms nobody', async () => {
    const world = startInProcessCommands();
    const late = world.runner(runUrl(2));
    const planned = world.runOptions();
    const lagging = run(
      {
        ...late.context,
        arm: {
          ...late.context.arm,
          write: (write, signal) => slowly(world, late.context.arm, write, signal),
        },
      },
      planned,
    );
    const refused = expect(lagging).rejects.toMatchObject({ code: 'Locked' });
    const first = run(world.runner(runUrl(1)).context, world.runOptions());
    await refused;
    expect(await first).toMatchObject({ result: { outcome: 'succeeded' } });
    expect(world.placement()).toEqual(after);
  });

  it('fails a run that does not wait, before it has changed anything', async () => {
    const world = startInProcessCommands();
    const first = world.runner(runUrl(1));
    const running = run(first.context, world.runOptions());
    await world.written('PUT loadBalancers/vipswap1lb');
    const second = world.runner(runUrl(2));
    const refused = run(second.context, world.runOptions());
    await expect(refused).rejects.toThrow(
      /"vipswap1pip" is locked by \S+\/runs\/1\/attempts\/1 \(vip-swap to vipswap2lb\) until 2026-\S+Z\..*command: recover/,
    );
    expect(second.events).toMatchObject([
      { type: 'lock-wait', resource: 'vipswap1pip', lock: { id: first.lease.id } },
    ]);
    await running;
    expect(world.placement()).toEqual(after);
  });

  it('gives up waiting after lock-timeout', async () => {
    const world = startInProcessCommands();
    await killedInWindow(world);
    const startedAtMs = world.clock.monotonicMs();
    const waiting = run(world.runner(runUrl(2)).context, world.runOptions({}, { lockTimeoutMs: 90_000 }));
    await expect(waiting).rejects.toMatchObject({ code: 'Locked' });
    expect(world.clock.monotonicMs() - startedAtMs).toBeGreaterThanOrEqual(90_000);
    expect(world.clock.monotonicMs() - startedAtMs).toBeLessThan(95_000);
  });

  it('is judged by the clock of ARM, not by that of a machine whose clock is wrong', async () => {
    const world = startInProcessCommands();
    await killedInWindow(world);
    const { context } = world.runner(runUrl(2));
    const ahead: CommandContext['clock'] = {
      monotonicMs: () => world.clock.monotonicMs(),
      epochMs: () => world.clock.epochMs() + 86_400_000,
      sleep: (durationMs, signal) => world.clock.sleep(durationMs, signal),
    };
    await expect(run({ ...context, clock: ahead }, world.runOptions())).rejects.toMatchObject({
      code: 'Locked',
    });
  });

  it('binds nobody any more once its time is up; what was begun is told as interrupted', async () => {
    const world = startInProcessCommands();
    await killedInWindow(world);
    await world.clock.sleep(4_200_000);
    const refused = run(world.runner(runUrl(2)).context, world.runOptions());
    await expect(refused).rejects.toThrow(
      /vip-swap of "vipswap1pip" by temporary-ip, begun at 2026-\S+Z by \S+\/runs\/1\/attempts\/1, was interrupted.*command: recover/,
    );
  });

  it('outlasts all of an undoing that hangs, which gives it up and leaves the rest to recover', async () => {
    const timeoutMs = 300_000;
    const stuck = (path: string) =>
      ({
        match: { method: 'PUT', path, nth: 2, times: 'always' },
        effect: 'stuck',
        model: 'unchanged',
      }) as const;
    const world = startInProcessCommands({ faults: [stuck('vipswap2lb$'), stuck('vipswap1lb$')] });
    const owner = world.runner(runUrl(1), timeoutMs + overtimeMs({ strategy: 'vip-swap' }));
    const end = await run(owner.context, world.runOptions({}, { timeoutMs }));
    expect(end).toMatchObject({ result: { outcome: 'failed', error: { name: 'DeadlineError' } } });
    expect(isLeftToPost(end)).toBe(false);
    expect(world.clock.monotonicMs()).toBeLessThan(owner.lease.validUntilMs);
    expect(world.record()).toMatchObject({ lock: undefined, journal: { method: 'temporary-ip' } });
    world.emulated.plane.faults.remove();
    expect(await recover(world.runner(runUrl(2)).context, world.recoverOptions())).toMatchObject({
      result: { outcome: 'succeeded' },
    });
    expect(world.record()).toMatchObject({ lock: undefined, journal: undefined });
  });

  it('does not give its owner up for lost because its time is up: a recovery looks whether anything moves', async () => {
    const world = startInProcessCommands();
    const owner = world.runner(runUrl(1), 20_000);
    const running = run(owner.context, world.runOptions());
    await world.clock.sleep(30_000);
    await world.written('PUT loadBalancers/vipswap1lb');
    expect(world.clock.monotonicMs()).toBeGreaterThan(owner.lease.validUntilMs);
    const recovering = recover(world.runner(runUrl(2)).context, world.recoverOptions());
    expect(await running).toMatchObject({ result: { outcome: 'succeeded' } });
    expect(await recovering).toMatchObject({ kind: 'no-change' });
  });

  it('is waited for by a plan too: what it is made of is on the move', async () => {
    const world = startInProcessCommands();
    const running = run(world.runner(runUrl(1)).context, world.runOptions());
    await world.written('PUT loadBalancers/vipswap2lb');
    const planned = run(world.runner(runUrl(2)).context, world.runOptions({}, { command: 'plan' }));
    await expect(planned).rejects.toMatchObject({ code: 'Locked' });
    const patient = world.runOptions({}, { command: 'plan', lockTimeoutMs: 600_000 });
    expect(await run(world.runner(runUrl(3)).context, patient)).toMatchObject({ kind: 'no-change' });
    await running;
  });

  it('is taken away by unlock, with the reason told, and the journal stays', async () => {
    const world = startInProcessCommands();
    await killedInWindow(world);
    const ids = world.runOptions().goal.productionPublicIpIds;
    const end = await unlock(world.runner(runUrl(2)).context, ids, 'its runner was lost');
    expect(end).toMatchObject({
      kind: 'unlocked',
      reason: expect.stringMatching(/was locked by \S+\/runs\/1\/.*Unlocked, because: its runner was lost$/),
    });
    expect(world.record()).toMatchObject({ lock: undefined, journal: { method: 'temporary-ip' } });
    expect(await unlock(world.runner(runUrl(3)).context, ids, 'again')).toMatchObject({ kind: 'no-change' });
  });

  it('is not missed at the end by a run that was unlocked while it cleaned up: it leaves its record', async () => {
    const world = startInProcessCommands();
    const owner = world.runner(runUrl(1));
    const running = run(owner.context, world.runOptions());
    while (!world.writes().some((write) => write.startsWith('DELETE'))) {
      await world.clock.sleep(50);
    }
    await unlock(
      world.runner(runUrl(2)).context,
      world.runOptions().goal.productionPublicIpIds,
      'by mistake',
    );
    expect(await running).toMatchObject({ result: { outcome: 'succeeded', cleanUpErrors: [] } });
    expect(world.record()).toMatchObject({ lock: undefined, journal: undefined, last: { run: runUrl(1) } });
  });

  it('is not needed to put production back where somebody has removed all tags', async () => {
    const world = startInProcessCommands({
      faults: [
        {
          match: { method: 'PUT', path: 'vipswap2lb$', nth: 2 },
          effect: 'operation-fails',
          model: 'unchanged',
        },
      ],
    });
    const running = run(world.runner(runUrl(1)).context, world.runOptions());
    await world.written('PUT loadBalancers/vipswap1lb');
    foreignWrite(world.emulated.plane, world.idOf('publicIPAddresses', 'vipswap1pip'), { tags: null });
    expect(await running).toMatchObject({ result: { outcome: 'rolled-back', undoErrors: [] } });
    expect(world.placement()).toEqual(before);
  });

  it('goes in the end with everything beside it, also where somebody has damaged the journal in the window', async () => {
    const world = startInProcessCommands();
    const running = run(world.runner(runUrl(1)).context, world.runOptions());
    await world.written('PUT loadBalancers/vipswap1lb');
    foreignWrite(world.emulated.plane, world.idOf('publicIPAddresses', 'vipswap1pip'), {
      tags: { 'azure-rollout-journal': 'v9 nonsense' },
    });
    expect(await running).toMatchObject({ result: { outcome: 'succeeded', cleanUpErrors: [] } });
    expect(world.placement()).toEqual(after);
    expect(Object.keys(world.tags()).filter((name) => name.startsWith('azure-rollout'))).toEqual([
      'azure-rollout-last',
    ]);
  });

  it('leaves nothing to tidy up where somebody has removed all tags in the window, and nothing to post', async () => {
    const world = startInProcessCommands();
    const running = run(world.runner(runUrl(1)).context, world.runOptions());
    await world.written('PUT loadBalancers/vipswap1lb');
    foreignWrite(world.emulated.plane, world.idOf('publicIPAddresses', 'vipswap1pip'), { tags: null });
    const end = await running;
    expect(end).toMatchObject({
      result: { outcome: 'succeeded', cleanUpErrors: [{ code: 'RecordRemoved' }] },
    });
    expect(isLeftToPost(end)).toBe(false);
  });

  it('is looked at before each step: who has been unlocked stops, and undoes what it did', async () => {
    const world = startInProcessCommands();
    const owner = world.runner(runUrl(1));
    const running = run(owner.context, world.runOptions());
    await world.written('PUT loadBalancers/vipswap2lb');
    await unlock(
      world.runner(runUrl(2)).context,
      world.runOptions().goal.productionPublicIpIds,
      'by mistake',
    );
    expect(await running).toMatchObject({
      result: {
        outcome: 'rolled-back',
        error: {
          code: 'LockLost',
          // What becomes of what it has done is told by its end: it takes that back itself.
          message: expect.stringMatching(/was unlocked while .* has stopped before its next step\.$/),
        },
      },
    });
    expect(world.placement()).toEqual(before);
    expect(world.record()).toMatchObject({ lock: undefined, journal: undefined });
  });

  it('is written under the ETag: a tag that somebody else writes meanwhile is not lost', async () => {
    const world = startInProcessCommands();
    const id = world.idOf('publicIPAddresses', 'vipswap1pip');
    for (const nth of [1, 2]) {
      world.emulated.plane.faults.add({
        match: { method: 'PUT', path: 'vipswap1pip$', nth },
        effect: 'foreign-write',
        when: 'before',
        resourceId: id,
        mergePatch: { tags: { [`cost-center-${nth}`]: '42' } },
      });
    }
    await run(world.runner(runUrl(1)).context, world.runOptions());
    expect(world.tags()).toMatchObject({ 'cost-center-1': '42', 'cost-center-2': '42' });
    expect(world.record()).toMatchObject({ lock: undefined, last: { method: 'temporary-ip' } });
  });

  it('leaves production alone that has moved since the plan was made, and plans anew', async () => {
    const world = startInProcessCommands();
    await run(world.runner(runUrl(1)).context, world.runOptions());
    const swapped = world.emulated.plane.store.get(world.idOf('publicIPAddresses', 'vipswap1pip'));
    expect(swapped).toBeDefined();
    foreignWrite(world.emulated.plane, world.idOf('publicIPAddresses', 'vipswap1pip'), { tags: null });
    const end = await run(world.runner(runUrl(2)).context, world.runOptions());
    expect(end).toMatchObject({ kind: 'no-change' });
  });
});

/** The first write of tags goes out when another run has taken production down. */
async function slowly(
  world: InProcessCommands,
  arm: Arm,
  write: Parameters<Arm['write']>[0],
  signal: AbortSignal,
): Promise<unknown> {
  if (write.path.endsWith('/vipswap1pip')) {
    await world.written('PUT loadBalancers/vipswap1lb');
  }
  return arm.write(write, signal);
}

async function killedInWindow(world: InProcessCommands): Promise<void> {
  const victim = world.runner(runUrl(1));
  void run(victim.context, world.runOptions());
  await world.written('PUT loadBalancers/vipswap1lb');
  victim.kill();
}

describe('a run that was only slow, and whose release somebody has recovered meanwhile', () => {
  /** The update that closes the window is held up where it is sent: no look at the lock comes before it. */
  async function overtaken() {
    const world = startInProcessCommands();
    const owner = world.runner(runUrl(1));
    const { arm } = owner.context;
    let wake: () => void = () => undefined;
    const woken = new Promise<void>((resolve) => {
      wake = resolve;
    });
    const slow: Arm = {
      ...arm,
      async write(write, signal) {
        if (write.path.endsWith('/vipswap2lb') && world.placement().vipswap1lb === 'vipswap2pip') {
          await woken;
        }
        return arm.write(write, signal);
      },
    };
    const running = run({ ...owner.context, arm: slow }, world.runOptions());
    await world.written('PUT loadBalancers/vipswap1lb');
    await world.clock.sleep(120_000);
    await recover(world.runner(runUrl(2)).context, world.recoverOptions({ recoverTo: 'undo' }));
    wake();
    return { world, end: await running };
  }

  it('is told that, and not to look for a stranger', async () => {
    const { world, end } = await overtaken();
    expect(end).toMatchObject({
      result: { error: { code: 'LockLost', message: expect.stringMatching(/was brought to its end/) } },
    });
    expect(world.placement()).toEqual(before);
  });
});
