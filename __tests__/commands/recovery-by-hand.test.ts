import { describe, expect, it } from 'vitest';
import type { CommandEvent } from '../../src/commands/command.ts';
import { toFailure } from '../../src/engine/failure.ts';
import { nextSteps } from '../../src/report/next-steps/next-steps.ts';
import { buildReport, type Report } from '../../src/report/report.ts';
import { verdict } from '../../src/report/verdict/verdict.ts';
import type { ReleaseSubject } from '../../src/strategies/strategy.ts';
import { facts } from '../report/rollouts.ts';
import { type InProcessCommands, runUrl, startInProcessCommands } from './in-process-commands.ts';
import { recover, run, unlock } from './swap-commands.ts';

/** The runner is lost at this write, its lock is taken away, and somebody fills the tags. */
async function startFull(write: string): Promise<InProcessCommands> {
  const world = startInProcessCommands();
  const victim = world.runner(runUrl(1));
  void run(victim.context, world.runOptions());
  await world.written(write);
  victim.kill();
  await world.clock.sleep(600_000);
  const ids = world.runOptions().goal.productionPublicIpIds;
  await unlock(world.runner(runUrl(2)).context, ids, 'its runner was lost');
  const own = Object.keys(world.tags()).length;
  changeTags(world, (tags) => ({
    ...tags,
    ...Object.fromEntries(Array.from({ length: 50 - own }, (_, index) => [`cost-${index}`, 'x'])),
  }));
  return world;
}

function changeTags(
  world: InProcessCommands,
  change: (tags: Readonly<Record<string, string>>) => Record<string, string>,
): void {
  const { store } = world.emulated.plane;
  const found = store.get(world.idOf('publicIPAddresses', 'vipswap1pip'));
  expect.assert(found !== undefined);
  store.put({ ...found, tags: change(world.tags()) });
}

async function refused(world: InProcessCommands): Promise<Report> {
  const { context } = world.runner(runUrl(3));
  const events: CommandEvent[] = [];
  let subject: Partial<ReleaseSubject> = {};
  const failure = await recover(
    {
      ...context,
      emit: (event) => void events.push(event),
      tellSubject: (known) => {
        subject = known;
      },
    },
    world.recoverOptions(),
  ).then(
    () => undefined,
    (error: unknown) => toFailure(error),
  );
  expect.assert(failure !== undefined);
  return buildReport({ ...facts, strategy: '', command: 'recover', ...subject }, events, {
    outcome: 'failed',
    failure,
  });
}

describe('a recovery for which there is no room in the tags', () => {
  it('says how many have to go, and works when they are gone', async () => {
    const world = await startFull('PUT loadBalancers/vipswap1lb');
    const { failure } = await refused(world);
    expect(failure?.code).toBe('NoTagRoom');
    const excess = Number(/Remove (\d+) of them/.exec(failure?.message ?? '')?.[1]);
    const without = (count: number) =>
      changeTags(world, (tags) =>
        Object.fromEntries(
          Object.entries(tags).filter(([name]) => {
            const index = /^cost-(\d+)$/.exec(name)?.[1];
            return index === undefined || Number(index) >= count;
          }),
        ),
      );
    without(excess - 1);
    await expect(recover(world.runner(runUrl(4)).context, world.recoverOptions())).rejects.toThrow(
      'Remove 1 of them',
    );
    without(excess);
    expect(await recover(world.runner(runUrl(5)).context, world.recoverOptions())).toMatchObject({
      result: { outcome: 'succeeded' },
    });
  });

  it('gives the commands that bring production back meanwhile', async () => {
    const world = await startFull('PUT loadBalancers/vipswap1lb');
    const report = await refused(world);
    expect(verdict(report)).toContain('production is not served');
    const commands = nextSteps(report).flatMap((step) => step.commands);
    const placement = world.placement();
    expect(Object.values(placement)).not.toContain('vipswap1pip');
    for (const command of commands) {
      const [, loadBalancer = '', address = ''] =
        /--lb-name (\S+) -n \S+ --public-ip-address \S+\/(\S+)/.exec(command) ?? [];
      // ARM binds an address once.
      expect(Object.values(placement)).not.toContain(address);
      placement[loadBalancer] = address;
    }
    expect(placement).toMatchObject({ vipswap1lb: 'vipswap1pip' });
    expect(nextSteps(report)[0]?.text).toContain('"command: recover", "production-public-ip: vipswap1pip"');
  });

  it('gives none where production is served', async () => {
    const world = await startFull('PUT loadBalancers/vipswap2lb');
    const report = await refused(world);
    expect(nextSteps(report).flatMap((step) => step.commands)).toEqual([]);
    expect(verdict(report)).not.toContain('not served');
  });
});
