import { describe, expect, it } from 'vitest';
import { assignFrontends } from '../../src/azure/network/frontend-assignments.ts';
import { getSettled } from '../../src/azure/network/load-balancers.ts';
import { deletePublicIpAddress } from '../../src/azure/network/public-ip-addresses.ts';
import type { CommandEvent } from '../../src/commands/command.ts';
import { type InProcessCommands, runUrl, startInProcessCommands } from './in-process-commands.ts';
import { loseRunInTheWindow } from './lost-in-the-window.ts';
import { recover, run } from './swap-commands.ts';

const PAIR = ['vipswap1pip', 'vipswap1pip6'] as const;
const FRONTENDS = ['loadBalancerFrontEnd', 'loadBalancerFrontEnd6'] as const;

interface World extends InProcessCommands {
  readonly pair: readonly string[];
}

/** A pair whose runner is lost when production has been taken away from the old side. */
async function startInTheWindow(): Promise<World> {
  const world = startInProcessCommands({ scenario: 'dual-stack' });
  const pair = PAIR.map((name) => world.idOf('publicIPAddresses', name));
  const victim = world.runner(runUrl(1));
  void run(victim.context, world.runOptions({ productionPublicIpIds: pair }));
  await world.written('PUT loadBalancers/vipswap1lb');
  victim.kill();
  await world.clock.sleep(120_000);
  return { ...world, pair };
}

function holderOf(world: InProcessCommands, address: string): string {
  const found = world.emulated.plane.store.get(world.idOf('publicIPAddresses', address)) as {
    properties: { ipConfiguration?: { id: string } };
  };
  const [, , , , , , , , loadBalancer, , frontend] = found.properties.ipConfiguration?.id.split('/') ?? [];
  return `${loadBalancer}/${frontend}`;
}

function hazardsIn(events: readonly CommandEvent[]): string[] {
  return events.flatMap((event) => (event.type === 'plan-started' ? event.plan.hazards : []));
}

describe('an address of a pair that somebody has deleted in the window', () => {
  it.each([0, 1].flatMap((gone) => (['auto', 'undo', 'finish'] as const).map((to) => ({ gone, to }))))(
    'does not keep the other one from being recovered: $gone, recover-to $to',
    async ({ gone, to }) => {
      const world = await startInTheWindow();
      const left = 1 - gone;
      const person = world.runner('a person').context;
      await deletePublicIpAddress(person.arm, world.pair[gone] ?? '', person.signal);
      const runner = world.runner(runUrl(2));
      const options = world.recoverOptions({
        productionPublicIpIds: world.pair.slice(left, left + 1),
        recoverTo: to,
      });
      const end = await recover(runner.context, options);
      expect(end).toMatchObject({ kind: 'ran', result: { outcome: 'succeeded', cleanUpErrors: [] } });
      const side = end.kind === 'ran' && end.recoveredTo === 'undo' ? 'vipswap1lb' : 'vipswap2lb';
      expect(holderOf(world, PAIR[left] ?? '')).toBe(`${side}/${FRONTENDS[left]}`);
      expect(world.record(PAIR[left])).toMatchObject({ lock: undefined, journal: undefined });
      expect(hazardsIn(runner.events)).toEqual([
        expect.stringMatching(
          new RegExp(
            `^${PAIR[gone]}, which the release was to move as well, does not exist any more.* frontend ${FRONTENDS[gone]} of ` +
              `vipswap2lb keeps ${PAIR[gone]}-temporary-\\w+\\. ${PAIR[gone]}-temporary-\\w+ was made for the release and is not deleted`,
          ),
        ),
      ]);
    },
  );
});

describe('a load balancer that somebody has deleted in the window', () => {
  it.each([
    ['vipswap2lb', 'to which', 'vipswap1lb'],
    ['vipswap1lb', 'from which', 'vipswap2lb'],
  ] as const)(
    'is told, with where production is and what brings it back by hand: %s',
    async (gone, part, left) => {
      const world = await startInTheWindow();
      // ARM deletes none that machines are behind: whoever has deleted it has deleted those before.
      world.emulated.plane.store.remove(world.idOf('loadBalancers', gone));
      const writes = world.writes().length;
      const recovering = recover(
        world.runner(runUrl(2)).context,
        world.recoverOptions({ productionPublicIpIds: [...world.pair] }),
      );
      await expect(recovering).rejects.toThrow(
        `Load balancer "${gone}", ${part} the release was to move production, does not exist any more, so the interrupted release ` +
          'can be neither finished nor undone. vipswap1pip is held by nothing, so nobody serves it. vipswap1pip6 is held by nothing, ' +
          `so nobody serves it. To have it served by ${left}: az network lb frontend-ip update -g vipswap --lb-name ${left} ` +
          `-n loadBalancerFrontEnd --public-ip-address ${world.pair[0]} --subscription ${world.emulated.plane.scenario.subscriptionId}; az `,
      );
      expect(world.writes()).toHaveLength(writes);
    },
  );
});

interface Assigned {
  readonly loadBalancer: string;
  readonly frontend?: string;
  readonly address: string;
}

/** As somebody does in the portal. */
async function byHand(world: InProcessCommands, { loadBalancer, frontend, address }: Assigned) {
  const { arm, signal } = world.runner('a person').context;
  const id = world.idOf('loadBalancers', loadBalancer);
  const assignments = [
    {
      frontend: frontend ?? FRONTENDS[0],
      publicIpAddressId: world.idOf('publicIPAddresses', address),
    },
  ];
  await assignFrontends(
    arm,
    {
      loadBalancer: await getSettled(arm, id, signal),
      assignments,
      pace: 'as-told',
      beforeRepeating: async () => undefined,
    },
    signal,
  );
}

async function deleteStaged(world: InProcessCommands) {
  const { arm, signal } = world.runner('a person').context;
  await deletePublicIpAddress(arm, world.idOf('publicIPAddresses', 'vipswap2pip'), signal);
}

function temporaryOf(world: InProcessCommands): string {
  const name = world.publicIpNames().find((each) => each.startsWith('vipswap1pip-temporary'));
  expect.assert(name !== undefined);
  return name;
}

describe('what was to be exchanged, deleted while nothing held it', () => {
  /** Killed with the target parked: production is where it was. */
  async function killedParked(scenario: 'vipswap' | 'dual-stack' = 'vipswap', names = ['vipswap1pip']) {
    const world = startInProcessCommands({ scenario });
    const productionPublicIpIds = names.map((name) => world.idOf('publicIPAddresses', name));
    const victim = world.runner(runUrl(1));
    void run(victim.context, world.runOptions({ productionPublicIpIds }));
    await world.written('PUT loadBalancers/vipswap2lb');
    victim.kill();
    await world.clock.sleep(120_000);
    await deleteStaged(world);
    return world;
  }

  it.each(['auto', 'undo'] as const)(
    'keeps production where it was, and the target has what it was parked on: recover-to %s',
    async (recoverTo) => {
      const world = await killedParked();
      const runner = world.runner(runUrl(2));
      const end = await recover(runner.context, world.recoverOptions({ recoverTo }));
      expect(end).toMatchObject({
        recoveredTo: 'undo',
        result: { outcome: 'succeeded', cleanUpErrors: [] },
      });
      const temporary = temporaryOf(world);
      expect(world.placement()).toEqual({ vipswap1lb: 'vipswap1pip', vipswap2lb: temporary });
      expect(world.record()).toMatchObject({ lock: undefined, journal: undefined });
      expect(hazardsIn(runner.events)).toEqual([
        `vipswap2pip, for which the release was to exchange vipswap1pip, does not exist any more: frontend loadBalancerFrontEnd of ` +
          `vipswap2lb keeps ${temporary}, which was made for the release and is not deleted, because it is in use: give that frontend ` +
          'another address, and delete it.',
      ]);
    },
  );

  it('leaves one way, and who asks for the other one is told', async () => {
    const world = await killedParked();
    const options = world.recoverOptions({ recoverTo: 'finish' });
    await expect(recover(world.runner(runUrl(2)).context, options)).rejects.toMatchObject({
      code: 'ClosedWay',
      message: expect.stringMatching(
        /^What vipswap1pip was to be exchanged for does not exist any more.* by recover-to: finish\. Use recover-to: undo,/,
      ),
    });
    expect(world.placement().vipswap1lb).toBe('vipswap1pip');
    expect(world.record().lock).toMatchObject({ owner: runUrl(1) });
  });

  it('leaves production on its new side where somebody has brought it there', async () => {
    const world = startInProcessCommands();
    await loseRunInTheWindow(world);
    const temporary = temporaryOf(world);
    await byHand(world, { loadBalancer: 'vipswap2lb', address: 'vipswap1pip' });
    await byHand(world, { loadBalancer: 'vipswap1lb', address: temporary });
    await deleteStaged(world);
    const end = await recover(world.runner(runUrl(2)).context, world.recoverOptions());
    expect(end).toMatchObject({ recoveredTo: 'finish', result: { outcome: 'succeeded', cleanUpErrors: [] } });
    expect(world.placement()).toEqual({ vipswap1lb: temporary, vipswap2lb: 'vipswap1pip' });
    expect(world.record()).toMatchObject({ lock: undefined, journal: undefined });
  });

  it('brings back the other half of a pair, which somebody has taken off', async () => {
    const world = await killedParked('dual-stack', [...PAIR]);
    const [, frontend] = FRONTENDS;
    await byHand(world, { loadBalancer: 'vipswap1lb', frontend, address: 'vipswap2pip6' });
    const options = world.recoverOptions({
      productionPublicIpIds: PAIR.map((name) => world.idOf('publicIPAddresses', name)),
    });
    const end = await recover(world.runner(runUrl(2)).context, options);
    expect(end).toMatchObject({ recoveredTo: 'undo', result: { outcome: 'succeeded', cleanUpErrors: [] } });
    expect(PAIR.map((name) => holderOf(world, name))).toEqual(FRONTENDS.map((each) => `vipswap1lb/${each}`));
    expect(holderOf(world, 'vipswap2pip6')).toBe(`vipswap2lb/${frontend}`);
    for (const name of PAIR) {
      expect(world.record(name)).toMatchObject({ lock: undefined, journal: undefined });
    }
  });
});
