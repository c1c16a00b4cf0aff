import { describe, expect, it } from 'vitest';
import { runUrl, startInProcessCommands } from './in-process-commands.ts';
import { run } from './swap-commands.ts';

const before = { vipswap1lb: 'vipswap1pip', vipswap2lb: 'vipswap2pip' };

describe('a write that was cut off and is carried out later, while its run undoes', () => {
  it.each([
    { lateMs: 30_000, timeoutMs: 20_000 },
    { lateMs: 55_000, timeoutMs: 45_000 },
  ])("is outlasted where it is ARM's own swap: $lateMs ms late", async ({ lateMs, timeoutMs }) => {
    const match = { method: 'POST', path: 'setLoadBalancerFrontendPublicIpAddresses' };
    const world = startInProcessCommands({
      requestLatency: 'realistic',
      faults: [{ match, effect: 'answer-lost', carriedOutAfterMs: lateMs }],
    });
    const { context } = world.runner(runUrl(1));
    const end = await run(context, world.runOptions({ swapMethod: 'native' }, { timeoutMs }));
    expect(end).toMatchObject({ result: { outcome: 'rolled-back', undoErrors: [] } });
    await world.clock.sleep(120_000);
    expect(world.placement()).toEqual(before);
    expect(world.record()).toMatchObject({ journal: undefined, lock: undefined });
  });

  it.each([2_000, 5_000, 9_000])('leaves no temporary address behind: %d ms late', async (lateMs) => {
    const match = {
      method: 'PUT',
      path: 'publicIPAddresses/vipswap1pip-temporary',
      times: 'always',
    } as const;
    const world = startInProcessCommands({
      requestLatency: 'realistic',
      faults: [{ match, effect: 'answer-lost', carriedOutAfterMs: lateMs }],
    });
    const end = await run(world.runner(runUrl(1)).context, world.runOptions());
    expect(end).toMatchObject({ result: { outcome: 'rolled-back', undoErrors: [] } });
    await world.clock.sleep(120_000);
    expect(world.publicIpNames()).toEqual(['vipswap1pip', 'vipswap2pip']);
    expect(world.placement()).toEqual(before);
  });
});
