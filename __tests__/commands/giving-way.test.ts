import { describe, expect, it } from 'vitest';
import type { Fault } from '../../emulator/faults.ts';
import type { CommandEnd } from '../../src/commands/command.ts';
import { nextSteps } from '../../src/report/next-steps/next-steps.ts';
import { verdict } from '../../src/report/verdict/verdict.ts';
import type { RecoverTo } from '../../src/strategies/strategy.ts';
import { settleVipSwap } from '../../src/strategies/vip-swap/index.ts';
import type { InProcessArmOptions } from '../azure/in-process-arm.ts';
import {
  type InProcessCommands,
  type Runner,
  runUrl,
  startInProcessCommands,
} from './in-process-commands.ts';
import { recover, run, type SwapRun } from './swap-commands.ts';
import { tellSwap } from './told-swap.ts';

const after = { vipswap1lb: 'vipswap2pip', vipswap2lb: 'vipswap1pip' };

const FORWARDS = ['vipswap1pip', 'vipswap2lb'] as const;
const BACKWARDS = ['vipswap2pip', 'vipswap1lb'] as const;

function optionsOf(
  world: InProcessCommands,
  [address, target]: readonly [string, string],
  more: Partial<SwapRun> = {},
): SwapRun {
  const goal = {
    productionPublicIpIds: [world.idOf('publicIPAddresses', address)],
    targetLoadBalancerId: world.idOf('loadBalancers', target),
  };
  return world.runOptions(goal, more);
}

interface Meeting {
  readonly world: InProcessCommands;
  /** Forwards: its address comes first, so it waits. */
  readonly waiting: Runner;
  readonly waited: Promise<CommandEnd>;
  /** Backwards: it had looked before the other one has locked. */
  readonly working: Runner;
  readonly worked: Promise<CommandEnd>;
}

/** Forwards looks, and what it writes then is on its way for so long that backwards has locked and looked meanwhile. */
const LATE_LOCK: Fault = {
  match: { method: 'PUT', path: 'publicIPAddresses/vipswap1pip$' },
  effect: 'delayed',
  beforeMs: 12_000,
  afterMs: 0,
};

function isAtWork({ events }: Runner): boolean {
  return events.some((event) => event.type === 'step-started' && event.stepId !== 'take-lock');
}

/** @param isMet besides that both have their locks. */
async function meet(
  isMet: (meeting: Pick<Meeting, 'world' | 'working'>) => boolean,
  more: Partial<SwapRun> = {},
  options: InProcessArmOptions = {},
): Promise<Meeting> {
  const faults = [LATE_LOCK, ...(options.faults ?? [])];
  const world = startInProcessCommands({ requestLatency: 'realistic', ...options, faults });
  const [waiting, working] = [world.runner(runUrl(1)), world.runner(runUrl(2))];
  const worked = run(working.context, optionsOf(world, BACKWARDS));
  const waited = run(waiting.context, optionsOf(world, FORWARDS, more));
  waited.catch(() => undefined);
  const hasLocked = () =>
    world.record('vipswap1pip').lock?.id === waiting.lease.id &&
    world.record('vipswap2pip').lock?.id === working.lease.id;
  while (!(hasLocked() && isMet({ world, working }))) {
    expect(world.clock.monotonicMs()).toBeLessThan(120_000);
    await world.clock.sleep(50);
  }
  return { world, waiting, waited, working, worked };
}

/** Forwards waits, and backwards is at work. */
function meetWaiting(more: Partial<SwapRun> = {}): Promise<Meeting> {
  return meet(
    ({ world, working }) => isAtWork(working) && world.record('vipswap1pip').journal === undefined,
    more,
  );
}

/** `post` of a runner that was cancelled or killed. */
async function settle(world: InProcessCommands, { events, lease }: Runner, cause: 'cancelled' | 'killed') {
  const plan = events.flatMap((event) => (event.type === 'plan-started' ? [event.plan] : [])).at(-1);
  expect.assert(plan !== undefined);
  const { arm, clock, emit } = world.runner(lease.owner).context;
  return settleVipSwap(
    { arm, clock, emit, lease },
    {
      plan,
      startedStepIds: events.flatMap((event) => (event.type === 'step-started' ? [event.stepId] : [])),
      begunIds: [],
      cause: { kind: cause },
      timeoutMs: 230_000,
      mayHaveLateWrites: true,
      watch: optionsOf(world, FORWARDS),
    },
  );
}

describe('a run that waits for the opposite one to give way', () => {
  it('has its lock and no journal meanwhile: its release may never begin', async () => {
    const { world, waited, worked } = await meetWaiting();
    expect(world.record('vipswap1pip')).toMatchObject({ journal: undefined, lock: { owner: runUrl(1) } });
    await Promise.allSettled([worked, waited]);
    expect(world.record('vipswap1pip')).toMatchObject({ journal: undefined, lock: undefined });
    expect(world.placement()).toEqual(after);
  });

  it.each(['cancelled', 'killed'] as const)(
    'and is %s leaves nothing in the tags when its post has run, whatever the other one has moved meanwhile',
    async (cause) => {
      const { world, waiting, waited, worked } = await meetWaiting();
      await world.clock.sleep(3_000);
      waiting.cancel();
      if (cause === 'cancelled') {
        expect(await waited).toMatchObject({ result: { outcome: 'interrupted' } });
      }
      waiting.kill();
      expect(await settle(world, waiting, cause)).toMatchObject({ outcome: 'rolled-back', undoErrors: [] });
      expect(world.record('vipswap1pip')).toMatchObject({ journal: undefined, lock: undefined });
      expect(await worked).toMatchObject({ result: { outcome: 'succeeded' } });
      expect(world.placement()).toEqual(after);
      expect(world.record('vipswap1pip').last).toBeUndefined();
    },
  );

  it('and whose time is up says for whom it waited, and leaves nothing', async () => {
    const { world, waited, worked } = await meetWaiting({ timeoutMs: 40_000, lockTimeoutMs: 1_800_000 });
    await expect(waited).rejects.toMatchObject({
      code: 'Locked',
      message: expect.stringMatching(
        /^Gave up after .* It waited for the opposite release to give way, and nothing was changed\. "vipswap2pip" is locked by .*runs\/2/,
      ),
    });
    expect(world.record('vipswap1pip')).toMatchObject({ journal: undefined, lock: undefined });
    expect(await worked).toMatchObject({ result: { outcome: 'succeeded' } });
    expect(world.placement()).toEqual(after);
  });

  it.each([40_000, 3_600_000])(
    'leaves nothing with on-failure: stop either, with %d ms',
    async (timeoutMs) => {
      const { world, waited, worked } = await meetWaiting({ timeoutMs, onFailure: 'stop' });
      const end = await waited.catch((error: unknown) => error);
      expect(JSON.stringify(end) + String(end)).not.toContain('succeeded');
      expect(world.record('vipswap1pip')).toMatchObject({ journal: undefined, lock: undefined });
      expect(await worked).toMatchObject({ result: { outcome: 'succeeded' } });
    },
  );

  it.each([
    ['waits its minute', undefined, /^"vipswap2pip" is locked by \S+runs\/2\//],
    [
      'is told by ARM to leave it alone for a day',
      86_400,
      /^Gave up waiting for the step "Lock .* so it is not waited for\. It waited for the opposite release to give way, and nothing was changed\. "vipswap2pip" is locked by \S+runs\/2\//,
    ],
  ] as const)(
    'with on-failure: stop, and %s, says that nothing was moved, and names no release to bring to an end',
    async (_, retryAfterSeconds, failure) => {
      const world = startInProcessCommands({ faults: [LATE_LOCK], requestLatency: 'realistic' });
      const working = world.runner(runUrl(2));
      void run(working.context, optionsOf(world, BACKWARDS));
      const waited = tellSwap(
        world,
        'run',
        (context) => run(context, optionsOf(world, FORWARDS, { onFailure: 'stop' })),
        1,
      );
      const isWaiting = () => {
        const { lock, journal } = world.record('vipswap1pip');
        return isAtWork(working) && lock !== undefined && journal === undefined;
      };
      while (!isWaiting()) {
        await world.clock.sleep(50);
      }
      working.kill();
      if (retryAfterSeconds !== undefined) {
        world.emulated.plane.faults.add({
          match: { method: 'GET', path: 'publicIPAddresses/vipswap2pip$' },
          effect: 'throttled',
          retryAfterSeconds,
        });
      }
      const { report } = await waited;
      expect(report.failure).toMatchObject({
        code: 'Locked',
        message: expect.stringMatching(failure),
      });
      expect(verdict(report)).toBe(
        'Production at 203.0.113.1 (vipswap1pip) was not moved by this run, whose lock is gone, and who has it now is not certain, because ' +
          'another run may be moving it: "command: status" tells.',
      );
      expect(nextSteps(report).map(({ text }) => text)).toEqual([expect.stringMatching(/again/)]);
      expect(world.record('vipswap1pip')).toMatchObject({ journal: undefined, lock: undefined });
    },
  );

  it('and is killed with the other one, in the window of that, is in no way of its recovery', async () => {
    const { world, waiting, working } = await meetWaiting();
    waiting.kill();
    await world.written('PUT loadBalancers/vipswap2lb');
    working.kill();
    await world.clock.sleep(120_000);
    expect(Object.values(world.placement())).not.toContain('vipswap2pip');
    const recovered = await recover(world.runner(runUrl(3)).context, world.recoverOptions());
    expect(recovered).toMatchObject({ kind: 'ran', result: { outcome: 'succeeded' } });
    expect(world.publicIpNames()).toEqual(['vipswap1pip', 'vipswap2pip']);
    for (const address of world.publicIpNames()) {
      expect(world.record(address).journal).toBeUndefined();
    }
  });
});

/** Forwards is lost in the moment between its first write, which has a journal, and the next one, which takes that away. */
async function startLost(options: InProcessArmOptions = {}): Promise<Meeting> {
  const meeting = await meet(
    ({ world, working }) => isAtWork(working) && world.record('vipswap1pip').journal !== undefined,
    {},
    options,
  );
  meeting.waiting.kill();
  return meeting;
}

function recoverOf(world: InProcessCommands, address: string, recoverTo: RecoverTo = 'auto') {
  const productionPublicIpIds = [world.idOf('publicIPAddresses', address)];
  return recover(world.runner(runUrl(3)).context, world.recoverOptions({ productionPublicIpIds, recoverTo }));
}

describe('a journal of a release that was lost before it could give way', () => {
  it.each(['auto', 'finish', 'undo'] as const)(
    'is recovered after the opposite release where that was lost in its window, and says so: recover-to %s',
    async (recoverTo) => {
      const { world, working } = await startLost();
      await world.written('PUT loadBalancers/vipswap2lb');
      working.kill();
      await world.clock.sleep(120_000);
      expect(Object.values(world.placement())).not.toContain('vipswap2pip');
      const writes = world.writes().filter((write) => write.includes('loadBalancers'));
      await expect(recoverOf(world, 'vipswap1pip', recoverTo)).rejects.toMatchObject({
        code: 'OppositeRelease',
        message: expect.stringMatching(
          /^The opposite release, of "vipswap2pip", .*begun by .*runs\/2\/.*"command: recover" with production-public-ip: vipswap2pip and resource-group: vipswap/,
        ),
      });
      expect(world.writes().filter((write) => write.includes('loadBalancers'))).toEqual(writes);
      expect(await recoverOf(world, 'vipswap2pip', recoverTo)).toMatchObject({
        result: { outcome: 'succeeded' },
      });
      expect(await recoverOf(world, 'vipswap1pip')).toMatchObject({ result: { outcome: 'succeeded' } });
      expect(world.publicIpNames()).toEqual(['vipswap1pip', 'vipswap2pip']);
      for (const address of world.publicIpNames()) {
        expect(world.record(address)).toMatchObject({ journal: undefined, lock: undefined });
      }
    },
  );

  const SLOW_CREATION = { method: 'PUT', path: 'publicIPAddresses/vipswap2pip-temporary' };

  it.each(
    [0, 50_000, 110_000].flatMap((afterMs) =>
      (['auto', 'finish', 'undo'] as const).flatMap((recoverTo) =>
        [0, 10_000, 45_000].map((delayMs) => ({ afterMs, recoverTo, delayMs })),
      ),
    ),
  )(
    'is not recovered into the work of the opposite release: $recoverTo, $delayMs ms later, a creation of $afterMs ms',
    async ({ afterMs, recoverTo, delayMs }) => {
      const faults = [{ match: SLOW_CREATION, effect: 'delayed', beforeMs: 0, afterMs }] as const;
      const { world, worked } = await startLost({ faults });
      await world.clock.sleep(delayMs);
      const recovered = recoverOf(world, 'vipswap1pip', recoverTo).catch((error: unknown) => error);
      expect(await worked).toMatchObject({ result: { outcome: 'succeeded' } });
      await recovered;
      expect(await recoverOf(world, 'vipswap1pip')).toMatchObject({
        kind: expect.stringMatching(/ran|no-change/),
      });
      expect(world.publicIpNames()).toEqual(['vipswap1pip', 'vipswap2pip']);
      for (const address of world.publicIpNames()) {
        expect(world.record(address)).toMatchObject({ journal: undefined, lock: undefined });
      }
      expect(Object.values(world.placement()).toSorted()).toEqual(['vipswap1pip', 'vipswap2pip']);
    },
  );
});
