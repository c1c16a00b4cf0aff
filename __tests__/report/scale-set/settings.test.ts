import { expect, it } from 'vitest';
import { toOutputs } from '../../../src/outputs.ts';
import { nextSteps } from '../../../src/report/next-steps/next-steps.ts';
import { reportText } from '../../../src/report/report-text.ts';
import { summarize } from '../../../src/report/summary/summary.ts';
import { verdict } from '../../../src/report/verdict/verdict.ts';
import { startScaleSetCommands } from '../../commands/scale-set-commands.ts';
import { customScript, healthExtension } from '../../emulator/arm/compute/scale-set-world.ts';
import { tell } from '../scale-set-runs.ts';
import { canaryFacts, plain } from './told-runs.ts';

it('tells no settings of an extension, wherever it is told', async () => {
  const script = (text: string) => ({ settings: { commandToExecute: text } });
  const world = startScaleSetCommands({
    extensions: [customScript({ commandToExecute: 'install-one' }), healthExtension],
  });
  const { report, log, events } = await tell(
    world,
    'run',
    (runner) =>
      world.canary(runner, {
        payload: {
          kind: 'extension',
          name: 'install',
          ...script('install-two'),
          protectedSettings: { key: 'hunter2' },
        },
        previousSettings: { ...script('install-one'), protectedSettings: { key: 'hunter1' } },
      }),
    canaryFacts,
  );
  expect(report.outcome).toBe('succeeded');
  expect(plain(verdict(report))).toMatch(/has extension install \(settings [0-9a-f]{12}\) and is well\./);
  expect(nextSteps(report).at(-1)?.text).toContain(
    'with what the extension had before in previous-extension-settings and',
  );
  const status = await tell(world, 'status', (each) => world.status(each));
  expect(plain(verdict(status.report))).toMatch(
    /^1 of 3 instances of web has what the model has \(web-1; the open release brings extension install \(settings [0-9a-f]{12}\)\); a release is open/,
  );
  const told = [
    ...log,
    ...status.log,
    summarize(report),
    reportText(report),
    JSON.stringify(toOutputs(report, '')),
  ];
  expect([...told, JSON.stringify(events)].join('\n')).not.toMatch(/hunter|install-one|install-two/);
});
