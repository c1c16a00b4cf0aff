import { describe, expect, it } from 'vitest';
import { assignFrontends } from '../../src/azure/network/frontend-assignments.ts';
import { getSettled } from '../../src/azure/network/load-balancers.ts';
import type { CommandContext } from '../../src/commands/command.ts';
import { toFailure } from '../../src/engine/failure.ts';
import { nextSteps } from '../../src/report/next-steps/next-steps.ts';
import { buildReport, type Report } from '../../src/report/report.ts';
import { verdict } from '../../src/report/verdict/verdict.ts';
import type { ReleaseSubject } from '../../src/strategies/strategy.ts';
import { facts } from '../report/rollouts.ts';
import { type InProcessCommands, runUrl, startInProcessCommands } from './in-process-commands.ts';
import { recover, rollback, run, status } from './swap-commands.ts';

const PAIR = ['vipswap1pip', 'vipswap1pip6'];

function idsOf(world: InProcessCommands): string[] {
  return PAIR.map((name) => world.idOf('publicIPAddresses', name));
}

/** A release of both was lost in its window, and somebody has removed all tags since. */
async function startUnserved(): Promise<InProcessCommands> {
  const world = startInProcessCommands({ scenario: 'dual-stack' });
  const victim = world.runner(runUrl(1));
  void run(victim.context, world.runOptions({ productionPublicIpIds: idsOf(world) }));
  await world.written('PUT loadBalancers/vipswap1lb');
  victim.kill();
  await world.clock.sleep(120_000);
  const { store } = world.emulated.plane;
  for (const id of idsOf(world)) {
    const found = store.get(id);
    expect.assert(found !== undefined);
    store.put({ ...found, tags: {} });
  }
  return world;
}

async function reportOf(
  world: InProcessCommands,
  command: string,
  act: (context: CommandContext) => Promise<unknown>,
): Promise<Report> {
  const { context, events } = world.runner(runUrl(2));
  let subject: Partial<ReleaseSubject> = { productionAddresses: [] };
  const tellSubject = (known: Partial<ReleaseSubject>) => {
    subject = known;
  };
  const failure = await act({ ...context, tellSubject }).then(
    () => undefined,
    (error: unknown) => toFailure(error),
  );
  expect.assert(failure !== undefined);
  const { previousLoadBalancer, newLoadBalancer, productionAddresses, ...rest } = facts;
  return buildReport({ ...rest, productionAddresses: [], command, ...subject }, events, {
    outcome: 'failed',
    failure,
  });
}

function recovering(world: InProcessCommands): Promise<Report> {
  const options = world.recoverOptions({ productionPublicIpIds: idsOf(world) });
  return reportOf(world, 'recover', (context) => recover(context, options));
}

const UPDATE =
  /az network lb frontend-ip update -g (\S+) --lb-name (\S+) -n (\S+) --public-ip-address (\S+) --subscription ([^\s;.]+)/g;

/** As who copies a command. */
async function give(
  world: InProcessCommands,
  [, , loadBalancer = '', frontend = '', id = '']: readonly string[],
) {
  const { arm, signal } = world.runner('a person').context;
  const found = await getSettled(arm, world.idOf('loadBalancers', loadBalancer), signal);
  const assignments = [{ frontend, publicIpAddressId: id }];
  const beforeRepeating = async () => undefined;
  await assignFrontends(arm, { loadBalancer: found, assignments, pace: 'as-told', beforeRepeating }, signal);
}

describe('production that nothing has, with no journal to say why', () => {
  it('is called down by a recovery, which has a whole command for each frontend that fits', async () => {
    const world = await startUnserved();
    const report = await recovering(world);
    expect(report.failure?.code).toBe('Unserved');
    expect(verdict(report)).toMatch(/^Not all of Production at .* is served: no frontend has it/);
    expect(nextSteps(report).map(({ text }) => text)).toEqual([
      expect.stringMatching(/^Production is down\. Run the one command of the cause/),
    ]);
    const message = report.failure?.message ?? '';
    // What is in capitals would be for the reader to fill in.
    expect(message).not.toMatch(/\b(?:GROUP|LOAD_BALANCER|FRONTEND|ID|NAME)\b/);
    const commands = [...message.matchAll(UPDATE)].map((each) => [...each]);
    expect(commands.map(([, , lb, frontend, id]) => [lb, frontend, id?.split('/').at(-1)])).toEqual([
      ['vipswap1lb', 'loadBalancerFrontEnd', 'vipswap1pip'],
      ['vipswap2lb', 'loadBalancerFrontEnd', 'vipswap1pip'],
      ['vipswap1lb', 'loadBalancerFrontEnd6', 'vipswap1pip6'],
      ['vipswap2lb', 'loadBalancerFrontEnd6', 'vipswap1pip6'],
    ]);
    for (const command of commands.filter(([, , loadBalancer]) => loadBalancer === 'vipswap1lb')) {
      await give(world, command);
    }
    const options = world.recoverOptions({ productionPublicIpIds: idsOf(world) });
    expect(await recover(world.runner(runUrl(3)).context, options)).toMatchObject({ kind: 'no-change' });
    // The target has the temporary addresses still.
    expect(await status(world.runner(runUrl(4)).context, idsOf(world))).toMatchObject({
      status: { state: 'orphaned' },
    });
  });

  it('is looked for where nothing may be listed', async () => {
    const world = await startUnserved();
    world.emulated.plane.faults.add({
      match: { method: 'GET', path: 'loadBalancers$', times: 'always' },
      effect: 'answer',
      status: 403,
      code: 'AuthorizationFailed',
    });
    const { failure } = await recovering(world);
    expect(failure?.message).toContain(
      `az network lb list --subscription ${world.emulated.plane.scenario.subscriptionId} --query '[].frontendIPConfigurations[].id' --output tsv`,
    );
  });

  it('is brought back by what a status says to run', async () => {
    const world = await startUnserved();
    const end = await status(world.runner(runUrl(2)).context, idsOf(world));
    expect.assert(end.kind === 'reported');
    const productionAddresses = PAIR.map((name) => ({
      id: world.idOf('publicIPAddresses', name),
      name,
      address: '',
    }));
    const report = buildReport({ ...facts, productionAddresses }, [], {
      outcome: 'reported',
      status: end.status,
    });
    expect(nextSteps(report).map(({ text }) => text)).toEqual([
      expect.stringContaining(
        '"command: recover", "production-public-ip: vipswap1pip, vipswap1pip6", "resource-group: vipswap" and "subscription-id: ',
      ),
    ]);
  });

  it('is no reason to run anything else than the rollback that was refused, and what brings it back', async () => {
    const world = await startUnserved();
    const {
      productionPublicIpIds: _,
      targetLoadBalancerId,
      targetFrontends,
      ...terms
    } = world.runOptions().goal;
    const { goal, ...options } = world.runOptions();
    const { store } = world.emulated.plane;
    for (const id of idsOf(world)) {
      const found = store.get(id);
      expect.assert(found !== undefined);
      const last = `v1 2026-01-01T00:00:00.000Z run of vip-swap by temporary-ip from vipswap/vipswap2lb/${id.endsWith('6') ? 'loadBalancerFrontEnd6' : 'loadBalancerFrontEnd'}, unmeasured, https://github.com/x`;
      store.put({ ...found, tags: { 'azure-rollout-last': last } });
    }
    const report = await reportOf(world, 'rollback', (context) =>
      rollback(context, { ...options, terms: { ...terms, productionPublicIpIds: idsOf(world) } }),
    );
    expect(report.failure?.message).toMatch(
      /is not assigned to anything.*"command: recover" with production-public-ip: vipswap1pip and resource-group: vipswap and subscription-id: \S+ brings it back/,
    );
    expect(nextSteps(report).map(({ text }) => text)).toEqual([
      'Remove the cause and run "command: rollback" again.',
    ]);
  });
});
