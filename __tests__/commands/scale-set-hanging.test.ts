import { describe, expect, it } from 'vitest';
import type { Fault, ModelEffect } from '../../emulator/faults.ts';
import { verdict } from '../../src/report/verdict/verdict.ts';
import type { WorldOptions } from '../emulator/arm/compute/scale-set-world.ts';
import { tell } from '../report/scale-set-runs.ts';
import { type ScaleSetCommands, startScaleSetCommands } from './scale-set-commands.ts';

const two = { share: { kind: 'instances', instanceIds: ['0', '1'] } } as const;

/** The upgrade of two canaries has ended, and the one that takes them back never does. */
function withHangingWayBack(model: ModelEffect, options: WorldOptions = {}): ScaleSetCommands {
  const hanging: Fault = {
    match: { method: 'POST', path: 'manualupgrade$', nth: 2 },
    effect: 'stuck',
    model,
    dataPlaneFollows: true,
  };
  return startScaleSetCommands({ capacity: 4, ...options }, { faults: [hanging] });
}

const states = [
  ['unchanged', 'instances 0, 1 (Updating, with the new payload)'],
  ['half-changed', 'instance 0 (Updating), instance 1 (Updating, with the new payload)'],
  ['changed', 'instances 0, 1 (Updating)'],
] as const;

describe.each(states)('instances that hang while they are taken back, their models %s,', (model, state) => {
  it('are named with their state by the run that undoes its own release, and by its record', async () => {
    const world = withHangingWayBack(model, {
      payloads: [
        { image: '/web-1$', version: 'one' },
        { image: '/web-2$', version: 'two', condition: 'unhealthy', instances: ['1'] },
      ],
    });
    const { report, log } = await tell(world, 'run', (runner) => world.canary(runner, two));
    expect(report.outcome).toBe('failed');
    expect(verdict(report)).toContain(`; not back: ${state}`);
    expect(log.join()).toContain(
      `is not as it was before release ${report.scaleSet?.releaseId} (its model has`,
    );
    expect(log.join()).toContain(`not as before: ${state})`);
    expect(world.record().release?.id).toBe(report.scaleSet?.releaseId);
  });

  it('are named with their state by a rollback, which leaves the release open', async () => {
    const world = withHangingWayBack(model);
    await world.canary(world.runner(1), two);
    const { report } = await tell(world, 'rollback', (runner) => world.rollback(runner));
    expect(report.outcome).toBe('failed');
    expect(verdict(report)).toContain(`; not back: ${state}`);
    expect(world.record().release).toBeDefined();
  });
});
