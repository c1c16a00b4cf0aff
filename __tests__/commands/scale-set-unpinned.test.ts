import { describe, expect, it } from 'vitest';
import { foreignWrite } from '../../emulator/arm/foreign-write.ts';
import type { Payload } from '../../emulator/arm/scenario.ts';
import type { ArmResource } from '../../emulator/data-plane/contract.ts';
import type { ImageReference } from '../../src/azure/scale-sets/scale-sets.ts';
import { toFailure } from '../../src/engine/failure.ts';
import { group, scaleSetId } from '../emulator/arm/compute/scale-set-world.ts';
import { type ScaleSetCommands, type ScaleSetRunner, startScaleSetCommands } from './scale-set-commands.ts';

const succeeded = { kind: 'ran', result: { outcome: 'succeeded', cleanUpErrors: [] } };

const gallery = `${group}/providers/Microsoft.Compute/galleries/shop`;
const definition = `${gallery}/images/web`;
const ubuntu = { publisher: 'Canonical', offer: 'ubuntu', sku: 'server' };
const MARKETPLACE = 'Canonical:ubuntu:server';

/** An image that has the versions 1.0.0 to 2.0.0, as a model names it that leaves open which one. */
interface Named {
  readonly unpinned: ImageReference;
  readonly at: (version: string) => ImageReference;
  /** What a tag says. */
  readonly text: (version: string) => string;
}

const ofGallery: Named = {
  unpinned: { id: definition },
  at: (version) => ({ id: `${definition}/versions/${version}` }),
  text: (version) => `canary/shop/web/${version}`,
};
const ofMarketplace: Named = {
  unpinned: { ...ubuntu, version: 'latest' },
  at: (version) => ({ ...ubuntu, version }),
  text: (version) => `${MARKETPLACE}:${version}`,
};

const both = [
  ['of a gallery', ofGallery],
  ['of the marketplace', ofMarketplace],
] as const;

const VERSIONS = ['1.0.0', '1.1.0', '2.0.0'];

function resource(id: string, type: string, properties: object, more: object = {}): ArmResource {
  const name = id.split('/').at(-1) ?? '';
  return {
    id,
    name,
    type: `Microsoft.Compute/${type}`,
    location: 'westus2',
    properties: { ...properties },
    ...more,
  };
}

/** @param running the version that each instance was made of, when it was the newest. */
function start(
  { unpinned }: Named,
  running: readonly string[] = ['1.0.0', '1.0.0', '1.0.0'],
  payloads: readonly Payload[] = [{ version: 'any' }],
): ScaleSetCommands {
  return startScaleSetCommands({
    image: { ...unpinned },
    payloads,
    marketplaceImages: [
      {
        ...ubuntu,
        versions: VERSIONS.map((name) => ({ name, hyperVGeneration: 'V2', operatingSystem: 'Linux' })),
      },
    ],
    resources: [
      resource(gallery, 'galleries', {}),
      resource(definition, 'galleries/images', {
        osType: 'Linux',
        osState: 'Generalized',
        hyperVGeneration: 'V2',
        identifier: { publisher: 'contoso', offer: 'shop', sku: 'web' },
      }),
      ...VERSIONS.map((name) =>
        resource(`${definition}/versions/${name}`, 'galleries/images/versions', {
          publishingProfile: { targetRegions: [{ name: 'West US 2' }], excludeFromLatest: false },
          storageProfile: { osDiskImage: { hostCaching: 'ReadWrite' } },
          provisioningState: 'Succeeded',
        }),
      ),
      ...running.map((exactVersion, index) =>
        resource(
          `${scaleSetId}/virtualMachines/${index}`,
          'virtualMachineScaleSets/virtualMachines',
          { storageProfile: { imageReference: { ...unpinned, exactVersion } } },
          { name: `web_${index}`, instanceId: String(index) },
        ),
      ),
    ],
  });
}

interface Imaged {
  readonly storageProfile: { readonly imageReference: ImageReference };
}

/** The version that each machine really runs. */
function running({ emulated }: ScaleSetCommands): (string | undefined)[] {
  return emulated.plane.store
    .list('Microsoft.Compute/virtualMachineScaleSets/virtualMachines')
    .map(({ properties }) => (properties as unknown as Imaged).storageProfile.imageReference.exactVersion);
}

function inModel({ emulated }: ScaleSetCommands): ImageReference | undefined {
  const properties = emulated.plane.store.get(scaleSetId)?.properties as
    | { readonly virtualMachineProfile: Imaged }
    | undefined;
  return properties?.virtualMachineProfile.storageProfile.imageReference;
}

function hazardsOf({ events }: ScaleSetRunner): string {
  const planned = events.find((event) => event.type === 'plan-started');
  return planned?.plan.hazards.join('\n') ?? '';
}

/** By somebody else. */
function unpin({ emulated }: ScaleSetCommands, { unpinned }: Named): void {
  foreignWrite(emulated.plane, scaleSetId, {
    properties: { virtualMachineProfile: { storageProfile: { imageReference: { ...unpinned } } } },
  });
}

const payloadOf = ({ at }: Named) => ({ payload: { kind: 'image', image: at('2.0.0') } }) as const;

const neverHealthy: readonly Payload[] = [
  { version: 'any' },
  { image: '2\\.0\\.0$', version: 'two', condition: 'unhealthy' },
];

describe.each(both)('a release onto a model that names its image %s without a version', (_, image) => {
  it('is taken back to the version that the instances ran, which the model names from then on', async () => {
    const world = start(image);
    const runner = world.runner(1);
    expect(await world.canary(runner, payloadOf(image))).toMatchObject(succeeded);
    expect(running(world)).toEqual(['2.0.0', '1.0.0', '1.0.0']);
    expect(world.record().release).toMatchObject({ previousPayload: image.text('1.0.0') });
    expect(hazardsOf(runner)).toMatch(/without a version.* where that is taken back \S+1\.0\.0/);
    expect(await world.rollback(world.runner(2))).toMatchObject(succeeded);
    expect(running(world)).toEqual(['1.0.0', '1.0.0', '1.0.0']);
    expect(inModel(world)).toEqual(image.at('1.0.0'));
    expect(world.workedOn()).toEqual(['0']);
    expect(world.record().last).toMatchObject({
      kind: 'rollback',
      previousTarget: image.text('2.0.0'),
      target: image.text('1.0.0'),
    });
    const next = world.runner(3);
    expect(await world.canary(next, payloadOf(image))).toMatchObject(succeeded);
    expect(hazardsOf(next)).not.toMatch(/without a version|has more that/);
  });

  it('takes itself back to that version where it is never healthy', async () => {
    const world = start(image, undefined, neverHealthy);
    expect(await world.canary(world.runner(1), payloadOf(image))).toMatchObject({
      result: { outcome: 'rolled-back', undoErrors: [] },
    });
    expect(running(world)).toEqual(['1.0.0', '1.0.0', '1.0.0']);
    expect(inModel(world)).toEqual(image.at('1.0.0'));
  });

  it('is promoted, and taken back from everybody after that', async () => {
    const world = start(image);
    await world.canary(world.runner(1), payloadOf(image));
    expect(await world.rollout(world.runner(2))).toMatchObject(succeeded);
    expect(running(world)).toEqual(['2.0.0', '2.0.0', '2.0.0']);
    expect(await world.rollback(world.runner(3))).toMatchObject(succeeded);
    expect(running(world)).toEqual(['1.0.0', '1.0.0', '1.0.0']);
  });

  it('is rolled out without a canary, and taken back from everybody where it fails half-way', async () => {
    const world = start(image);
    world.emulated.plane.faults.add({
      match: { path: 'manualupgrade$', nth: 3 },
      effect: 'answer',
      status: 400,
      code: 'BadRequest',
      message: 'No.',
    });
    expect(await world.rollout(world.runner(1), payloadOf(image))).toMatchObject({
      result: { outcome: 'rolled-back', undoErrors: [] },
    });
    expect(running(world)).toEqual(['1.0.0', '1.0.0', '1.0.0']);
    expect(world.workedOn()).toEqual(['0', '1', '2']);
  });

  it('goes back to the newest of several versions, and says who had another one', async () => {
    const world = start(image, ['1.0.0', '1.1.0', '2.0.0']);
    const runner = world.runner(1);
    const share = { kind: 'percent', percent: 100 } as const;
    expect(await world.canary(runner, { ...payloadOf(image), share })).toMatchObject(succeeded);
    expect(hazardsOf(runner)).toMatch(
      /Instance 0 of web has neither \S+2\.0\.0 nor \S+1\.1\.0\. What was upgraded cannot get back what it has now/,
    );
    expect(await world.rollback(world.runner(2))).toMatchObject(succeeded);
    expect(running(world)).toEqual(['1.1.0', '1.1.0', '1.1.0']);
  });

  it.each(['canary', 'rollout'] as const)(
    'is refused where no instance tells of a version to go back to, unless that is allowed: %s',
    async (half) => {
      const world = start(image, ['', '', '']);
      await expect(world[half](world.runner(1), payloadOf(image))).rejects.toThrow(
        /without a version, and Azure tells of no instance that runs another one.*allow-no-rollback/,
      );
      expect(world.writes()).toEqual([]);
      const allowed = { ...payloadOf(image), allowNoRollback: true };
      expect(await world[half](world.runner(2), allowed)).toMatchObject(succeeded);
      expect(inModel(world)).toEqual(image.at('2.0.0'));
    },
  );

  it('that was opened without a way back is promoted without asking once more', async () => {
    const world = start(image, ['', '', '']);
    await world.canary(world.runner(1), { ...payloadOf(image), allowNoRollback: true });
    expect(await world.rollout(world.runner(2))).toMatchObject(succeeded);
    expect(running(world)).toEqual(['2.0.0', '2.0.0', '2.0.0']);
  });

  it('is not taken back where no instance tells to which version', async () => {
    const world = start(image, ['', '', '']);
    await world.rollout(world.runner(1), { ...payloadOf(image), allowNoRollback: true });
    const writes = world.writes().length;
    await expect(world.rollback(world.runner(2))).rejects.toThrow(
      /without a version, and Azure tells of no instance that runs another one than \S+2\.0\.0/,
    );
    expect(world.writes()).toHaveLength(writes);
  });

  it('is red where the model brings the version that was to go, and names who has it', async () => {
    const world = start(image, ['', '', '']);
    const share = { kind: 'percent', percent: 100 } as const;
    await world.canary(world.runner(1), { ...payloadOf(image), allowNoRollback: true, share });
    unpin(world, image);
    const end = await world.rollback(world.runner(2));
    expect.assert(end.kind === 'ran' && end.result.outcome === 'failed');
    expect(toFailure(end.result.error).message).toMatch(
      /is not taken back from scale set web: .*not as before: instances 0, 1, 2 \(with the new payload\)/,
    );
  });

  it('whose model ARM refuses to change leaves it without a version', async () => {
    const world = start(image);
    world.emulated.plane.faults.add({
      match: { method: 'PATCH', path: 'virtualMachineScaleSets/web$', nth: 2 },
      effect: 'answer',
      status: 400,
      code: 'BadRequest',
      message: 'No.',
    });
    expect(await world.canary(world.runner(1), payloadOf(image))).toMatchObject({
      result: { outcome: 'rolled-back', undoErrors: [] },
    });
    expect(inModel(world)).toEqual(image.unpinned);
    expect(world.record()).toEqual({ last: expect.objectContaining({ kind: 'undoing' }) });
  });

  it('that a former version has recorded without a version is taken back to what the others run', async () => {
    const world = start(image);
    await world.canary(world.runner(1), payloadOf(image));
    const tags = world.emulated.plane.store.get(scaleSetId)?.tags ?? {};
    const { 'azure-rollout-release-model': __, ...former } = tags;
    const previous = image === ofGallery ? 'canary/shop/web' : `${MARKETPLACE}:latest`;
    const resource = world.emulated.plane.store.get(scaleSetId);
    expect.assert(resource !== undefined);
    world.emulated.plane.store.put({
      ...resource,
      tags: { ...former, 'azure-rollout-release-previous': previous },
    });
    expect(await world.rollback(world.runner(2))).toMatchObject(succeeded);
    expect(running(world)).toEqual(['1.0.0', '1.0.0', '1.0.0']);
    expect(inModel(world)).toEqual(image.at('1.0.0'));
  });

  it.each([
    ['before its model is changed', 'PATCH virtualMachineScaleSets/web', 1],
    ['after that', 'POST web/manualupgrade', 1],
  ] as const)('that is killed %s is finished, or taken back', async (when, write, nth) => {
    for (const direction of ['finish', 'undo'] as const) {
      const world = start(image, ['1.0.0', '1.1.0', '1.1.0']);
      const victim = world.runner(1);
      void world.canary(victim, payloadOf(image));
      await world.written(write, nth);
      victim.kill();
      await world.clock.sleep(1_000);
      const isUnchanged = when === 'before its model is changed';
      expect(await world.status(world.runner(2))).toMatchObject({
        status: { release: { model: isUnchanged ? 'previous' : 'released' } },
      });
      expect(await world.recover(world.runner(3), direction)).toMatchObject(succeeded);
      if (direction === 'finish') {
        expect(running(world)).toEqual(['2.0.0', '1.1.0', '1.1.0']);
        expect(inModel(world)).toEqual(image.at('2.0.0'));
      } else if (isUnchanged) {
        expect(inModel(world)).toEqual(image.unpinned);
        expect(world.workedOn()).toEqual([]);
      } else {
        expect(running(world)).toEqual(['1.1.0', '1.1.0', '1.1.0']);
        expect(inModel(world)).toEqual(image.at('1.1.0'));
      }
    }
  });

  it('is told that there is no way back to a version that is not there any more', async () => {
    const world = start(image, ['0.9.0', '0.9.0', '0.9.0']);
    const end = await world.canary(world.runner(1), payloadOf(image), { command: 'plan' });
    expect.assert(end.kind === 'planned');
    expect(end.plan.hazards.join('\n')).toMatch(
      /The image that the instances have now, \S+0\.9\.0, cannot be used any more .* a rollback would fail/,
    );
  });

  it('that ARM refuses to carry out leaves the model with the version that runs, and upgrades nobody', async () => {
    const world = start(image);
    world.emulated.plane.faults.add({
      match: { path: 'manualupgrade$' },
      effect: 'answer',
      status: 400,
      code: 'BadRequest',
      message: 'No.',
    });
    expect(await world.canary(world.runner(1), payloadOf(image))).toMatchObject({
      result: { outcome: 'rolled-back', undoErrors: [] },
    });
    expect(running(world)).toEqual(['1.0.0', '1.0.0', '1.0.0']);
    expect(inModel(world)).toEqual(image.at('1.0.0'));
  });

  it('is taken back, too, after somebody has taken the version out of the model again', async () => {
    const world = start(image);
    await world.canary(world.runner(1), payloadOf(image));
    unpin(world, image);
    expect(await world.rollback(world.runner(2))).toMatchObject(succeeded);
    expect(running(world)).toEqual(['1.0.0', '1.0.0', '1.0.0']);
    expect(inModel(world)).toEqual(image.at('1.0.0'));
  });
});

it('a version that somebody takes out of a model during a release is a foreign change', async () => {
  const world = start(ofGallery);
  foreignWrite(world.emulated.plane, scaleSetId, {
    properties: {
      virtualMachineProfile: { storageProfile: { imageReference: { ...ofGallery.at('1.0.0') } } },
    },
  });
  await world.canary(world.runner(1), payloadOf(ofGallery));
  unpin(world, ofGallery);
  expect(await world.status(world.runner(2))).toMatchObject({ status: { release: { model: 'foreign' } } });
  await expect(world.rollback(world.runner(3))).rejects.toThrow(/Somebody else has changed the model/);
});
