import { describe, expect, it } from 'vitest';
import { foreignWrite } from '../../emulator/arm/foreign-write.ts';
import { toOutputs } from '../../src/outputs.ts';
import { nextSteps } from '../../src/report/next-steps.ts';
import { verdict } from '../../src/report/verdict.ts';
import {
  customScript,
  healthExtension,
  imageResource,
  newImage,
  oldImage,
  scaleSetId,
  type WorldOptions,
} from '../emulator/arm/compute/scale-set-world.ts';
import { tell } from '../report/scale-set-runs.ts';
import { type ScaleSetCommands, startScaleSetCommands } from './scale-set-commands.ts';

const otherImage = newImage.id.replace('web-2', 'web-3');

async function opened(options: WorldOptions = {}): Promise<ScaleSetCommands> {
  const world = startScaleSetCommands({ resources: [imageResource(otherImage)], ...options });
  await world.canary(world.runner(7));
  return world;
}

/** By somebody's hand. */
function put({ emulated: { plane } }: ScaleSetCommands, id: string): void {
  foreignWrite(plane, scaleSetId, {
    properties: { virtualMachineProfile: { storageProfile: { imageReference: { id } } } },
  });
}

async function statusOf(world: ScaleSetCommands) {
  const { report } = await tell(world, 'status', (runner) => world.status(runner));
  const [first] = nextSteps(report);
  const inputs = nextSteps(report).map((step) => step.inputs ?? []);
  return { report, first, inputs, sentence: verdict(report) };
}

describe('the status of a release whose model somebody has changed', () => {
  it('says that neither half goes on with it, and which commands put that right', async () => {
    const world = await opened();
    put(world, otherImage);
    const { sentence, first, report } = await statusOf(world);
    expect(sentence).toMatch(
      /somebody else has changed the model while a release is open, so that can be neither/,
    );
    expect(first?.text).toMatch(/With anything else both are refused:$/);
    expect(first?.commands).toEqual([
      expect.stringMatching(/^az vmss update .*images\/web-2/),
      expect.stringMatching(/^az vmss update .*images\/web-1/),
    ]);
    expect(report.status).toMatchObject({ release: { model: 'foreign' } });
    await expect(world.rollout(world.runner(2))).rejects.toThrow(/Somebody else has changed the model/);
    await expect(world.rollback(world.runner(3))).rejects.toThrow(/Somebody else has changed the model/);
    put(world, newImage.id);
    expect((await statusOf(world)).first?.text).toMatch(/^To promote/);
    expect(await world.rollout(world.runner(4))).toMatchObject({ result: { outcome: 'succeeded' } });
  });

  it('tells a model that was put back, with which it can be rejected, and not promoted', async () => {
    const world = await opened();
    put(world, oldImage.id);
    const { sentence, first } = await statusOf(world);
    expect(sentence).toMatch(/the model has what it had before the open release/);
    expect(first?.text).toMatch(
      /can be rejected as it is; before it is promoted, canary\/web-2 has to be put/,
    );
    expect(first?.commands).toEqual([expect.stringMatching(/images\/web-2/)]);
    await expect(world.rollout(world.runner(2))).rejects.toThrow(/Somebody has put web-1 back/);
    expect(await world.rollback(world.runner(3))).toMatchObject({ result: { outcome: 'succeeded' } });
  });

  it('says nothing of it where the model is the release’s', async () => {
    const { sentence, report } = await statusOf(await opened());
    expect(sentence).not.toMatch(/model while|before the open/);
    expect(report.status).toMatchObject({ release: { model: 'released' } });
  });
});

describe('the status of a release whose canary has a failed extension', () => {
  const payload = {
    kind: 'extension',
    name: 'install',
    settings: { commandToExecute: 'install two' },
  } as const;
  const previousSettings = { settings: { commandToExecute: 'install one' } };
  // Nothing but ARM's word on the extension tells how the machine is.
  const shape: WorldOptions = {
    extensions: [healthExtension, customScript(previousSettings.settings)],
    payloads: [
      { extensionSettings: 'install one', version: 'one' },
      { extensionSettings: 'install two', version: 'two', script: 'fails', instances: ['0'] },
    ],
  };

  it('calls it unwell, and prints a promotion that has room for it', async () => {
    const world = startScaleSetCommands(shape);
    await world.canary(world.runner(7), { payload, previousSettings, onUnhealthy: 'stop' });
    const { sentence, report, inputs } = await statusOf(world);
    expect(report.scaleSet?.instances[0]).toMatchObject({ health: 'healthy', provisioningState: 'Failed' });
    expect(toOutputs(report, '')['unhealthy-instances']).toBe('["0"]');
    expect(sentence).toMatch(/instance 0 is not well with the release/);
    expect(inputs.find(([first]) => first === 'strategy: full-rollout')).toContain('max-unhealthy: 1');
  });

  it('does not so with one that failed before, and is no canary', async () => {
    const world = startScaleSetCommands({
      ...shape,
      payloads: [
        { extensionSettings: 'install one', version: 'one' },
        { extensionSettings: 'install two', version: 'two' },
      ],
    });
    const { store } = world.emulated.plane;
    const id = `${scaleSetId}/virtualMachines/2`;
    const machine = store.get(id);
    expect.assert(machine !== undefined);
    store.put({ ...machine, properties: { ...machine.properties, provisioningState: 'Failed' } });
    await world.canary(world.runner(7), { payload, previousSettings });
    const { report } = await statusOf(world);
    expect(report.scaleSet?.instances[2]).toMatchObject({ provisioningState: 'Failed' });
    expect(toOutputs(report, '')['unhealthy-instances']).toBe('[]');
  });
});
