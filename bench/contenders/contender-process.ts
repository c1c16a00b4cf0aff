/** The process that `runContender` starts: one swap, told over the channel to its parent. */
import { algorithm2017 } from './algorithm-2017.ts';
import type { SwapTask } from './contender.ts';
import type { ContenderName, ContenderReport } from './run-contender.ts';
import { sdkPollUntilDone } from './sdk-poll-until-done.ts';

const contenders = { 'algorithm-2017': algorithm2017, 'sdk-poll-until-done': sdkPollUntilDone };

// Also where the parent is gone: nobody would take the result.
process.once('disconnect', () => process.exit());
process.once('message', async ({ name, task }: { name: ContenderName; task: SwapTask }) => {
  const window = await contenders[name](task, (sentence) => report({ kind: 'told', sentence }));
  report({ kind: 'finished', window });
  process.disconnect();
});

function report(message: ContenderReport): void {
  process.send?.(message);
}
