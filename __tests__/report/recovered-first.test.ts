import { describe, expect, it } from 'vitest';
import { toOutputs } from '../../src/outputs.ts';
import { nextSteps } from '../../src/report/next-steps/next-steps.ts';
import { summarize } from '../../src/report/summary/summary.ts';
import { verdict } from '../../src/report/verdict/verdict.ts';
import { startScaleSetCommands } from '../commands/scale-set-commands.ts';
import { group } from '../emulator/arm/compute/scale-set-world.ts';
import { tell } from './scale-set-runs.ts';

/** A canary whose runner is lost when its instance has been told to take the image. */
async function interrupted() {
  const world = startScaleSetCommands();
  const victim = world.runner(8);
  void world.canary(victim);
  await world.written('POST web/manualupgrade');
  victim.kill();
  await world.clock.sleep(20_000_000);
  return world;
}

describe('a run that has recovered an interrupted release of a scale set, and is refused after that', () => {
  it('says that the recovery stands, and that nothing of its own was begun', async () => {
    const world = await interrupted();
    const image = { id: `${group}/providers/Microsoft.Compute/images/nobody` };
    const told = await tell(world, 'run', (runner) =>
      world.canary(runner, { payload: { kind: 'image', image } }, { onInterrupted: 'recover' }),
    );
    expect(told.report.outcome).toBe('failed');
    expect(verdict(told.report)).toBe(
      'The interrupted release of web was finished: 1 of 3 instances of web has canary/web-2. What this run was to do itself was not begun.',
    );
    expect(summarize(told.report)).not.toMatch(/as it was before|is undone|no outage was seen/);
    expect(nextSteps(told.report).map(({ text }) => text)).toEqual([
      'Remove the cause and run again: nothing is interrupted any more, and what this run was to do itself was not begun.',
    ]);
    expect(toOutputs(told.report, '')).toMatchObject({
      'recovered-to': 'finish',
      'updated-instances': '["0"]',
    });
  });
});
