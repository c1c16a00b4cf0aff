import { describe, expect, it } from 'vitest';
import type { Fault } from '../../emulator/faults.ts';
import { toFailure } from '../../src/engine/failure.ts';
import { buildReport } from '../../src/report/report.ts';
import { verdict } from '../../src/report/verdict.ts';
import type { RecoverTo, ReleaseSubject } from '../../src/strategies/strategy.ts';
import { facts } from '../report/rollouts.ts';
import { type InProcessCommands, runUrl, startInProcessCommands } from './in-process-commands.ts';
import { recover, run } from './swap-commands.ts';

const ONE = ['vipswap1pip'];
const PAIR = ['vipswap1pip', 'vipswap1pip6'];

/** Its lock is on its way for so long that the opposite release has looked, and locked, meanwhile. */
const LATE_LOCK: Fault = {
  match: { method: 'PUT', path: 'publicIPAddresses/vipswap1pip$' },
  effect: 'delayed',
  beforeMs: 8_000,
  afterMs: 0,
};

const LOCK_IS_OVER_MS = 4_200_000;

function idsOf(world: InProcessCommands, names: readonly string[]): string[] {
  return names.map((name) => world.idOf('publicIPAddresses', name));
}

/** The load balancer that each address is on. */
function holders(world: InProcessCommands): Record<string, string> {
  const addresses = world.emulated.plane.store.list('Microsoft.Network/publicIPAddresses');
  return Object.fromEntries(
    addresses.map(({ name, properties }) => {
      const holder = properties.ipConfiguration as { readonly id: string } | undefined;
      return [name, holder?.id.split('/').at(-3) ?? ''];
    }),
  );
}

/** A release forwards is killed when its first write is on its way, with nothing moved; nobody undoes anything. */
async function startLost(names: readonly string[], faults: readonly Fault[]): Promise<InProcessCommands> {
  const scenario = names.length === 1 ? 'vipswap' : 'dual-stack';
  const world = startInProcessCommands({ scenario, faults: [...faults] });
  const victim = world.runner(runUrl(1));
  void run(victim.context, world.runOptions({ productionPublicIpIds: idsOf(world, names) }));
  void world.written('PUT publicIPAddresses/vipswap1pip').then(() => victim.kill());
  return world;
}

function runBackwards(world: InProcessCommands, address: string, leavesRecord = true) {
  const goal = {
    productionPublicIpIds: idsOf(world, [address]),
    targetLoadBalancerId: world.idOf('loadBalancers', 'vipswap1lb'),
  };
  return run(world.runner(runUrl(2)).context, world.runOptions(goal, { leavesRecord }));
}

/** And the opposite release of one of its addresses, which had looked before that write arrived, has come to its end. */
async function startBoth(names: readonly string[], opposite: string, leavesRecord: boolean) {
  const world = await startLost(names, [LATE_LOCK]);
  expect(await runBackwards(world, opposite, leavesRecord)).toMatchObject({
    result: { outcome: 'succeeded' },
  });
  expect(world.record().journal?.run).toBe(runUrl(1));
  await world.clock.sleep(LOCK_IS_OVER_MS);
  return world;
}

async function recoverForwards(world: InProcessCommands, recoverTo: RecoverTo) {
  const { context, events } = world.runner(runUrl(3));
  let subject: Partial<ReleaseSubject> = {};
  const tellSubject = (known: Partial<ReleaseSubject>) => {
    subject = known;
  };
  const options = world.recoverOptions({ productionPublicIpIds: idsOf(world, ONE), recoverTo });
  const end = await recover({ ...context, tellSubject }, options);
  expect.assert(end.kind === 'ran' && end.recoveredTo !== undefined);
  const { previousLoadBalancer, newLoadBalancer, ...rest } = facts;
  return {
    end,
    report: buildReport({ ...rest, command: 'recover', ...subject, recoveredTo: end.recoveredTo }, events),
  };
}

function movesIn(world: InProcessCommands): string[] {
  return world.writes().filter((write) => write.includes('loadBalancers'));
}

const finished = [
  { names: ONE, opposite: 'vipswap2pip', leavesRecord: true },
  { names: PAIR, opposite: 'vipswap2pip', leavesRecord: true },
  { names: PAIR, opposite: 'vipswap2pip6', leavesRecord: true },
  { names: PAIR, opposite: 'vipswap2pip', leavesRecord: false },
  { names: PAIR, opposite: 'vipswap2pip6', leavesRecord: false },
];

describe.each(finished)(
  'the journal of a release of $names that has moved nothing, and the finished opposite one of $opposite (record: $leavesRecord)',
  ({ names, opposite, leavesRecord }) => {
    it.each(['auto', 'undo'] as const)(
      'is cleared away, and what that has moved stays: recover-to %s',
      async (recoverTo) => {
        const world = await startBoth(names, opposite, leavesRecord);
        const left = holders(world);
        const moves = movesIn(world);
        const last = names.map((name) => world.record(name).last);

        const { end, report } = await recoverForwards(world, recoverTo);

        expect(end).toMatchObject({
          recoveredTo: 'undo',
          result: { outcome: 'succeeded', cleanUpErrors: [] },
        });
        expect(movesIn(world)).toEqual(moves);
        expect(holders(world)).toEqual(left);
        for (const address of world.publicIpNames()) {
          expect(world.record(address)).toMatchObject({ lock: undefined, journal: undefined });
        }
        expect(names.map((name) => world.record(name).last)).toEqual(last);
        expect(report.plan?.methodReason).toContain('it has moved nothing');
        const serving = new Set(names.map((name) => left[name]));
        expect(report.productionSeenOn).toBe(serving.size === 1 ? 'vipswap2lb' : null);
        expect(verdict(report)).toContain(
          serving.size === 1 ? 'serves from vipswap2lb' : 'is where it was, on several load balancers',
        );
      },
    );

    it('is finished where that is asked for, which takes nothing back of it', async () => {
      const world = await startBoth(names, opposite, leavesRecord);
      const { end } = await recoverForwards(world, 'finish');
      expect(end).toMatchObject({ recoveredTo: 'finish', result: { outcome: 'succeeded' } });
      expect(names.map((name) => holders(world)[name])).toEqual(names.map(() => 'vipswap2lb'));
    });
  },
);

describe('the journal of a release of one address, and the opposite one, which has left no record', () => {
  it('says nothing of who has moved them, and none of it is taken back by itself', async () => {
    const world = await startBoth(ONE, 'vipswap2pip', false);
    const left = holders(world);
    const { end } = await recoverForwards(world, 'auto');
    expect(end).toMatchObject({ recoveredTo: 'finish', result: { outcome: 'succeeded' } });
    expect(holders(world)).toEqual(left);
  });
});

describe('a release of a pair that was lost between its two locks', () => {
  it('keeps the opposite one of its other half from beginning, which names what has the journal', async () => {
    const world = await startLost(PAIR, []);
    await world.clock.sleep(LOCK_IS_OVER_MS);
    expect(world.record('vipswap1pip').journal).toBeDefined();
    expect(world.record('vipswap1pip6').journal).toBeUndefined();
    const refused = await runBackwards(world, 'vipswap2pip6').catch(toFailure);
    expect(refused).toMatchObject({
      code: 'InterruptedRelease',
      message: expect.stringContaining('"command: recover" with production-public-ip: vipswap1pip and'),
    });
    await recoverForwards(world, 'auto');
    expect(await runBackwards(world, 'vipswap2pip6')).toMatchObject({ result: { outcome: 'succeeded' } });
  });
});
