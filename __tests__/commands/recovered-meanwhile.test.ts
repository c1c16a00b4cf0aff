import { describe, expect, it } from 'vitest';
import { toOutputs } from '../../src/outputs.ts';
import { verdict } from '../../src/report/verdict/verdict.ts';
import { type InProcessCommands, startInProcessCommands } from './in-process-commands.ts';
import { loseRunInTheWindow } from './lost-in-the-window.ts';
import { recover } from './swap-commands.ts';
import { tellSwap } from './told-swap.ts';

const recovering = (world: InProcessCommands, recoverTo: 'auto' | 'finish' | 'undo', runId = 7) =>
  tellSwap(world, 'recover', (context) => recover(context, world.recoverOptions({ recoverTo })), runId);

async function interrupted(): Promise<InProcessCommands> {
  const world = startInProcessCommands();
  await loseRunInTheWindow(world);
  return world;
}

describe('a recovery that comes second', () => {
  it.each([
    [
      'finish',
      'undo',
      'it was finished, and production is on vipswap2lb',
      'vipswap2lb',
      '"command: rollback" goes back',
    ],
    [
      'undo',
      'finish',
      'it was undone, and production is on vipswap1lb',
      'vipswap1lb',
      '"command: run" releases anew',
    ],
  ] as const)(
    'says which way the first one went: %s, where it was to %s',
    async (first, second, end, live, advice) => {
      const world = await interrupted();
      const [winner, loser] = await Promise.all([recovering(world, first, 2), recovering(world, second, 3)]);
      expect(winner.report).toMatchObject({ outcome: 'succeeded', recovered: first });
      expect(loser.report.outcome).toBe('no-change');
      expect(verdict(loser.report)).toContain(end);
      expect(verdict(loser.report)).toContain(advice);
      expect(toOutputs(loser.report, '')).toMatchObject({ 'live-load-balancer': live, 'recovered-to': '' });
    },
  );

  it('has nothing more to say where it was to go the same way', async () => {
    const world = await interrupted();
    const [, loser] = await Promise.all([recovering(world, 'finish', 2), recovering(world, 'finish', 3)]);
    expect(verdict(loser.report)).toMatch(/it was finished, and production is on vipswap2lb\.$/);
  });
});
