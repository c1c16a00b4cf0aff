import { expect, test } from 'vitest';
import { nextSteps } from '../../src/report/next-steps/next-steps.ts';
import { verdict } from '../../src/report/verdict/verdict.ts';
import { runUrl, startInProcessCommands } from './in-process-commands.ts';
import { recover, run } from './swap-commands.ts';
import { tellSwap } from './told-swap.ts';

test('a recovery that runs out of its time while production is not served says that, and what gives it back', async () => {
  const world = startInProcessCommands();
  const victim = world.runner(runUrl(1));
  void run(victim.context, world.runOptions());
  await world.written('PUT loadBalancers/vipswap1lb');
  victim.kill();
  await world.clock.sleep(120_000);
  const { report } = await tellSwap(world, 'recover', (context) =>
    recover(context, world.recoverOptions({ timeoutMs: 1_000 })),
  );
  expect(report).toMatchObject({ outcome: 'failed', failure: { code: 'RecoveryTimeout' } });
  expect(verdict(report)).toContain(
    'the interrupted release is not brought to an end: production is not served',
  );
  const [first, byHand] = nextSteps(report);
  expect(first?.text).toMatch(/^Bring the interrupted release to an end, with more time: /);
  expect(byHand?.commands).toEqual([
    expect.stringMatching(/^az network lb frontend-ip update .*--lb-name vipswap1lb .*\/vipswap1pip /),
  ]);
});
