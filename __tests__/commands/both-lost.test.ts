import { describe, expect, it } from 'vitest';
import { scenarioOf } from '../../chaos/schedules/scenario.ts';
import type { RecoverTo } from '../../src/strategies/strategy.ts';
import type { InProcessArmOptions } from '../azure/in-process-arm.ts';
import { type InProcessCommands, runUrl, startInProcessCommands } from './in-process-commands.ts';
import { recover, run } from './swap-commands.ts';

const FORWARDS = ['vipswap1pip', 'vipswap2lb'] as const;
const BACKWARDS = ['vipswap2pip', 'vipswap1lb'] as const;
type Way = typeof FORWARDS | typeof BACKWARDS;

const WHOLE = [
  { vipswap1lb: 'vipswap1pip', vipswap2lb: 'vipswap2pip' },
  { vipswap1lb: 'vipswap2pip', vipswap2lb: 'vipswap1pip' },
];

function idsOf(world: InProcessCommands, name: string): string[] {
  return [world.idOf('publicIPAddresses', name)];
}

/** Two opposite releases have looked before either had locked, and have both their lock and journal; both runners are lost at that write. */
async function startBothLost(
  lostAt: string,
  lockLateMs: number,
  options: InProcessArmOptions = {},
  sparePublicIps: readonly string[] = [],
): Promise<InProcessCommands> {
  const world = startInProcessCommands({
    ...options,
    faults: [
      {
        match: { method: 'PUT', path: 'publicIPAddresses/vipswap1pip$' },
        effect: 'delayed',
        beforeMs: lockLateMs,
        afterMs: 0,
      },
    ],
  });
  const runners = [world.runner(runUrl(1)), world.runner(runUrl(2))] as const;
  const begin = (index: 0 | 1, [address, target]: Way) => {
    const goal = {
      productionPublicIpIds: idsOf(world, address),
      targetLoadBalancerId: world.idOf('loadBalancers', target),
      sparePublicIpIds: sparePublicIps.map((name) => world.idOf('publicIPAddresses', name)),
    };
    void run(runners[index].context, world.runOptions(goal));
  };
  begin(0, FORWARDS);
  begin(1, BACKWARDS);
  void world.written('PUT publicIPAddresses/vipswap1pip').then(() => runners[0].kill());
  await world.written(lostAt);
  runners[1].kill();
  await world.clock.sleep(120_000);
  for (const [index, address] of [FORWARDS[0], BACKWARDS[0]].entries()) {
    expect(world.record(address)).toMatchObject({
      lock: { owner: runUrl(index + 1) },
      journal: { run: runUrl(index + 1) },
    });
  }
  return world;
}

function recoverOf(world: InProcessCommands, address: string, recoverTo: RecoverTo) {
  const options = world.recoverOptions({ productionPublicIpIds: idsOf(world, address), recoverTo });
  return recover(world.runner(runUrl(3)).context, options);
}

/** What the message of a refusal says to run. */
function advised(message: string): [string, RecoverTo] {
  const address = /production-public-ip: (\S+) and/.exec(message)?.[1] ?? '';
  const recoverTo = /"command: recover" with recover-to: (finish|undo),/.exec(message)?.[1] ?? 'auto';
  return [address, recoverTo as RecoverTo];
}

const SPARE = { adapt: () => scenarioOf('vipswap'), requestLatency: 'realistic' } as const;

const lost = [
  {
    when: 'when it had locked',
    start: () => startBothLost('PUT publicIPAddresses/vipswap2pip-temporary-2e4ec4b3', 8_000),
  },
  {
    when: 'when it had parked its target on the spare address of both',
    start: () => startBothLost('PUT loadBalancers/vipswap1lb', 1_800, SPARE, ['spare']),
  },
  {
    when: 'in its window, with the spare address of both',
    start: () => startBothLost('PUT loadBalancers/vipswap2lb', 1_800, SPARE, ['spare']),
  },
];

describe.each(lost)(
  'two opposite releases with lock and journal, of which one was lost $when',
  ({ start }) => {
    const ways = [FORWARDS[0], BACKWARDS[0]].flatMap((address) =>
      (['auto', 'finish', 'undo'] as const).map((recoverTo) => ({ address, recoverTo })),
    );

    it.each(ways)(
      'are both brought to an end by what the refusal says, if there is one: $address, recover-to $recoverTo',
      async ({ address, recoverTo }) => {
        const world = await start();
        const message = await recoverOf(world, address, recoverTo).then(
          () => '',
          (error: Error) => error.message,
        );
        if (message !== '') {
          expect(await recoverOf(world, ...advised(message))).toMatchObject({
            result: { outcome: 'succeeded' },
          });
          expect(await recoverOf(world, address, recoverTo)).toMatchObject({
            result: { outcome: 'succeeded' },
          });
        }
        for (const each of [FORWARDS[0], BACKWARDS[0]]) {
          await recoverOf(world, each, 'auto');
          expect(world.record(each)).toMatchObject({ lock: undefined, journal: undefined });
        }
        expect(WHOLE).toContainEqual(world.placement());
        expect(world.publicIpNames().filter((name) => name.includes('temporary'))).toEqual([]);
      },
    );
  },
);
