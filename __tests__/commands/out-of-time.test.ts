import { expect, test } from 'vitest';
import { nextSteps } from '../../src/report/next-steps/next-steps.ts';
import { verdict } from '../../src/report/verdict/verdict.ts';
import { startInProcessCommands } from './in-process-commands.ts';
import { loseRunInTheWindow } from './lost-in-the-window.ts';
import { recover } from './swap-commands.ts';
import { tellSwap } from './told-swap.ts';

test('a recovery that runs out of its time while production is not served says that, and what gives it back', async () => {
  const world = startInProcessCommands();
  await loseRunInTheWindow(world);
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
