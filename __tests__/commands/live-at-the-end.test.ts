import { describe, expect, it } from 'vitest';
import { toOutputs } from '../../src/outputs.ts';
import { type InProcessCommands, runUrl, startInProcessCommands } from './in-process-commands.ts';
import { loseRunInTheWindow } from './lost-in-the-window.ts';
import { recover, run, unlock } from './swap-commands.ts';
import { tellSwap } from './told-swap.ts';

const recovering = (world: InProcessCommands, recoverTo: 'auto' | 'finish' | 'undo', runId = 7) =>
  tellSwap(world, 'recover', (context) => recover(context, world.recoverOptions({ recoverTo })), runId);

async function interrupted(): Promise<InProcessCommands> {
  const world = startInProcessCommands();
  await loseRunInTheWindow(world);
  return world;
}

describe('output live-load-balancer', () => {
  it('is known to a recovery that has found nothing, and to one that has swept up', async () => {
    const world = startInProcessCommands();
    await run(world.runner(runUrl(1)).context, world.runOptions());
    const { report } = await recovering(world, 'auto');
    expect(report.outcome).toBe('no-change');
    expect(toOutputs(report, '')).toMatchObject({ 'live-load-balancer': 'vipswap2lb' });
    const { store } = world.emulated.plane;
    const address = store.get(world.idOf('publicIPAddresses', 'vipswap1pip'));
    expect.assert(address !== undefined);
    const tags = {
      'azure-rollout-lock': 'until 2020-01-01T00:00:00Z for a test',
      'azure-rollout-lock-id': 'x',
    };
    store.put({ ...address, tags: { ...world.tags(), ...tags } });
    const { report: swept } = await recovering(world, 'auto');
    expect(swept).toMatchObject({
      outcome: 'succeeded',
      reason: expect.stringContaining('a lock that was over'),
    });
    expect(toOutputs(swept, '')).toMatchObject({ 'live-load-balancer': 'vipswap2lb' });
  });

  it('is known to unlock, as the address is, whether anything was locked or not', async () => {
    const world = await interrupted();
    const unlocking = () =>
      tellSwap(world, 'unlock', (context) =>
        unlock(context, world.runOptions().goal.productionPublicIpIds, 'the runner is lost'),
      );
    const { report: away } = await unlocking();
    expect(away.outcome).toBe('succeeded');
    // In the window nobody has it.
    expect(toOutputs(away, '')).toMatchObject({ 'live-load-balancer': '' });
    expect(toOutputs(away, '')['production-address']).not.toBe('');
    await recovering(world, 'finish');
    const { report } = await unlocking();
    expect(report.outcome).toBe('no-change');
    expect(toOutputs(report, '')).toMatchObject({ 'live-load-balancer': 'vipswap2lb' });
  });
});
