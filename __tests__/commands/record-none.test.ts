import { describe, expect, it } from 'vitest';
import { nextSteps } from '../../src/report/next-steps/next-steps.ts';
import { runUrl, startInProcessCommands } from './in-process-commands.ts';
import { rollback, run } from './swap-commands.ts';
import { tellSwap } from './told-swap.ts';

describe('the way back of a release with record: none', () => {
  it('is no rollback, which would be refused', async () => {
    const world = startInProcessCommands();
    const { report } = await tellSwap(world, 'run', (context) =>
      run(context, world.runOptions({}, { leavesRecord: false })),
    );
    const { goal, ...options } = world.runOptions();
    await expect(rollback(world.runner(runUrl(2)).context, { ...options, terms: goal })).rejects.toThrow(
      /has no tag azure-rollout-last/,
    );
    expect(nextSteps(report).map(({ text }) => text)).toEqual([
      'No tag tells where production was before, because record is none, so command: rollback is refused. To go back, use command: run ' +
        'with target-load-balancer: vipswap1lb. What served before still stands behind it.',
    ]);
  });

  it('is a rollback where the release has left its tag', async () => {
    const world = startInProcessCommands();
    const { report } = await tellSwap(world, 'run', (context) => run(context, world.runOptions()));
    expect(nextSteps(report)[0]?.text).toMatch(/^To go back, use command: rollback, or run again/);
  });
});
