import { expect, test } from 'vitest';
import { toOutputs } from '../../src/outputs.ts';
import { verdict } from '../../src/report/verdict/verdict.ts';
import { runUrl, startInProcessCommands } from './in-process-commands.ts';
import { recover, run } from './swap-commands.ts';
import { tellSwap } from './told-swap.ts';

test('what a run has recovered first counts in the downtime that it tells of, and in the one that it writes down', async () => {
  const world = startInProcessCommands();
  const victim = world.runner(runUrl(1));
  void run(victim.context, world.runOptions());
  await world.written('PUT loadBalancers/vipswap1lb');
  victim.kill();
  // Whoever goes on goes the same way.
  const second = world.runner(runUrl(2));
  void recover(second.context, world.recoverOptions({ recoverTo: 'undo' }));
  await world.written('PUT publicIPAddresses/vipswap1pip', 2);
  second.kill();
  await world.clock.sleep(5_000_000);
  const { report } = await tellSwap(world, 'run', (context) =>
    run(context, world.runOptions({}, { onInterrupted: 'recover' })),
  );
  expect(report).toMatchObject({ outcome: 'succeeded', recovered: 'undo' });
  const own = report.controlPlane.seconds ?? 0;
  const before = report.downtime.recoveredSeconds ?? 0;
  // It was away when the run began, and until the operation that has given it back.
  const back = report.operations.find(({ path }) => path.endsWith('vipswap1lb'));
  expect(before).toBeCloseTo((back?.endedMs ?? 0) / 1000, 2);
  expect(before).toBeGreaterThan(5);
  expect(report.downtime).toMatchObject({
    seconds: expect.closeTo(own + before, 2),
    source: 'control-plane',
  });
  expect(toOutputs(report, '')['downtime-seconds']).toBe((own + before).toFixed(3));
  expect(verdict(report)).toContain(
    'of it since this run began and before the interrupted release was at its end',
  );
  // The world says 4.254 s of the release itself.
  expect(world.record().last?.downtime?.seconds).toBeCloseTo(4.254 + before, 2);
});
