import { describe, expect, it } from 'vitest';
import { foreignWrite } from '../../emulator/arm/foreign-write.ts';
import { toOutputs } from '../../src/outputs.ts';
import { verdict } from '../../src/report/verdict/verdict.ts';
import { scaleSetId } from '../emulator/arm/compute/scale-set-world.ts';
import { tell } from '../report/scale-set-runs.ts';
import { startScaleSetCommands } from './scale-set-commands.ts';

describe('a release whose instances are gone', () => {
  it('is taken back from the model of a scale set that was scaled to zero, which says so', async () => {
    const world = startScaleSetCommands();
    await world.canary(world.runner(7));
    foreignWrite(world.emulated.plane, scaleSetId, { sku: { capacity: 0 } });
    await world.clock.sleep(600_000);
    const { report, log } = await tell(world, 'rollback', (runner) => world.rollback(runner));
    expect(report.outcome).toBe('succeeded');
    expect(verdict(report)).toMatch(
      /is taken back: the model of web has canary\/web-1 again, and no instance had to be taken back; /,
    );
    expect(log.join('\n')).toContain('web has no instances');
    expect(toOutputs(report, '')).toMatchObject({ 'canary-instances': '[]', 'updated-instances': '[]' });
  });

  it('is taken back by a run whose only canary was deleted while it was upgraded', async () => {
    const world = startScaleSetCommands();
    const running = tell(world, 'run', (runner) => world.canary(runner));
    await world.written('POST web/manualupgrade');
    const request = { method: 'POST', path: `${scaleSetId}/delete`, apiVersion: '2024-07-01' } as const;
    const more = { body: { instanceIds: ['0'] }, pace: 'as-told', timeoutMs: 600_000 } as const;
    await world.arm.write({ ...request, ...more }, new AbortController().signal);
    const { report } = await running;
    expect(report.outcome).toBe('rolled-back');
    expect(verdict(report)).toMatch(
      /is taken back: the model of web has canary\/web-1 again, and none of its canaries is there any more/,
    );
  });
});
