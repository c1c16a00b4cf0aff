import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../emulator/arm/scenario.ts';
import { assignFrontends } from '../../src/azure/network/frontend-assignments.ts';
import { getSettled } from '../../src/azure/network/load-balancers.ts';
import { readLastRun } from '../../src/record/last-run.ts';
import { giveUpLocks } from '../../src/strategies/vip-swap/index.ts';
import type { InProcessArmOptions } from '../azure/in-process-arm.ts';
import { type InProcessCommands, runUrl, startInProcessCommands } from './in-process-commands.ts';
import { recover, rollback, run, status, unlock } from './swap-commands.ts';

const PAIR = ['vipswap1pip', 'vipswap1pip6'] as const;
type Production = (typeof PAIR)[number];

const [V4, V6] = PAIR;

const LOCK_IS_OVER_MS = 4_200_000;

interface World extends InProcessCommands {
  ids(names: readonly Production[]): string[];
  release(owner: string, names: readonly Production[]): ReturnType<typeof run>;
  rollback(owner: string, names: readonly Production[]): ReturnType<typeof rollback>;
  recover(owner: string, names: readonly Production[]): ReturnType<typeof recover>;
  status(names: readonly Production[]): ReturnType<typeof status>;
  /** Which load balancer serves each. */
  sides(): string[];
}

/** Two production addresses, IPv4 and IPv6, on one load balancer. */
function startPair(options: InProcessArmOptions = {}): World {
  const world = startInProcessCommands({ scenario: 'dual-stack', ...options });
  const ids = (names: readonly Production[]) => names.map((name) => world.idOf('publicIPAddresses', name));
  const optionsOf = (names: readonly Production[]) =>
    world.runOptions({ swapMethod: 'auto', productionPublicIpIds: ids(names) });
  return {
    ...world,
    ids,
    release: (owner, names) => run(world.runner(owner).context, optionsOf(names)),
    rollback(owner, names) {
      const { goal: terms, ...options } = optionsOf(names);
      return rollback(world.runner(owner).context, { ...options, terms });
    },
    recover: (owner, names) =>
      recover(world.runner(owner).context, world.recoverOptions({ productionPublicIpIds: ids(names) })),
    status: (names) => status(world.runner(runUrl(9)).context, ids(names)),
    sides: () =>
      ids(PAIR).map((id) => {
        const address = world.emulated.plane.store.get(id) as {
          properties: { ipConfiguration?: { id: string } };
        };
        return address.properties.ipConfiguration?.id.split('/')[8] ?? '';
      }),
  };
}

/** As somebody does in the portal. @param change undefined: the tag is removed. */
function changeTags(
  world: World,
  address: Production,
  change: (name: string, value: string) => string | undefined,
): void {
  const { store } = world.emulated.plane;
  const found = store.get(world.idOf('publicIPAddresses', address));
  expect.assert(found !== undefined);
  const tags = Object.entries(world.tags(address)).flatMap(([name, value]) => {
    const changed = change(name, value);
    return changed === undefined ? [] : [[name, changed] as const];
  });
  store.put({ ...found, tags: Object.fromEntries(tags) });
}

const BEFORE = ['vipswap1lb', 'vipswap1lb'];
const AFTER = ['vipswap2lb', 'vipswap2lb'];

/** A release whose process is lost when it has closed the record of one address, and that of the other not yet. */
async function startHalfClosed(): Promise<World & HalfClosed> {
  const world = startPair();
  return { ...world, ...(await halfClose(world)) };
}

interface HalfClosed {
  readonly closed: Production;
  readonly open: Production;
}

async function halfClose(world: World): Promise<HalfClosed> {
  const isClosed = (name: Production) => readLastRun(world.tags(name))?.run === runUrl(1);
  const victim = world.runner(runUrl(1));
  void run(victim.context, world.runOptions({ swapMethod: 'auto', productionPublicIpIds: world.ids(PAIR) }));
  while (!PAIR.some(isClosed)) {
    await world.clock.sleep(25);
  }
  victim.kill();
  await world.clock.sleep(60_000);
  const [closed, open] = isClosed(V4) ? [V4, V6] : [V6, V4];
  expect(world.record(open).journal).toBeDefined();
  expect(world.record(closed)).toMatchObject({ journal: undefined, lock: undefined });
  return { closed, open };
}

describe('a journal that somebody has damaged', () => {
  it.each([
    ['its first tag is gone', (name: string) => name === 'azure-rollout-journal'],
    ['the word of one address is gone', (name: string) => name === 'azure-rollout-journal-2-address'],
    ['where one address came from is gone', (name: string) => name === 'azure-rollout-journal-1-from'],
  ])('is no reason to say that nothing was interrupted, nor to recover a part: %s', async (_, isGone) => {
    const world = startPair();
    const victim = world.runner(runUrl(1));
    void run(victim.context, world.runOptions({ productionPublicIpIds: world.ids(PAIR) }));
    await world.written('PUT loadBalancers/vipswap1lb');
    victim.kill();
    await world.clock.sleep(LOCK_IS_OVER_MS);
    const before = world.sides();
    for (const address of PAIR) {
      changeTags(world, address, (name, value) => (isGone(name) ? undefined : value));
    }
    const unreadable = /azure-rollout-journal\S* is missing.*by hand/;
    await expect(world.release(runUrl(2), PAIR)).rejects.toThrow(unreadable);
    await expect(world.rollback(runUrl(3), [V4])).rejects.toThrow(unreadable);
    await expect(world.recover(runUrl(4), PAIR)).rejects.toThrow(unreadable);
    expect(await world.status(PAIR)).toMatchObject({
      status: { state: 'interrupted', addresses: [{ problem: expect.stringMatching(unreadable) }, {}] },
    });
    expect(world.sides()).toEqual(before);
  });
});

describe('addresses that one release has moved', () => {
  it('go back together, or not at all', async () => {
    const world = startPair();
    await world.release(runUrl(1), PAIR);
    expect(world.sides()).toEqual(AFTER);
    await expect(world.rollback(runUrl(2), [V4])).rejects.toThrow(
      /^production-public-ip names vipswap1pip, .* moved vipswap1pip6 as well.* "production-public-ip: vipswap1pip, vipswap1pip6", "resource-group: vipswap" and "subscription-id: \S+"\.$/,
    );
    expect(world.sides()).toEqual(AFTER);
    expect(await world.rollback(runUrl(3), PAIR)).toMatchObject({ result: { outcome: 'succeeded' } });
    expect(world.sides()).toEqual(BEFORE);
  });

  it('are not free before the record of the last one is closed', async () => {
    const world = await startHalfClosed();
    const { closed, open } = world;
    await expect(world.rollback(runUrl(2), [closed])).rejects.toThrow(`"${open}" is locked by ${runUrl(1)}`);
    expect(await world.status([closed])).toMatchObject({
      status: { state: 'locked', addresses: [{ name: closed }, { name: open }] },
    });
    await world.clock.sleep(LOCK_IS_OVER_MS);
    await expect(world.rollback(runUrl(2), [closed])).rejects.toThrow(
      new RegExp(`Run "command: recover" with recover-to: undo .*production-public-ip: ${open}`),
    );
    const { goal, ...options } = world.runOptions({
      productionPublicIpIds: world.ids([closed]),
      targetLoadBalancerId: world.idOf('loadBalancers', 'vipswap1lb'),
    });
    await expect(run(world.runner(runUrl(3)).context, { ...options, goal })).rejects.toThrow(
      /was interrupted/,
    );
    expect(await world.status([closed])).toMatchObject({ status: { state: 'interrupted' } });
    expect(world.sides()).toEqual(AFTER);
  });

  it('are waited for together', async () => {
    const world = await startHalfClosed();
    const { closed } = world;
    const { goal, ...options } = world.runOptions({
      productionPublicIpIds: world.ids([closed]),
      targetLoadBalancerId: world.idOf('loadBalancers', 'vipswap1lb'),
    });
    const waiting = world.runner(runUrl(2));
    const next = run(waiting.context, { ...options, goal, lockTimeoutMs: 1_800_000 });
    await world.clock.sleep(60_000);
    expect(await world.recover(runUrl(3), [closed])).toMatchObject({ recoveredTo: 'finish' });
    expect(await next).toMatchObject({ kind: 'ran', result: { outcome: 'succeeded' } });
    expect(waiting.events.filter(({ type }) => type === 'lock-wait')).toHaveLength(1);
  });

  it('are recovered by the name of any of them, and known as one release afterwards', async () => {
    const world = await startHalfClosed();
    const { closed, open } = world;
    await world.clock.sleep(LOCK_IS_OVER_MS);
    expect(await world.recover(runUrl(2), [closed])).toMatchObject({
      recoveredTo: 'finish',
      result: { outcome: 'succeeded' },
    });
    expect(world.record(open)).toMatchObject({
      journal: undefined,
      lock: undefined,
      last: { run: runUrl(1) },
    });
    expect(world.sides()).toEqual(AFTER);
    await expect(world.rollback(runUrl(3), [closed])).rejects.toThrow(
      `production-public-ip names ${closed}, and the run that is to be taken back has moved ${open} as well`,
    );
    await expect(world.rollback(runUrl(4), [open])).rejects.toThrow(`has moved ${closed} as well`);
    expect(world.sides()).toEqual(AFTER);
  });

  it.each(PAIR)(
    'tell of no release that was undone, though it had closed the record of one: by %s',
    async (by) => {
      const world = startPair();
      await world.release(runUrl(50), PAIR);
      const home = { targetLoadBalancerId: world.idOf('loadBalancers', 'vipswap1lb') };
      const back = world.runOptions({ productionPublicIpIds: world.ids(PAIR), ...home });
      await run(world.runner(runUrl(51)).context, back);
      const { closed, open } = await halfClose(world);
      expect(world.record(closed).last?.run).toBe(runUrl(1));
      await world.clock.sleep(LOCK_IS_OVER_MS);
      const options = world.recoverOptions({ productionPublicIpIds: world.ids([by]), recoverTo: 'undo' });
      expect(await recover(world.runner(runUrl(2)).context, options)).toMatchObject({
        recoveredTo: 'undo',
        result: { outcome: 'succeeded' },
      });
      expect(world.sides()).toEqual(BEFORE);
      // What was there before it: written over on the one, and left as it is on the other.
      expect(world.record(closed)).toEqual({});
      expect(world.record(open)).toEqual({ last: expect.objectContaining({ run: runUrl(51) }) });
      await expect(world.rollback(runUrl(3), PAIR)).rejects.toThrow(
        `"${closed}" has no tag azure-rollout-last`,
      );
      await expect(world.rollback(runUrl(4), [open])).rejects.toThrow(`has moved ${closed} as well`);
      expect(world.sides()).toEqual(BEFORE);
    },
  );

  it('are what a recovery that names all of them has brought to an end', async () => {
    const world = await startHalfClosed();
    await world.clock.sleep(LOCK_IS_OVER_MS);
    const subjects: object[] = [];
    const context = {
      ...world.runner(runUrl(2)).context,
      tellSubject: (subject: object) => subjects.push(subject),
    };
    await recover(context, world.recoverOptions({ productionPublicIpIds: world.ids(PAIR) }));
    expect(subjects.at(-1)).toMatchObject({ newLoadBalancer: 'vipswap2lb' });
  });

  it('are unlocked by the name of any of them', async () => {
    const { closed, open, ...world } = await startHalfClosed();
    const end = await unlock(world.runner(runUrl(2)).context, world.ids([closed]), 'its runner is lost');
    expect(end).toMatchObject({
      kind: 'unlocked',
      reason: expect.stringContaining(`"${open}" was locked by ${runUrl(1)}`),
    });
    expect(world.record(open)).toMatchObject({ lock: undefined, journal: { run: runUrl(1) } });
  });

  it('are given up by the name of any of them, where a recovery has locked them and is lost', async () => {
    const { closed, open, ...world } = await startHalfClosed();
    await world.clock.sleep(LOCK_IS_OVER_MS);
    const lost = world.runner(runUrl(2));
    void recover(lost.context, world.recoverOptions({ productionPublicIpIds: world.ids([closed]) }));
    while (world.record(open).lock?.id !== lost.lease.id) {
      await world.clock.sleep(50);
    }
    lost.kill();
    await world.clock.sleep(60_000);
    // As where it was lost before it had written the journal of the named one anew.
    stripTags(world, closed);
    const post = world.runner(runUrl(2)).context;
    await giveUpLocks({ ...post, lease: lost.lease }, world.ids([closed]), post.signal);
    expect(world.record(open)).toMatchObject({ lock: undefined, journal: { run: runUrl(1) } });
  });

  it('are given up also where somebody has deleted one of them meanwhile', async () => {
    const world = await startInTheWindow();
    const lost = world.runner(runUrl(2));
    void recover(lost.context, world.recoverOptions({ productionPublicIpIds: world.ids(PAIR) }));
    while (PAIR.some((name) => world.record(name).lock?.id !== lost.lease.id)) {
      await world.clock.sleep(50);
    }
    lost.kill();
    await world.clock.sleep(60_000);
    world.emulated.plane.store.remove(world.idOf('publicIPAddresses', V4));
    const post = world.runner(runUrl(2)).context;
    await giveUpLocks({ ...post, lease: lost.lease }, world.ids(PAIR), post.signal);
    expect(world.record(V6)).toMatchObject({ lock: undefined, journal: { run: runUrl(1) } });
  });

  it('are recovered first where that is asked for', async () => {
    const world = await startHalfClosed();
    await world.clock.sleep(LOCK_IS_OVER_MS);
    const { goal: terms, ...options } = world.runOptions({
      productionPublicIpIds: world.ids([world.closed]),
    });
    const recovering = { ...options, terms, onInterrupted: 'recover' } as const;
    await expect(rollback(world.runner(runUrl(2)).context, recovering)).rejects.toThrow(
      `has moved ${world.open} as well`,
    );
    expect(world.record(world.open).journal).toBeUndefined();
    expect(world.sides()).toEqual(AFTER);
  });

  it('are not taken for another release where the journal of one of them cannot be read', async () => {
    const world = await startHalfClosed();
    const { closed, open } = world;
    await world.clock.sleep(LOCK_IS_OVER_MS);
    changeTags(world, open, (name, value) => (name === 'azure-rollout-journal' ? 'v9 unheard of' : value));
    await expect(world.rollback(runUrl(2), [closed])).rejects.toThrow(
      /"v9 unheard of", which this version cannot read/,
    );
    expect(await world.status([closed])).toMatchObject({ status: { state: 'interrupted' } });
    changeTags(world, open, (name, value) => (/^azure-rollout-journal-\d/.test(name) ? undefined : value));
    await expect(world.rollback(runUrl(3), [closed])).rejects.toThrow(
      `Whether the release that is to be taken back has moved ${open} as well cannot be told`,
    );
    expect(world.sides()).toEqual(AFTER);
  });

  it('are one release also where its address was too long for the tag of one of them', async () => {
    const world = startPair();
    const owner = `https://github.example.com/${'a-long-organisation/'.repeat(12)}shop/actions/runs/4711/attempts/1`;
    await world.release(owner, PAIR);
    expect(world.record(V4).last?.run).toMatch(/^\.\.\./);
    await expect(world.rollback(runUrl(2), [V4])).rejects.toThrow(/has moved vipswap1pip6 as well/);
  });

  it('are free of each other once another release has moved one of them', async () => {
    const world = startPair();
    await world.release(runUrl(1), [V4]);
    await world.release(runUrl(2), [V6]);
    expect(world.sides()).toEqual(AFTER);
    await world.rollback(runUrl(3), [V4]);
    expect(world.sides()).toEqual(['vipswap1lb', 'vipswap2lb']);
    expect(await world.status([V4])).toMatchObject({ status: { state: 'idle' } });
    expect(await world.status(PAIR)).toMatchObject({ status: { state: 'split' } });
    await world.rollback(runUrl(4), [V6]);
    expect(await world.status(PAIR)).toMatchObject({ status: { state: 'idle' } });
  });

  it('are not free of each other by one run of a workflow that has released each by itself', async () => {
    const world = startPair();
    await world.release(runUrl(1), [V4]);
    await world.release(runUrl(1), [V6]);
    expect(world.tags(V4)['azure-rollout-last']).toContain(
      ' to vipswap/vipswap2lb/loadBalancerFrontEnd alone, ',
    );
    expect(await world.rollback(runUrl(2), [V4])).toMatchObject({ result: { outcome: 'succeeded' } });
    expect(world.sides()).toEqual(['vipswap1lb', 'vipswap2lb']);
  });

  it('go back together also where an older version has not written down which moved with which', async () => {
    const world = startPair();
    await world.release(runUrl(1), PAIR);
    for (const address of PAIR) {
      changeTags(world, address, (_, value) => value.replace(/ with [^ ,]+,/, ','));
    }
    expect(world.record(V4).last).not.toHaveProperty('companions');
    await expect(world.rollback(runUrl(2), [V4])).rejects.toThrow(/has moved vipswap1pip6 as well/);
    expect(await world.rollback(runUrl(3), PAIR)).toMatchObject({ result: { outcome: 'succeeded' } });
  });

  it.each([
    [V4, V6],
    [V6, V4],
  ] as const)(
    'are known by the tags of one: %s does not go back alone because the tags of the other are gone',
    async (kept, stripped) => {
      const world = startPair();
      await world.release(runUrl(1), PAIR);
      stripTags(world, stripped);
      await expect(world.rollback(runUrl(2), [kept])).rejects.toThrow(
        new RegExp(
          `has moved ${stripped} as well, of which the tag azure-rollout-last does not say so any more.*"command: run".*"production-public-ip: ${kept}, ${stripped}"`,
        ),
      );
      await expect(world.rollback(runUrl(3), PAIR)).rejects.toThrow(
        `"${stripped}" has no tag azure-rollout-last`,
      );
      expect(world.sides()).toEqual(AFTER);
    },
  );

  it('are known by the tags of one also where a template has put older ones back on the other', async () => {
    const world = startPair();
    await world.release(runUrl(1), PAIR);
    const older = world.tags(V6)['azure-rollout-last'];
    await world.rollback(runUrl(2), PAIR);
    await world.release(runUrl(3), PAIR);
    changeTags(world, V6, (name, value) => (name === 'azure-rollout-last' ? older : value));
    await expect(world.rollback(runUrl(4), [V4])).rejects.toThrow(
      /has moved vipswap1pip6 as well, of which the tag azure-rollout-last does not say so any more/,
    );
    expect(world.sides()).toEqual(AFTER);
  });

  it('are free of each other once another release has moved one of the two back', async () => {
    const world = startPair();
    await world.release(runUrl(1), PAIR);
    const home = { targetLoadBalancerId: world.idOf('loadBalancers', 'vipswap1lb') };
    const back = world.runOptions({ productionPublicIpIds: world.ids([V6]), ...home });
    await run(world.runner(runUrl(2)).context, back);
    await world.release(runUrl(3), [V6]);
    expect(world.sides()).toEqual(AFTER);
    expect(await world.rollback(runUrl(4), [V4])).toMatchObject({ result: { outcome: 'succeeded' } });
    expect(world.sides()).toEqual(['vipswap1lb', 'vipswap2lb']);
  });

  it('are told each with the rollback that has brought it back, and where they are', async () => {
    const world = startPair();
    await world.release(runUrl(1), [V4]);
    await world.release(runUrl(2), [V6]);
    await world.rollback(runUrl(3), [V4]);
    await world.clock.sleep(60_000);
    await world.rollback(runUrl(4), [V6]);
    expect(await world.rollback(runUrl(5), PAIR)).toMatchObject({
      kind: 'no-change',
      reason: expect.stringMatching(
        new RegExp(
          `^the last finished release of vipswap1pip was a rollback already, by ${runUrl(3)} at \\S+, and that of vipswap1pip6 was a rollback already, by ${runUrl(4)} at `,
        ),
      ),
    });
  });

  it('are said to be on several load balancers where a rollback of both has nothing to do', async () => {
    const world = startPair();
    const to = (name: string, owner: string, address: Production) => {
      const target = { targetLoadBalancerId: world.idOf('loadBalancers', name) };
      const options = world.runOptions({ productionPublicIpIds: world.ids([address]), ...target });
      return run(world.runner(owner).context, options);
    };
    await to('vipswap2lb', runUrl(1), V4);
    await to('vipswap2lb', runUrl(2), V6);
    await world.rollback(runUrl(3), [V4]);
    await world.rollback(runUrl(4), [V6]);
    await to('vipswap2lb', runUrl(5), V6);
    await to('vipswap1lb', runUrl(6), V6);
    await world.rollback(runUrl(7), [V6]);
    expect(world.sides()).toEqual(['vipswap1lb', 'vipswap2lb']);
    const subjects: object[] = [];
    const { goal: terms, ...options } = world.runOptions({ productionPublicIpIds: world.ids(PAIR) });
    const end = await rollback(
      { ...world.runner(runUrl(8)).context, tellSubject: (subject) => subjects.push(subject) },
      { ...options, terms },
    );
    expect(end).toMatchObject({
      kind: 'no-change',
      reason: expect.stringContaining(
        'they are on several load balancers: vipswap1pip on vipswap1lb and vipswap1pip6 on vipswap2lb',
      ),
    });
    expect(subjects.at(-1)).not.toHaveProperty('newLoadBalancer');
  });

  it('cannot be taken back by who may not see all of them', async () => {
    const world = startPair();
    await world.release(runUrl(1), PAIR);
    world.emulated.plane.faults.add({
      match: { method: 'GET', path: 'vipswap1pip6$', times: 'always' },
      effect: 'answer',
      status: 403,
      code: 'AuthorizationFailed',
    });
    await expect(world.rollback(runUrl(2), [V4])).rejects.toThrow(
      /^Whether a release .* moved more than vipswap1pip cannot be told.*403 AuthorizationFailed.* Let the identity read /,
    );
    expect(world.sides()).toEqual(AFTER);
  });

  it('are named by their IDs where they are in several resource groups', async () => {
    const world = startPair({ adapt: inGroupOfItsOwn });
    const [v4 = '', v6 = ''] = world.ids(PAIR);
    const elsewhere = v6.replace('/vipswap/', '/edge/');
    const { goal: terms, ...options } = world.runOptions({ productionPublicIpIds: [v4, elsewhere] });
    await run(world.runner(runUrl(1)).context, { ...options, goal: terms });
    await expect(world.rollback(runUrl(2), [V4])).rejects.toThrow(
      `has moved vipswap1pip6 as well: half of it on one side and half on the other would be a mixture. Name all of them, ` +
        `"production-public-ip: ${v4}, ${elsewhere}"`,
    );
  });
});

/** Kills a run of both in the window, when neither side serves them, and waits until the lock is over. */
async function startInTheWindow(options: InProcessArmOptions = {}, pair?: readonly string[]): Promise<World> {
  const world = startPair(options);
  const victim = world.runner(runUrl(1));
  void run(victim.context, world.runOptions({ productionPublicIpIds: pair ?? world.ids(PAIR) }));
  await world.written('PUT loadBalancers/vipswap1lb');
  victim.kill();
  await world.clock.sleep(LOCK_IS_OVER_MS);
  return world;
}

function stripTags(world: World, address: Production): void {
  changeTags(world, address, () => undefined);
}

describe('addresses of a pair that nothing serves, and of which somebody has stripped the tags of one', () => {
  it.each([
    [V4, V6],
    [V6, V4],
  ] as const)('are found by the journal of the other: %s', async (stripped, whole) => {
    const world = await startInTheWindow();
    stripTags(world, stripped);
    expect(await world.status([stripped])).toMatchObject({
      status: {
        state: 'interrupted',
        addresses: [{ name: stripped }, { name: whole, interrupted: { run: runUrl(1) } }],
        unchecked: [],
      },
    });
    await expect(world.release(runUrl(2), [stripped])).rejects.toThrow(/was interrupted/);
    expect(await world.recover(runUrl(3), [stripped])).toMatchObject({
      kind: 'ran',
      result: { outcome: 'succeeded' },
    });
    expect([BEFORE, AFTER]).toContainEqual(world.sides());
    expect(await world.status(PAIR)).toMatchObject({ status: { state: 'idle' } });
  });

  it('are found in another resource group too', async () => {
    const { ids } = startPair();
    const [v4 = '', v6 = ''] = ids(PAIR);
    const world = await startInTheWindow({ adapt: inGroupOfItsOwn }, [v4, v6.replace('/vipswap/', '/edge/')]);
    stripTags(world, V4);
    expect(await world.recover(runUrl(2), [V4])).toMatchObject({ result: { outcome: 'succeeded' } });
    expect(world.record(V4)).toMatchObject({ journal: undefined, lock: undefined });
    expect(Object.values(world.placement())).toContain(V4);
  });

  it('are never called whole where nothing tells how they came there', async () => {
    const world = await startInTheWindow();
    for (const address of PAIR) {
      stripTags(world, address);
    }
    await expect(world.recover(runUrl(2), [V4])).rejects.toThrow(
      /^Nothing has vipswap1pip, so nobody serves it, and no journal .* az network lb frontend-ip update -g vipswap /,
    );
    expect(await world.status([V4])).toMatchObject({ status: { state: 'unserved' } });
  });
});

describe('an address whose neighbours may not be read', () => {
  async function startHidden() {
    const world = await startHalfClosed();
    await world.clock.sleep(LOCK_IS_OVER_MS);
    for (const path of [`${world.open}$`, 'publicIPAddresses$']) {
      world.emulated.plane.faults.add({
        match: { method: 'GET', path, times: 'always' },
        effect: 'answer',
        status: 403,
        code: 'AuthorizationFailed',
      });
    }
    return world;
  }

  it('is not released: it may be a half of something', async () => {
    const world = await startHidden();
    const home = { targetLoadBalancerId: world.idOf('loadBalancers', 'vipswap1lb') };
    const options = world.runOptions({ productionPublicIpIds: world.ids([world.closed]), ...home });
    await expect(run(world.runner(runUrl(2)).context, options)).rejects.toThrow(
      new RegExp(
        `^Whether a release that was begun, .* moved more than ${world.closed} cannot be told.*403 AuthorizationFailed`,
      ),
    );
    expect(world.sides()).toEqual(AFTER);
  });

  it('is told of as far as it could be looked at', async () => {
    const world = await startHidden();
    expect(await world.status([world.closed])).toMatchObject({
      status: { state: 'idle', unchecked: [expect.stringContaining('403 AuthorizationFailed')] },
    });
    expect(await world.recover(runUrl(2), [world.closed])).toMatchObject({
      kind: 'no-change',
      reason: expect.stringMatching(/; not checked: whether .*403 AuthorizationFailed/),
    });
  });

  it('is not called unlocked together with what could not be looked at', async () => {
    const world = await startHidden();
    expect(world.record(world.open).lock).toBeDefined();
    const end = await unlock(
      world.runner(runUrl(2)).context,
      world.ids([world.closed]),
      'its runner was lost',
    );
    expect(end).toMatchObject({
      kind: 'no-change',
      reason: expect.stringMatching(
        /^nothing is locked; not checked: whether more is locked that moves with these: .*403 AuthorizationFailed/,
      ),
    });
  });
});

/** The IPv6 address in a resource group that is not that of the rest. */
function inGroupOfItsOwn(scenario: Scenario): Scenario {
  const own = scenario.resourceGroups.map((group) => ({ ...group, name: 'edge' }));
  const moved: Scenario = JSON.parse(
    JSON.stringify(scenario).replaceAll(
      /vipswap(\/providers\/Microsoft.Network\/publicIPAddresses\/vipswap1pip6)"/g,
      'edge$1"',
    ),
  );
  return { ...moved, resourceGroups: [...moved.resourceGroups, ...own] };
}

/** The IPv6 production address lies in another group than the load balancer that serves it. */
function inTwoGroups(scenario: Scenario): Scenario {
  const text = JSON.stringify(scenario).replaceAll(
    /vipswap(\/providers\/Microsoft.Network\/publicIPAddresses\/vipswap1pip6)"/g,
    'edge$1"',
  );
  const moved = JSON.parse(text) as Scenario;
  const [group] = moved.resourceGroups;
  expect.assert(group !== undefined);
  return { ...moved, resourceGroups: [group, { ...group, name: 'edge' }] };
}

describe('a companion that nothing serves', () => {
  it('is found in the group of the load balancer that serves the named address, whose own tags are gone', async () => {
    const world = startPair({ adapt: inTwoGroups });
    const { store } = world.emulated.plane;
    const addresses = store.list('Microsoft.Network/publicIPAddresses');
    const idOf = (wanted: string) => addresses.find(({ name }) => name === wanted)?.id ?? '';
    const victim = world.runner(runUrl(1));
    void run(victim.context, world.runOptions({ productionPublicIpIds: PAIR.map(idOf) }));
    await world.written('PUT loadBalancers/vipswap2lb');
    victim.kill();
    await world.clock.sleep(LOCK_IS_OVER_MS);
    const person = world.runner('a person').context;
    const loadBalancer = await getSettled(
      person.arm,
      world.idOf('loadBalancers', 'vipswap1lb'),
      person.signal,
    );
    const assignments = [{ frontend: 'loadBalancerFrontEnd', publicIpAddressId: idOf('vipswap2pip') }];
    const change = {
      loadBalancer,
      assignments,
      pace: 'as-told',
      beforeRepeating: async () => undefined,
    } as const;
    await assignFrontends(person.arm, change, person.signal);
    const stripped = store.get(idOf(V6));
    expect.assert(stripped !== undefined);
    store.put({ ...stripped, tags: {} });
    const options = world.recoverOptions({ productionPublicIpIds: [idOf(V6)] });
    expect(await recover(world.runner(runUrl(2)).context, options)).toMatchObject({
      kind: 'ran',
      result: { outcome: 'succeeded' },
    });
    const holders = PAIR.map((name) => {
      const found = store.get(idOf(name)) as { properties: { ipConfiguration?: { id: string } } };
      return found.properties.ipConfiguration?.id.split('/')[8];
    });
    expect(new Set(holders).size).toBe(1);
    expect(holders[0]).toMatch(/^vipswap\dlb$/);
  });
});
