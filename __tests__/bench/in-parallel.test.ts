import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { inParallel } from '../../bench/in-parallel.ts';

test('works on so many items at a time, and on all of them, whatever fails', async () => {
  let [running, most] = [0, 0];
  const results = await inParallel([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
    running += 1;
    most = Math.max(most, running);
    await turn();
    running -= 1;
    if (item === 2) throw new Error('two');
    return item * 10;
  });
  expect(most).toBe(3);
  expect(
    results.map((result) => (result.status === 'fulfilled' ? result.value : String(result.reason))),
  ).toEqual([10, 'Error: two', 30, 40, 50, 60, 70]);
});
