import { describe, expect, it } from 'vitest';
import { runUrl, startInProcessCommands } from './in-process-commands.ts';
import { run } from './swap-commands.ts';

describe('the plan of a swap', () => {
  it.each([
    ['temporary-ip', true],
    ['temporary-ip', false],
    ['native', true],
    ['native', false],
  ] as const)('says that production is asked where it is: %s, %s', async (swapMethod, isProbeOn) => {
    const world = startInProcessCommands();
    const options = world.runOptions({ swapMethod }, { command: 'plan' });
    const end = await run(world.runner(runUrl(1)).context, { ...options, isProbeOn });
    expect.assert(end.kind === 'planned');
    const text = JSON.stringify(end.plan.steps);
    expect(text.includes('good answers from the production address')).toBe(isProbeOn);
    expect(text.includes('See production answer')).toBe(isProbeOn);
    expect(text.includes('nobody asks production, because probe is off')).toBe(!isProbeOn);
  });
});
