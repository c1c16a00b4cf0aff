import { describe, expect, it } from 'vitest';
import type { ArmResource } from '../../emulator/data-plane/contract.ts';
import { toFailure } from '../../src/engine/failure.ts';
import { group } from '../emulator/arm/compute/scale-set-world.ts';
import { type ScaleSetCommands, startScaleSetCommands } from './scale-set-commands.ts';

const gallery = `${group}/providers/Microsoft.Compute/galleries/shop`;
const definition = `${gallery}/images/web`;

function resource(id: string, type: string, properties: object): ArmResource {
  const name = id.split('/').at(-1) ?? '';
  return { id, name, type: `Microsoft.Compute/${type}`, location: 'westus2', properties: { ...properties } };
}

function version(name: string): ArmResource {
  return resource(`${definition}/versions/${name}`, 'galleries/images/versions', {
    publishingProfile: { targetRegions: [{ name: 'West US 2' }], excludeFromLatest: false },
    storageProfile: { osDiskImage: { hostCaching: 'ReadWrite' } },
    provisioningState: 'Succeeded',
  });
}

function start(): ScaleSetCommands {
  return startScaleSetCommands({
    image: { id: `${definition}/versions/1.0.0` },
    payloads: [{ version: 'any' }],
    resources: [
      resource(gallery, 'galleries', {}),
      resource(definition, 'galleries/images', {
        osType: 'Linux',
        osState: 'Generalized',
        hyperVGeneration: 'V2',
        identifier: { publisher: 'contoso', offer: 'shop', sku: 'web' },
      }),
      version('1.0.0'),
      version('2.0.0'),
    ],
  });
}

const newest = { payload: { kind: 'image', image: { id: definition } } } as const;

describe('a canary of a gallery image without a version', () => {
  it('is about the version that it has pinned when it is run again, whatever is the newest by then', async () => {
    const world = start();
    expect(await world.canary(world.runner(1), newest)).toMatchObject({ result: { outcome: 'succeeded' } });
    world.emulated.plane.store.put(version('2.1.0'));
    const writes = world.writes().length;
    expect(await world.canary(world.runner(1, 2), newest)).toMatchObject({
      kind: 'no-change',
      reason: expect.stringMatching(/have shop\/web\/2\.0\.0 already, and are well/) as string,
    });
    expect(world.writes()).toHaveLength(writes);
    expect(await world.rollout(world.runner(1, 2), newest)).toMatchObject({
      result: { outcome: 'succeeded' },
    });
    expect(Object.values(world.images().instances)).toEqual(['2.0.0', '2.0.0', '2.0.0']);
  });

  it('is another release in another workflow run, which is refused beside the open one', async () => {
    const world = start();
    await world.canary(world.runner(1), newest);
    world.emulated.plane.store.put(version('2.1.0'));
    const refused = await world
      .canary(world.runner(2), newest)
      .catch((error: unknown) => toFailure(error).message);
    expect(refused).toMatch(/shop\/web\/2\.1\.0 cannot be released beside it/);
  });

  it('is refused with a version of its own that the release has not', async () => {
    const world = start();
    await world.canary(world.runner(1), newest);
    const pinned = { payload: { kind: 'image', image: { id: `${definition}/versions/1.0.0` } } } as const;
    await expect(world.canary(world.runner(1, 2), pinned)).rejects.toThrow(/cannot be released beside it/);
  });
});
