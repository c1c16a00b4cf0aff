import { expect, it } from 'vitest';
import type { FaultEffect } from '../../emulator/faults.ts';
import { startInProcessCommands } from './in-process-commands.ts';
import { run } from './swap-commands.ts';
import { tellSwap } from './told-swap.ts';

async function released(effect?: FaultEffect) {
  const match = { method: 'PUT', path: 'vipswap1lb$', times: 3 };
  const world = startInProcessCommands(effect === undefined ? {} : { faults: [{ match, ...effect }] });
  const { report } = await tellSwap(world, 'run', (context) => run(context, world.runOptions()));
  expect(report.outcome).toBe('succeeded');
  return report.downtime.seconds ?? Number.NaN;
}

it.each<[string, FaultEffect]>([
  [
    'fails for half a minute',
    { effect: 'answer', status: 503, code: 'ServerError', headers: { 'retry-after': '10' } },
  ],
  ['cuts the connection before it has read the request', { effect: 'connection-reset' }],
])('production that is served as long as ARM %s is not told as away', async (_, effect) => {
  const calm = await released();
  expect(calm).toBeGreaterThan(0);
  expect(await released(effect)).toBeCloseTo(calm, 0);
});
