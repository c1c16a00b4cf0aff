import { expect, test } from 'vitest';
import type { CommandEnd } from '../../src/commands/command.ts';
import { runUrl, startInProcessCommands } from './in-process-commands.ts';
import { run } from './swap-commands.ts';

const changeOf = (end: CommandEnd) => {
  expect.assert(end.kind === 'planned');
  return end.plan.steps
    .flatMap(({ changes }) => changes)
    .find(({ field }) => field === 'tags/azure-rollout-last');
};

test('a plan says of the tag of the last release whether one is there', async () => {
  const world = startInProcessCommands();
  const planning = () => run(world.runner(runUrl(9)).context, world.runOptions({}, { command: 'plan' }));
  expect(changeOf(await planning())).toMatchObject({ from: null, to: 'what was done' });
  await run(world.runner(runUrl(1)).context, world.runOptions());
  const back = { targetLoadBalancerId: world.idOf('loadBalancers', 'vipswap1lb') };
  expect(
    changeOf(await run(world.runner(runUrl(2)).context, world.runOptions(back, { command: 'plan' }))),
  ).toMatchObject({ from: 'the release before', to: 'what was done' });
});
