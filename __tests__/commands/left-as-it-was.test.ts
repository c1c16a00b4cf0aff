import { describe, expect, it } from 'vitest';
import { nextSteps } from '../../src/report/next-steps/next-steps.ts';
import { buildReport, type Report } from '../../src/report/report.ts';
import { verdict } from '../../src/report/verdict/verdict.ts';
import { leaveVipSwap } from '../../src/strategies/vip-swap/index.ts';
import { facts } from '../report/rollouts.ts';
import {
  type InProcessCommands,
  type Runner,
  runUrl,
  startInProcessCommands,
} from './in-process-commands.ts';
import { run } from './swap-commands.ts';

/** What post tells with `on-failure: stop` of a run that was killed at once. */
async function leave(world: InProcessCommands, victim: Runner): Promise<Report> {
  victim.kill();
  const plan = victim.events.findLast((event) => event.type === 'plan-started')?.plan;
  expect.assert(plan !== undefined);
  const startedStepIds = victim.events.flatMap((event) =>
    event.type === 'step-started' ? [event.stepId] : [],
  );
  const post = world.runner(runUrl(1));
  const { arm, clock, emit } = post.context;
  emit({ type: 'plan-started', atMs: clock.monotonicMs(), plan });
  const context = { arm, clock, emit, lease: victim.lease };
  await leaveVipSwap(context, { plan, startedStepIds, mayHaveLateWrites: true });
  return buildReport({ ...facts, interrupted: { startedStepIds } }, post.events, {
    outcome: 'failed',
    failure: { message: 'left as it was', code: 'Interrupted' },
  });
}

function startRun(options: Parameters<typeof startInProcessCommands>[0] = {}) {
  const world = startInProcessCommands({ requestLatency: 'realistic', ...options });
  const victim = world.runner(runUrl(1));
  void run(victim.context, world.runOptions({}, { onFailure: 'stop' }));
  return { world, victim };
}

describe('a run that is left as it was', () => {
  it('is told by what Azure has when its last write is done: production may be whole', async () => {
    const { world, victim } = startRun();
    await world.written('PUT loadBalancers/vipswap2lb', 2);
    const report = await leave(world, victim);
    expect(world.placement()).toEqual({ vipswap1lb: 'vipswap2pip', vipswap2lb: 'vipswap1pip' });
    expect(report.productionSeenOn).toBe('vipswap2lb');
    expect(verdict(report)).toContain('is on vipswap2lb, by a fresh read of Azure');
    expect(verdict(report)).not.toContain('may be down');
    // By hand it would be taken down.
    expect(nextSteps(report).flatMap(({ commands }) => commands)).toEqual([]);
    expect(nextSteps(report)[0]?.text).toContain('"command: recover"');
    expect(world.record()).toMatchObject({ lock: undefined, journal: { method: 'temporary-ip' } });
  });

  it('is called down where it is, with what can be done by hand', async () => {
    const { world, victim } = startRun();
    await world.written('PUT loadBalancers/vipswap1lb');
    const report = await leave(world, victim);
    expect(report.productionSeenOn).toBeNull();
    expect(verdict(report)).toMatch(/may be down.*how long it was away is not known/);
    // By what is there: nothing else is needed to give it back.
    expect(nextSteps(report).flatMap(({ commands }) => commands)).toEqual([
      expect.stringMatching(
        /^az network lb frontend-ip update -g vipswap --lb-name vipswap1lb -n loadBalancerFrontEnd --public-ip-address \S+\/vipswap1pip --subscription \S+$/,
      ),
    ]);
  });

  it('was not away where it was ended before its window', async () => {
    const { world, victim } = startRun();
    await world.written('PUT loadBalancers/vipswap2lb');
    const report = await leave(world, victim);
    expect(verdict(report)).toMatch(/is on vipswap1lb as before.*it was not away/);
  });
});

describe('a run that could not undo what it had begun', () => {
  it('says by a fresh read what gives production back, and names no temporary address', async () => {
    const refused = { effect: 'answer', status: 403, code: 'ScopeLocked' } as const;
    const world = startInProcessCommands({
      faults: [
        // From the update on that is to give production to the target.
        { match: { method: 'PUT', path: 'loadBalancers/vipswap2lb$', nth: 2, times: 'always' }, ...refused },
        { match: { method: 'PUT', path: 'loadBalancers/vipswap1lb$', nth: 2, times: 'always' }, ...refused },
      ],
    });
    const { context, events } = world.runner(runUrl(1));
    expect(await run(context, world.runOptions())).toMatchObject({ result: { outcome: 'failed' } });
    expect(world.placement()).toMatchObject({ vipswap1lb: 'vipswap2pip' });
    const commands = nextSteps(buildReport(facts, events)).flatMap((step) => step.commands);
    expect(commands).toEqual([
      expect.stringMatching(
        /--lb-name vipswap1lb -n loadBalancerFrontEnd --public-ip-address \S+\/vipswap1pip /,
      ),
    ]);
  });
});
