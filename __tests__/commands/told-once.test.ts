import { expect, test } from 'vitest';
import { createLog } from '../../src/report/log/log.ts';
import { startInProcessCommands } from './in-process-commands.ts';
import { run } from './swap-commands.ts';
import { tellSwap } from './told-swap.ts';

test('a step that is not undone is annotated once, however often that was tried', async () => {
  const refused = { effect: 'answer', status: 403, code: 'AuthorizationFailed' } as const;
  const world = startInProcessCommands({
    faults: [{ match: { method: 'PUT', path: 'loadBalancers/', nth: 3, times: 'always' }, ...refused }],
  });
  const { report, runner } = await tellSwap(world, 'run', (context) => run(context, world.runOptions()));
  expect(report.outcome).toBe('failed');
  const warnings: string[] = [];
  const infos: string[] = [];
  const ignored = () => undefined;
  const log = createLog(
    {
      group: ignored,
      endGroup: ignored,
      debug: ignored,
      notice: ignored,
      error: ignored,
      info: (text) => infos.push(text),
      warning: (text) => warnings.push(text),
    },
    0,
  );
  for (const event of runner.stream) {
    log.read(event);
  }
  const left = report.steps.filter(({ undo }) => undo?.outcome === 'failed').length;
  expect(left).toBeGreaterThan(1);
  expect(warnings.filter((text) => text.includes('Not undone'))).toHaveLength(left);
  expect(infos.filter((text) => text.includes('Not undone, and tried once more'))).toHaveLength(left);
  // What it says stays is what is there when all is told.
  expect(warnings.join()).toContain('so the journal stays in the tags of vipswap1pip');
});
