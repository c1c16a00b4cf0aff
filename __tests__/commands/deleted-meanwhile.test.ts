import { describe, expect, it } from 'vitest';
import { deletePublicIpAddress } from '../../src/azure/public-ip-addresses.ts';
import type { CommandEvent } from '../../src/commands/command.ts';
import { type InProcessCommands, runUrl, startInProcessCommands } from './in-process-commands.ts';
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

function holderOf(world: World, address: string): string {
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
      await deletePublicIpAddress(person.arm, world.pair[gone] ?? '', 'as-told', person.signal);
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
          `so nobody serves it. To have it served by ${left}: az network lb frontend-ip update --resource-group "vipswap" --lb-name "${left}" ` +
          `--name "loadBalancerFrontEnd" --public-ip-address "${world.pair[0]}"; az `,
      );
      expect(world.writes()).toHaveLength(writes);
    },
  );
});
