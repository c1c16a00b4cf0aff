import { expect, test } from 'vitest';
import { toOutputs } from '../../src/outputs.ts';
import { causeError } from '../../src/report/annotations.ts';
import { nextSteps } from '../../src/report/next-steps/next-steps.ts';
import { buildReport } from '../../src/report/report.ts';
import { summarize } from '../../src/report/summary/summary.ts';
import { verdict } from '../../src/report/verdict/verdict.ts';
import { settleVipSwap } from '../../src/strategies/vip-swap/index.ts';
import { facts } from '../report/rollouts.ts';
import { runUrl, startInProcessCommands } from './in-process-commands.ts';
import { run } from './swap-commands.ts';
import { tellSwap } from './told-swap.ts';

test('a post that only tidies up knows what main has measured, and calls nothing interrupted', async () => {
  const world = startInProcessCommands();
  world.emulated.plane.faults.add({
    match: { method: 'PUT', path: 'publicIPAddresses/vipswap1pip$', nth: 2, times: 1 },
    effect: 'policy-denied',
  });
  const { report: main, runner } = await tellSwap(world, 'run', (context) =>
    run(context, world.runOptions()),
  );
  expect(main).toMatchObject({ outcome: 'succeeded', downtime: { source: 'control-plane' } });
  expect(world.record()).toMatchObject({ journal: { method: 'temporary-ip' }, last: undefined });

  const plan = runner.events.findLast((event) => event.type === 'plan-started')?.plan;
  const seconds = main.downtime.seconds;
  expect.assert(plan !== undefined && seconds !== null);
  const startedStepIds = plan.steps.map(({ id }) => id);
  const post = world.runner(runUrl(7));
  const { arm, clock, emit } = post.context;
  const { isProbeOn, probe, verifyTimeoutMs } = world.runOptions();
  await settleVipSwap(
    { arm, clock, emit, lease: runner.lease },
    {
      plan,
      startedStepIds,
      begunIds: [],
      cause: { kind: 'killed' },
      watch: { isProbeOn, probe, verifyTimeoutMs },
      timeoutMs: 200_000,
      mayHaveLateWrites: false,
      downtime: { seconds, source: 'control-plane' },
    },
  );
  expect(world.record().last?.downtime).toEqual({
    seconds: Number(seconds.toFixed(3)),
    source: 'control-plane',
  });

  const report = buildReport(
    { ...facts, interrupted: { startedStepIds, downtime: main.downtime } },
    post.stream,
  );
  expect(toOutputs(report, '')).toMatchObject({
    outcome: 'succeeded',
    'downtime-seconds': seconds.toFixed(3),
    'downtime-source': 'control-plane',
  });
  expect(verdict(report)).toMatch(/now serves from vipswap2lb; the control plane had it away for/);
  expect(`${verdict(report)}${summarize(report)}`).not.toContain('interrupted run');
  expect(report.steps.map((step) => step.run?.outcome)).toEqual(plan.steps.map(() => 'succeeded'));
  expect(causeError(report)).toBeNull();

  // Of a main that took longer than was allowed: that one is red, and post has done its work.
  const exceeded = { ...main.downtime, maxSeconds: 1, maxExceeded: true };
  expect(causeError({ ...main, downtime: exceeded })?.title).toMatch(/away for longer than max-downtime/);
  const tidied = buildReport({ ...facts, interrupted: { startedStepIds, downtime: exceeded } }, post.stream);
  expect(causeError(tidied)).toBeNull();
  expect(verdict(tidied)).toMatch(/longer than the 1\.00 s allowed/);
  expect(toOutputs(tidied, '')).toMatchObject({ outcome: 'succeeded', 'max-downtime-exceeded': 'true' });
  expect(nextSteps(tidied).map(({ text }) => text)).toContain(
    'The move stands; the step before this post step is red because production was away for longer than max-downtime allows.',
  );
});
