import { describe, expect, it } from 'vitest';
import type { Arm } from '../../../../src/azure/arm/arm.ts';
import { listInstances } from '../../../../src/azure/scale-sets/scale-set-instances.ts';
import { changeTags } from '../../../../src/azure/scale-sets/scale-set-tags.ts';
import { getScaleSet } from '../../../../src/azure/scale-sets/scale-sets.ts';
import { sharingLooks } from '../../../../src/strategies/scale-set/observed/shared-looks.ts';
import { startInProcessArm } from '../../../azure/in-process-arm.ts';
import { canaryScenario, scaleSetId } from '../../../emulator/arm/compute/scale-set-world.ts';

const { signal } = new AbortController();

function start() {
  const world = startInProcessArm({ adapt: () => canaryScenario() });
  const shared = sharingLooks(world, scaleSetId);
  const look = () => getScaleSet(shared, scaleSetId, signal);
  const askedOf = (path: string) =>
    world.requests.filter((each) => each.method === 'GET' && each.path === path).length;
  return { ...world, shared, look, looks: () => askedOf(scaleSetId) };
}

describe('looks at a scale set that are shared', () => {
  it('are one request where they follow one another at once', async () => {
    const { look, looks } = start();
    const first = await look();
    expect(await look()).toBe(first);
    expect(looks()).toBe(1);
  });

  it('are asked anew when time has passed', async () => {
    const { look, looks, clock } = start();
    await look();
    await clock.sleep(51);
    await look();
    expect(looks()).toBe(2);
  });

  it.each<[string, (arm: Arm) => Promise<unknown>]>([
    ['a listing of the instances', (arm) => listInstances(arm, scaleSetId, signal)],
    ['a look at another one', (arm) => getScaleSet(arm, `${scaleSetId}/virtualMachines/0`, signal)],
    ['a pause', (arm) => arm.pause(0, signal)],
  ])('are asked anew after %s', async (_, act) => {
    const { look, looks, shared } = start();
    await look();
    await act(shared);
    await look();
    expect(looks()).toBe(2);
  });

  it('are not shared with who has been cancelled', async () => {
    const { look, shared } = start();
    await look();
    await expect(getScaleSet(shared, scaleSetId, AbortSignal.abort(new Error('cancelled')))).rejects.toThrow(
      'cancelled',
    );
  });

  it('tell what was written between them', async () => {
    const { look, shared } = start();
    const { tags } = await look();
    await changeTags(shared, scaleSetId, () => ({ ...tags, owner: 'shop' }), signal);
    expect((await look()).tags).toMatchObject({ owner: 'shop' });
  });

  it('that began before a write has ended are not what comes after it', async () => {
    const { look, looks, shared } = start();
    const write = shared.write(
      { method: 'PATCH', path: scaleSetId, apiVersion: '2026-04-01', body: { tags: { owner: 'shop' } } },
      signal,
    );
    await look();
    await write;
    expect((await look()).tags).toMatchObject({ owner: 'shop' });
    expect(looks()).toBe(2);
  });
});
