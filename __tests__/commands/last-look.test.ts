import { describe, expect, it } from 'vitest';
import { frontendsOf, type LoadBalancer } from '../../src/azure/network/load-balancers.ts';
import { toOutputs } from '../../src/outputs.ts';
import { NoGoodAnswersError } from '../../src/probe/prober.ts';
import { causeError } from '../../src/report/annotations.ts';
import { nextSteps } from '../../src/report/next-steps/next-steps.ts';
import type { Report } from '../../src/report/report.ts';
import { verdict } from '../../src/report/verdict/verdict.ts';
import { settleVipSwap } from '../../src/strategies/vip-swap/index.ts';
import { lookLast } from '../../src/strategies/vip-swap/last-look.ts';
import type { SwapJournal } from '../../src/strategies/vip-swap/record/swap-journal.ts';
import { type InProcessCommands, runUrl, startInProcessCommands } from './in-process-commands.ts';
import { recover, rollback, run } from './swap-commands.ts';
import { tellSwap } from './told-swap.ts';

const DELETION = { method: 'DELETE', path: 'temporary' };
/** The first one is the lock. */
const CLOSING = { method: 'PUT', path: 'publicIPAddresses/vipswap1pip$', nth: 2 };

/** Somebody changes what the one frontend of a load balancer has; null: nothing. */
function pointing(world: InProcessCommands, loadBalancer: string, address: string | null) {
  const resourceId = world.idOf('loadBalancers', loadBalancer);
  const [frontend] = frontendsOf(world.emulated.plane.store.get(resourceId) as unknown as LoadBalancer);
  expect.assert(frontend !== undefined);
  const { publicIPAddress, ...properties } = frontend.properties;
  const given = address === null ? {} : { publicIPAddress: { id: world.idOf('publicIPAddresses', address) } };
  const frontendIPConfigurations = [{ ...frontend, properties: { ...properties, ...given } }];
  return {
    effect: 'foreign-write',
    resourceId,
    mergePatch: { properties: { frontendIPConfigurations } },
  } as const;
}

function takeAway(
  world: InProcessCommands,
  loadBalancer: string,
  match: object,
  when: 'before' | 'after' = 'before',
): void {
  world.emulated.plane.faults.add({ match, when, ...pointing(world, loadBalancer, null) });
}

/** Of the usual release. */
function swapOf(world: InProcessCommands): SwapJournal {
  return {
    release: 'run',
    leavesRecord: true,
    productionLoadBalancerId: world.idOf('loadBalancers', 'vipswap1lb'),
    targetLoadBalancerId: world.idOf('loadBalancers', 'vipswap2lb'),
    moves: [
      {
        productionAddressId: world.idOf('publicIPAddresses', 'vipswap1pip'),
        productionFrontend: 'loadBalancerFrontEnd',
        targetFrontend: 'loadBalancerFrontEnd',
        targetAddressId: world.idOf('publicIPAddresses', 'vipswap2pip'),
        standIn: { id: world.idOf('publicIPAddresses', 'temporary'), isTemporary: true },
      },
    ],
  };
}

const releasing = (world: InProcessCommands, goal = {}) =>
  tellSwap(world, 'run', (context) => run(context, world.runOptions(goal)));

const told = (report: Report) => nextSteps(report).map(({ text }) => text);

function expectTakenFrom(report: Report, leftOn: string): void {
  expect(report.outcome).toBe('failed');
  expect(report.notAsLeft).toMatchObject({ leftOn, elsewhere: [{ heldBy: null }] });
  expect(verdict(report)).toContain(
    '(vipswap1pip) is not served: nothing has it, by a fresh read of Azure. This run had',
  );
  expect(verdict(report)).toContain(`left it on ${leftOn}, and somebody else has changed that since`);
  expect(causeError(report)).not.toBeNull();
  // An outage that is not over has no figure.
  expect(toOutputs(report, '')).toMatchObject({
    outcome: 'failed',
    'live-load-balancer': '',
    'downtime-seconds': '',
  });
  expect(verdict(report)).toMatch(
    /; (?:for how long it is away cannot be told, as it is so still|it had not answered .*)\.$/,
  );
  const [first] = nextSteps(report);
  expect(first?.text).toMatch(/^Production is not served\. Find out who has taken it away/);
  expect(first?.commands).toEqual([
    expect.stringMatching(
      new RegExp(`--lb-name ${leftOn} -n loadBalancerFrontEnd --public-ip-address \\S+/vipswap1pip `),
    ),
  ]);
}

describe('production that somebody takes away after it was confirmed', () => {
  it.each([
    ['while the temporary address is deleted', DELETION, 'before'],
    ['right before the record is closed', CLOSING, 'before'],
    ['right after the record was closed', CLOSING, 'after'],
  ] as const)('is seen by a run: %s', async (_when, match, when) => {
    const world = startInProcessCommands();
    takeAway(world, 'vipswap2lb', match, when);
    const { report } = await releasing(world);
    expectTakenFrom(report, 'vipswap2lb');
    expect(report.failure).toMatchObject({ code: 'ProductionElsewhere' });
    expect(report.failure?.message).toContain('Of the run itself nothing is left to be finished or undone.');
    // The run has done its work, and what it has done is written down.
    expect(world.record()).toMatchObject({ lock: undefined, journal: undefined, last: { kind: 'run' } });
  });

  it("is seen by a run that goes by ARM's own swap", async () => {
    const world = startInProcessCommands();
    takeAway(world, 'vipswap2lb', CLOSING);
    expectTakenFrom((await releasing(world, { swapMethod: 'native' })).report, 'vipswap2lb');
  });

  it('is seen by a rollback', async () => {
    const world = startInProcessCommands();
    await releasing(world);
    takeAway(world, 'vipswap1lb', CLOSING);
    const { goal, ...options } = world.runOptions();
    const { report } = await tellSwap(world, 'rollback', (context) =>
      rollback(context, { ...options, terms: goal }),
    );
    expectTakenFrom(report, 'vipswap1lb');
  });

  it('is seen by a run that has undone itself, beside why it was undone', async () => {
    const world = startInProcessCommands({
      faults: [
        {
          match: { method: 'PUT', path: 'loadBalancers/vipswap2lb$', nth: 2, times: 2 },
          effect: 'answer',
          status: 403,
          code: 'AuthorizationFailed',
        },
      ],
    });
    takeAway(world, 'vipswap1lb', CLOSING, 'after');
    const { report } = await releasing(world);
    expectTakenFrom(report, 'vipswap1lb');
    expect(report.failure?.code).toBe('AuthorizationFailed');
    expect(verdict(report)).toContain('This run had undone its change and left it on vipswap1lb');
  });

  it.each(['finish', 'undo'] as const)('is seen by a recovery: %s', async (recoverTo) => {
    const world = startInProcessCommands();
    const victim = world.runner(runUrl(1));
    void run(victim.context, world.runOptions());
    await world.written('PUT loadBalancers/vipswap1lb');
    victim.kill();
    await world.clock.sleep(5_000_000);
    const served = recoverTo === 'finish' ? 'vipswap2lb' : 'vipswap1lb';
    takeAway(world, served, CLOSING, 'after');
    const { report, runner } = await tellSwap(world, 'recover', (context) =>
      recover(context, world.recoverOptions({ recoverTo })),
    );
    expectTakenFrom(report, served);
    // It did bring the release to its end: nobody is to recover it once more, and nobody has tried.
    expect(toOutputs(report, '')).toMatchObject({ 'recovered-to': recoverTo });
    expect(runner.told.at(-1)).toBe(recoverTo);
    expect(runner.events.filter(({ type }) => type === 'plan-started')).toHaveLength(1);
    expect(told(report).join()).not.toContain('command: recover');
  });

  it('is seen by a post that has undone what was killed', async () => {
    const world = startInProcessCommands();
    const victim = world.runner(runUrl(1));
    void run(victim.context, world.runOptions());
    await world.written('PUT loadBalancers/vipswap1lb');
    victim.kill();
    const plan = victim.events.findLast((event) => event.type === 'plan-started')?.plan;
    expect.assert(plan !== undefined);
    const startedStepIds = victim.events.flatMap((event) =>
      event.type === 'step-started' ? [event.stepId] : [],
    );
    takeAway(world, 'vipswap1lb', { ...CLOSING, nth: 1 }, 'after');
    const { isProbeOn, probe, verifyTimeoutMs } = world.runOptions();
    const { report } = await tellSwap(world, 'run', async ({ arm, clock, emit }) => ({
      kind: 'ran',
      result: await settleVipSwap(
        { arm, clock, emit, lease: victim.lease },
        {
          plan,
          startedStepIds,
          begunIds: [],
          cause: { kind: 'killed' },
          watch: { isProbeOn, probe, verifyTimeoutMs },
          timeoutMs: 200_000,
          mayHaveLateWrites: true,
        },
      ),
    }));
    expect(report.outcome).toBe('failed');
    expect(report.notAsLeft).toMatchObject({ leftOn: 'vipswap1lb', elsewhere: [{ heldBy: null }] });
  });
});

describe('production that somebody moves after it was confirmed', () => {
  it('is not called served where the update that has moved it has failed', async () => {
    const world = startInProcessCommands();
    takeAway(world, 'vipswap2lb', CLOSING);
    const { mergePatch, ...write } = pointing(world, 'vipswap1lb', 'vipswap1pip');
    const properties = { ...mergePatch.properties, provisioningState: 'Failed' };
    world.emulated.plane.faults.add({
      match: CLOSING,
      when: 'before',
      ...write,
      mergePatch: { properties },
    });
    const { report } = await releasing(world);
    expect(report.notAsLeft).toMatchObject({ leftOn: 'vipswap2lb' });
    expect(verdict(report)).toContain('is on vipswap1lb, frontend loadBalancerFrontEnd');
    expect(toOutputs(report, '')).toMatchObject({ 'live-load-balancer': '' });
  });

  it('is told where it is', async () => {
    const world = startInProcessCommands();
    takeAway(world, 'vipswap2lb', CLOSING);
    world.emulated.plane.faults.add({
      match: CLOSING,
      when: 'before',
      ...pointing(world, 'vipswap1lb', 'vipswap1pip'),
    });
    const { report } = await releasing(world);
    expect(report.outcome).toBe('failed');
    expect(verdict(report)).toContain(
      'is on vipswap1lb, frontend loadBalancerFrontEnd, by a fresh read of Azure',
    );
    expect(toOutputs(report, '')).toMatchObject({ 'live-load-balancer': 'vipswap1lb' });
    expect(told(report)).toEqual([
      expect.stringMatching(/^Find out who has moved it, and whether it is to stay/),
    ]);
  });
});

describe('a last look', () => {
  it('that nobody answers leaves the outcome to what was confirmed, and says so', async () => {
    const world = startInProcessCommands();
    const running = releasing(world);
    await world.written('PUT publicIPAddresses/vipswap1pip', 2);
    world.emulated.plane.faults.add({
      match: { method: 'GET', path: 'loadBalancers/', times: 'always' },
      effect: 'answer',
      status: 503,
      code: 'ServiceUnavailable',
    });
    const { report, runner } = await running;
    expect(report).toMatchObject({ outcome: 'succeeded', productionSeenOn: null });
    expect(runner.events.map(({ type }) => type)).toContain('last-look-failed');
  });

  it('goes by the prober too: what has answered, and does not any more, is no success', async () => {
    const world = startInProcessCommands();
    const { report } = await tellSwap(world, 'run', async (context) => {
      const end = await run(context, world.runOptions());
      const journal = swapOf(world);
      const watch = {
        stillAnswers: () => Promise.reject(new NoGoodAnswersError('no answer in time: refused')),
      };
      expect.assert(end.kind === 'ran');
      const look = { context, watch, journal, sides: ['target'] } as const;
      return { kind: 'ran', result: await lookLast(look, end.result, context.signal) };
    });
    expect(report).toMatchObject({
      outcome: 'failed',
      failure: { code: 'StoppedAnswering', message: expect.stringContaining('no answer in time: refused') },
    });
    expect(verdict(report)).toMatch(
      /is on vipswap2lb, by a fresh read of Azure, and does not answer any more\./,
    );
    expect(toOutputs(report, '')).toMatchObject({ 'live-load-balancer': 'vipswap2lb' });
    expect(told(report)).toEqual([
      'Look at what stands behind vipswap2lb: it has production, and does not answer.',
    ]);
  });
});
