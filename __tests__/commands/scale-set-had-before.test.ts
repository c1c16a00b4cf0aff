import { describe, expect, it } from 'vitest';
import { foreignWrite } from '../../emulator/arm/foreign-write.ts';
import { newImage, oldImage, scaleSetId } from '../emulator/arm/compute/scale-set-world.ts';
import { type ScaleSetCommands, startScaleSetCommands } from './scale-set-commands.ts';

const succeeded = { kind: 'ran', result: { outcome: 'succeeded', cleanUpErrors: [] } };
const image = { kind: 'image', image: newImage } as const;
const share = { kind: 'instances', instanceIds: ['0'] } as const;
const one = { kind: 'count', count: 1 } as const;

/** Somebody has tried the new image on instance 3, and put the old one back into the model. */
async function triedByHand(): Promise<ScaleSetCommands> {
  const world = startScaleSetCommands({ capacity: 5 });
  const putImage = (imageReference: object) =>
    foreignWrite(world.emulated.plane, scaleSetId, {
      properties: { virtualMachineProfile: { storageProfile: { imageReference } } },
    });
  putImage(newImage);
  const upgrade = { method: 'POST', path: `${scaleSetId}/manualupgrade`, apiVersion: '2024-07-01' } as const;
  await world.arm.write({ ...upgrade, body: { instanceIds: ['3'] } }, new AbortController().signal);
  putImage(oldImage);
  expect(world.images()).toMatchObject({ model: 'web-1', instances: { 0: 'web-1', 3: 'web-2' } });
  return world;
}

/** By any request but the one of the hand at the beginning. */
function upgraded(world: ScaleSetCommands): string {
  const requests = world.requests.filter(({ path }) => path.endsWith('/manualupgrade'));
  return requests
    .slice(1)
    .map(({ body }) => body)
    .join();
}

function isAsBefore(world: ScaleSetCommands): void {
  const { model, instances } = world.images();
  expect(model).toBe('web-1');
  expect(instances).toEqual({ 0: 'web-1', 1: 'web-1', 2: 'web-1', 3: 'web-2', 4: 'web-1' });
  expect(upgraded(world)).not.toContain('"3"');
  expect(world.record()).toMatchObject({ lock: undefined, journal: undefined, release: undefined });
}

describe('an instance that had the payload before the release', () => {
  it('is not taken back with its canaries', async () => {
    const world = await triedByHand();
    expect(await world.canary(world.runner(1), { share })).toMatchObject(succeeded);
    expect(world.record()).toMatchObject({ release: { canaryIds: ['0'], otherIds: ['3'] } });
    expect(await world.rollback(world.runner(2))).toMatchObject(succeeded);
    isAsBefore(world);
  });

  it('is one of its canaries where it is asked for, and is taken back then', async () => {
    const world = await triedByHand();
    const both = { share: { kind: 'instances', instanceIds: ['0', '3'] } } as const;
    expect(await world.canary(world.runner(1), both)).toMatchObject(succeeded);
    expect(world.record()).toMatchObject({ release: { canaryIds: ['0', '3'], otherIds: [] } });
    expect(await world.rollback(world.runner(2))).toMatchObject(succeeded);
    expect(world.images()).toMatchObject({ model: 'web-1', instances: { 0: 'web-1', 3: 'web-1' } });
  });

  it.each(['rollback', 'undo'] as const)('is not taken back with half a promotion, by %s', async (way) => {
    const world = await triedByHand();
    await world.canary(world.runner(1), { share });
    const lost = world.runner(2);
    void world.rollout(lost, { batchSize: one });
    await world.written('POST web/manualupgrade', 3);
    lost.kill();
    await world.clock.sleep(600_000);
    if (way === 'rollback') {
      await world.unlock(world.runner(3));
      expect(await world.rollback(world.runner(4))).toMatchObject(succeeded);
    } else {
      expect(await world.recover(world.runner(3), 'undo')).toMatchObject(succeeded);
    }
    isAsBefore(world);
  });

  it('is not taken back with a rollout that had no canary', async () => {
    const world = await triedByHand();
    const lost = world.runner(1);
    void world.rollout(lost, { payload: image, batchSize: one });
    await world.written('POST web/manualupgrade', 3);
    lost.kill();
    await world.clock.sleep(600_000);
    expect(await world.recover(world.runner(2), 'undo')).toMatchObject(succeeded);
    isAsBefore(world);
  });

  it('does not keep a release open that is taken back but for it', async () => {
    const world = await triedByHand();
    await world.canary(world.runner(1), { share });
    await world.rollback(world.runner(2));
    expect(await world.canary(world.runner(3), { share })).toMatchObject(succeeded);
    expect(await world.rollback(world.runner(4))).toMatchObject(succeeded);
    isAsBefore(world);
  });
});
