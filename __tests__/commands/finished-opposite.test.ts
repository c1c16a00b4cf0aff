import { describe, expect, it } from 'vitest';
import type { Fault } from '../../emulator/faults.ts';
import { toFailure } from '../../src/engine/failure.ts';
import { buildReport } from '../../src/report/report.ts';
import { verdict } from '../../src/report/verdict/verdict.ts';
import type { RecoverTo, ReleaseSubject } from '../../src/strategies/strategy.ts';
import { facts } from '../report/rollouts.ts';
import {
  type InProcessCommands,
  type Runner,
  runUrl,
  startInProcessCommands,
} from './in-process-commands.ts';
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

interface Started {
  readonly runner: Runner;
  readonly ended: Promise<unknown>;
}

/** A moment after its nth step has begun, where it comes to that. */
async function killAt(
  { runner: { events, kill }, ended }: Started,
  { clock }: InProcessCommands,
  nth: number,
): Promise<void> {
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  ended.then(over, over);
  while (!isOver && events.filter(({ type }) => type === 'step-started').length < nth) {
    await clock.sleep(100);
  }
  await clock.sleep(500);
  kill();
}

/** Who of the two was lost, and in which of its steps; how long the first of forwards was on its way, and how much later backwards began. */
const losses = [ONE, PAIR].flatMap((names) =>
  (['forwards', 'backwards'] as const).flatMap((lost) =>
    [1, 2, 3, 5].flatMap((nth) =>
      [0, 3_000, 8_000].flatMap((lateMs) =>
        [0, 4_000].map((offsetMs) => ({ names, lost, nth, lateMs, offsetMs })),
      ),
    ),
  ),
);

describe('two opposite releases of which one is lost', () => {
  it.each(losses)(
    'end whole by a recovery of each, and the finished one stays: $names, $lost in step $nth, late by $lateMs ms, $offsetMs ms apart',
    async ({ names, lost, nth, lateMs, offsetMs }) => {
      const world = startInProcessCommands({
        scenario: names.length === 1 ? 'vipswap' : 'dual-stack',
        requestLatency: 'realistic',
        faults: [{ ...LATE_LOCK, beforeMs: lateMs }],
      });
      const opposite = names.length === 1 ? 'vipswap2pip' : 'vipswap2pip6';
      const temporaryOf = (production: readonly string[]) => (name: string) =>
        production.some((each) => name.startsWith(`${each}-temporary`));
      const forwards = world.runner(runUrl(1));
      const goal = { productionPublicIpIds: idsOf(world, names) };
      const backwards = world.runner(runUrl(2));
      const backwardsGoal = {
        productionPublicIpIds: idsOf(world, [opposite]),
        targetLoadBalancerId: world.idOf('loadBalancers', 'vipswap1lb'),
      };
      const runs = {
        forwards: { runner: forwards, ended: run(forwards.context, world.runOptions(goal)) },
        backwards: {
          runner: backwards,
          ended: world.clock
            .sleep(offsetMs)
            .then(() => run(backwards.context, world.runOptions(backwardsGoal))),
        },
      };
      const other = lost === 'forwards' ? 'backwards' : 'forwards';
      const killed = killAt(runs[lost], world, nth);
      runs[lost].ended.catch(() => undefined);
      const end = await runs[other].ended.catch((error: unknown) => toFailure(error));
      await Promise.race([killed, world.clock.sleep(LOCK_IS_OVER_MS)]);
      runs[lost].runner.kill();
      await world.clock.sleep(LOCK_IS_OVER_MS);
      const left = holders(world);
      for (const [index, name] of [...names, opposite].entries()) {
        const options = world.recoverOptions({ productionPublicIpIds: idsOf(world, [name]) });
        await recover(world.runner(runUrl(3 + index)).context, options);
      }
      if ('kind' in end && end.kind === 'ran' && end.result.outcome === 'succeeded') {
        for (const name of [...names, opposite]) {
          expect(holders(world)[name]).toBe(left[name]);
        }
      }
      expect(Object.values(holders(world))).not.toContain('');
      expect(world.publicIpNames().filter(temporaryOf([...names, opposite]))).toEqual([]);
      for (const name of world.publicIpNames()) {
        expect(world.record(name)).toMatchObject({ lock: undefined, journal: undefined });
      }
    },
  );
});
