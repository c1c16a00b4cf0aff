import { describe, expect, it } from 'vitest';
import { startScaleSetCommands } from './scale-set-commands.ts';

describe('a release of a scale set', () => {
  it('goes to a canary first, and to the rest when it is promoted, by another run', async () => {
    const world = startScaleSetCommands();
    const end = await world.canary(world.runner(1));
    expect(end).toMatchObject({ kind: 'ran', result: { outcome: 'succeeded', cleanUpErrors: [] } });
    expect(world.images()).toEqual({ model: 'web-2', instances: { 0: 'web-2', 1: 'web-1', 2: 'web-1' } });
    expect(world.record()).toMatchObject({
      lock: undefined,
      journal: undefined,
      release: { canaryIds: ['0'], strategy: 'canary-percent' },
    });
    const promoted = await world.rollout(world.runner(2));
    expect(promoted).toMatchObject({ kind: 'ran', result: { outcome: 'succeeded', cleanUpErrors: [] } });
    expect(world.images()).toEqual({ model: 'web-2', instances: { 0: 'web-2', 1: 'web-2', 2: 'web-2' } });
    expect(world.record()).toMatchObject({ release: undefined, last: { strategy: 'full-rollout' } });
  });

  it('is rejected: the canary gets back what it had, and nobody else is touched', async () => {
    const world = startScaleSetCommands();
    await world.canary(world.runner(1));
    const end = await world.rollback(world.runner(2));
    expect(end).toMatchObject({ kind: 'ran', result: { outcome: 'succeeded', cleanUpErrors: [] } });
    expect(world.images()).toEqual({ model: 'web-1', instances: { 0: 'web-1', 1: 'web-1', 2: 'web-1' } });
    expect(world.record()).toMatchObject({ release: undefined, last: { kind: 'rollback' } });
  });
});
