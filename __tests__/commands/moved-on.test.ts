import { describe, expect, it } from 'vitest';
import { foreignWrite } from '../../emulator/arm/foreign-write.ts';
import { statusRows } from '../../src/report/status/status-text.ts';
import { type InProcessCommands, runUrl, startInProcessCommands } from './in-process-commands.ts';
import { rollback, run, status } from './swap-commands.ts';

const THIRD = 'vipswap3lb';

/** What the frontends of a load balancer have, by their addresses. */
function pointing(world: InProcessCommands, loadBalancer: string, address: string | null) {
  const found = world.emulated.plane.store.get(world.idOf('loadBalancers', loadBalancer));
  expect.assert(found !== undefined);
  const [frontend] = found.properties.frontendIPConfigurations as {
    properties: { publicIPAddress?: object };
  }[];
  const { publicIPAddress, ...properties } = frontend?.properties ?? {};
  const given = address === null ? {} : { publicIPAddress: { id: world.idOf('publicIPAddresses', address) } };
  return [{ ...frontend, properties: { ...properties, ...given } }];
}

/** Somebody gives production to a load balancer that the release knew nothing of, in the portal. */
function moveOn(world: InProcessCommands, from: string): void {
  const { plane } = world.emulated;
  foreignWrite(plane, world.idOf('loadBalancers', from), {
    properties: { frontendIPConfigurations: pointing(world, from, null) },
  });
  const [frontend] = pointing(world, from, 'vipswap1pip');
  const id = world.idOf('loadBalancers', THIRD);
  const { location, sku } = plane.store.get(world.idOf('loadBalancers', from)) as {
    location?: string;
    sku?: object;
  };
  foreignWrite(plane, id, {
    id,
    name: THIRD,
    type: 'Microsoft.Network/loadBalancers',
    location,
    sku,
    properties: {
      frontendIPConfigurations: [{ ...frontend, id: `${id}/frontendIPConfigurations/loadBalancerFrontEnd` }],
    },
  });
}

function rollbackOptions(world: InProcessCommands) {
  const { goal, ...options } = world.runOptions({ swapMethod: 'auto' });
  return { ...options, terms: goal };
}

async function rowsOf(world: InProcessCommands): Promise<Record<string, string>> {
  const end = await status(world.runner(runUrl(8)).context, world.runOptions().goal.productionPublicIpIds);
  expect.assert(end.kind === 'reported');
  return Object.fromEntries(statusRows(end.status));
}

describe('production that somebody has moved on after a release', () => {
  it('is where it is since that release only where the release has brought it there', async () => {
    const world = startInProcessCommands();
    await run(world.runner(runUrl(1)).context, world.runOptions());
    expect(world.record().last).toMatchObject({ target: 'vipswap/vipswap2lb/loadBalancerFrontEnd' });
    expect((await rowsOf(world)).Since).toContain(runUrl(1));
    moveOn(world, 'vipswap2lb');
    const rows = await rowsOf(world);
    expect(rows.Live).toContain(THIRD);
    expect(rows.Since).toBe(
      'not known: the last release has brought it to vipswap/vipswap2lb/loadBalancerFrontEnd, and no release has moved it since',
    );
    expect(rows['Last release']).toContain(runUrl(1));
  });

  it('is not taken back by a rollback', async () => {
    const world = startInProcessCommands();
    await run(world.runner(runUrl(1)).context, world.runOptions());
    moveOn(world, 'vipswap2lb');
    await expect(rollback(world.runner(runUrl(2)).context, rollbackOptions(world))).rejects.toThrow(
      /has brought it to vipswap\/vipswap2lb\/loadBalancerFrontEnd, and it is on vipswap\/vipswap3lb\/loadBalancerFrontEnd now, by no release/,
    );
    expect(world.placement()).toMatchObject({ [THIRD]: 'vipswap1pip' });
  });

  it('is not where a rollback has brought it', async () => {
    const world = startInProcessCommands();
    await run(world.runner(runUrl(1)).context, world.runOptions());
    await rollback(world.runner(runUrl(2)).context, rollbackOptions(world));
    moveOn(world, 'vipswap1lb');
    await expect(rollback(world.runner(runUrl(3)).context, rollbackOptions(world))).rejects.toThrow(
      /was a rollback already.*not where that has brought it: it is on vipswap\/vipswap3lb\/loadBalancerFrontEnd, by no release/,
    );
  });
});
