import { describe, expect, it } from 'vitest';
import { assignFrontends } from '../../src/azure/network/frontend-assignments.ts';
import { getSettled } from '../../src/azure/network/load-balancers.ts';
import { type InProcessCommands, runUrl, startInProcessCommands } from './in-process-commands.ts';
import { recover, run } from './swap-commands.ts';

const [V4, V6] = ['vipswap1pip', 'vipswap1pip6'] as const;
const OLD = 'vipswap1lb';
const NEW = 'vipswap2lb';
const FRONTEND = { [V4]: 'loadBalancerFrontEnd', [V6]: 'loadBalancerFrontEnd6' } as const;
const STAGED = { [V4]: 'vipswap2pip', [V6]: 'vipswap2pip6' } as const;

type Production = keyof typeof FRONTEND;

/** What each frontend has. */
function placement(world: InProcessCommands): Record<string, string> {
  const entries = world.emulated.plane.store.list('Microsoft.Network/loadBalancers').flatMap((each) => {
    const frontends = each.properties.frontendIPConfigurations as {
      name: string;
      properties: { publicIPAddress?: { id: string } };
    }[];
    return frontends.map(
      ({ name, properties }) =>
        [`${each.name}/${name}`, properties.publicIPAddress?.id.split('/').at(-1) ?? ''] as const,
    );
  });
  return Object.fromEntries(entries);
}

const BEFORE = {
  [`${OLD}/${FRONTEND[V4]}`]: V4,
  [`${OLD}/${FRONTEND[V6]}`]: V6,
  [`${NEW}/${FRONTEND[V4]}`]: STAGED[V4],
  [`${NEW}/${FRONTEND[V6]}`]: STAGED[V6],
};
const AFTER = {
  [`${OLD}/${FRONTEND[V4]}`]: STAGED[V4],
  [`${OLD}/${FRONTEND[V6]}`]: STAGED[V6],
  [`${NEW}/${FRONTEND[V4]}`]: V4,
  [`${NEW}/${FRONTEND[V6]}`]: V6,
};

/** As `az network lb frontend-ip update` does, which the README tells of. */
async function putByHand(
  world: InProcessCommands,
  loadBalancer: string,
  frontend: string,
  address: string,
): Promise<void> {
  const { context } = world.runner('a person');
  const id = world.idOf('loadBalancers', loadBalancer);
  const found = await getSettled(context.arm, id, context.signal);
  const publicIpAddressId = world.idOf('publicIPAddresses', address);
  await assignFrontends(
    context.arm,
    {
      loadBalancer: found,
      assignments: [{ frontend, publicIpAddressId }],
      pace: 'as-told',
      beforeRepeating: async () => undefined,
    },
    context.signal,
  );
}

type Hand = (world: InProcessCommands, address: Production) => Promise<void>;

const toTheNewSide: Hand = async (world, address) => {
  if (placement(world)[`${OLD}/${FRONTEND[address]}`] === address) {
    await putByHand(world, OLD, FRONTEND[address], STAGED[address]);
  }
  await putByHand(world, NEW, FRONTEND[address], address);
};

const toTheOldSide: Hand = async (world, address) => {
  if (placement(world)[`${NEW}/${FRONTEND[address]}`] === address) {
    const free = world.publicIpNames().find((name) => name.startsWith(`${address}-temporary`)) ?? '';
    await putByHand(world, NEW, FRONTEND[address], free);
  }
  await putByHand(world, OLD, FRONTEND[address], address);
};

const wholeToTheOldSide: Hand = async (world, address) => {
  await toTheOldSide(world, address);
  await putByHand(world, NEW, FRONTEND[address], STAGED[address]);
};

/** The write that the runner was lost after, with nothing of it undone. */
const WINDOW = [
  ['the new side was parked', `PUT loadBalancers/${NEW}`, 1],
  ['production was taken away', `PUT loadBalancers/${OLD}`, 1],
  ['production was given to the new side', `PUT loadBalancers/${NEW}`, 2],
] as const;

const HANDS = [
  ['to the new side', toTheNewSide],
  ['to the old side', toTheOldSide],
  ['to the old side, with all that belongs to it', wholeToTheOldSide],
] as const;

const cases = WINDOW.flatMap(([when, write, nth]) =>
  [V4, V6].flatMap((address) =>
    HANDS.flatMap(([where, hand]) =>
      (['auto', 'undo', 'finish'] as const).map((recoverTo) => ({
        when,
        write,
        nth,
        address,
        where,
        hand,
        recoverTo,
      })),
    ),
  ),
);

describe('a pair of which somebody has put one address by hand', () => {
  it.each(cases)(
    '$address $where, when $when: recover-to $recoverTo brings both to one side',
    async (each) => {
      const world = startInProcessCommands({ scenario: 'dual-stack' });
      const pair = [V4, V6].map((name) => world.idOf('publicIPAddresses', name));
      const victim = world.runner(runUrl(1));
      void run(victim.context, world.runOptions({ productionPublicIpIds: pair }));
      await world.written(each.write, each.nth);
      victim.kill();
      await world.clock.sleep(120_000);
      await each.hand(world, each.address);

      const { recoverTo, address } = each;
      const options = world.recoverOptions({ productionPublicIpIds: pair, recoverTo });
      const end = await recover(world.runner(runUrl(2)).context, options);

      expect(end).toMatchObject({ kind: 'ran', result: { outcome: 'succeeded', cleanUpErrors: [] } });
      expect([BEFORE, AFTER]).toContainEqual(placement(world));
      if (recoverTo !== 'auto') {
        expect(placement(world)).toEqual(recoverTo === 'undo' ? BEFORE : AFTER);
      }
      expect(world.publicIpNames()).toEqual([V4, V6, STAGED[V4], STAGED[V6]]);
      expect(world.record(address)).toMatchObject({ lock: undefined, journal: undefined });
    },
  );

  it('is brought to its end by the way that costs the shorter outage from there', async () => {
    const world = startInProcessCommands({ scenario: 'dual-stack' });
    const pair = [V4, V6].map((name) => world.idOf('publicIPAddresses', name));
    const victim = world.runner(runUrl(1));
    void run(victim.context, world.runOptions({ productionPublicIpIds: pair }));
    await world.written(`PUT loadBalancers/${OLD}`);
    victim.kill();
    await world.clock.sleep(120_000);
    await toTheNewSide(world, V4);
    expect(
      await recover(world.runner(runUrl(2)).context, world.recoverOptions({ productionPublicIpIds: pair })),
    ).toMatchObject({ recoveredTo: 'finish', result: { outcome: 'succeeded' } });
    expect(placement(world)).toEqual(AFTER);
  });
});
