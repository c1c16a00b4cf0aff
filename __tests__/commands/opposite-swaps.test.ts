import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../emulator/arm/scenario.ts';
import type { CommandEnd } from '../../src/commands/command.ts';
import {
  type InProcessCommands,
  type Runner,
  runUrl,
  startInProcessCommands,
} from './in-process-commands.ts';
import { run, type SwapRun } from './swap-commands.ts';

const before = { vipswap1lb: 'vipswap1pip', vipswap2lb: 'vipswap2pip' };
const after = { vipswap1lb: 'vipswap2pip', vipswap2lb: 'vipswap1pip' };

/** Each takes the other's production address for what its target has: what one of them does, the other wants too. */
const GOALS = {
  forwards: { address: 'vipswap1pip', target: 'vipswap2lb' },
  backwards: { address: 'vipswap2pip', target: 'vipswap1lb' },
} as const;

type Direction = keyof typeof GOALS;

function optionsOf(world: InProcessCommands, direction: Direction, more: Partial<SwapRun> = {}): SwapRun {
  const { address, target } = GOALS[direction];
  const goal = {
    productionPublicIpIds: [world.idOf('publicIPAddresses', address)],
    targetLoadBalancerId: world.idOf('loadBalancers', target),
  };
  return world.runOptions(goal, more);
}

/** Who has sent an update of a load balancer. */
function hasWorked({ events }: Runner): boolean {
  return events.some((event) => event.type === 'step-started' && event.stepId !== 'take-lock');
}

function textOf(end: PromiseSettledResult<CommandEnd>): string {
  return end.status === 'rejected' ? String(end.reason) : end.value.kind;
}

async function startBoth(
  world: InProcessCommands,
  [first, second]: readonly [Direction, Direction],
  offsetMs: number,
  more: Partial<SwapRun> = {},
) {
  const runners = [world.runner(runUrl(1)), world.runner(runUrl(2))] as const;
  const early = run(runners[0].context, optionsOf(world, first, more));
  const late = world.clock
    .sleep(offsetMs)
    .then(() => run(runners[1].context, optionsOf(world, second, more)));
  return { runners, ends: await Promise.allSettled([early, late]) };
}

const ORDERS = [
  ['forwards', 'backwards'],
  ['backwards', 'forwards'],
] as const;

const OFFSETS_MS = Array.from({ length: 25 }, (_, index) => index * 250);

describe.each(ORDERS)('two swaps of which one is the opposite of the other: %s, then %s', (...order) => {
  it.each(OFFSETS_MS)(
    'are never both at work, and who is refused is told by whom: after %d ms',
    async (offsetMs) => {
      const world = startInProcessCommands({ requestLatency: 'realistic' });
      const { runners, ends } = await startBoth(world, order, offsetMs);
      expect(runners.filter(hasWorked), ends.map(textOf).join('\n')).toHaveLength(1);
      const [winner] = runners
        .map(hasWorked)
        .map((has, index) => (has ? index : -1))
        .filter((index) => index >= 0);
      expect.assert(winner !== undefined);
      expect(ends[winner]).toMatchObject({ value: { result: { outcome: 'succeeded' } } });
      const loser = ends[1 - winner];
      if (loser?.status === 'rejected') {
        expect(loser.reason).toMatchObject({
          code: 'Locked',
          message: expect.stringContaining(runUrl(winner + 1)),
        });
      } else {
        expect(loser?.value).toMatchObject({ kind: 'no-change' });
      }
      expect(world.placement()).toEqual(after);
      expect(world.publicIpNames()).toEqual(['vipswap1pip', 'vipswap2pip']);
      for (const address of world.publicIpNames()) {
        expect(world.record(address)).toMatchObject({ lock: undefined, journal: undefined });
      }
    },
  );

  it('both find what they were asked for where they wait for each other', async () => {
    const world = startInProcessCommands({ requestLatency: 'realistic' });
    const { runners, ends } = await startBoth(world, order, 0, { lockTimeoutMs: 1_800_000 });
    expect(runners.filter(hasWorked)).toHaveLength(1);
    expect(ends.map((end) => end.status)).toEqual(['fulfilled', 'fulfilled']);
    expect(ends.map(textOf).toSorted()).toEqual(['no-change', 'ran']);
    expect(world.placement()).toEqual(after);
  });
});

/** The second address of the pair lies in a group that comes last: met there, the single one is before it, and not before all of the pair. */
function inGroups(scenario: Scenario): Scenario {
  const text = JSON.stringify(scenario).replaceAll(
    /vipswap(\/providers\/Microsoft.Network\/publicIPAddresses\/vipswap1pip6)"/g,
    'zedge$1"',
  );
  const moved = JSON.parse(text) as Scenario;
  const [group] = moved.resourceGroups;
  expect.assert(group !== undefined);
  return { ...moved, resourceGroups: [group, { ...group, name: 'zedge' }] };
}

describe.each([
  ['in one group', (scenario: Scenario) => scenario],
  ['in two groups', inGroups],
] as const)('a swap of two addresses and the opposite one of one of them, %s', (_, adapt) => {
  it.each([0, 500, 1_000, 1_500, 2_000, 2_250, 2_500, 3_000, 4_000].flatMap((ms) => [ms, -ms]))(
    'leave nothing of what did not begin, and wait for each other no longer than they have to: %d ms',
    async (offsetMs) => {
      const world = startInProcessCommands({ scenario: 'dual-stack', requestLatency: 'realistic', adapt });
      const addresses = world.emulated.plane.store.list('Microsoft.Network/publicIPAddresses');
      const idOf = (wanted: string) => addresses.find(({ name }) => name === wanted)?.id ?? '';
      const start = async (index: 1 | 2, names: readonly string[], target: string, delayMs: number) => {
        await world.clock.sleep(delayMs);
        const goal = {
          productionPublicIpIds: names.map(idOf),
          targetLoadBalancerId: world.idOf('loadBalancers', target),
        };
        return run(world.runner(runUrl(index)).context, world.runOptions(goal));
      };
      const ends = await Promise.allSettled([
        start(1, ['vipswap1pip', 'vipswap1pip6'], 'vipswap2lb', Math.max(0, offsetMs)),
        start(2, ['vipswap2pip6'], 'vipswap1lb', Math.max(0, -offsetMs)),
      ]);
      for (const end of ends) {
        if (end.status === 'rejected') {
          expect(end.reason).toMatchObject({ code: 'Locked' });
        } else if (end.value.kind === 'ran') {
          expect(end.value.result).toMatchObject({ outcome: 'succeeded' });
        }
      }
      expect(ends.map((end) => end.status)).toContain('fulfilled');
      expect(world.clock.monotonicMs()).toBeLessThan(200_000);
      for (const { id } of addresses) {
        const found = world.emulated.plane.store.get(id) as { tags?: Record<string, string> };
        expect(Object.keys(found.tags ?? {})).not.toContain('azure-rollout-lock');
        expect(Object.keys(found.tags ?? {})).not.toContain('azure-rollout-journal');
      }
    },
  );
});

describe('an opposite swap that was interrupted', () => {
  async function killed() {
    const world = startInProcessCommands();
    const victim = world.runner(runUrl(1));
    void run(victim.context, optionsOf(world, 'forwards'));
    await world.written('PUT publicIPAddresses/vipswap1pip');
    victim.kill();
    await world.clock.sleep(4_200_000);
    return world;
  }

  it('is to be recovered first, and named', async () => {
    const world = await killed();
    await expect(run(world.runner(runUrl(2)).context, optionsOf(world, 'backwards'))).rejects.toMatchObject({
      code: 'InterruptedRelease',
      message: expect.stringContaining(
        '"command: recover" with production-public-ip: vipswap1pip and resource-group: vipswap',
      ),
    });
    expect(world.placement()).toEqual(before);
  });

  it('is recovered first by a run that is told to', async () => {
    const world = await killed();
    const options = optionsOf(world, 'backwards', { onInterrupted: 'recover' });
    expect(await run(world.runner(runUrl(2)).context, options)).toMatchObject({
      result: { outcome: 'succeeded' },
    });
    expect(world.placement()).toEqual(after);
    expect(world.record('vipswap1pip')).toMatchObject({ lock: undefined, journal: undefined });
  });
});
